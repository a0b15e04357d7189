package rules

import (
	"fmt"
	"maps"
	"slices"

	"daylight/internal/outlier"
	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "many-bids-disqualified", Subject: OfOrganisation,
		Needs:  []string{bidsField, bidStatusField},
		Survey: &Survey{Collect: disqualifications, Figures: disqualifiedShares, Result: manyBidsDisqualified},
	})
}

// Thresholds, set in 2026. A buyer counts from 2 submitted bids, the default of
// Cardinal's R038; that 10 buyers must count is ours, for fences of fewer say
// little.
const (
	minimumBids         = 2
	minimumDisqualifier = 10
)

// silentBids is the key under which processes are counted that list no bids, or
// bids without their status.
const silentBids = "silent"

// disqualifications counts the submitted bids of a process for its buyer, and
// of these the disqualified.
func disqualifications(p *procurement.Process, _ procurement.Date) []Count {
	if p.Buyer == nil || p.Buyer.Key == "" || p.Tender.Status == "cancelled" {
		return nil
	}
	c := Count{Group: p.Buyer.Key, Name: p.Buyer.Name}
	for _, b := range p.Bids {
		switch {
		case b.Status == "disqualified":
			c.N++
			c.Of++
		case submitted(b):
			c.Of++
		}
	}
	if c.Of == 0 {
		c.Key, c.N = silentBids, 1
	}
	return []Count{c}
}

// disqualifiedShares are, for each buyer, its counts and the upper fence of all
// buyers' shares.
func disqualifiedShares(t Table) SurveyFigures {
	var shares []float64
	for _, tally := range t {
		if s := tally.Keys[""]; s.Of >= minimumBids {
			shares = append(shares, float64(s.N)/float64(s.Of))
		}
	}
	sample := outlier.Of(shares)
	found := SurveyFigures{}
	for _, buyer := range slices.Sorted(maps.Keys(t)) {
		s := t[buyer].Keys[""]
		found[buyer] = Figures{"name": t[buyer].Name, "disqualified": s.N, "submitted": s.Of, "silent": t[buyer].Keys[silentBids].N, "buyers": len(sample)}
		if len(sample) >= minimumDisqualifier {
			found[buyer]["upper_fence"] = outlier.UpperFence(sample.Quartiles())
		}
	}
	return found
}

// manyBidsDisqualified follows R038 as Cardinal computes it for buyers: the
// share of submitted bids that were disqualified is at least Q3 + 1.5·IQR of all
// buyers' shares. Where that is zero most buyers disqualify none, and any that
// does would be flagged.
func manyBidsDisqualified(_ string, f Figures) procurement.OrganisationFlag {
	n, of, fence := f.Number("disqualified"), f.Number("submitted"), f.Number("upper_fence")
	r := procurement.OrganisationFlag{Name: f.Text("name"), State: procurement.NotApplicable}
	r.Evidence = procurement.Evidence{Fields: []string{bidStatusField},
		Figures: map[string]any{"disqualified": n, "submitted": of, "silent": f.Number("silent"), "buyers": f.Number("buyers")}}
	say := func(state procurement.FlagState, format string, a ...any) procurement.OrganisationFlag {
		r.State, r.Evidence.Summary = state, fmt.Sprintf(format, a...)
		return r
	}
	switch {
	case of == 0:
		r.Evidence.Missing = []string{bidsField}
		return say(procurement.NoData, "No process of this buyer lists submitted bids with their status.")
	case of < minimumBids:
		return say(procurement.NotApplicable, "Too few submitted bids of this buyer's processes are listed: %.0f.", of)
	case f.Number("buyers") < minimumDisqualifier:
		return say(procurement.NotApplicable, "Too few buyers are on record to compare with: %.0f.", f.Number("buyers"))
	case fence <= 0:
		return say(procurement.NotApplicable, "Most buyers disqualified no bids, so that no limit can be drawn.")
	}
	r.Evidence.Figures["share_percent"], r.Evidence.Figures["upper_fence_percent"] = percent(n/of), percent(fence)
	state := procurement.Clear
	if n/of >= fence {
		state = procurement.Raised
	}
	return say(state, "%.0f of %.0f submitted bids were disqualified (%s%%); among %.0f buyers, shares of %s%% or more are unusually large.",
		n, of, plain(percent(n/of)), f.Number("buyers"), plain(percent(fence)))
}
