package registry

import (
	"cmp"
	"slices"
	"sync"

	"daylight/internal/history"
	"daylight/internal/procurement"
	"daylight/internal/rules"
)

// watches are used again: what many a process says takes less memory than
// watching it.
var watches = sync.Pool{New: func() any { return &rules.Watch{} }}

// step is one release of a process or of a neighbour, in merge order over all.
type step struct {
	of        *projection
	state     int
	statement *statement
}

// walk tells what each release did and checks the rules after it, the process's
// own and its neighbours' in one merge order, and on each day in between on which
// a result turns by the calendar: so that a flag is raised or cleared by the
// release or the day that made the difference, whatever the order of filing and
// whichever day it was noticed.
func (x *derivation) walk(around []*projection, day recordedDay) {
	ocid := x.rows.Process.OCID
	lives := map[*projection]*history.Life{}
	for _, p := range append(slices.Clone(around), x.projection) {
		lives[p] = history.NewLife(ocid)
	}
	own := lives[x.projection]
	at := map[*projection]int{}
	d := rules.Dossier{Market: day.market}
	watch := watches.Get().(*rules.Watch)
	defer watches.Put(watch)
	defer watch.Reset()
	joined := false
	for _, s := range steps(around, x.projection) {
		date, _ := procurement.ParseDate(s.statement.Date)
		d.Day = passed(d.Day, date, day.date)
		x.turn(watch, d, day.date)
		at[s.of] = s.state + 1
		if state := s.of.states[s.state]; s.of == x.projection {
			d.Process, d.States = state.Process, append(d.States, state.Process)
			x.events = append(x.events, own.Tell(state)...)
		} else {
			lives[s.of].Next(state)
		}
		if d.Process == nil {
			continue
		}
		var neighbours []*procurement.Process
		var wider []procurement.Chain
		for _, p := range around {
			if n := at[p]; n > 0 {
				neighbours = append(neighbours, p.states[n-1].Process)
				wider = append(wider, widerChains(lives[p], p.states[n-1].Process, d.Process)...)
			}
		}
		// Chains go on in a neighbour only by a stated link.
		wasJoined := joined
		joined = joins(d.Process, neighbours)
		if x.neighbours = neighbours; s.of == x.projection || joined || wasJoined {
			x.chains = own.Chains(neighbours)
		}
		if d.Chains, d.Neighbours = x.chains, neighbours; len(wider) > 0 {
			d.Chains = append(wider, x.chains...)
		}
		if unruled {
			continue
		}
		before, after := watch.Next(d)
		x.events = append(x.events, history.FlagEvents(ocid, before, after, s.statement.Identity, date, d.Process)...)
	}
	d.Day = day.date
	x.turn(watch, d, day.date)
	x.due(history.Due(x.rows.Process, day.date))
	x.rows.Flags, x.rows.Extensions = watch.Flags(), own.Extensions()
}

// unruled leaves the rules out, so that a benchmark can say what they cost.
var unruled bool

// turn tells what the calendar alone made of the flags by the dossier's day, with
// the process as it stood before the next release. Where that is the recorded
// day, what falls due later waits for a later one.
func (x *derivation) turn(watch *rules.Watch, d rules.Dossier, recorded procurement.Date) {
	due := watch.Due()
	for ; due.Known() && due <= d.Day; due = watch.Due() {
		before, after := watch.Turn(due)
		x.events = append(x.events, history.FlagEvents(d.Process.OCID, before, after, history.DayCause(due), due, d.Process)...)
	}
	if d.Day == recorded {
		x.due(due)
	}
}

// due notes a day on which the process is to be looked at again.
func (x *derivation) due(day procurement.Date) {
	if day.Known() && !slices.Contains(x.rows.Due, string(day)) {
		x.rows.Due = append(x.rows.Due, string(day))
	}
}

// passed is the day as it is when a release of a date comes: no earlier than when
// the one before came, and no later than the recorded day.
func passed(before, date, recorded procurement.Date) procurement.Date {
	return min(max(before, procurement.Date(date.First()), "0001-01-01"), recorded)
}

// steps are the releases of a process and its neighbours in merge order.
func steps(around []*projection, own *projection) []step {
	var list []step
	for _, p := range append(slices.Clone(around), own) {
		for i := range p.statements {
			list = append(list, step{p, i, &p.statements[i]})
		}
	}
	if len(around) > 0 {
		slices.SortStableFunc(list, func(a, b step) int {
			return cmp.Or(a.statement.key.Compare(b.statement.key), cmp.Compare(a.statement.OCID, b.statement.OCID))
		})
	}
	return list
}

// widerChains are the chains that begin with a contract of a neighbour and go
// on in this process: its contracts are counted there.
func widerChains(life *history.Life, neighbour, own *procurement.Process) []procurement.Chain {
	if !linked(own, neighbour) && !linked(neighbour, own) {
		return nil
	}
	var list []procurement.Chain
	for _, c := range life.Chains([]*procurement.Process{own}) {
		if slices.ContainsFunc(c.Members, func(m procurement.ContractRef) bool { return m.OCID == own.OCID }) {
			list = append(list, c)
		}
	}
	return list
}

func joins(p *procurement.Process, neighbours []*procurement.Process) bool {
	return slices.ContainsFunc(neighbours, func(n *procurement.Process) bool { return linked(p, n) || linked(n, p) })
}

func linked(from, to *procurement.Process) bool {
	return slices.ContainsFunc(from.Related, func(r procurement.RelatedProcess) bool { return r.OCID == to.OCID })
}
