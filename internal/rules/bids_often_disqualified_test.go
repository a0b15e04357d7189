package rules

import (
	"fmt"
	"testing"

	"daylight/internal/procurement"
)

func TestBidsOftenDisqualified(t *testing.T) {
	var all []procurement.Process
	bids := func(who string, valid, disqualified int) {
		p := procurement.Process{Bids: []procurement.Bid{bid("withdrawn", who), bid("invited", who), {Status: "valid"}}}
		for range valid {
			p.Bids = append(p.Bids, bid("valid", who))
		}
		for range disqualified {
			p.Bids = append(p.Bids, bid("disqualified", who, "partner"))
		}
		all = append(all, p)
	}
	for i := range 12 {
		bids(fmt.Sprint("firm ", i), 9-i%2, 1+i%2)
	}
	few := surveyOf(t, "bids-often-disqualified", "", all[:5]...)
	bids("often", 3, 9)
	bids("rare", 0, 9)
	all = append(all, procurement.Process{Tender: procurement.Tender{Status: "cancelled"}, Bids: all[13].Bids})
	for range 10 {
		all = append(all, procurement.Process{Bids: []procurement.Bid{bid("", "silent")}})
	}
	found := surveyOf(t, "bids-often-disqualified", "", all...)
	if _, listed := found["rare"]; listed {
		t.Error("a bidder with 9 bids is listed")
	}
	about := func(who string) SurveyFigures { return SurveyFigures{"buyer": found[who]} }
	with := func(fence float64) SurveyFigures {
		return SurveyFigures{"buyer": {"disqualified": 3, "submitted": 10, "sharers": 12, "upper_fence": fence}}
	}
	runTable(t, "bids-often-disqualified", []tableCase{
		{name: "far more than others", state: procurement.Raised, market: about("often"),
			summary: "9 of 12 submitted bids were disqualified (75%); among 14 bidders, shares of 35% or more are unusually large.",
			figures: map[string]any{"disqualified": 9.0, "submitted": 12.0, "bidders": 14.0}},
		{name: "a partner in bids that were", state: procurement.Raised, market: about("partner")},
		{name: "at the limit", state: procurement.Raised, market: with(0.3)},
		{name: "just below the limit", state: procurement.Clear, market: with(0.31)},
		{name: "as others", state: procurement.Clear, market: about("firm 1"), figures: map[string]any{"disqualified": 2.0, "submitted": 10.0}},
		{name: "few bidders", state: procurement.NotApplicable, market: SurveyFigures{"buyer": few["firm 1"]}, summary: "Too few bidders are on record to compare with: 5."},
		{name: "most have none", state: procurement.NotApplicable, market: with(0)},
		{name: "no bids with their status", state: procurement.NoData, market: about("silent"), missing: []string{bidsField}, figures: map[string]any{"silent": 10.0}},
	})
}
