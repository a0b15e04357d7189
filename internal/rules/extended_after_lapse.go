package rules

import (
	"fmt"

	"daylight/internal/procurement"
)

const (
	amendmentDateField = "contracts/amendments/date"
	previousEndField   = "contracts/period/endDate"
)

func init() {
	register(Rule{ID: "extended-after-lapse", Subject: OfContract, Needs: []string{previousEndField, amendmentDateField},
		Check: func(d Dossier) []procurement.Flag { return perContract(d, extendedAfterLapse) }})
}

// extendedAfterLapse compares the day of each extension with the end before it.
// It has no threshold: a day past is past, and dates given loosely come after
// only where every day they can mean does. A date that is no earlier than the
// release that made the step known may be the day of publication, which often
// comes later than the agreement: it shows that a step came in time, and never
// that it came late. Successors are contracts of their own, and an overrun is by
// its nature past the end.
func extendedAfterLapse(l life) procurement.Flag {
	e := procurement.Evidence{Figures: map[string]any{}, Fields: []string{previousEndField, amendmentDateField, "contracts/amendments/extension"},
		Sources: stepSources(l), Releases: stepReleases(l)}
	looked, missing := 0, ""
	var late []procurement.Extension
	published := 0
	for _, s := range l.steps {
		if s.Instrument == procurement.BySuccessor || s.Instrument == procurement.ByOverrun || s.Successor != "" {
			continue
		}
		looked++
		switch {
		case !s.PreviousEnd.EndStated():
			missing = previousEndField
		case !s.Date.Known():
			missing = amendmentDateField
		case !s.Date.After(s.PreviousEnd):
			if maybeAfter(s.Date, s.PreviousEnd) {
				missing = amendmentDateField // too loose to tell
			}
		case !s.Told.Known() || s.Told.After(s.Date):
			late = append(late, s)
		default:
			published++
			missing = amendmentDateField
		}
	}
	e.Figures["steps"], e.Figures["steps_after_lapse"] = looked, len(late)
	e.Figures["steps_known_by_publication_alone"] = published
	state := procurement.Clear
	switch {
	case looked == 0:
		state = procurement.NotApplicable
		e.Summary = "No extension of this contract is recorded."
	case len(late) > 0:
		s := late[0]
		state = procurement.Raised
		set(e.Figures, "previous_end", string(s.PreviousEnd))
		set(e.Figures, "extended", string(s.Date))
		e.Summary = fmt.Sprintf("%d of %s dated after the contract had ended: %s, after the end on %s.", len(late), procurement.Count(looked, "extension"), s.Date, s.PreviousEnd)
	case published > 0:
		state, e.Missing = procurement.NoData, []string{missing}
		e.Summary = fmt.Sprintf("%d of %s published after the contract had ended; the day it was agreed is not given apart from that.", published, procurement.Count(looked, "extension"))
	case missing != "":
		state, e.Missing = procurement.NoData, []string{missing}
		e.Summary = "Of an extension the record does not give, closely enough, its day and the end before it."
	default:
		e.Summary = fmt.Sprintf("%s recorded, each dated before the contract had ended.", procurement.Count(looked, "extension"))
	}
	return procurement.Flag{State: state, Evidence: e}
}
