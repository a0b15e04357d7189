package rules

import (
	"fmt"
	"testing"

	"daylight/internal/procurement"
)

func TestVariedSupplier(t *testing.T) {
	var all []procurement.Process
	item := func(scheme, id string) procurement.Item {
		return procurement.Item{Classification: procurement.Classification{Scheme: scheme, ID: id}}
	}
	supplies := func(who string, processes, kinds int) {
		for i := range processes {
			code := fmt.Sprintf("%02d000000", 10+i%kinds)
			all = append(all, procurement.Process{Awards: []procurement.Award{
				{Status: "active", Suppliers: []procurement.Organisation{{Key: who, Name: who}}, Items: []procurement.Item{item("CPV", code), item("UNSPSC", "43000000")}},
				{Status: "active", Suppliers: []procurement.Organisation{{Key: who}}, Items: []procurement.Item{item("CPV", code)}},
				{Status: "cancelled", Suppliers: []procurement.Organisation{{Key: who}}, Items: []procurement.Item{item("CPV", "99000000")}},
				{Status: "active", Suppliers: []procurement.Organisation{{Key: who}, {Key: "partner"}}, Items: []procurement.Item{item("CPV", "98000000")}},
			}})
		}
	}
	for i := range 12 {
		supplies(fmt.Sprint("firm ", i), 20, 1+i%3)
	}
	few := surveyOf(t, "varied-supplier", "", all[:100]...)
	supplies("anything", 24, 9)
	supplies("small", 19, 19)
	for range 20 {
		all = append(all, procurement.Process{Awards: []procurement.Award{{Status: "active", Suppliers: []procurement.Organisation{{Key: "silent"}}, Items: []procurement.Item{{Description: "things"}}}}})
	}
	found := surveyOf(t, "varied-supplier", "", all...)
	if _, listed := found["small"]; listed {
		t.Error("a supplier with 19 processes is listed")
	}
	about := func(who string) SurveyFigures { return SurveyFigures{"buyer": found[who]} }
	with := func(kinds int, q3, fence float64) SurveyFigures {
		return SurveyFigures{"buyer": {"processes": 20, "kinds": kinds, "suppliers": 12, "q3": q3, "upper_fence": fence}}
	}
	runTable(t, "varied-supplier", []tableCase{
		{name: "far more than others", state: procurement.Raised, market: about("anything"),
			summary: "Supplied 9 kinds of items in 24 processes; among 13 suppliers of as many, 6 kinds or more are unusually many.",
			figures: map[string]any{"kinds": 9.0, "processes": 24.0, "suppliers": 13.0, "upper_fence": 6.0}},
		{name: "at the limit", state: procurement.Raised, market: with(6, 3, 6)},
		{name: "just below the limit", state: procurement.Clear, market: with(5, 3, 6)},
		{name: "as others", state: procurement.Clear, market: about("firm 2"), figures: map[string]any{"kinds": 3.0}},
		{name: "where all have one kind", state: procurement.Clear, market: with(1, 1, 1)},
		{name: "few suppliers", state: procurement.NotApplicable, market: SurveyFigures{"buyer": few["firm 1"]}, summary: "Too few suppliers are on record to compare with: 5."},
		{name: "few processes that say what", state: procurement.NotApplicable, market: SurveyFigures{"buyer": {"processes": 19, "unclassified": 1, "kinds": 9}}},
		{name: "no codes", state: procurement.NoData, market: about("silent"), missing: []string{itemField}, figures: map[string]any{"unclassified": 20.0}},
	})
}
