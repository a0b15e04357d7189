package rules

import "daylight/internal/procurement"

func init() {
	register(Rule{ID: "rolling-extensions", Subject: OfContract,
		Needs: []string{"contracts/period", "contracts/period/endDate", "contracts/amendments/extension/newEnd"},
		Check: func(d Dossier) []procurement.Flag {
			return perContract(d, rollingExtensions)
		}})
}

// Thresholds, set in 2026. No law fixes either and no published indicator
// counts steps: two is the least that can be called a series, and once the time
// added reaches the term first agreed the contract has run twice as long as
// agreed. For comparison, section 74 of the Procurement Act 2023 calls a change
// of more than 10% of the maximum term substantial. A ceiling ("up to 12 months")
// does not reach the second threshold: the time added in fact may be less.
const (
	seriesOfSteps = 2 // steps not known to be agreed in advance
	termsAdded    = 1 // added time, in terms first agreed
)

// rollingExtensions counts the steps not known to be agreed in advance.
func rollingExtensions(l life) procurement.Flag {
	t := tally(l)
	first := agreedTerm(l.first)
	e := procurement.Evidence{
		Figures:  t.figures(l, first),
		Fields:   []string{"contracts/period", "contracts/amendments/extension"},
		Sources:  stepSources(l),
		Releases: stepReleases(l),
	}
	said := t.summary(first)
	e.Summary = said + "."
	ended := l.contract.Period.End.EndStated() || first.known()
	switch {
	case t.counted >= seriesOfSteps,
		t.counted > 0 && first.known() && t.added.known >= termsAdded*first.months:
		return procurement.Flag{State: procurement.Raised, Evidence: e}
	case len(l.steps) == 0 && !ended:
		e.Summary = "Neither an end nor a length of the contract is published, nor any extension."
		e.Missing = []string{"contracts/period/endDate"}
		return procurement.Flag{State: procurement.NoData, Evidence: e}
	case t.counted > 0 && !first.known():
		e.Summary = said + "; the term first agreed is not published, so the two cannot be compared."
		e.Missing = []string{"contracts/period"}
		return procurement.Flag{State: procurement.NoData, Evidence: e}
	case t.added.silent > 0:
		e.Missing = []string{"contracts/amendments/extension/newEnd"}
		return procurement.Flag{State: procurement.NoData, Evidence: e}
	case t.added.capped > 0 && t.added.upTo >= termsAdded*first.months:
		e.Summary = said + "; how much of that it adds in fact is not published."
		e.Missing = []string{"contracts/amendments/extension/newEnd"}
		return procurement.Flag{State: procurement.NoData, Evidence: e}
	}
	return procurement.Flag{State: procurement.Clear, Evidence: e}
}
