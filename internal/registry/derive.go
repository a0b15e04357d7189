package registry

import (
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
