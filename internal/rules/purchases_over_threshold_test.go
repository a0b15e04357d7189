package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func classified(ids ...string) func(*procurement.Process) {
	return func(p *procurement.Process) {
		p.Awards[0].Items = nil
		for _, id := range ids {
			p.Awards[0].Items = append(p.Awards[0].Items, procurement.Item{ID: id, Classification: procurement.Classification{Scheme: "CPV", ID: id}})
		}
	}
}

func TestPurchasesOverThreshold(t *testing.T) {
	market := func(all ...procurement.Process) SurveyFigures {
		return surveyOf(t, "purchases-over-threshold", "2026-11-24", all...)
	}
	a := boughtFor(90_000, dated("a", "2026-01-10"))
	b := boughtFor(90_000, dated("b", "2026-06-10"), from("other"))
	c := boughtFor(90_000, dated("c", "2026-12-10"), from("third"), classified("72212000"))
	competed := boughtFor(190_000, dated("competed", "2026-03-10"), openly)
	different := boughtFor(190_000, dated("different", "2026-03-10"), classified("33600000"))
	additional := boughtFor(90_000, dated("more", "2026-07-10"), func(p *procurement.Process) {
		p.Awards[0].Items = []procurement.Item{{ID: "1", More: []procurement.Classification{{Scheme: "CPV", ID: "72200000"}}}}
	})
	runTable(t, "purchases-over-threshold", []tableCase{
		{name: "from several suppliers in a year", state: procurement.Raised, dossier: of(b), market: market(a, b, additional),
			summary: "3 purchases within twelve months, each a direct award of this buyer in this class of items, come to £270,000 together; each is below the threshold of £207,720, from which a contract must be competed.",
			figures: map[string]any{"purchases": 3.0}},
		{name: "of a close class", state: procurement.Clear, dossier: of(a), market: market(a, c)},
		{name: "beside competitions and other things", state: procurement.Clear, dossier: of(a), market: market(a, b, competed, different), figures: map[string]any{"purchases": 2.0}},
		{name: "no class", state: procurement.NoData, dossier: of(boughtFor(90_000, classified())), market: market(a, b), missing: []string{itemField}},
		{name: "several classes", state: procurement.NotApplicable, dossier: of(boughtFor(90_000, classified("72200000", "33600000"))), market: market(a, b)},
		{name: "competed", state: procurement.NotApplicable, dossier: of(competed), market: market(a, b)},
	})
}
