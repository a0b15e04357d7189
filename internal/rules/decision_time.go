package rules

import (
	"fmt"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "decision-time", Subject: OfProcess,
		Needs:  []string{"tender/procurementMethod", "tender/tenderPeriod/endDate", "awards/date"},
		Check:  decisionTime,
		Survey: &Survey{Collect: decisionTimes, Figures: decisionQuartiles},
	})
}

// enoughDecisions is how many decisions of one method make quartiles that say
// something: below, one more process can move a fence by days. Set in 2026.
const enoughDecisions = 20

// decisionTimes counts the days of a decision by procurement method.
func decisionTimes(p *procurement.Process, _ procurement.Date) []Count {
	days, _ := decisionDays(p)
	if days == nil || !tendered(p) {
		return nil
	}
	return []Count{{Group: p.Tender.Method, N: 1, Sample: days}}
}

func decisionQuartiles(t Table) SurveyFigures {
	found := SurveyFigures{}
	for method, tally := range t {
		found[method] = tally.Samples.Quartiles().Figures()
	}
	return found
}

// tendered reports whether there was a call with an end to wait for.
func tendered(p *procurement.Process) bool {
	return p.Tender.Method == "open" || p.Tender.Method == "selective"
}

// decisionDays are the days from the end of the tender period to the first
// award that stands; nil, with what is missing, where a day is not published.
func decisionDays(p *procurement.Process) (*int64, []string) {
	end, award := p.Tender.Period.End, firstAward(p)
	var missing []string
	if !end.Exact() {
		missing = append(missing, "tender/tenderPeriod/endDate")
	}
	if !award.Exact() {
		missing = append(missing, "awards/date")
	}
	if missing != nil {
		return nil, missing
	}
	days := int64(award.Time().Sub(end.Time()).Hours() / 24)
	return &days, nil
}

func firstAward(p *procurement.Process) procurement.Date {
	var first procurement.Date
	for _, a := range p.Awards {
		if a.Stands() && a.Date.Known() && (first == "" || a.Date.First() < first.First()) {
			first = a.Date
		}
	}
	return first
}

// decisionTime compares the days with Tukey's fences for the method. Basis:
// R061 and R062 of the Open Contracting Partnership's guide (2024), with the
// fences of its method for extremes; a fence below nothing raises nothing.
func decisionTime(d Dossier) []procurement.Flag {
	p := d.Process
	e := procurement.Evidence{Figures: map[string]any{}, Fields: []string{"tender/tenderPeriod/endDate", "awards/date"}, Sources: p.Tender.Sources}
	switch {
	case !awarded(p):
		e.Summary = "Nothing is recorded as awarded."
		return result(procurement.NotApplicable, e)
	case p.Tender.Method == "":
		e.Summary, e.Missing = "The procurement method is not published.", []string{"tender/procurementMethod"}
		return result(procurement.NoData, e)
	case !tendered(p):
		e.Summary = "There was no open or selective call for bids."
		return result(procurement.NotApplicable, e)
	}
	days, missing := decisionDays(p)
	if days == nil {
		e.Summary, e.Missing = "The days of the decision are not published.", missing
		return result(procurement.NoData, e)
	}
	e.Figures["days"] = *days
	market, known := d.Surveyed(p.Tender.Method)
	if !known || market.Number("samples") < enoughDecisions {
		e.Summary = "Too few decisions are on record to compare with."
		return result(procurement.NotApplicable, e)
	}
	low, high := market.Number("lower_fence"), market.Number("upper_fence")
	e.Figures["median_days"], e.Figures["lower_fence"], e.Figures["upper_fence"] = market["median"], low, high
	e.Figures["decisions_compared"] = market["samples"]
	took := fmt.Sprintf("The decision took %s; half of %.0f decisions on record took %.0f or fewer", procurement.Count(int(*days), "day"), market.Number("samples"), market.Number("median"))
	state := procurement.Clear
	switch n := float64(*days); {
	case n < low && low > 0:
		state, took = procurement.Raised, took+fmt.Sprintf(", and few took fewer than %.0f", low)
	case n > high:
		state, took = procurement.Raised, took+fmt.Sprintf(", and few took more than %.0f", high)
	}
	e.Summary = took + "."
	return result(state, e)
}
