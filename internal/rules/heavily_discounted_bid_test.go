package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestHeavilyDiscountedBid(t *testing.T) {
	market := SurveyFigures{"": {"processes": 400, "q1": 0.3, "q3": 0.4, "lower_fence": 0.15, "upper_fence": 0.55}}
	flat := SurveyFigures{"": {"processes": 400, "q1": 0.0, "q3": 0.0, "lower_fence": 0.0, "upper_fence": 0.0}}
	next := func(n int64) Dossier {
		return bidFor(won("a"), priced(bid("valid", "a"), 100), priced(bid("valid", "b"), n))
	}
	runTable(t, "heavily-discounted-bid", []tableCase{
		{name: "nearly twice", state: procurement.Raised, dossier: next(180), market: market,
			summary: "The next bid is 80% above the winner's; among 400 processes gaps of 55% or more are unusually large.",
			figures: map[string]any{"next_above_winner_percent": 80.0, "upper_fence_percent": 55.0, "processes": 400.0}},
		{name: "at the limit", state: procurement.Raised, dossier: next(155), market: market},
		{name: "just below the limit", state: procurement.Clear, dossier: next(154), market: market},
		{name: "equal prices", state: procurement.Clear, dossier: next(100), market: market},
		{name: "too few to compare with", state: procurement.NoData, dossier: next(101), missing: []string{surveyField}},
		{name: "no price", state: procurement.NoData, dossier: bidFor(won("a"), priced(bid("valid", "a"), 100), bid("valid", "b")), market: market, missing: []string{bidValueField}},
		{name: "no bids", state: procurement.NoData, dossier: bidFor(won("a")), market: market, missing: []string{bidsField}},
		{name: "most prices are equal", state: procurement.NotApplicable, dossier: next(100), market: flat},
		{name: "the lowest did not win", state: procurement.NotApplicable, dossier: next(99), market: market},
		{name: "won for nothing", state: procurement.NotApplicable,
			dossier: bidFor(won("a"), priced(bid("valid", "a"), 0), priced(bid("valid", "b"), 100)), market: market},
		{name: "the next is disqualified", state: procurement.NotApplicable,
			dossier: bidFor(won("a"), priced(bid("valid", "a"), 100), priced(bid("disqualified", "b"), 101)), market: market},
		{name: "partners", state: procurement.NotApplicable,
			dossier: bidFor(won("a"), priced(bid("valid", "a"), 100), priced(bid("valid", "b", "c"), 101)), market: market},
		{name: "two suppliers", state: procurement.NotApplicable,
			dossier: bidFor(won("a", "b"), priced(bid("valid", "a"), 100), priced(bid("valid", "b"), 101)), market: market},
		{name: "two awards", state: procurement.NotApplicable,
			dossier: bidFor([]procurement.Award{award("active", "a"), award("active", "a")}, priced(bid("valid", "a"), 100), priced(bid("valid", "b"), 101)), market: market},
		{name: "an award pending", state: procurement.NotApplicable,
			dossier: bidFor([]procurement.Award{award("active", "a"), award("pending", "b")}, priced(bid("valid", "a"), 100), priced(bid("valid", "b"), 101)), market: market},
	})
}
