package web

import (
	"cmp"
	"strconv"
	"strings"

	"daylight/internal/procurement"
)

// facts are what a timeline shows of one process: its contracts step by step,
// what was proposed and never made, then the moments.
func (t told) facts() []timelineFact {
	if t.aside {
		return t.moments()
	}
	var list []timelineFact
	drawn := map[string]bool{}
	for _, chain := range t.chains {
		if chain.OCID != t.process.OCID {
			continue
		}
		for _, m := range chain.Members {
			drawn[m.OCID+"\n"+m.Contract] = true
		}
		drawn[chain.OCID+"\n"+chain.Contract] = true
		list = append(list, t.chain(chain)...)
	}
	for _, c := range t.process.Contracts {
		if c.Made() && !drawn[t.process.OCID+"\n"+c.ID] {
			list = append(list, t.term(c, c.Period, nil))
		}
	}
	return append(append(list, t.proposals()...), t.moments()...)
}

func (t told) chain(chain procurement.Chain) []timelineFact {
	c := t.process.Contract(chain.Contract)
	if c == nil {
		c = &procurement.Contract{ID: chain.Contract}
	}
	list := []timelineFact{t.term(*c, chain.First, chain.Steps)}
	for i, step := range chain.Steps {
		list = append(list, t.step(i+1, step))
	}
	if max := chain.First.MaxExtent; max.EndStated() && max.After(chain.First.End) {
		list = append(list, timelineFact{Kind: optionFact, Label: "Longest term agreed", Detail: "with every option used",
			From: chain.First.End, To: max, When: "to " + max.String(), First: true, Cited: t.cited(c.Sources)})
	}
	return list
}

// term is the term first agreed.
func (t told) term(c procurement.Contract, p procurement.Period, steps []procurement.Extension) timelineFact {
	f := timelineFact{Kind: termFact, Label: "First term", From: p.Start, To: p.End, Days: p.Days, First: true, Cited: t.cited(c.Sources)}
	if t.many() && c.Title != "" {
		f.Label = "First term: " + c.Title
	}
	f.When = between(p.Start, p.End)
	switch {
	case p.Start.Known():
	case c.Signed.Known():
		f.From, f.When = c.Signed, "signed "+between(c.Signed, p.End)
	default:
		if a := t.process.Award(c.AwardID); a != nil && a.Date.Known() {
			f.From, f.Earliest = a.Date, true
		}
	}
	length := termLength(p)
	if !f.Earliest {
		length = termLength(procurement.Period{Start: f.From, End: p.End, Days: p.Days})
	}
	for _, s := range steps {
		if s.Planned != "" {
			length = s.Planned + " planned"
		}
	}
	f.Detail = cmp.Or(length, "length not stated")
	if len(steps) == 0 && c.Value != nil {
		f.Detail = phrase(length, c.Value.String())
	}
	return f
}

func (t told) many() bool { return len(t.process.Contracts) > 1 }

var instruments = map[string]string{
	procurement.ByOption: "option used", procurement.ByAmendment: "extension",
	procurement.BySuccessor: "follow-on contract", procurement.ByOverrun: "overrun",
}

// step is the nth step of a chain.
func (t told) step(n int, e procurement.Extension) timelineFact {
	f := timelineFact{Kind: stepFact, Label: "Step " + strconv.Itoa(n) + ": " + instruments[e.Instrument],
		From: e.PreviousEnd, To: e.NewEnd, Agreed: e.Agreed, Cited: t.citedIn(e)}
	if !f.To.EndStated() && e.AddedUpTo != "" {
		f.Days, f.UpTo = days(e.AddedUpTo), e.Ceiling()
		// An amendment begins no earlier than it was made, an overrun has no day of its own.
		if !f.From.Known() && e.Date.Exact() && e.Instrument != procurement.ByOverrun {
			f.From = e.Date
		}
	}
	f.Detail = phrase(stepLength(e), stepMoney(e))
	switch {
	case e.PreviousEnd.Known() && e.NewEnd.Known():
		f.When = between(e.PreviousEnd, e.NewEnd)
	case e.NewEnd.Known():
		f.When = "to " + e.NewEnd.String()
	case e.Date.Known() && e.Instrument != procurement.ByOverrun:
		f.When = "from " + e.Date.String() + "; exact dates not stated"
	default:
		f.When = "dates not stated"
	}
	return f
}

// stepLength is the time a step added, in words.
func stepLength(e procurement.Extension) string {
	if e.Actual != "" {
		return e.Actual + " in fact"
	}
	if e.PreviousEnd.EndStated() && e.NewEnd.EndStated() {
		if n, known := e.Months(); known && n > 0 {
			return procurement.Count(n, "month")
		}
	}
	if e.AddedUpTo != "" {
		return upTo(e) + e.AddedUpTo.String()
	}
	return "length not stated"
}

// stepMoney is the money a step added, in words.
func stepMoney(e procurement.Extension) string {
	switch added := e.Added(); {
	case added != nil && added.Minor < 0:
		return added.String()
	case added != nil:
		return "+" + added.String()
	}
	return "price not stated"
}

// proposals are awards that were proposed and never made.
func (t told) proposals() []timelineFact {
	var list []timelineFact
	for _, a := range t.process.Awards {
		if a.Stands() || a.Value == nil && len(a.Suppliers) == 0 {
			continue
		}
		f := timelineFact{Kind: proposedFact, Label: "Proposed, never made", From: a.Period.Start, To: a.Period.End, First: true,
			When: between(a.Period.Start, a.Period.End), Cited: t.cited(a.Sources)}
		if a.Status == "pending" {
			f.Label = "Proposed, not yet made"
		}
		f.Detail = phrase(termLength(a.Period), orNotStated(a.Value != nil, func() string { return a.Value.String() }))
		list = append(list, f)
		for _, o := range a.Options {
			list = append(list, t.proposedOption(o))
		}
	}
	return list
}

func (t told) proposedOption(o procurement.Option) timelineFact {
	length := ""
	if o.AddedUpTo != "" {
		length = "up to " + o.AddedUpTo.String()
	}
	return timelineFact{Kind: proposedFact, Label: "Proposed option", From: o.Period.Start, To: o.Period.End, UpTo: true,
		Detail: phrase(length, orNotStated(o.Value != nil, func() string { return "+" + o.Value.String() })),
		When:   phrase(strings.TrimSuffix(o.Description, "."), between(o.Period.Start, o.Period.End)), Agreed: procurement.Yes, Cited: t.cited(o.Sources)}
}
