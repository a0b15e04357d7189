package rules

import (
	"fmt"
	"slices"

	"daylight/internal/procurement"
)

const (
	openedField = "tender/tenderPeriod/startDate"
	aboveField  = "tender/aboveThreshold"
)

func init() {
	register(Rule{ID: "short-submission", Subject: OfProcess,
		Needs: []string{methodField, openedField, deadlineField, aboveField},
		Check: shortSubmission})
}

// shortPeriod is the number of days below which a period is short where no law
// that is known here sets one. Basis: R003 as Cardinal computes it, default of
// its setting threshold. Set in 2026.
const shortPeriod = 15

// plannedNotice shortens the least period where it was published from 40 days
// to a year before the tender notice, as Find a Tender's Notice types and
// sequences has it.
const (
	plannedNotice  = "UK3"
	tenderNotice   = "UK4"
	plannedAtLeast = 40 // days
)

func shortSubmission(d Dossier) []procurement.Flag {
	p := d.Process
	method := p.Tender.Method
	e := procurement.Evidence{Figures: map[string]any{}, Fields: []string{methodField}, Sources: p.Tender.Sources}
	set(e.Figures, "method", method)
	missing := func(summary string, fields ...string) []procurement.Flag {
		e.Summary, e.Missing = summary, fields
		return result(procurement.NoData, e)
	}
	not := func(summary string) []procurement.Flag {
		e.Summary = summary
		return result(procurement.NotApplicable, e)
	}
	switch {
	case method == "direct", method == "limited":
		return not("There was no open or selective call for bids.")
	case !tendered(p):
		return missing("The record does not say whether the procedure was open or selective.", methodField)
	case method == "selective" && p.CallsOff():
		return not("A competition under a framework has the periods that the framework sets.")
	}
	start, field := opened(p)
	end := p.Tender.Period.End
	e.Fields = union(e.Fields, []string{field, deadlineField})
	if !start.Exact() || !end.Exact() {
		fields := []string{openedField, deadlineField}
		if start.Exact() {
			fields = fields[1:]
		} else if end.Exact() {
			fields = fields[:1]
		}
		return missing("The days between which bids could be sent are not published.", fields...)
	}
	days := int(end.Time().Sub(start.Time()).Hours() / 24)
	if days < 0 {
		return not("The dates published cannot be relied on: the period ends before it begins.")
	}
	least, basis, why := leastPeriod(p, start)
	switch {
	case why != "" && least == 0:
		return not(why)
	case why != "":
		return missing(why, aboveField)
	}
	e.Figures["days"], e.Figures["least_days"] = days, least
	e.Figures["start"], e.Figures["end"] = string(start), string(end)
	e.Summary = fmt.Sprintf("Bids could be sent for %s; %s %d.", procurement.Count(days, "day"), basis, least)
	if days < least {
		return result(procurement.Raised, e)
	}
	return result(procurement.Clear, e)
}

// opened is when bids could first be sent: the start of the period as
// published, else the day the earliest tender notice was.
func opened(p *procurement.Process) (procurement.Date, string) {
	if p.Tender.Period.Start.Known() {
		return p.Tender.Period.Start, openedField
	}
	var first procurement.Date
	for _, n := range p.Tender.Documents {
		if n.Notice != tenderNotice && n.Type != "tenderNotice" || !n.Published.Known() {
			continue
		}
		if first == "" || n.Published.First() < first.First() {
			first = n.Published
		}
	}
	if first == "" {
		return "", openedField
	}
	return first, "tender/documents"
}

// leastPeriod is the number of days to compare with and what it is, or why
// there is none: of zero because no law sets one here, else because it is not
// known whether the law's holds.
func leastPeriod(p *procurement.Process, start procurement.Date) (days int, basis, why string) {
	if p.Regime != procurement.PA2023 {
		return shortPeriod, "no law's least is known here, and fewer are called short than", ""
	}
	above := p.Tender.AboveThreshold
	switch {
	case above != nil && !*above:
		return 0, "", "The buyer states that the contract is below the threshold, where the Act sets no least period."
	case p.Tender.LightTouch():
		return 0, "", "The Act sets no least period for contracts under the light-touch rules."
	}
	kind, basis := TenderPeriod, "the Procurement Act 2023 asks as a rule for at least"
	if slices.ContainsFunc(p.Notices(), func(n procurement.Document) bool { return n.Notice == plannedNotice && wellBefore(n.Published, start) }) {
		kind, basis = PlannedTenderPeriod, "after a planned procurement notice the Procurement Act 2023 asks for at least"
	}
	l, found, _ := LimitFor(kind, p, start)
	switch {
	case !found:
		return 0, "", "No least period is known for this buyer and contract."
	case above == nil:
		return l.Days, basis, "The record does not say whether the contract is above the threshold, where the Act sets a least period."
	}
	return l.Days, basis, ""
}

// wellBefore reports whether a planned procurement notice may shorten the
// period of a tender notice; a loose day of it may, as it raises nothing.
func wellBefore(planned, tender procurement.Date) bool {
	if !planned.Known() {
		return false
	}
	from := tender.Time().AddDate(-1, 0, 0).Format("2006-01-02")
	to := tender.Time().AddDate(0, 0, -plannedAtLeast).Format("2006-01-02")
	return planned.Last() >= from && planned.First() <= to
}
