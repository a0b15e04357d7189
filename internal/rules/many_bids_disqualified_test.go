package rules

import (
	"fmt"
	"testing"

	"daylight/internal/procurement"
)

func TestManyBidsDisqualified(t *testing.T) {
	var all []procurement.Process
	buys := func(buyer string, valid, disqualified int) {
		p := procurement.Process{Buyer: &procurement.Organisation{Key: buyer, Name: buyer}, Bids: []procurement.Bid{bid("withdrawn", "x"), bid("", "y")}}
		for range valid {
			p.Bids = append(p.Bids, bid("valid", "a"))
		}
		for range disqualified {
			p.Bids = append(p.Bids, bid("disqualified", "b"))
		}
		all = append(all, p)
	}
	for i := range 12 {
		buys(fmt.Sprint("town ", i), 9-i%2, 1+i%2)
	}
	few := surveyOf(t, "many-bids-disqualified", "", all[:5]...)
	buys("strict", 1, 9)
	buys("small", 0, 1)
	buys("silent", 0, 0)
	agent := procurement.Process{Buyer: &procurement.Organisation{Key: "ward", Name: "ward"}, Bids: all[len(all)-4].Bids,
		Parties: []procurement.Organisation{{Key: "ward", Roles: []string{"buyer", "procuringEntity"}}, {Key: "agency", Name: "agency", Roles: []string{"procuringEntity"}}, {Key: "firm", Roles: []string{"supplier"}}}}
	all = append(all, agent)
	cancelled := all[0]
	cancelled.Tender.Status = "cancelled"
	found := surveyOf(t, "many-bids-disqualified", "", append(all, cancelled)...)
	about := func(buyer string) SurveyFigures { return SurveyFigures{"buyer": found[buyer]} }
	with := func(fence float64) SurveyFigures {
		return SurveyFigures{"buyer": {"disqualified": 3, "submitted": 10, "sharers": 12, "upper_fence": fence}}
	}
	runTable(t, "many-bids-disqualified", []tableCase{
		{name: "far more than others", state: procurement.Raised, market: about("strict"),
			summary: "9 of 10 submitted bids were disqualified (90%); among 15 buyers, shares of 35% or more are unusually large.",
			figures: map[string]any{"disqualified": 9.0, "submitted": 10.0, "share_percent": 90.0, "upper_fence_percent": 35.0, "buyers": 15.0}},
		{name: "for a procuring entity, as others", state: procurement.Clear, market: about("agency"), figures: map[string]any{"disqualified": 2.0, "submitted": 10.0}},
		{name: "and for its buyer once", state: procurement.Clear, market: about("ward"), figures: map[string]any{"submitted": 10.0}},
		{name: "at the limit", state: procurement.Raised, market: with(0.3)},
		{name: "just below the limit", state: procurement.Clear, market: with(0.31)},
		{name: "as others", state: procurement.Clear, market: about("town 1"), figures: map[string]any{"disqualified": 2.0, "submitted": 10.0}},
		{name: "one bid", state: procurement.NotApplicable, market: about("small"), summary: "Too few submitted bids of this buyer are listed: 1."},
		{name: "few buyers", state: procurement.NotApplicable, market: SurveyFigures{"buyer": few["town 1"]}, summary: "Too few buyers are on record to compare with: 5."},
		{name: "most disqualify none", state: procurement.NotApplicable, market: with(0)},
		{name: "no bids with their status", state: procurement.NoData, market: about("silent"), missing: []string{bidsField}, figures: map[string]any{"silent": 1.0}},
	})
}
