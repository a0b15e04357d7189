package registry

import (
	"cmp"
	"context"
	"math"
	"slices"

	"daylight/internal/history"
	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/rules"
	"daylight/internal/store"
)

// maxNeighbours bounds how many linked processes the rules look at. A filing
// derives again everything that may have looked at what it changed, without
// bound.
const (
	maxNeighbours = 50
	allNeighbours = math.MaxInt32
)

// deriver computes what follows from the releases filed, at one moment. It
// keeps what it has read, since neighbours are read many times.
type deriver struct {
	ctx    context.Context
	view   store.View
	moment Moment
	day    procurement.Date
	dayLog int64 // the leaf that recorded the day
	market rules.Market
	failed error      // while rules read the market
	around store.View // where neighbours are looked up; view but for a rebuild
	known  map[string]*projection
	filed  map[string]*ocds.Release // just filed, by identity
}

// forgetAt is how many processes a deriver keeps in memory.
const forgetAt = 1000

// forget drops what was read once it has grown large.
func (d *deriver) forget() {
	if len(d.known) > forgetAt {
		clear(d.known)
	}
}

// projection is one process by itself.
type projection struct {
	statements []statement
	states     []history.State
	record     []byte // compiled release, JSON
}

// derivation is everything that follows for one process from its own releases
// and its neighbours'.
type derivation struct {
	*projection
	rows       store.Derived // events only once they are published
	chains     []procurement.Chain
	neighbours []*procurement.Process
	events     []procurement.Event
	leaf       map[string]int64 // sequence numbers of the releases and the day that cause events
}

func openDeriver(ctx context.Context, v store.View, m Moment) (*deriver, error) {
	size := int64(math.MaxInt64)
	if m.Log > 0 {
		size = m.Log
	}
	day, seq, err := v.DayAt(ctx, size)
	if err != nil {
		return nil, err
	}
	d := &deriver{
		ctx: ctx, view: v, around: v, moment: m, day: procurement.Date(day), dayLog: seq, known: map[string]*projection{},
	}
	d.market, err = market(ctx, v, m, &d.failed)
	return d, err
}

func (d *deriver) project(ocid string) (*projection, error) {
	if p, ok := d.known[ocid]; ok {
		return p, nil
	}
	list, err := load(d.ctx, d.view, ocid, d.moment, d.filed)
	if err != nil {
		return nil, err
	}
	p := newProjection(list)
	d.known[ocid] = p
	return p, nil
}

// newProjection reads what was said of one process, in merge order.
func newProjection(list []statement) *projection {
	p := &projection{statements: list}
	p.states, p.record = project(list)
	return p
}

// rows are the derived rows of a process by itself: no flags yet.
func (p *projection) rows() store.Derived {
	d := p.row()
	d.Extensions = history.Extensions(p.states)
	return d
}

func (p *projection) row() store.Derived {
	last := p.states[len(p.states)-1].Process
	d := store.Derived{Process: last, Record: p.record, Releases: len(p.statements)}
	d.First, d.Last = dayOf(p.statements[0]), dayOf(p.statements[len(p.statements)-1])
	for _, r := range last.Related {
		if r.OCID != "" && r.OCID != last.OCID && !slices.Contains(d.Links, r.OCID) {
			d.Links = append(d.Links, r.OCID)
		}
	}
	return d
}

func dayOf(s statement) string {
	d, _ := procurement.ParseDate(s.Date)
	return d.First()
}

// putAlone writes the rows of a process by itself, so that its neighbours can
// be found.
func (d *deriver) putAlone(tx *store.Tx, ocid string) error {
	p, err := d.project(ocid)
	if err != nil {
		return err
	}
	return tx.PutProcess(d.ctx, p.rows())
}

// derive computes a process in full.
func (d *deriver) derive(ocid string) (*derivation, error) {
	own, err := d.project(ocid)
	if err != nil {
		return nil, err
	}
	if len(own.states) == 0 {
		return nil, store.ErrNotFound
	}
	around, err := d.neighbours(ocid)
	if err != nil {
		return nil, err
	}
	x := derive(own, around, recordedDay{d.day, d.dayLog, d.market})
	return x, d.failed
}

// recordedDay is the day that rules read, the leaf that recorded it, and the
// survey of the market that holds on it.
type recordedDay struct {
	date   procurement.Date
	leaf   int64
	market rules.Market
}

// derive is what follows for a process from its own releases and those of its
// neighbours (at most maxNeighbours, in order of ocid, each with a state). It
// reads its arguments and changes none, so that many processes can be derived
// at a time: make each projection once with newProjection, from statements in
// merge order, and hand the same to all who are its neighbours.
func derive(own *projection, around []*projection, day recordedDay) *derivation {
	x := &derivation{projection: own, rows: own.row(), leaf: map[string]int64{}}
	x.walk(around, day)
	last := x.rows.Process
	x.events = append(x.events, history.DayEvents(last.OCID, last, day.date)...)
	for _, p := range append(slices.Clone(around), own) {
		for _, s := range p.statements {
			x.leaf[s.Identity] = s.Seq
		}
	}
	for _, e := range x.events {
		if _, ok := x.leaf[e.Cause]; !ok {
			x.leaf[e.Cause] = day.leaf
		}
	}
	return x
}

func (d *deriver) neighbours(ocid string) ([]*projection, error) {
	ocids, err := d.around.Neighbours(d.ctx, ocid, maxNeighbours)
	if err != nil {
		return nil, err
	}
	var list []*projection
	for _, o := range ocids {
		p, err := d.project(o)
		if err != nil {
			return nil, err
		}
		if len(p.states) > 0 {
			list = append(list, p)
		}
	}
	return list, nil
}

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
	var watch rules.Watch
	joined := false
	for _, s := range steps(around, x.projection) {
		date, _ := procurement.ParseDate(s.statement.Date)
		d.Day = passed(d.Day, date, day.date)
		x.turn(&watch, d, day.date)
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
		before, after := watch.Next(d)
		x.events = append(x.events, history.FlagEvents(ocid, before, after, s.statement.Identity, date, d.Process)...)
	}
	d.Day = day.date
	x.turn(&watch, d, day.date)
	x.due(history.Due(x.rows.Process, day.date))
	x.rows.Flags, x.rows.Extensions = watch.Flags(), own.Extensions()
}

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
