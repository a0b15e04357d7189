package rules

import (
	"math"
	"testing"

	"daylight/internal/procurement"
)

func TestPriceCloseToWinner(t *testing.T) {
	market := SurveyFigures{"": {"processes": 400, "q1": 0.3, "q3": 0.4, "lower_fence": 0.15, "upper_fence": 0.55}}
	flat := SurveyFigures{"": {"processes": 400, "q1": 0.0, "q3": 0.0, "lower_fence": 0.0, "upper_fence": 0.0}}
	next := func(n int64) Dossier {
		return bidFor(won("a"), priced(bid("valid", "a"), 100), priced(bid("valid", "b"), n))
	}
	runTable(t, "price-close-to-winner", []tableCase{
		{name: "one percent", state: procurement.Raised, dossier: next(101), market: market,
			summary: "The next bid is 1% above the winner's; among 400 processes gaps of 15% or less are unusually small.",
			figures: map[string]any{"next_above_winner_percent": 1.0, "lower_fence_percent": 15.0, "processes": 400.0}},
		{name: "at the limit", state: procurement.Raised, dossier: next(115), market: market},
		{name: "equal prices", state: procurement.Raised, dossier: next(100), market: market},
		{name: "just above the limit", state: procurement.Clear, dossier: next(116), market: market,
			summary: "The next bid is 16% above the winner's, which is usual among 400 processes."},
		{name: "ten thousand times among a million", state: procurement.Clear, dossier: next(1000000),
			market:  SurveyFigures{"": {"processes": 1000000, "q1": 0.3, "q3": 0.4, "lower_fence": 0.15, "upper_fence": 0.55}},
			summary: "The next bid is 999900% above the winner's, which is usual among 1000000 processes."},
		{name: "far apart", state: procurement.Clear, dossier: next(900), market: market},
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

// The limits are drawn by Cardinal's arithmetic, and not of fewer processes than
// the minimum.
func TestGapsAreSurveyed(t *testing.T) {
	var all []procurement.Process
	for i := range int64(24) {
		all = append(all, *bidFor(won("a"), priced(bid("valid", "a"), 100), priced(bid("valid", "b"), 150+i)).Process)
	}
	got := surveyOf(t, "price-close-to-winner", "", all...)
	// 24 ratios 0.50 … 0.73: h = (24 + 1/3)/4 + 1/3 = 6.4167, so Q1 = 0.55 + 0.4167·0.01.
	want := Figures{"processes": int64(24), "q1": 0.5541666666666667, "q3": 0.6758333333333333,
		"lower_fence": 0.3716666666666668, "upper_fence": 0.8583333333333332}
	for name, w := range want {
		if g := got[""].Number(name); math.Abs(g-want.Number(name)) > 1e-12 {
			t.Errorf("%s is %v, want %v", name, g, w)
		}
	}
	if few := surveyOf(t, "price-close-to-winner", "", all[:minimumGaps-1]...); len(few) != 0 {
		t.Error("limits of too few: ", few)
	}
}
