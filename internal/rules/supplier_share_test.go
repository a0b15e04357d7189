package rules

import (
	"fmt"
	"testing"

	"daylight/internal/procurement"
)

func TestSupplierShare(t *testing.T) {
	var all []procurement.Process
	awards := func(buyer, supplier string, n int, each int64, day procurement.Date) {
		for range n {
			all = append(all, procurement.Process{Buyer: &procurement.Organisation{Key: buyer, Name: buyer}, Awards: []procurement.Award{{
				Status: "active", Date: day, Value: pounds(each), Suppliers: []procurement.Organisation{{Key: supplier, Name: "Firm " + supplier}}}}})
		}
	}
	several := func(buyer string, n int, each int64) {
		for i := range n {
			awards(buyer, fmt.Sprint(i), 1, each, "2026-05-01")
		}
	}
	awards("leans", "a", 5, 100_000, "2026-05-01")
	several("leans", 5, 100_000)
	several("spreads", 20, 100_000)
	awards("spreads", "0", 1, 100_000, "2026-05-01")
	several("once", 12, 10_000)
	awards("once", "big", 1, 5_000_000, "2026-05-01") // one large contract is no habit
	several("formerly", 12, 10_000)
	awards("formerly", "a", 9, 100_000, "2024-05-01")
	several("small", 4, 10_000)
	for i := range 10 { // as contracts only
		all = append(all, procurement.Process{Buyer: &procurement.Organisation{Key: "contracts", Name: "contracts"},
			Awards:    []procurement.Award{{ID: "1", Status: "active", Suppliers: []procurement.Organisation{{Key: fmt.Sprint(i % 2)}}}},
			Contracts: []procurement.Contract{{ID: "1", AwardID: "1", Status: "active", Signed: "2026-05-01", Value: pounds(1000)}}})
	}
	found := surveyOf(t, "supplier-share", "2026-11-24", all...)
	about := func(buyer string) SurveyFigures { return SurveyFigures{"buyer": found[buyer]} }
	runTable(t, "supplier-share", []tableCase{
		{name: "half of a year", state: procurement.Raised, market: about("leans"),
			summary: "Firm a had 50% of the value awarded in the twelve months to May 2026: £500,000 of £1 million, in 5 of 10 awards.",
			figures: map[string]any{"share": 50.0, "supplier": "Firm a", "awards": 10.0, "first": "2025-06", "last": "2026-05"}},
		{name: "spread", state: procurement.Clear, market: about("spreads"), summary: "No supplier had 5 of the 21 awards in the twelve months to May 2026."},
		{name: "one large contract", state: procurement.Clear, market: about("once"), summary: "No supplier had 5 of the 13 awards in the twelve months to May 2026."},
		{name: "two years ago", state: procurement.Clear, market: about("formerly"), figures: map[string]any{"awards": 12.0}},
		{name: "of the contracts", state: procurement.Raised, market: about("contracts"), figures: map[string]any{"share": 50.0}},
		{name: "few awards", state: procurement.NotApplicable, market: about("small")},
		{name: "nothing known", state: procurement.NoData, market: SurveyFigures{"buyer": {"name": "x"}}, missing: []string{awardValueField}},
		{name: "beyond the fence of others", state: procurement.Raised, market: SurveyFigures{"buyer": {"supplier": "Firm", "share": 30.0, "awards": 20.0, "supplier_awards": 5.0,
			"minor": 10000.0, "supplier_minor": 3000.0, "currency": "GBP", "last": "2026-05", "buyers": 10.0, "upper_fence": 25.0}},
			summary: "Firm had 30% of the value awarded in the twelve months to May 2026: £30 of £100, in 5 of 20 awards. Among the largest shares of 10 buyers, those above 25% are unusual.",
			figures: map[string]any{"upper_fence": 25.0}},
		{name: "beyond a fence of a few percent", state: procurement.Clear, market: SurveyFigures{"buyer": {"supplier": "Firm", "share": 25.3, "awards": 15.0, "supplier_awards": 5.0,
			"minor": 10000.0, "supplier_minor": 2530.0, "currency": "GBP", "last": "2026-05", "buyers": 12.0, "upper_fence": 9.0}}},
	})
}
