package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"daylight/internal/procurement"
)

// Fields that the rules about notices read.
const (
	signedField     = "contracts/dateSigned"
	thresholdField  = "tender/aboveThreshold"
	noticeTypeField = "contracts/documents/noticeType"
	noticeDateField = "contracts/documents/datePublished"
	endedField      = "contracts/implementation/endDate"
	awardRefField   = "contracts/awardID"
)

// duty is one notice that the law asks for about a contract.
type duty struct {
	notice string           // its type
	name   string           // in words, beginning a sentence
	day    procurement.Date // that the clock counts from
	due    procurement.Date // the last day on which it is in time
	field  string           // that is missing where the day or the clock is not known

	published procurement.Date // the earliest on record
	onRecord  bool
	complete  bool // one that is not on record was not published
}

// known reports whether it is known until when the notice is due.
func (d duty) known() bool { return d.due.Known() && d.field == "" }

// dated reports whether it is known when the notice on record was published.
func (d duty) dated() bool { return d.onRecord && d.published.Known() }

// dutiesOf are the notices due about a contract under the law of the process. A
// clock that runs from a loose date runs from the last day it can mean; days are
// calendar days.
//
// Procurement Act 2023: section 44 (UK5, before a direct award; held against the
// signature, for the day of the decision may come before), 50 (UK6, before the
// contract is entered into), 53 (UK7), 75 (UK10, before a change), 80 (UK11).
// Section 50(6) takes out call-offs of defence and security and awards by the
// choice of the person served (Schedule 5, paragraph 15); whether other sections
// do the same was not confirmed, so that nothing is counted for those. Nor is
// anything but the award notice for a private utility, which several sections
// take out. Public Contracts Regulations 2015: regulation 50(1).
func dutiesOf(d Dossier, c procurement.Contract) []duty {
	p := d.Process
	var award procurement.Award
	if a := p.Award(c.AwardID); a != nil {
		award = *a
	}
	var list []duty
	add := func(notice, name, field string, day procurement.Date, clock LimitKind) {
		x := duty{notice: notice, name: name, day: day, due: procurement.Date(day.Last())}
		if !day.Known() {
			x.field = field
		} else if clock != "" {
			limit, found, missing := LimitFor(clock, p, day)
			if x.due = day.Plus(limit.Days); !found {
				x.due, x.field = "", strings.Join(missing[:min(1, len(missing))], "")
			}
		}
		list = append(list, x)
	}
	if p.Regime == procurement.PCR2015 {
		add(oldAwardNotice, "The contract award notice", awardDateField, cmp.Or(c.Signed, award.Date), AwardNotice)
	} else {
		utility := p.Buyer != nil && p.Buyer.Class() == procurement.Utility
		if how, _ := p.HowCompeted(); how == procurement.Uncompeted && !p.CallsOff() && !utility {
			add(transparencyNotice, "The transparency notice (UK5)", signedField, c.Signed, "")
		}
		if !p.CallsOff() || !defence(p) {
			add(awardNotice, "The contract award notice (UK6)", signedField, c.Signed, "")
		}
		if !utility {
			add(detailsNotice, "The contract details notice (UK7)", signedField, c.Signed, DetailsNotice)
		}
		if change := firstChange(p, c); change.found {
			add(changeNotice, "The contract change notice (UK10)", "contracts/amendments/date", change.day, "")
			list[len(list)-1].field = change.missing
		}
		if (c.Ended.Known() || c.Status == "terminated") && !utility {
			add(terminationNotice, "The contract termination notice (UK11)", endedField, c.Ended, TerminationNotice)
		}
	}
	papers := slices.Concat(p.Documents, p.Tender.Documents, award.Documents, c.Documents)
	for i := range list {
		list[i].find(papers)
		list[i].complete = isComplete(d, list[i].notice, list[i].day)
		if list[i].notice == awardNotice && award.ID == "" && !list[i].onRecord {
			list[i].field = awardRefField // it would stand with the award
		}
	}
	return list
}

// find looks for the notice among papers; of several the earliest counts, for the
// others are its updates.
func (d *duty) find(papers []procurement.Document) {
	for _, x := range papers {
		if x.Notice != d.notice && (x.Notice != "" || x.Type != d.notice) {
			continue
		}
		d.onRecord = true
		if x.Published.Known() && (d.published == "" || x.Published.First() < d.published.First()) {
			d.published = x.Published
		}
	}
}

// userChoice reports whether a direct award is said to rest on the choice of the
// person served (Schedule 5, paragraph 15).
func userChoice(p *procurement.Process) bool {
	texts := []string{p.Tender.Rationale, p.Tender.LegalBasis}
	for _, c := range p.Tender.RationaleCodes {
		texts = append(texts, c.ID, c.Description)
	}
	return slices.ContainsFunc(texts, func(s string) bool {
		s = strings.ToLower(s)
		return strings.Contains(s, "user choice") || strings.Contains(s, "userchoice")
	})
}

// defence reports whether a process is stated to be under the rules for defence
// and security.
func defence(p *procurement.Process) bool {
	return slices.ContainsFunc(p.Tender.SpecialRegimes, func(s string) bool { return strings.HasPrefix(s, "defence") })
}

// daysFrom counts days from one date to another, by their earliest days.
func daysFrom(a, b procurement.Date) int { return int(b.Time().Sub(a.Time()).Hours() / 24) }

// perSigned asks check about each contract made. Where the law asks for no
// notices about it, or may not, it answers itself and says why.
func perSigned(d Dossier, check func(procurement.Contract, procurement.Evidence) procurement.Flag) []procurement.Flag {
	p := d.Process
	var flags []procurement.Flag
	for _, c := range p.Contracts {
		if !c.Made() {
			continue
		}
		e := procurement.Evidence{Figures: map[string]any{}, Fields: []string{signedField, noticeTypeField, noticeDateField}, Sources: c.Sources}
		f := procurement.Flag{Contract: c.ID}
		switch {
		case p.Regime == procurement.PA2023 && p.Tender.AboveThreshold == nil:
			f.State, e.Missing = procurement.NoData, []string{thresholdField}
			e.Summary = "Which notices are due cannot be told: whether the contract is above the threshold is not published."
		case p.Regime == procurement.PA2023 && userChoice(p):
			f.State, e.Summary = procurement.NotApplicable, "The person served chose the supplier, as the buyer states; such awards need no award notice."
		case p.Regime == procurement.PA2023 && !*p.Tender.AboveThreshold:
			f.State, e.Summary = procurement.NotApplicable, "The buyer states that the contract is below the threshold, where these clocks do not run."
		default:
			f = check(c, e)
			f.Contract, e = c.ID, f.Evidence
		}
		f.Evidence = e
		flags = append(flags, f)
	}
	if flags == nil {
		return result(procurement.NotApplicable, procurement.Evidence{Summary: "No contract is recorded as made.", Fields: []string{"contracts/status"}})
	}
	return flags
}

// undeclared is why a notice that is not on record cannot be said to be missing.
func (d duty) undeclared() string {
	return fmt.Sprintf("no source on record is declared to hold every notice of its kind (%s)", d.notice)
}
