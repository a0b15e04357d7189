package store

import (
	"context"
	"fmt"
	"slices"
	"testing"

	"daylight/internal/procurement"
)

// firm files processes in which the organisation "firm" has a part, each with
// an amount in minor units of a currency.
func firm(t *testing.T, w *Writer) {
	t.Helper()
	own, other := procurement.Organisation{Key: "firm", Name: "Firm"}, procurement.Organisation{Key: "other", Name: "Other"}
	type given struct {
		status    string
		suppliers []procurement.Organisation
		money     *procurement.Money
	}
	pounds := func(minor int64) *procurement.Money { return &procurement.Money{Minor: minor, Currency: "GBP"} }
	list := []given{
		{"active", []procurement.Organisation{own}, pounds(1_500_000_000_50)},
		{"active", []procurement.Organisation{own}, pounds(2_700_000_000_75)},
		{"active", []procurement.Organisation{own}, &procurement.Money{Minor: 9e18, Currency: "JPY"}},
		{"active", []procurement.Organisation{own}, &procurement.Money{Minor: 9e18, Currency: "JPY"}},
		{"active", []procurement.Organisation{own, other}, pounds(100)}, // nobody says how they share it
		{"active", []procurement.Organisation{own}, nil},
		{"cancelled", []procurement.Organisation{own}, pounds(100)},
		{"active", []procurement.Organisation{other}, pounds(100)},
	}
	err := w.Update(t.Context(), func(tx *Tx) error {
		for i, g := range list {
			p := &procurement.Process{OCID: fmt.Sprintf("p%d", i), Title: "Radios", Buyer: &other,
				Awards: []procurement.Award{{ID: "a", Status: g.status, Suppliers: g.suppliers, Value: g.money}}}
			if g.status == "active" {
				p.Contracts = []procurement.Contract{{ID: "c", AwardID: "a", Status: "active", Value: g.money}}
			}
			if i == 7 {
				p.Tender.Tenderers = []procurement.Organisation{own}
			}
			if err := tx.PutProcess(t.Context(), Derived{Process: p, Record: []byte("{}"), Releases: 1, First: "2026-01-01", Last: fmt.Sprintf("2026-01-%02d", i+1)}); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func TestPartsOfAnOrganisation(t *testing.T) {
	w, r := openBoth(t)
	firm(t, w)
	for part, want := range map[Part][]string{
		PartBuyer: nil, PartSupplier: {"p5", "p4", "p3", "p2", "p1", "p0"}, PartProposed: {"p6"}, PartOther: {"p7"},
	} {
		view(t, r, func(ctx context.Context, v View) error {
			var got []string
			for f := (PartFilter{Organisation: "firm", Part: part, Limit: 4}); ; {
				items, err := v.ProcessesOf(ctx, f)
				if err != nil {
					return err
				}
				for _, it := range items {
					got = append(got, it.OCID)
				}
				if len(items) < f.Limit {
					break
				}
				f.Before = items[len(items)-1].Place
			}
			totals, err := v.PartTotals(ctx, PartFilter{Organisation: "firm", Part: part})
			if !slices.Equal(got, want) || totals.Processes != len(want) {
				t.Errorf("as %s: %v, %d in all; want %v", part, got, totals.Processes, want)
			}
			return err
		})
	}
}

func TestPartTotalsAddWhatCanBeAdded(t *testing.T) {
	w, r := openBoth(t)
	firm(t, w)
	view(t, r, func(ctx context.Context, v View) error {
		got, err := v.PartTotals(ctx, PartFilter{Organisation: "firm", Part: PartSupplier})
		if len(got.Totals) != 1 || got.Totals[0] != (procurement.Money{Minor: 4_200_000_001_25, Currency: "GBP"}) || got.Summed != 4 {
			t.Errorf("got %+v: yen too many to add are left out, pounds are exact", got)
		}
		return err
	})
}
