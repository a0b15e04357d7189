package rules

import (
	"slices"

	"daylight/internal/procurement"
)

// A Watch checks one process again and again as it and its neighbours grow, and
// checks only what may have changed: the rules about the process, those about
// the contracts that changed themselves, or whose chain or award did, and those
// that look around. In the end it has the results that Check has for the last
// dossier.
//
// It goes by memory (procurement.Same), so states that share what did not
// change are checked fast, and others correctly; and by the days until which
// results hold, so that days pass for nothing.
type Watch struct {
	last            Dossier
	process, around answers
	contracts       map[string][]procurement.Flag // by contract
	until           map[string]procurement.Date   // of contracts whose results the calendar turns
}

// answers are results that are asked for together, and until when all hold.
type answers struct {
	flags []procurement.Flag
	until procurement.Date // unknown where the calendar turns none
}

// Next checks the dossier as it now is, on a day that is not before the last
// one and before Due. It returns the results that may have changed since the
// last, in no order: those that were raised, and all as they are.
func (w *Watch) Next(d Dossier) (raised, now []procurement.Flag) {
	changed, all := w.changed(d)
	grown := all || d.Process != w.last.Process || len(changed) > 0
	turned := grown || !slices.Equal(w.last.Neighbours, d.Neighbours)
	w.last = d
	if turned {
		raised, now = w.ask(&w.around, Rule.looksAround, raised, now)
	}
	if grown {
		now = slices.Grow(now, len(sorted()))
		raised, now = w.ask(&w.process, Rule.asksOnce, raised, now)
		raised, now = w.again(d, changed, all, raised, now)
	}
	return raised, now
}

// Due is the next day on which the calendar alone may change a result; unknown
// where it changes none.
func (w *Watch) Due() procurement.Date {
	first := sooner(w.process.until, w.around.until)
	for _, until := range w.until {
		first = sooner(first, until)
	}
	return first.Plus(1)
}

// Turn checks again, on the day that is Due, what that day may have changed. It
// returns what Next does.
func (w *Watch) Turn(day procurement.Date) (raised, now []procurement.Flag) {
	w.last.Day = day
	past := func(until procurement.Date) bool { return until.Known() && until < day }
	if past(w.around.until) {
		raised, now = w.ask(&w.around, Rule.looksAround, raised, now)
	}
	if past(w.process.until) {
		raised, now = w.ask(&w.process, Rule.asksOnce, raised, now)
	}
	var turned idSet
	for id, until := range w.until {
		if past(until) {
			turned.add(id)
		}
	}
	if len(turned) > 0 {
		raised, now = w.again(w.last, turned, turned.has("") || len(turned) > many, raised, now)
	}
	return raised, now
}

// sooner is the earlier of two days that may be unknown.
func sooner(a, b procurement.Date) procurement.Date {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}

// until is how long a result holds, from a day on.
func until(f *procurement.Flag, day procurement.Date) procurement.Date {
	if f.Until < day {
		return ""
	}
	return f.Until
}

// ask puts the rules of a kind to the last dossier.
func (w *Watch) ask(of *answers, kind func(Rule) bool, raised, now []procurement.Flag) (_, _ []procurement.Flag) {
	raised = onlyRaised(raised, of.flags)
	first := len(now)
	for _, r := range sorted() {
		if r.Subject != OfOrganisation && kind(r) {
			now = append(now, r.check(w.last)...)
		}
	}
	*of = answers{flags: slices.Clone(now[first:])}
	for i := range of.flags {
		of.until = sooner(of.until, until(&of.flags[i], w.last.Day))
	}
	return raised, now
}

// again asks the rules about contracts again about those that changed.
func (w *Watch) again(d Dossier, changed idSet, all bool, raised, now []procurement.Flag) (_, _ []procurement.Flag) {
	part := common(d.Process)
	if all {
		for _, flags := range w.contracts {
			raised = onlyRaised(raised, flags)
		}
		w.contracts, w.until = map[string][]procurement.Flag{}, nil
		part.Contracts, part.Awards = d.Process.Contracts, d.Process.Awards
		d.Process = part
	} else {
		for _, id := range changed {
			raised = onlyRaised(raised, w.contracts[id])
			delete(w.contracts, id)
			delete(w.until, id)
		}
		if d = d.only(part, changed); !slices.ContainsFunc(part.Contracts, procurement.Contract.Made) {
			return raised, now
		}
	}
	for _, r := range sorted() {
		if !r.narrow() {
			continue
		}
		for _, f := range inOrder(r.check(d)) {
			if all || changed.has(f.Contract) {
				w.contracts[f.Contract] = append(w.contracts[f.Contract], f)
				w.hold(f.Contract, until(&f, w.last.Day))
				now = append(now, f)
			}
		}
	}
	return raised, now
}

// hold notes that the results about a contract hold until a day, not longer.
func (w *Watch) hold(contract string, until procurement.Date) {
	if until == "" {
		return
	}
	if w.until == nil {
		w.until = map[string]procurement.Date{}
	}
	w.until[contract] = sooner(w.until[contract], until)
}

// looksAround and asksOnce tell the rules that are asked about the process: with
// its neighbours, and by itself.
func (r Rule) looksAround() bool { return r.Around }

func (r Rule) asksOnce() bool { return !r.Around && !r.narrow() }

// narrow tells a rule that is asked about some contracts at a time.
func (r Rule) narrow() bool {
	return r.Subject == OfContract && !r.Whole && !r.Around && r.Survey == nil
}

func onlyRaised(list, flags []procurement.Flag) []procurement.Flag {
	for i := range flags {
		if flags[i].State == procurement.Raised {
			list = append(list, flags[i])
		}
	}
	return list
}

// Flags are the results for the last dossier: see the function Check.
func (w *Watch) Flags() []procurement.Flag {
	flags := slices.Concat(w.process.flags, w.around.flags)
	for _, of := range w.contracts {
		flags = append(flags, of...)
	}
	return inOrder(flags)
}

// common is what a process says of itself as a whole.
func common(p *procurement.Process) *procurement.Process {
	c := *p
	c.Parties, c.Bids, c.Awards, c.Contracts, c.Also = nil, nil, nil, nil, nil
	return &c
}

// only is the dossier with some of the contracts, their awards and chains.
func (d Dossier) only(part *procurement.Process, contracts idSet) Dossier {
	part.Contracts, part.Awards = nil, nil
	var awards idSet
	for i := range d.Process.Contracts {
		if c := &d.Process.Contracts[i]; contracts.has(c.ID) {
			part.Contracts = append(part.Contracts, *c)
			awards.add(c.AwardID)
		}
	}
	for i := range d.Process.Awards {
		if a := &d.Process.Awards[i]; awards.has(a.ID) {
			part.Awards = append(part.Awards, *a)
		}
	}
	chains := d.Chains
	d.Process, d.Chains = part, nil
	for i := range chains {
		if member(part.OCID, &chains[i], contracts.has) {
			d.Chains = append(d.Chains, chains[i])
		}
	}
	return d
}

// changed are the ids of contracts of which something that rules see may have
// changed; or all may have.
func (w *Watch) changed(d Dossier) (ids idSet, all bool) {
	p, q := w.last.Process, d.Process
	made := procurement.Contract.Made
	if p == nil || !procurement.Same(common(p), common(q)) || !slices.ContainsFunc(p.Contracts, made) || !slices.ContainsFunc(q.Contracts, made) {
		return nil, true
	}
	var awards idSet
	differing(p.Awards, q.Awards, procurement.Same, func(a *procurement.Award) { awards.add(a.ID) })
	differing(p.Contracts, q.Contracts, procurement.Same, func(c *procurement.Contract) { ids.add(c.ID) })
	if len(awards) > 0 {
		for i := range q.Contracts {
			if c := &q.Contracts[i]; awards.has(c.AwardID) {
				ids.add(c.ID)
			}
		}
	}
	differing(w.last.Chains, d.Chains, sameChain, func(c *procurement.Chain) {
		member(q.OCID, c, func(id string) bool { ids.add(id); return false })
	})
	// Results without a contract's id are about all of them, or about one that
	// has none.
	return ids, ids.has("") || len(ids) > many
}

// many contracts that changed at once are checked with all others.
const many = 100

// idSet holds some ids, mostly one or two, which are found faster by looking
// than by a map.
type idSet []string

func (s idSet) has(id string) bool { return slices.Contains(s, id) }

func (s *idSet) add(id string) {
	if !s.has(id) {
		*s = append(*s, id)
	}
}

// differing calls use for what is in one of two lists and not in the same place
// in the other.
func differing[T any](a, b []T, same func(*T, *T) bool, use func(*T)) {
	for i := range max(len(a), len(b)) {
		if i < len(a) && i < len(b) && same(&a[i], &b[i]) {
			continue
		}
		if i < len(a) {
			use(&a[i])
		}
		if i < len(b) {
			use(&b[i])
		}
	}
}

func sameChain(a, b *procurement.Chain) bool {
	same := a.OCID == b.OCID && a.Contract == b.Contract && a.First == b.First && slices.Equal(a.Members, b.Members) && len(a.Steps) == len(b.Steps) && slices.Equal(a.Values, b.Values)
	for i := 0; same && i < len(a.Steps); i++ {
		same = procurement.Same(&a.Steps[i], &b.Steps[i])
	}
	return same
}

// member reports whether a contract of a process that is in the chain is one
// that is asked for.
func member(ocid string, c *procurement.Chain, is func(id string) bool) bool {
	if c.OCID == ocid && is(c.Contract) {
		return true
	}
	return slices.ContainsFunc(c.Members, func(m procurement.ContractRef) bool { return m.OCID == ocid && is(m.Contract) })
}
