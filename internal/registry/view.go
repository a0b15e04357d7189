package registry

import (
	"context"
	"errors"
	"maps"
	"slices"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// Moment is a point on both clocks: what sources had published by a day, and
// what Daylight knew at a size of the ledger. The zero Moment is now.
type Moment struct {
	At  procurement.Date // only statements dated on or before this day
	Log int64            // only releases with a smaller sequence number; 0 is all
}

// History is everything a reader can see of one process at a moment.
type History struct {
	Process    *procurement.Process
	Record     []byte              // compiled release, JSON
	Chains     []procurement.Chain // of its contracts, with the steps of continuing contracts
	Flags      []procurement.Flag  // all results, all states
	Events     []procurement.Event // that stand, oldest first
	Releases   []Statement         // in merge order
	Neighbours []*procurement.Process
	Removed    []store.Tombstone // what was removed from its releases
	Day        procurement.Date  // the recorded day
	LogSize    int64
	Licences   []string // stated with the batches its releases came in, each once
}

// Statement is a release as the history page lists it.
type Statement struct {
	Seq        int64
	ID         string
	Date       string // as published
	Tag        []string
	Publisher  string
	Filer      string
	RecordedAt string
	Identity   string
	Sources    []procurement.Source
	Accessed   bool        // the date is the day it was read, no source being dated
	Notes      []ocds.Note // what is unusual in it, by the standard
}

// Read assembles the history of a process at a moment, from its releases. It
// returns store.ErrNotFound where none is filed, or none was at that moment.
func Read(ctx context.Context, v store.View, ocid string, m Moment) (*History, error) {
	d, err := openDeriver(ctx, v, m)
	if err != nil {
		return nil, err
	}
	if m.At.Known() && (!d.day.Known() || m.At.Last() < d.day.First()) {
		d.day = procurement.Date(m.At.Last())
	}
	h, err := d.history(ocid)
	if err == nil && m.Log > 0 {
		h.LogSize = min(h.LogSize, m.Log)
	}
	return h, err
}

func (d *deriver) history(ocid string) (*History, error) {
	x, err := d.derive(ocid)
	if err != nil {
		return nil, err
	}
	h := &History{
		Process: x.rows.Process, Record: x.rows.Record, Chains: x.chains, Flags: x.rows.Flags,
		Neighbours: x.neighbours, Day: d.day,
	}
	if h.LogSize, err = d.view.Size(d.ctx); err != nil {
		return nil, err
	}
	batches := map[int64]bool{}
	for _, s := range x.statements {
		h.Releases = append(h.Releases, s.listed())
		batches[s.Batch] = true
	}
	for _, id := range slices.Sorted(maps.Keys(batches)) {
		b, err := d.view.Batch(d.ctx, id)
		if err != nil && !errors.Is(err, store.ErrNotFound) { // of a preview
			return nil, err
		}
		if b.Licence != "" && !slices.Contains(h.Licences, b.Licence) {
			h.Licences = append(h.Licences, b.Licence)
		}
	}
	if h.Removed, err = d.view.TombstonesOf(d.ctx, x.rows.Process.OCID); err != nil {
		return nil, err
	}
	h.Events, err = d.dated(x)
	return h, err
}

func (s statement) listed() Statement {
	tree := s.said.Object()
	return Statement{
		Seq: s.Seq, ID: s.ID, Date: s.Date, Tag: s.Tag, Publisher: s.Publisher, Filer: s.Filer,
		RecordedAt: s.RecordedAt, Identity: s.Identity, Accessed: ocds.String(tree, "dateBasis") == "accessed",
		Sources: sources(tree), Notes: ocds.Notes(tree),
	}
}

func sources(release ocds.Object) []procurement.Source {
	var list []procurement.Source
	for _, o := range ocds.Children(release, "sources") {
		list = append(list, ocds.ReadSource(o))
	}
	return list
}

// dated gives derived events the leaf that published them, where they were
// published; at another moment some never were.
func (d *deriver) dated(x *derivation) ([]procurement.Event, error) {
	published, err := d.view.Published(d.ctx, x.rows.Process.OCID)
	if err != nil {
		return nil, err
	}
	events := slices.Clone(x.events)
	for i, e := range events {
		if p, ok := published[e.GUID]; ok {
			events[i].Seq, events[i].At, events[i].Redacted = p.Seq, p.At, p.Redacted
		} else {
			events[i].Seq = x.leaf[e.Cause]
		}
	}
	return events, nil
}
