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
//
// The market of its dossiers is always the same.
type Watch struct {
	last      Dossier
	overview  overview
	common    procurement.Process // what the last process says of itself as a whole
	process   []answers           // of the rules asked about the process, by their place in the catalogue
	contracts holdings            // of the rules asked about some contracts at a time

	// Memory to use again.
	now           holdings
	spare         [][]procurement.Flag
	part          procurement.Process
	partContracts []procurement.Contract
	partAwards    []procurement.Award
}

// answers are results in the order of rule and contract, and the next day on
// which the calendar alone may change one: unknown where it changes none.
type answers struct {
	flags []procurement.Flag
	due   procurement.Date
	fixed bool // the rule does not apply to the process, whatever else it says
}

// Reset begins with another process, in the same memory.
func (w *Watch) Reset() {
	for i := range w.contracts {
		w.spare = append(w.spare, w.contracts[i].flags[:0])
	}
	clear(w.process)
	w.overview.noticed = false
	*w = Watch{overview: w.overview, process: w.process, contracts: w.contracts[:0], now: w.now[:0],
		spare: w.spare[:min(len(w.spare), many)], partContracts: w.partContracts, partAwards: w.partAwards}
}

// Next checks the dossier as it now is, on a day that is not before the last
// one and before Due. It returns the results whose flag was raised or cleared,
// in no order: those that were raised and are not any more, and those results
// as they are now with those newly raised.
func (w *Watch) Next(d Dossier) (cleared, now []procurement.Flag) {
	d.overview, d.chains = &w.overview, &chainIndex{}
	moved := w.last.Process == nil || w.last.Process.Regime != d.Process.Regime || buyerCountry(w.last.Process) != buyerCountry(d.Process)
	changed, all := w.changed(d)
	grown := all || d.Process != w.last.Process || len(changed) > 0
	turned := grown || !slices.Equal(w.last.Neighbours, d.Neighbours)
	w.last = d
	var t turn
	rules := sorted()
	if w.process == nil {
		w.process = make([]answers, len(rules))
	}
	for i := range rules {
		r := &rules[i]
		if (grown || turned && r.Around) && r.Subject != OfOrganisation && !r.narrow() && (moved || !w.process[i].fixed) {
			w.ask(i, &t)
		}
	}
	if grown {
		w.again(changed, all, &t)
	}
	return t.cleared, t.now
}

// Due is the next day on which the calendar alone may change a result; unknown
// where it changes none.
func (w *Watch) Due() procurement.Date {
	var first procurement.Date
	for i := range w.process {
		first = sooner(first, w.process[i].due)
	}
	for i := range w.contracts {
		first = sooner(first, w.contracts[i].due)
	}
	return first
}

// Turn checks again, on the day that is Due, what that day may have changed. It
// returns what Next does.
func (w *Watch) Turn(day procurement.Date) (cleared, now []procurement.Flag) {
	w.last.Day = day
	var t turn
	for i := range w.process {
		if w.process[i].isDue(day) {
			w.ask(i, &t)
		}
	}
	var turned idSet
	for i := range w.contracts {
		if w.contracts[i].isDue(day) {
			turned.add(w.contracts[i].contract)
		}
	}
	if len(turned) > 0 {
		w.again(turned, turned.has("") || len(turned) > many, &t)
	}
	return t.cleared, t.now
}

func (a *answers) isDue(day procurement.Date) bool { return a.due.Known() && a.due <= day }

// sooner is the earlier of two days that may be unknown.
func sooner(a, b procurement.Date) procurement.Date {
	if a == "" || b != "" && b < a {
		return b
	}
	return a
}

// dueAfter is the next day after another on which one of some results no longer
// holds by the calendar.
func dueAfter(day procurement.Date, flags ...procurement.Flag) (first procurement.Date) {
	for i := range flags {
		if flags[i].Until.Known() {
			if next := flags[i].Until.Plus(1); next > day {
				first = sooner(first, next)
			}
		}
	}
	return first
}

// ask puts a rule to the last dossier. Of contracts with one id the result of
// one is kept, and that of each may fall due.
func (w *Watch) ask(rule int, t *turn) {
	flags, fixed := sorted()[rule].answer(w.last)
	due := dueAfter(w.last.Day, flags...)
	of := &w.process[rule]
	is := inOrder(flags)
	t.compare(of.flags, is)
	*of = answers{is, due, fixed}
}

// Flags are the results for the last dossier: see the function Check.
func (w *Watch) Flags() []procurement.Flag {
	n := 0
	for i := range w.process {
		n += len(w.process[i].flags)
	}
	for i := range w.contracts {
		n += len(w.contracts[i].flags)
	}
	flags := make([]procurement.Flag, 0, n)
	next := make([]int, len(w.contracts)) // of each contract, the first result that is not taken yet
	rules := sorted()
	for i := range w.process {
		flags = append(flags, w.process[i].flags...)
		if !rules[i].narrow() {
			continue
		}
		for j := range w.contracts {
			if of := w.contracts[j].flags; next[j] < len(of) && of[next[j]].Rule == rules[i].ID {
				flags = append(flags, of[next[j]])
				next[j]++
			}
		}
	}
	return flags
}

// turn gathers the results whose flag was raised or cleared.
type turn struct{ cleared, now []procurement.Flag }

// compare takes up what became of results, each list in order of rule and
// contract.
func (t *turn) compare(was, is []procurement.Flag) {
	for len(was)+len(is) > 0 {
		side := 0
		switch {
		case len(was) == 0:
			side = 1
		case len(is) == 0:
			side = -1
		default:
			side = bySubject(&was[0], &is[0])
		}
		before := side <= 0 && was[0].State == procurement.Raised
		after := side >= 0 && is[0].State == procurement.Raised
		if before && !after {
			t.cleared = append(t.cleared, was[0])
		}
		if side >= 0 {
			if before != after {
				t.now = append(t.now, is[0])
			}
			is = is[1:]
		}
		if side <= 0 {
			was = was[1:]
		}
	}
}
