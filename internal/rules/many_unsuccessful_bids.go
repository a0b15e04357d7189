package rules

import (
	"fmt"
	"maps"
	"slices"

	"daylight/internal/outlier"
	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "many-unsuccessful-bids", Subject: OfOrganisation,
		Needs:  []string{bidsField, bidStatusField, bidderField, awardStateField, supplierField},
		Survey: &Survey{Collect: outcomes, Figures: winShares(enoughTries), Result: manyUnsuccessfulBids},
	})
}

// enoughTries is how many competitions a bidder must have taken part in. Whoever
// has a chance of one in four wins none of ten in 6 cases of 100, and none of five
// in 24. Cardinal's R025 has no such minimum. Set in 2026.
const enoughTries = 10

// manyPart is the part of bidders that bid less often than many: R025 as
// Cardinal computes it, default of its setting percentile.
const manyPart = 0.75

// outcomes counts for each bidder with a valid bid whether it won, where one
// award to one supplier is in force and none is pending: else it is not known
// which bids competed.
func outcomes(p *procurement.Process, _ procurement.Date) []Count {
	won := winners(p)
	pending := slices.ContainsFunc(p.Awards, func(a procurement.Award) bool { return a.Status == "pending" })
	if p.Tender.Status == "cancelled" || pending || awardsInForce(p) != 1 || len(won) != 1 || won[0] == "" {
		return nil
	}
	var counts []Count
	seen := map[string]bool{}
	for _, b := range p.Bids {
		if len(b.Tenderers) != 1 || b.Tenderers[0].Key == "" || seen[b.Tenderers[0].Key] {
			continue
		}
		switch b.Status {
		case "valid":
			n := int64(0)
			if b.Tenderers[0].Key == won[0] {
				n = 1
			}
			counts = append(counts, bidsOf(b.Tenderers[0], n, 1))
		case "pending", "disqualified", "invited", "withdrawn":
			continue
		default:
			counts = append(counts, bidsOf(b.Tenderers[0], 0, 0))
		}
		seen[b.Tenderers[0].Key] = true
	}
	return counts
}

// winShares are, for each bidder in at least so many competitions, its counts,
// the lower fence of all bidders' shares, and how many competitions are many.
func winShares(atLeast int64) func(Table) SurveyFigures {
	return func(t Table) SurveyFigures {
		var shares, tries []float64
		for _, tally := range t {
			if s := tally.Keys.Of(""); s.Of > 0 {
				shares, tries = append(shares, float64(s.N)/float64(s.Of)), append(tries, float64(s.Of))
			}
		}
		sample := outlier.Of(shares)
		q1, q3 := sample.Quartiles()
		found := SurveyFigures{}
		for _, key := range slices.Sorted(maps.Keys(t)) {
			s, silent := t[key].Keys.Of(""), t[key].Keys.Of(silentBids).N
			if s.Of+silent < atLeast {
				continue
			}
			found[key] = Figures{"name": t[key].Name, "won": s.N, "competitions": s.Of, "silent": silent, "bidders": len(sample)}
			if len(sample) >= enoughSharers {
				found[key]["q1"], found[key]["lower_fence"] = q1, outlier.LowerFence(q1, q3)
				found[key]["many"] = outlier.Of(tries).Quantile(manyPart)
			}
		}
		return found
	}
}

// manyUnsuccessfulBids follows R025 as Cardinal computes it: of those who bid
// often, whose share of wins is at most Q1 − 1.5·IQR of all bidders' shares. A
// share of the first quarter itself is no outlier, where most have the same.
func manyUnsuccessfulBids(_ string, f Figures) procurement.OrganisationFlag {
	won, of, fence, many := f.Number("won"), f.Number("competitions"), f.Number("lower_fence"), f.Number("many")
	r := procurement.OrganisationFlag{Name: f.Text("name"), State: procurement.NotApplicable}
	r.Evidence = procurement.Evidence{Fields: []string{bidStatusField, bidderField, supplierField},
		Figures: map[string]any{"won": won, "competitions": of, "silent": f.Number("silent"), "bidders": f.Number("bidders")}}
	say := func(state procurement.FlagState, format string, a ...any) procurement.OrganisationFlag {
		r.State, r.Evidence.Summary = state, fmt.Sprintf(format, a...)
		return r
	}
	switch {
	case of == 0:
		r.Evidence.Missing = []string{bidStatusField}
		return say(procurement.NoData, "No bid of this bidder is listed with its status.")
	case of < enoughTries:
		return say(procurement.NotApplicable, "Too few competitions of this bidder have a known outcome: %.0f.", of)
	case f.Number("bidders") < enoughSharers:
		return say(procurement.NotApplicable, "Too few bidders are on record to compare with: %.0f.", f.Number("bidders"))
	case fence < 0:
		return say(procurement.NotApplicable, "Shares of bids won vary too much for a limit to be drawn.")
	}
	share := won / of
	r.Evidence.Figures["share_percent"], r.Evidence.Figures["lower_fence_percent"], r.Evidence.Figures["many"] = percent(share), percent(fence), many
	said := fmt.Sprintf("%.0f of %.0f competitions won (%s%%); among %.0f bidders", won, of, plain(percent(share)), f.Number("bidders"))
	if of < many {
		return say(procurement.Clear, "%s, a quarter took part in more.", said)
	}
	state := procurement.Clear
	if share <= fence && share < f.Number("q1") {
		state = procurement.Raised
	}
	return say(state, "%s, shares of %s%% or less are unusually small for one who bids often.", said, plain(percent(fence)))
}
