package rules

import (
	"fmt"
	"math"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "few-bids", Subject: OfProcess,
		Needs:  []string{methodField, "tender/numberOfTenderers", "tender/items/classification"},
		Check:  fewBids,
		Survey: &Survey{Collect: bidCounts, Figures: bidQuartiles},
	})
}

// division is how many digits of a code make a class of items wide enough to
// compare numbers of bids in: the default of Cardinal's setting digits. And
// enoughCalls is how many calls of a class make quartiles that say something.
// Set in 2026.
const (
	division    = 2
	enoughCalls = 20
)

// bidCounts counts the bidders of a call for items of one class.
func bidCounts(p *procurement.Process, _ procurement.Date) []Count {
	n, _ := p.CountTenderers()
	classes := classesOf(p, division)
	if n == 0 || !tendered(p) || len(classes) != 1 {
		return nil
	}
	sample := int64(n)
	return []Count{{Group: classes[0], N: 1, Sample: &sample}}
}

func bidQuartiles(t Table) SurveyFigures {
	found := SurveyFigures{}
	for class, tally := range t {
		q := tally.Samples.Quartiles()
		if q.N >= enoughCalls && q.Q1 < q.Q3 {
			found[class] = Figures{"calls": q.N, "q1": q.Q1, "median": q.Q2, "q3": q.Q3, "lower_fence": lowerFenceOfLogarithms(q)}
		}
	}
	return found
}

// lowerFenceOfLogarithms is Tukey's lower fence of samples whose logarithms are
// taken first, as he advises for counts, which are skewed and never negative:
// log Q1 − 1.5 (log Q3 − log Q1), and back. Samples are 1 or more.
func lowerFenceOfLogarithms(q Quartiles) float64 {
	return math.Round(100*q.Q1/math.Pow(q.Q3/q.Q1, 1.5)) / 100
}

func fewBids(d Dossier) []procurement.Flag {
	p := d.Process
	e := procurement.Evidence{Figures: map[string]any{}, Fields: []string{methodField}, Sources: p.Tender.Sources}
	answer := func(state procurement.FlagState, summary string, missing ...string) []procurement.Flag {
		e.Summary, e.Missing = summary, missing
		return result(state, e)
	}
	n, field := p.CountTenderers()
	classes := classesOf(p, division)
	switch {
	case p.Tender.Method == "direct", p.Tender.Method == "limited":
		return answer(procurement.NotApplicable, "There was no open or selective call for bids.")
	case !tendered(p):
		return answer(procurement.NoData, "The record does not say whether the procedure was open or selective.", methodField)
	case n == 0:
		return answer(procurement.NoData, "The number of bids is not published.", "tender/numberOfTenderers")
	case n == oneBidder:
		return answer(procurement.NotApplicable, "One bid is a flag of its own.")
	case len(classes) == 0:
		return answer(procurement.NoData, "What was bought is not classified.", "tender/items/classification")
	case len(classes) > 1:
		return answer(procurement.NotApplicable, "The purchase is of items of several classes.")
	}
	e.Fields = append(e.Fields, field, "tender/items/classification")
	e.Figures["bidders"], e.Figures["class"] = n, classes[0]
	market, found := d.Surveyed(classes[0])
	if !found {
		return answer(procurement.NotApplicable, "Too few calls for items of this class are on record to compare with, or they vary too little.")
	}
	fence := market.Number("lower_fence")
	e.Figures["calls"], e.Figures["median"], e.Figures["lower_fence"] = market["calls"], market["median"], fence
	said := fmt.Sprintf("%s recorded; half of %.0f calls for items of this class (%s) drew %g or fewer", procurement.Count(n, "bidder"),
		market.Number("calls"), classes[0], market.Number("median"))
	if float64(n) < fence {
		return answer(procurement.Raised, said+fmt.Sprintf(", and few drew fewer than %g.", fence))
	}
	return answer(procurement.Clear, said+".")
}
