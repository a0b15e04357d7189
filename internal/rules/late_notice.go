package rules

import (
	"fmt"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "late-notice", Subject: OfContract,
		Regimes: []procurement.Regime{procurement.PA2023, procurement.PCR2015},
		Needs:   []string{signedField, awardDateField, endedField, awardRefField, thresholdField, noticeTypeField, noticeDateField, "contracts/amendments/date", longestTermField, amendedValueField},
		Check:   lateNotice})
}

// lateNotice compares the earliest notice of each kind on record with the last
// day on which it was in time (dutiesOf). A later one tells nothing where an
// earlier one may be elsewhere.
func lateNotice(d Dossier) []procurement.Flag {
	return perSigned(d, func(c procurement.Contract, e procurement.Evidence) procurement.Flag {
		duties := dutiesOf(d, c)
		var late, early []duty
		var doubt *duty
		var why, missing string
		for i, x := range duties {
			after := x.dated() && x.known() && x.published.After(x.due)
			switch {
			case !x.onRecord:
				continue
			case after && x.complete:
				late = append(late, x)
				continue
			case after:
				missing = noticeTypeField
				why = fmt.Sprintf("came %s after its last day (%s); whether another came before cannot be told: %s",
					procurement.Count(daysFrom(x.due, x.published), "day"), x.due, x.undeclared())
			case x.dated() && x.known():
				early = append(early, x)
				continue
			case !x.dated():
				missing, why = noticeDateField, "is on record without its date"
			default:
				missing = knownField(x.field)
				why = "is on record; when it was due cannot be told"
			}
			doubt = &duties[i]
		}
		e.Figures["notices_due"], e.Figures["late"], e.Figures["in_time"] = len(duties), len(late), len(early)
		switch {
		case len(late) > 0:
			late[0].figures(e)
			e.Summary = fmt.Sprintf("%s came %s after its last day (%s).", late[0].name, procurement.Count(daysFrom(late[0].due, late[0].published), "day"), late[0].due)
			return procurement.Flag{State: procurement.Raised, Evidence: e}
		case doubt != nil:
			doubt.figures(e)
			e.Summary, e.Missing = doubt.name+" "+why+".", []string{missing}
			return procurement.Flag{State: procurement.NoData, Evidence: e}
		case len(early) > 0:
			e.Summary = fmt.Sprintf("In time: %s on record.", procurement.Count(len(early), "notice"))
			return procurement.Flag{State: procurement.Clear, Evidence: e}
		}
		e.Summary = "No notice with a clock is on record."
		return procurement.Flag{State: procurement.NotApplicable, Evidence: e}
	})
}

// figures are the dates of a notice, and how many days lay between what it is
// about and its publication.
func (d duty) figures(e procurement.Evidence) {
	e.Figures["notice"] = d.notice
	set(e.Figures, "counted_from", string(d.day))
	set(e.Figures, "due", string(d.due))
	set(e.Figures, "published", string(d.published))
	if d.day.Exact() && d.published.Exact() {
		e.Figures["days_to_notice"] = daysFrom(d.day, d.published)
	}
	if d.known() && d.published.After(d.due) {
		e.Figures["days_late"] = daysFrom(d.due, d.published)
	}
}

// knownField is the field that a clock misses, or the notice's own date.
func knownField(field string) string {
	if field == "" {
		return noticeDateField
	}
	return field
}
