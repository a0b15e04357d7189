package rules

import (
	"fmt"
	"slices"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "late-bid-won", Subject: OfProcess,
		Needs: []string{deadlineField, bidsField, bidStatusField, bidderField, bidDateField, awardStateField, supplierField},
		Check: lateBidWon})
}

// lateBidWon follows R030 as Cardinal computes it: a valid bid of a supplier of
// an award in force is dated after the end of the tender period. Cardinal
// compares instants as texts; here days are compared, so that bids of the
// closing day stay open.
func lateBidWon(d Dossier) []procurement.Flag {
	p := d.Process
	if flags := unbid(p); flags != nil {
		return flags
	}
	if flags := unawarded(p); flags != nil {
		return flags
	}
	deadline, won := p.Tender.Period.End, winners(p)
	e := procurement.Evidence{
		Figures: map[string]any{},
		Fields:  []string{deadlineField, bidDateField, bidderField, supplierField},
		Sources: p.Tender.Sources,
	}
	missing := func(field, summary string) []procurement.Flag {
		e.Summary, e.Missing = summary, []string{field}
		return result(procurement.NoData, e)
	}
	if !deadline.Known() {
		return missing(deadlineField, "The deadline for bids is not published.")
	}
	set(e.Figures, "deadline", string(deadline))
	found, unsure := 0, ""
	for _, b := range p.Bids {
		of := func(o procurement.Organisation) bool { return slices.Contains(won, o.Key) }
		if b.Status != "valid" || !slices.ContainsFunc(b.Tenderers, of) {
			continue
		}
		found++
		switch {
		case !b.Date.Known():
			unsure = "The date of the winning bid is not published."
		case b.Date.After(deadline):
			set(e.Figures, "bid_date", string(b.Date))
			e.Summary = fmt.Sprintf("The winning bid is dated %s, after the deadline of %s.", b.Date, deadline)
			return result(procurement.Raised, e)
		case !deadline.After(b.Date):
			unsure = "The winning bid is dated on the day of the deadline; the hour is not compared."
		}
	}
	switch {
	case found == 0:
		return missing(bidderField, "No valid bid of the supplier awarded is listed.")
	case unsure != "":
		return missing(bidDateField, unsure)
	}
	e.Summary = "The winning bid is dated before the deadline."
	return result(procurement.Clear, e)
}
