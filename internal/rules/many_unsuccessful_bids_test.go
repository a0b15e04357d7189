package rules

import (
	"fmt"
	"testing"

	"daylight/internal/procurement"
)

// competition is one that the first won against the others.
func competition(winner string, others ...string) procurement.Process {
	p := procurement.Process{Bids: []procurement.Bid{bid("valid", winner)}, Awards: []procurement.Award{{Status: "active", Suppliers: []procurement.Organisation{{Key: winner}}}}}
	for _, key := range others {
		p.Bids = append(p.Bids, bid("valid", key), bid("valid", key)) // two bids are one part
	}
	return p
}

func TestManyUnsuccessfulBids(t *testing.T) {
	var all []procurement.Process
	for i := range 12 {
		all = append(all, competition(fmt.Sprint("firm ", i), "tries"), competition(fmt.Sprint("firm ", i)))
	}
	few := surveyOf(t, "many-unsuccessful-bids", "", all[:10]...)
	for range 10 {
		all = append(all, competition("busy"), procurement.Process{Awards: all[0].Awards, Bids: []procurement.Bid{bid("", "silent"), bid("disqualified", "tries")}})
	}
	pending := competition("tries")
	pending.Awards = append(pending.Awards, procurement.Award{Status: "pending"})
	two := competition("tries")
	two.Awards = append(two.Awards, two.Awards[0])
	cancelled := competition("tries")
	cancelled.Tender.Status = "cancelled"
	found := surveyOf(t, "many-unsuccessful-bids", "", append(all, pending, two, cancelled)...)
	if _, listed := found["firm 1"]; listed {
		t.Error("a bidder in two competitions is listed")
	}
	about := func(who string) SurveyFigures { return SurveyFigures{"buyer": found[who]} }
	with := func(won, of int, fence, many float64) SurveyFigures {
		return SurveyFigures{"buyer": {"won": won, "competitions": of, "bidders": 12, "q1": 0.5, "lower_fence": fence, "many": many}}
	}
	runTable(t, "many-unsuccessful-bids", []tableCase{
		{name: "none of many", state: procurement.Raised, market: about("tries"),
			summary: "0 of 12 competitions won (0%); among 14 bidders, shares of 100% or less are unusually small for one who bids often.",
			figures: map[string]any{"won": 0.0, "competitions": 12.0, "bidders": 14.0, "share_percent": 0.0}},
		{name: "all of many, as most", state: procurement.Clear, market: about("busy"), figures: map[string]any{"won": 10.0, "competitions": 10.0}},
		{name: "at the limit", state: procurement.Raised, market: with(2, 10, 0.2, 10)},
		{name: "just above the limit", state: procurement.Clear, market: with(3, 10, 0.29, 10)},
		{name: "the same share as a quarter of all", state: procurement.Clear, market: with(5, 10, 0.5, 10)},
		{name: "in fewer than the most active", state: procurement.Clear, market: with(0, 10, 0.2, 11),
			summary: "0 of 10 competitions won (0%); among 12 bidders, a quarter took part in more."},
		{name: "few competitions", state: procurement.NotApplicable, market: with(0, 9, 0.2, 5)},
		{name: "few bidders", state: procurement.NotApplicable, market: SurveyFigures{"buyer": {"won": 0, "competitions": 10, "bidders": few["tries"].Number("bidders")}}},
		{name: "shares vary too much", state: procurement.NotApplicable, market: with(0, 10, -0.1, 5)},
		{name: "no bids with their status", state: procurement.NoData, market: about("silent"), missing: []string{bidStatusField}, figures: map[string]any{"silent": 10.0}},
	})
}

// On the cases that Cardinal publishes for R025, whatever it raises would be
// raised here and nothing else, but for the least number of competitions, and
// of bidders, that are ours.
func TestManyUnsuccessfulBidsAgreesWithCardinal(t *testing.T) {
	processes, want := cardinalTenderers(t, "R025")
	if processes == nil {
		return
	}
	table := Table{}
	for i := range processes {
		for _, c := range outcomes(&processes[i], "") {
			table.Add(c)
		}
	}
	figures := winShares(0)(table)
	for key, f := range figures {
		share := f.Number("won") / f.Number("competitions")
		ours := f.Number("competitions") >= f.Number("many") && share <= f.Number("lower_fence") && share < f.Number("q1")
		theirs, raised := want[key]["R025"]
		if ours != raised || raised && share != theirs {
			t.Errorf("%s: share %v, raised %t (%v); Cardinal %t with %v", key, share, ours, f, raised, theirs)
		}
	}
}
