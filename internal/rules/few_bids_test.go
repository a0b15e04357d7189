package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestFewBids(t *testing.T) {
	call := func(method string, bidders int, classes ...string) procurement.Process {
		p := procurement.Process{OCID: "p", Tender: procurement.Tender{Method: method, Bidders: &bidders}}
		for _, id := range classes {
			p.Tender.Items = append(p.Tender.Items, procurement.Item{ID: id, Classification: procurement.Classification{Scheme: "CPV", ID: id}})
		}
		return p
	}
	calls := func(counts ...int) SurveyFigures {
		var all []procurement.Process
		for i := range 24 {
			all = append(all, call("open", counts[i%len(counts)], "72000000"))
		}
		return surveyOf(t, "few-bids", "2026-11-24", all...)
	}
	many, narrow := calls(5, 6, 7, 8), calls(1, 1, 2, 3)
	few := surveyOf(t, "few-bids", "2026-11-24", call("open", 9, "72000000"))
	runTable(t, "few-bids", []tableCase{
		{name: "two where others draw six", state: procurement.Raised, market: many, dossier: of(call("open", 2, "72200000")),
			summary: "2 bidders recorded; half of 24 calls for items of this class (CPV:72) drew 6.5 or fewer, and few drew fewer than 3.27.",
			figures: map[string]any{"bidders": 2.0, "class": "CPV:72", "calls": 24.0}},
		{name: "as others", state: procurement.Clear, market: many, dossier: of(call("open", 5, "72200000"))},
		{name: "two in a sector where one is common", state: procurement.Clear, market: narrow, dossier: of(call("open", 2, "72200000"))},
		{name: "no number", state: procurement.NoData, market: many, dossier: of(call("open", 0, "72200000")), missing: []string{"tender/numberOfTenderers"}},
		{name: "no class", state: procurement.NoData, market: many, dossier: of(call("open", 2)), missing: []string{"tender/items/classification"}},
		{name: "no method", state: procurement.NoData, market: many, dossier: of(call("", 2, "72200000")), missing: []string{methodField}},
		{name: "one bid", state: procurement.NotApplicable, market: many, dossier: of(call("open", 1, "72200000"))},
		{name: "several classes", state: procurement.NotApplicable, market: many, dossier: of(call("open", 2, "72200000", "33600000"))},
		{name: "no call", state: procurement.NotApplicable, market: many, dossier: of(call("direct", 2, "72200000"))},
		{name: "three quotes everywhere", state: procurement.NotApplicable, market: SurveyFigures{"": calls(3)["CPV:72"]}, dossier: of(call("open", 2, "72200000"))},
		{name: "too few to compare with", state: procurement.NotApplicable, market: SurveyFigures{"CPV:33": few["CPV:72"]}, dossier: of(call("open", 2, "72200000"))},
	})
}
