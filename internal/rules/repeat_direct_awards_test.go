package rules

import (
	"testing"

	"daylight/internal/procurement"
)

// dated moves a purchase to another process and day.
func dated(ocid string, day procurement.Date) func(*procurement.Process) {
	return func(p *procurement.Process) { p.OCID, p.Awards[0].Date = ocid, day }
}

func started(p *procurement.Process) { p.Tender.Period.Start = "2026-01-01" }

func from(suppliers ...string) func(*procurement.Process) {
	return func(p *procurement.Process) {
		p.Awards[0].Suppliers = nil
		for _, s := range suppliers {
			p.Awards[0].Suppliers = append(p.Awards[0].Suppliers, procurement.Organisation{Key: s})
		}
	}
}

func TestRepeatDirectAwards(t *testing.T) {
	market := func(all ...procurement.Process) SurveyFigures {
		return surveyOf(t, "repeat-direct-awards", "2026-11-24", all...)
	}
	a := boughtFor(90_000, dated("a", "2026-01-10"))
	b := boughtFor(90_000, dated("b", "2026-06-10"))
	c := boughtFor(90_000, dated("c", "2026-12-10"))
	late := boughtFor(90_000, dated("late", "2027-01-10"))
	competed := boughtFor(190_000, dated("competed", "2026-03-10"), openly)
	callOff := boughtFor(190_000, dated("call-off", "2026-03-10"), calledOff)
	repeated := boughtFor(190_000, dated("repeated", "2026-03-10"), grounded)
	elsewhere := boughtFor(190_000, dated("elsewhere", "2026-03-10"), from("other"))
	large := boughtFor(900_000, dated("large", "2026-03-10"))
	lawful := []procurement.Process{a, b, competed, callOff, repeated, elsewhere, large}
	runTable(t, "repeat-direct-awards", []tableCase{
		{name: "three in a year", state: procurement.Raised, dossier: of(b), market: market(a, b, c),
			summary: "3 purchases within twelve months, each a direct award of this buyer to this supplier, come to £270,000 together; each is below the threshold of £207,720, from which a contract must be competed.",
			figures: map[string]any{"purchases": 3.0, "first": "2026-01-10", "last": "2026-12-10", "together": map[string]any{"amount": "270000", "currency": "GBP"}}},
		{name: "two stay below", state: procurement.Clear, dossier: of(a), market: market(a, b),
			summary: "2 purchases within twelve months, each a direct award of this buyer to this supplier, come to £180,000 together, below the threshold of £207,720."},
		{name: "beside competitions, call-offs, repeats on a legal ground and other suppliers", state: procurement.Clear, dossier: of(a), market: market(lawful...),
			figures: map[string]any{"purchases": 2.0}},
		{name: "a year to the day apart", state: procurement.Clear, dossier: of(a), market: market(a, late),
			summary: "The survey found no other direct award of this buyer to this supplier, below the threshold, within twelve months."},
		{name: "no date", state: procurement.NoData, dossier: of(boughtFor(90_000, dated("a", ""), started)), market: market(a, b, c), missing: []string{awardDateField}},
		{name: "no supplier", state: procurement.NoData, dossier: of(boughtFor(90_000, from())), market: market(a, b, c), missing: []string{supplierField}},
		{name: "no survey", state: procurement.NoData, dossier: of(a), missing: []string{surveyField}},
		{name: "taxes decide", state: procurement.NoData, dossier: of(boughtFor(0, net(180_000))), market: market(a, b, c), missing: []string{awardGrossField}},
		{name: "a lawful repeat", state: procurement.NotApplicable, dossier: of(repeated), market: market(a, b, c)},
		{name: "several suppliers", state: procurement.NotApplicable, dossier: of(boughtFor(90_000, from("a", "b"))), market: market(a, b, c)},
		{name: "over the threshold by itself", state: procurement.NotApplicable, dossier: of(large), market: market(a, b, c, large)},
		{name: "competed", state: procurement.NotApplicable, dossier: of(competed), market: market(a, b, c)},
	})
}

// Of the periods with a purchase in it the one that comes to most counts, and a
// date that is none of any calendar does no harm.
func TestSeries(t *testing.T) {
	found := surveyOf(t, "repeat-direct-awards", "2026-11-24",
		boughtFor(10_000, dated("a", "2026-01-01")), boughtFor(20_000, dated("b", "2026-10-01")), boughtFor(30_000, dated("c", "2027-05-01")),
		boughtFor(1_000, dated("d", "9999-12-31")))
	for ocid, want := range map[string]int64{"a": 30_000, "b": 50_000, "c": 50_000} {
		if got := int64(found[ocid].Number("minor")); got != want*pound {
			t.Errorf("%s: %d", ocid, got)
		}
	}
	if found["d"] != nil {
		t.Errorf("alone: %v", found["d"])
	}
}
