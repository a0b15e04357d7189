package web

import (
	"cmp"
	"context"
	"strconv"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// extensionsPage is the list of steps that made contracts last longer.
type extensionsPage struct {
	Page
	excerpt[store.ExtensionRow]
	Of []string // the contract of each item, where its process has several
}

func (*extensionsPage) template() string { return "extensions" }

// extensions shows all recorded extensions, the latest first.
func (s *Server) extensions(ctx context.Context, r *request) (*answer, error) {
	organisation := r.Text("organisation")
	f := store.RowFilter{Organisation: organisation}
	total, err := r.CountRows(ctx, "extensions", f)
	if err != nil {
		return nil, err
	}
	list, err := turn(r, total, store.ExtensionRow.Place, func(after store.Place, limit int) ([]store.ExtensionRow, error) {
		f.After, f.Limit = after, limit
		return r.Extensions(ctx, f)
	})
	if err != nil {
		return nil, err
	}
	p := &extensionsPage{s.page(r, "Extensions", "Every recorded step that made a government technology contract last longer."), list, nil}
	var of []procurement.ContractRef
	for _, x := range list.Items {
		of = append(of, procurement.ContractRef{OCID: x.Extension.OCID, Contract: x.Contract})
	}
	if p.Of, err = r.contractNames(ctx, of); err != nil {
		return nil, err
	}
	return r.reply(ctx, answers{
		asPage: s.html(p),
		asJSON: s.json(listJSON(s, r, list, newJSONExtension)),
		asCSV:  s.csv("extensions", extensionHeader, rows(list, extensionRow)),
		asRSS:  s.rss(r, p, store.EventFilter{Organisation: organisation, Kinds: []procurement.EventKind{procurement.ContractExtended}}),
	})
}

// longer says in words how much longer a contract lasts by a step.
func longer(e procurement.Extension) string {
	months, known := e.Months()
	switch {
	case e.PreviousEnd.Known() && e.NewEnd.Known():
		return e.PreviousEnd.String() + " → " + e.NewEnd.String()
	case e.NewEnd.Known():
		return "to " + e.NewEnd.String()
	case known && months > 1:
		return upTo(e) + monthsWords(months)
	case e.AddedUpTo != "":
		return upTo(e) + e.AddedUpTo.String()
	}
	return notStated
}

// upTo is put before a length that is a ceiling.
func upTo(e procurement.Extension) string {
	if e.Ceiling() {
		return "up to "
	}
	return ""
}

// jsonExtension is an extension in a JSON list.
type jsonExtension struct {
	OCID        string     `json:"ocid"`
	Title       string     `json:"title"`
	Buyer       *jsonParty `json:"buyer"`
	Contract    string     `json:"contract"`
	Number      int        `json:"number"`
	Date        *string    `json:"date"`
	PreviousEnd *string    `json:"previous_end"`
	NewEnd      *string    `json:"new_end"`
	AddedUpTo   *string    `json:"added_up_to"`
	ValueBefore *jsonMoney `json:"value_before"`
	ValueAfter  *jsonMoney `json:"value_after"`
	ValueAdded  *jsonMoney `json:"value_added"`
	Kind        string     `json:"kind"`
	Agreed      string     `json:"agreed_in_advance"`
}

func newJSONExtension(x store.ExtensionRow) jsonExtension {
	return jsonExtension{
		OCID: x.Extension.OCID, Title: x.Title, Buyer: partyJSON(x.BuyerKey, x.BuyerName), Contract: x.Contract, Number: x.Number,
		Date: orNull(x.Date), PreviousEnd: orNull(x.PreviousEnd), NewEnd: orNull(x.NewEnd), AddedUpTo: orNull(x.AddedUpTo),
		ValueBefore: moneyJSON(x.ValueBefore), ValueAfter: moneyJSON(x.ValueAfter), ValueAdded: moneyJSON(x.Added()),
		Kind: x.Instrument, Agreed: cmp.Or(x.Agreed, procurement.Unknown),
	}
}

const extensionHeader = "ocid,contract,number,date,previous_end,new_end,value_before,value_after,currency,kind,agreed_in_advance"

func extensionRow(x store.ExtensionRow) []string {
	return []string{
		x.Extension.OCID, x.Contract, strconv.Itoa(x.Number), string(x.Date), string(x.PreviousEnd), string(x.NewEnd),
		amountCell(x.ValueBefore), amountCell(x.ValueAfter), cmp.Or(currencyCell(x.ValueAfter), currencyCell(x.ValueBefore)),
		x.Instrument, cmp.Or(x.Agreed, procurement.Unknown),
	}
}
