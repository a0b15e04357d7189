package rules

import (
	"fmt"
	"slices"

	"daylight/internal/procurement"
)

const paperTypeField = "contracts/documents/documentType"

func init() {
	register(Rule{ID: "contract-not-published", Subject: OfContract, Regimes: []procurement.Regime{procurement.PA2023},
		Needs: []string{thresholdField, "contracts/value", signedField, paperTypeField}, Check: contractNotPublished})
}

// contractNotPublished asks for a copy of contracts of more than 5 million pounds
// within 90 days of signature, 180 under the light-touch rules (limits:
// CopyThreshold and ContractCopy; Procurement Act 2023, section 53(3)).
func contractNotPublished(d Dossier) []procurement.Flag {
	return perSigned(d, func(c procurement.Contract, e procurement.Evidence) procurement.Flag {
		p := d.Process
		e.Fields = []string{"contracts/value", signedField, paperTypeField}
		value := c.Gross
		if value == nil {
			value = c.Value
		}
		from, limited, _ := LimitFor(CopyThreshold, p, c.Signed)
		clock, timed, _ := LimitFor(ContractCopy, p, c.Signed)
		due := c.Signed.Plus(clock.Days)
		if value != nil {
			e.Figures["value"] = amount(*value)
		}
		set(e.Figures, "signed", string(c.Signed))
		say := func(state procurement.FlagState, summary string, missing ...string) procurement.Flag {
			e.Summary, e.Missing = summary, missing
			return procurement.Flag{State: state, Evidence: e}
		}
		switch {
		case slices.ContainsFunc(c.Documents, func(x procurement.Document) bool { return x.Type == contractCopy }):
			return say(procurement.Clear, "A copy of the contract is on record.")
		case value == nil || limited && value.Currency != from.Money().Currency:
			return say(procurement.NoData, "Whether a copy is due cannot be told: no value in pounds is published.", "contracts/value")
		case !limited || !timed:
			return say(procurement.NotApplicable, "No clock for a copy of the contract is known here.")
		case value.Minor <= from.Minor:
			return say(procurement.NotApplicable, fmt.Sprintf("The value is not above %s, from which a copy is due.", from.Money()))
		case !c.Signed.Known():
			return say(procurement.NoData, "When a copy of the contract is due cannot be told: the day of signature is not published.", signedField)
		}
		set(e.Figures, "due", string(due))
		switch {
		case slices.ContainsFunc(c.Documents, isPaper):
			return say(procurement.NoData, "Documents of the contract are on record; whether one is the contract cannot be told.", paperTypeField)
		case !isComplete(d, contractCopy, c.Signed):
			return say(procurement.NoData, "No copy of the contract is on record; whether one was published cannot be told: no source on record is declared to hold all.", paperTypeField)
		case !d.Day.Known():
			f := say(procurement.NoData, "No day is recorded to hold the clock against.", signedField)
			f.Until = due
			return f
		case string(d.Day) <= due.Last():
			f := say(procurement.Clear, fmt.Sprintf("No copy of the contract is on record; one is in time until %s.", due))
			f.Until = due
			return f
		}
		return say(procurement.Raised, fmt.Sprintf("No copy of the contract is on record; its last day was %s.", due))
	})
}

// isPaper tells a document that is no notice.
func isPaper(x procurement.Document) bool {
	return x.Notice == "" && x.Type != "contractNotice" && x.Type != "awardNotice"
}
