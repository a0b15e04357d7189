package rules

import (
	"fmt"
	"maps"
	"slices"

	"daylight/internal/outlier"
	"daylight/internal/procurement"
)

// Thresholds of the rules about shares of bids, set in 2026. Of fewer than 10
// bids one moves the share by more than a tenth, which is about what sets most
// apart; Cardinal's R038 takes 2. Fences of fewer than 10 organisations rest on
// two or three in each quarter.
const (
	enoughBids    = 10
	enoughSharers = 10
)

// silentBids is the key under which processes are counted that list no bids, or
// bids without their status.
const silentBids = "silent"

// bidsOf counts bids of which something is known (Of), and those of which it
// holds (N), for an organisation.
func bidsOf(o procurement.Organisation, n, of int64) Count {
	c := Count{Group: o.Key, Name: o.Name, N: n, Of: of}
	if of == 0 {
		c.Key, c.N = silentBids, 1
	}
	return c
}

// disqualifiedShares are, for each organisation with at least so many processes
// or bids on record, its counts and the upper fence of all shares.
func disqualifiedShares(atLeast int64) func(Table) SurveyFigures {
	return func(t Table) SurveyFigures {
		var shares []float64
		for _, tally := range t {
			if s := tally.Keys.Of(""); s.Of >= enoughBids {
				shares = append(shares, float64(s.N)/float64(s.Of))
			}
		}
		sample := outlier.Of(shares)
		found := SurveyFigures{}
		for _, key := range slices.Sorted(maps.Keys(t)) {
			s, silent := t[key].Keys.Of(""), t[key].Keys.Of(silentBids).N
			if s.Of+silent < atLeast {
				continue
			}
			found[key] = Figures{"name": t[key].Name, "disqualified": s.N, "submitted": s.Of, "silent": silent, "sharers": len(sample)}
			if len(sample) >= enoughSharers {
				found[key]["upper_fence"] = outlier.UpperFence(sample.Quartiles())
			}
		}
		return found
	}
}

// judgeDisqualified holds an organisation's share against the fence, as
// Cardinal's R038 does: at least Q3 + 1.5·IQR of all shares. Where that is zero
// most have no bid disqualified, and any that has would be flagged.
func judgeDisqualified(f Figures, who, others string) procurement.OrganisationFlag {
	n, of, fence := f.Number("disqualified"), f.Number("submitted"), f.Number("upper_fence")
	r := procurement.OrganisationFlag{Name: f.Text("name"), State: procurement.NotApplicable}
	r.Evidence = procurement.Evidence{Fields: []string{bidStatusField},
		Figures: map[string]any{"disqualified": n, "submitted": of, "silent": f.Number("silent"), others: f.Number("sharers")}}
	say := func(state procurement.FlagState, format string, a ...any) procurement.OrganisationFlag {
		r.State, r.Evidence.Summary = state, fmt.Sprintf(format, a...)
		return r
	}
	switch {
	case of == 0:
		r.Evidence.Missing = []string{bidsField}
		return say(procurement.NoData, "No process of this %s lists submitted bids with their status.", who)
	case of < enoughBids:
		return say(procurement.NotApplicable, "Too few submitted bids of this %s are listed: %.0f.", who, of)
	case f.Number("sharers") < enoughSharers:
		return say(procurement.NotApplicable, "Too few %s are on record to compare with: %.0f.", others, f.Number("sharers"))
	case fence <= 0:
		return say(procurement.NotApplicable, "Of most %s no bids were disqualified, so that no limit can be drawn.", others)
	}
	r.Evidence.Figures["share_percent"], r.Evidence.Figures["upper_fence_percent"] = percent(n/of), percent(fence)
	state := procurement.Clear
	if n/of >= fence {
		state = procurement.Raised
	}
	return say(state, "%.0f of %.0f submitted bids were disqualified (%s%%); among %.0f %s, shares of %s%% or more are unusually large.",
		n, of, plain(percent(n/of)), f.Number("sharers"), others, plain(percent(fence)))
}
