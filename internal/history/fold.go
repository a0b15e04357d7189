package history

import (
	"slices"

	"daylight/internal/procurement"
)

// fold reads successive states and keeps the steps found so far. Nothing it
// found is lost when a later state says more.
type fold struct {
	process *procurement.Process  // of the state last read
	made    made                  // its contracts that came into being
	extends map[string]string     // which contract each continues
	first   map[string]*beginning // how each contract was first stated
	told    map[amendmentRef]bool // amendments that are steps by their own words
	steps   []*step               // in order of appearance
	read    int                   // states read
	amended map[*procurement.Contract]map[string]*procurement.Amendment
	changed changes // since the chains were asked for
}

// changes are the contracts that changed, or all may have.
type changes struct {
	contracts []string
	all       bool
}

func (c *changes) note(contract string) {
	if !slices.Contains(c.contracts, contract) {
		c.contracts = append(c.contracts, contract)
	}
}

// step is an extension found; its terms are read when it is told, because a
// later release may complete them.
type step struct {
	contract  string
	at        int    // index of the state that made it known
	release   State  // the same
	amendment string // that records it
	stated    bool   // the amendment states its terms
	successor string // contract that is the step
	move      *move  // where two states show the end moving later

	// The contract's value in the state before and after, where it changed.
	// Some publishers give the old value in an amendment's release, so neither
	// is known to be the right one.
	valueBefore, valueAfter *procurement.Money
}

// move is the end of a contract before and after; within, the new end is one
// that the contract allowed before.
type move struct {
	from, to procurement.Date
	within   bool
}

// beginning is each fact about a contract as first stated.
type beginning struct {
	period procurement.Period
	value  *procurement.Money
	values []procurement.Valuation // that one, and each value stated instead of it since
	endAt  int                     // index of the state that first stated an end
}

func newFold() *fold {
	return &fold{first: map[string]*beginning{}, told: map[amendmentRef]bool{}}
}

func foldAll(states []State) *fold {
	f := newFold()
	for _, s := range states {
		f.next(s)
	}
	return f
}

// next reads a state and returns the steps it made known.
func (f *fold) next(s State) []*step {
	was := f.made
	f.made = was.next(s.Process)
	extends := continuations(s.Process, f.made)
	linked := len(extends)+len(f.extends) > 0
	mark := len(f.steps)
	fixed := newCorrections(f.process, s.Process)
	for i := range s.Process.Contracts {
		c := &s.Process.Contracts[i]
		if f.made.grown && !linked && i < len(was.contracts) && c == &was.contracts[i] {
			continue // as it was
		}
		if !f.made.is(c) {
			continue
		}
		before := was.find(c.ID)
		same := before != nil && procurement.Same(before, c)
		if !same {
			f.changed.note(c.ID)
			f.state(s, c)
			if before != nil && fixed.touch("contracts", c.ID) {
				f.correct(before, c, fixed)
			} else {
				f.moved(s, before, c)
				f.repriced(before, c, mark)
			}
		}
		if a := extends[c.ID]; a != "" && a != f.extends[c.ID] {
			f.add(&step{contract: a, release: s, successor: c.ID})
		}
		if !same {
			f.remember(s, before, c, mark)
		}
	}
	if linked || !f.made.grown {
		f.changed.all = true
	}
	f.process, f.extends, f.amended = s.Process, extends, nil
	f.read++
	return f.steps[mark:]
}

func (f *fold) add(st *step) {
	st.at = f.read
	f.steps = append(f.steps, st)
}

// state finds the amendments that state a longer term and were not told yet.
// One that describes a move already seen without its terms completes that step.
func (f *fold) state(s State, c *procurement.Contract) {
	for i := range c.Amendments {
		a := &c.Amendments[i]
		ref := amendmentRef{c.ID, a.ID}
		if !lengthens(a.Extension) || f.told[ref] {
			continue
		}
		f.told[ref] = true
		if st := f.find(func(st *step) bool { return st.contract == c.ID && st.describedBy(a) }); st != nil {
			st.amendment, st.stated = a.ID, true
			continue
		}
		f.add(&step{contract: c.ID, release: s, amendment: a.ID, stated: true})
	}
}

// describedBy reports whether an amendment told later is the unexplained move.
func (st *step) describedBy(a *procurement.Amendment) bool {
	if st.stated || st.move == nil {
		return false
	}
	t := a.Extension
	if !t.NewEnd.Known() {
		return st.amendment == a.ID
	}
	return same(t.NewEnd, st.move.to) && (!t.PreviousEnd.Known() || same(t.PreviousEnd, st.move.from))
}

// moved finds the step behind an end that moved later: an amendment of the same
// release that states it or leaves its end open, else an earlier one that
// announced it, else one derived from the dates.
func (f *fold) moved(s State, before, c *procurement.Contract) {
	if before == nil || !later(before.Period.End, c.Period.End) {
		return
	}
	allowed := f.first[c.ID].period.MaxExtent
	m := &move{from: before.Period.End, to: c.Period.End}
	m.within = allowed.EndStated() && !m.to.After(allowed)

	newEnd := func(st *step) (procurement.Date, bool) {
		if st.contract != c.ID || !st.stated || st.move != nil {
			return "", false
		}
		a := amendment(c, st.amendment)
		if a == nil || !lengthens(a.Extension) {
			return "", false
		}
		return a.Extension.NewEnd, true
	}
	for _, fits := range []func(*step) bool{
		func(st *step) bool { end, ok := newEnd(st); return ok && st.at == f.read && same(end, m.to) },
		func(st *step) bool { end, ok := newEnd(st); return ok && st.at == f.read && !end.Known() },
		func(st *step) bool { end, ok := newEnd(st); return ok && same(end, m.to) },
	} {
		if st := f.find(fits); st != nil {
			st.move = m
			return
		}
	}
	st := &step{contract: c.ID, release: s, move: m}
	if plain := newAmendments(before, c); len(plain) > 0 {
		st.amendment = plain[len(plain)-1].ID
	}
	f.add(st)
}

// repriced gives a change of value to the step of the same release.
func (f *fold) repriced(before, c *procurement.Contract, mark int) {
	if before == nil || !differ(before.Value, c.Value) {
		return
	}
	var st *step
	for _, s := range f.steps[mark:] {
		if s.contract == c.ID && s.successor == "" && (st == nil || st.move == nil && s.move != nil) {
			st = s
		}
	}
	if st != nil {
		st.valueBefore, st.valueAfter = before.Value, c.Value
	}
}

func (f *fold) remember(s State, before, c *procurement.Contract, mark int) {
	b := f.first[c.ID]
	if b == nil {
		b = &beginning{}
		f.first[c.ID] = b
	}
	p := &b.period
	if !p.Start.Known() {
		p.Start = c.Period.Start
	}
	if !p.End.Known() && c.Period.End.EndStated() {
		p.End, b.endAt = c.Period.End, f.read
	}
	if !p.MaxExtent.Known() && c.Period.MaxExtent.EndStated() {
		p.MaxExtent = c.Period.MaxExtent
	}
	if p.Days == 0 {
		p.Days = c.Period.Days
	}
	if b.value == nil {
		b.value = c.Value
	}
	if n := len(b.values); c.Value != nil && (n == 0 || b.values[n-1].Value != *c.Value) {
		v := procurement.Valuation{Contract: c.ID, Value: *c.Value, Told: s.day(), Release: s.Release}
		if n > 0 {
			v.By = f.revaluedBy(s, before, c, mark)
		}
		b.values = append(b.values, v)
	}
}

func (f *fold) find(is func(*step) bool) *step {
	for _, st := range f.steps {
		if is(st) {
			return st
		}
	}
	return nil
}

// few amendments are found by looking, more by an index: a contract that was
// changed a thousand times is told a thousand times.
const few = 8

// amendment finds one of a contract of the state last read, by its id.
func (f *fold) amendment(c *procurement.Contract, id string) *procurement.Amendment {
	if len(c.Amendments) <= few || id == "" {
		return amendment(c, id)
	}
	index, ok := f.amended[c]
	if !ok {
		index = make(map[string]*procurement.Amendment, len(c.Amendments))
		for i := len(c.Amendments) - 1; i >= 0; i-- { // of several, the first
			index[c.Amendments[i].ID] = &c.Amendments[i]
		}
		if f.amended == nil {
			f.amended = map[*procurement.Contract]map[string]*procurement.Amendment{}
		}
		f.amended[c] = index
	}
	return index[id]
}
