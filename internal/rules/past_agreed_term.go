package rules

import (
	"fmt"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "past-agreed-term", Subject: OfContract,
		Needs: []string{"contracts/period/maxExtentDate", "contracts/period/endDate", "contracts/amendments/extension/newEnd"},
		Check: func(d Dossier) []procurement.Flag {
			return perContract(d, pastAgreedTerm)
		}})
}

// pastAgreedTerm compares ends with the latest end the agreement first allowed,
// with every option used (OCDS maxExtentDate). It has no threshold: a day past
// is past, and a date given loosely is past only where every day it can mean is.
func pastAgreedTerm(l life) procurement.Flag {
	agreed, end := l.first.MaxExtent, l.contract.Period.End
	past, unknown, latest := 0, 0, end // unknown: since the last step with an end
	for _, step := range l.steps {
		if !step.NewEnd.EndStated() {
			if step.Counts() {
				unknown++
			}
			continue
		}
		unknown = 0
		if step.NewEnd.After(agreed) {
			past++
		}
		if !latest.EndStated() || step.NewEnd.After(latest) {
			latest = step.NewEnd
		}
	}
	e := procurement.Evidence{
		Figures:  map[string]any{"steps": len(l.steps), "steps_past": past, "last_steps_with_end_unknown": unknown},
		Fields:   []string{"contracts/period/maxExtentDate", "contracts/period/endDate", "contracts/amendments/extension/newEnd"},
		Sources:  stepSources(l),
		Releases: stepReleases(l),
	}
	set(e.Figures, "agreed_end", string(agreed))
	set(e.Figures, "first_end", string(l.first.End))
	set(e.Figures, "latest_end", string(latest))
	state := procurement.Clear
	switch {
	case !agreed.EndStated():
		state, e.Missing = procurement.NoData, []string{"contracts/period/maxExtentDate"}
		e.Summary = "The longest term agreed at award is not published; the first end date alone does not say whether there were options to go on."
	case past > 0:
		state = procurement.Raised
		e.Summary = fmt.Sprintf("%d of %s past the longest term agreed at award (%s).", past, run(len(l.steps)), agreed)
	case end.EndStated() && end.After(agreed):
		state = procurement.Raised
		e.Summary = fmt.Sprintf("The contract ends on %s, past the longest term agreed at award (%s).", end, agreed)
	case !latest.EndStated():
		state, e.Missing = procurement.NoData, []string{"contracts/period/endDate"}
		e.Summary = "The end of the contract is not published."
	case unknown > 0:
		state, e.Missing = procurement.NoData, []string{"contracts/amendments/extension/newEnd"}
		e.Summary = fmt.Sprintf("The new end of %s is not published.", procurement.Count(unknown, "later extension"))
	default:
		e.Summary = fmt.Sprintf("The contract ends within the longest term agreed at award (%s).", agreed)
	}
	return procurement.Flag{State: state, Evidence: e}
}

func run(n int) string {
	if n == 1 {
		return "1 extension runs"
	}
	return procurement.Count(n, "extension") + " run"
}
