package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"

	"daylight/internal/procurement"
)

// Row is a row as it is written. It can be made beside the one that writes, on
// any processor.
type Row struct {
	table  string
	values []any // of all columns, in the order the migrations name them
}

// Append writes rows.
func (t *Tx) Append(ctx context.Context, rows ...Row) error {
	for _, r := range rows {
		if err := t.tx.insert(ctx, r.table, r.values...); err != nil {
			return err
		}
	}
	return nil
}

// rowWriter writes rows and keeps the first error, so that a long list of
// inserts reads as one.
type rowWriter struct {
	ctx context.Context
	tx  *writing
	err error
}

// insert fills all columns of a table in the order the migrations name them.
func (w *rowWriter) insert(table string, values ...any) {
	if w.err == nil {
		w.err = w.tx.insert(w.ctx, table, values...)
	}
}

func (w *rowWriter) exec(query string, values ...any) {
	if w.err != nil {
		return
	}
	if _, err := w.tx.ExecContext(w.ctx, query, values...); err != nil {
		w.err = fmt.Errorf("%s: %w", strings.Fields(query)[2], err)
	}
}

func minor(m *procurement.Money) any {
	if m == nil {
		return nil
	}
	return m.Minor
}

func code(m *procurement.Money) string {
	if m == nil {
		return ""
	}
	return m.Currency
}

func firstCode(amounts ...*procurement.Money) string {
	for _, m := range amounts {
		if m != nil {
			return m.Currency
		}
	}
	return ""
}

func money(minor sql.NullInt64, currency string) *procurement.Money {
	if !minor.Valid {
		return nil
	}
	return &procurement.Money{Minor: minor.Int64, Currency: currency}
}

// encode writes JSON with sorted members, so that the same value is always the
// same text.
func encode(v any) string {
	b, err := json.Marshal(v, json.Deterministic(true))
	if err != nil {
		panic(err) // figures and evidence hold plain values only
	}
	return string(b)
}
