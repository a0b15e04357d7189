package web

import (
	"bytes"
	"context"
	encsv "encoding/csv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"daylight/internal/exchange"
	"daylight/internal/procurement"
)

// jsonList is the JSON of every list. Next is the absolute address of the next
// page. Where AtLeast is set, nobody counted further than Total.
type jsonList[T any] struct {
	Total   int     `json:"total"`
	AtLeast bool    `json:"total_at_least,omitzero"`
	Items   []T     `json:"items"`
	Next    *string `json:"next"`
}

// json is the answer that gives a value as JSON.
func (s *Server) json(v any) func(context.Context) (*answer, error) {
	return func(context.Context) (*answer, error) {
		body, err := json.Marshal(v, json.Deterministic(true), jsontext.WithIndent("  "))
		return &answer{Type: "application/json", Body: append(body, '\n')}, err
	}
}

// csv is the answer that gives a table as CSV (RFC 4180), to be saved under a
// name.
func (s *Server) csv(name string, header string, rows [][]string) func(context.Context) (*answer, error) {
	return func(context.Context) (*answer, error) {
		var b bytes.Buffer
		w := encsv.NewWriter(&b)
		w.Write(strings.Split(header, ","))
		for _, row := range rows {
			w.Write(exchange.HarmlessRow(row))
		}
		w.Flush()
		return &answer{Type: "text/csv; charset=utf-8", Body: b.Bytes(), Name: name + ".csv"}, w.Error()
	}
}

// jsonParty is an organisation in JSON.
type jsonParty struct {
	Key  string `json:"key"`
	Name string `json:"name"`
}

// partyJSON is an organisation, or null where none is known.
func partyJSON(key, name string) *jsonParty {
	if key == "" {
		return nil
	}
	return &jsonParty{key, name}
}

// jsonMoney is an amount in JSON: an exact number, in whole units of the
// currency.
type jsonMoney struct {
	Amount   jsontext.Value `json:"amount"`
	Currency string         `json:"currency"`
}

func moneyJSON(m *procurement.Money) *jsonMoney {
	if m == nil {
		return nil
	}
	return &jsonMoney{Amount: jsontext.Value(m.Amount()), Currency: m.Currency}
}

// orNull is a text, or null where it is unknown.
func orNull[T ~string](text T) *string {
	if text == "" {
		return nil
	}
	s := string(text)
	return &s
}

// amountCell is an amount in a table; "" where it is unknown.
func amountCell(m *procurement.Money) string {
	if m == nil {
		return ""
	}
	return m.Amount()
}

func currencyCell(m *procurement.Money) string {
	if m == nil {
		return ""
	}
	return m.Currency
}
