package history

import (
	"fmt"
	"slices"
	"strings"

	"daylight/internal/procurement"
)

// Extensions are the steps by which the contracts of one process came to last
// longer, contract by contract in the order of the process, numbered from 1 in
// the order of each contract's life. What an extension is: DESIGN, section 3.
//
// A step shows its terms as the last state has them. One told by several
// releases is one step: an amendment that states an end, and the contract's
// end moving to it, are the same.
func Extensions(states []State) []procurement.Extension {
	return foldAll(states).extensions()
}

func (f *fold) extensions() []procurement.Extension {
	if len(f.steps) == 0 {
		return nil
	}
	steps := map[string][]procurement.Extension{}
	for _, st := range f.steps {
		if e, ok := f.extension(st); ok {
			steps[e.Contract] = append(steps[e.Contract], e)
		}
	}
	var list []procurement.Extension
	for i := range f.process.Contracts {
		id := f.process.Contracts[i].ID
		f.inLife(steps[id])
		for n := range steps[id] {
			steps[id][n].Number = n + 1
		}
		list = append(list, steps[id]...)
		delete(steps, id)
	}
	return list
}

// extension tells a step as the state last read has it; false where that state
// no longer bears it out.
func (f *fold) extension(st *step) (procurement.Extension, bool) {
	c := f.made.find(st.contract)
	if c == nil {
		return procurement.Extension{}, false
	}
	e := procurement.Extension{OCID: f.process.OCID, Contract: c.ID, Release: st.release.Release, Told: st.release.day()}
	if st.successor != "" {
		return f.succession(e, c, st.successor)
	}
	a := f.amendment(c, st.amendment)
	if a != nil {
		e.Amendment, e.Date, e.Sources = a.ID, a.Date, a.Sources
	} else {
		e.Sources = c.Sources
	}
	switch {
	case st.stated && a != nil && lengthens(a.Extension):
		e.ExtensionTerms = *a.Extension
	case st.move == nil:
		return e, false
	default:
		e.Derived = true
		if st.move.within {
			e.Instrument, e.Agreed = procurement.ByOption, procurement.Yes
		}
	}
	st.complete(&e)
	return e, true
}

// complete fills in what the terms leave open from the two states.
func (st *step) complete(e *procurement.Extension) {
	if e.Instrument == "" {
		e.Instrument = procurement.ByAmendment
	}
	if e.Agreed == "" {
		e.Agreed = procurement.Unknown
	}
	if e.ValueBefore == nil {
		e.ValueBefore = st.valueBefore
	}
	if e.ValueAfter == nil {
		e.ValueAfter = st.valueAfter
	}
	if st.move == nil {
		return
	}
	if !e.PreviousEnd.Known() {
		e.PreviousEnd = st.move.from
	}
	if !e.NewEnd.Known() {
		e.NewEnd = st.move.to
	}
	if !e.Date.Known() {
		e.Date = st.release.day()
	}
}

// succession is the step of a contract that continues another. It is told with
// the successor's term and value as first stated: what came later is the
// successor's own steps.
func (f *fold) succession(e procurement.Extension, c *procurement.Contract, successor string) (procurement.Extension, bool) {
	s, first := f.made.find(successor), f.first[successor]
	if s == nil || f.extends[successor] != c.ID {
		return e, false
	}
	e.Successor, e.Date, e.Sources = s.ID, begun(s), s.Sources
	e.ExtensionTerms = successorTerms(c.Period.End, first.period, first.value)
	return e, !stated(e.PreviousEnd, e.NewEnd) || e.NewEnd.After(e.PreviousEnd)
}

func stated(a, b procurement.Date) bool { return a.EndStated() && b.EndStated() }

func successorTerms(end procurement.Date, term procurement.Period, value *procurement.Money) procurement.ExtensionTerms {
	t := procurement.ExtensionTerms{Instrument: procurement.BySuccessor, Agreed: procurement.No, ValueAdded: value}
	if end.EndStated() {
		t.PreviousEnd = end
	}
	if term.End.EndStated() {
		t.NewEnd = term.End
	}
	// Without both ends the time added is the successor's own length.
	months, known := procurement.MonthsBetween(term.Start, t.NewEnd)
	switch {
	case t.PreviousEnd.Known() && t.NewEnd.Known():
	case known && t.NewEnd.After(term.Start):
		t.AddedUpTo = procurement.Duration(fmt.Sprintf("P%dM", months))
	case term.Days > 0:
		t.AddedUpTo = procurement.Duration(fmt.Sprintf("P%dD", term.Days))
	}
	return t
}

// inLife orders steps by date, in place. One without a date keeps its place
// behind the step of its contract it appeared after, or else at the contract's
// beginning. An overrun without a date is there too, whenever it was told: what
// it ran past is the length planned, before any other step.
func (f *fold) inLife(steps []procurement.Extension) {
	if len(steps) < 2 {
		return
	}
	type dated struct {
		day  string
		step procurement.Extension
	}
	last := map[string]string{}
	list := make([]dated, len(steps))
	for i, e := range steps {
		beginning := begun(f.made.find(e.Contract)).First()
		if e.Date.Known() {
			last[e.Contract] = e.Date.First()
		} else if _, ok := last[e.Contract]; !ok {
			last[e.Contract] = beginning
		}
		list[i] = dated{last[e.Contract], e}
		if e.Instrument == procurement.ByOverrun && !e.Date.Known() {
			list[i].day = beginning
		}
	}
	slices.SortStableFunc(list, func(a, b dated) int { return strings.Compare(a.day, b.day) })
	for i := range list {
		steps[i] = list[i].step
	}
}
