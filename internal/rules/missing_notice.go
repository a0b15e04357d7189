package rules

import (
	"fmt"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "missing-notice", Subject: OfContract,
		Regimes: []procurement.Regime{procurement.PA2023, procurement.PCR2015},
		Needs:   []string{signedField, awardDateField, endedField, awardRefField, thresholdField, noticeTypeField, noticeDateField, "contracts/amendments/date", longestTermField, amendedValueField},
		Check:   missingNotice})
}

// missingNotice holds the last days of the notices that are not on record
// (dutiesOf) against the day. Only what a source is declared to hold in full can
// be missing from it (isComplete).
func missingNotice(d Dossier) []procurement.Flag {
	return perSigned(d, func(c procurement.Contract, e procurement.Evidence) procurement.Flag {
		duties := dutiesOf(d, c)
		var missing, waiting []duty
		var doubt *duty
		var next procurement.Date
		found := 0
		for i, x := range duties {
			switch {
			case x.onRecord:
				found++
			case !x.known() || !x.complete:
				if doubt == nil {
					doubt = &duties[i]
				}
			case d.Day.Known() && string(d.Day) > x.due.Last():
				missing = append(missing, x)
			default:
				waiting = append(waiting, x)
				next = sooner(next, x.due)
			}
		}
		e.Figures["notices_due"], e.Figures["on_record"], e.Figures["missing"] = len(duties), found, len(missing)
		f := procurement.Flag{Until: next}
		switch {
		case len(missing) > 0:
			missing[0].figures(e)
			f.State = procurement.Raised
			e.Summary = fmt.Sprintf("%s is not on record; its last day was %s.", missing[0].name, missing[0].due)
		case doubt != nil && !doubt.known():
			f.State, e.Missing = procurement.NoData, []string{knownField(doubt.field)}
			e.Summary = doubt.name + " is not on record; whether and when it was due cannot be told."
		case doubt != nil:
			f.State, e.Missing = procurement.NoData, []string{noticeTypeField}
			e.Summary = fmt.Sprintf("%s is not on record; whether it was published cannot be told: %s.", doubt.name, doubt.undeclared())
		case len(waiting) > 0 && !d.Day.Known():
			f.State, e.Missing = procurement.NoData, []string{signedField}
			e.Summary = "No day is recorded to hold the clocks against."
		case len(waiting) > 0:
			f.State = procurement.Clear
			e.Summary = fmt.Sprintf("%s is not on record and is in time until %s.", waiting[0].name, waiting[0].due)
		default:
			f.State = procurement.Clear
			e.Summary = fmt.Sprintf("On record: %s due.", procurement.Count(found, "notice"))
		}
		f.Evidence = e
		return f
	})
}
