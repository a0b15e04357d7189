package registry

import (
	"maps"
	"slices"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// following is what follows for a process, ready to be written.
type following struct {
	telling
	rows store.ProcessRows
}

// telling is what happened to a process, as far as it was not published.
type telling struct {
	events          []store.Row
	changes         []eventChange // of what was
	raised, cleared int
}

// eventChange says that an event is superseded, or stands again.
type eventChange struct {
	guid   string
	stands bool
}

// follow makes ready what follows for a process. It asks nobody and writes
// nothing, so that those of many can be made ready at a time.
func (f *filing) follow(book *store.Book, published map[string]store.PublishedEvent, x *derivation) (following, error) {
	t := f.announce(published, x)
	rows, err := book.Rows(x.rows)
	return following{t, rows}, err
}

// announce finds the events that are new, and those that no longer follow from the
// releases and are superseded. An event is dated by the leaf of the release that
// caused it or, where that was recorded earlier, by the latest leaf: only now is
// it known.
func (f *filing) announce(published map[string]store.PublishedEvent, x *derivation) (t telling) {
	derived := make(map[string]bool, len(x.events))
	x.rows.Events = make([]store.StandingEvent, 0, len(x.events))
	for _, e := range x.events {
		derived[e.GUID] = true
		p, known := published[e.GUID]
		if known {
			e.Seq, e.At = p.Seq, p.At
			if !p.Stands {
				t.changes = append(t.changes, eventChange{e.GUID, true})
			}
		} else {
			e.Seq, e.At = f.log.date(x.leaf[e.Cause])
			t.events = append(t.events, store.EventRow(e))
			t.count(e.Kind)
		}
		x.rows.Events = append(x.rows.Events, store.StandingEvent{Event: e, AsPublished: !known || same(e, p.Event)})
	}
	for _, guid := range slices.Sorted(maps.Keys(published)) {
		if published[guid].Stands && !derived[guid] {
			t.changes = append(t.changes, eventChange{guid, false})
		}
	}
	return t
}

func (t *telling) count(kind procurement.EventKind) {
	switch kind {
	case procurement.FlagRaised:
		t.raised++
	case procurement.FlagCleared:
		t.cleared++
	}
}

// write publishes what happened to a process and writes its rows.
func (f *filing) write(ocid string, x *following) error {
	if err := f.writeTelling(ocid, x.telling); err != nil {
		return err
	}
	return f.tx.PutRows(f.ctx, x.rows)
}

func (f *filing) writeTelling(ocid string, t telling) error {
	if err := f.tx.Append(f.ctx, t.events...); err != nil {
		return err
	}
	for _, c := range t.changes {
		if err := f.tx.ChangeEvent(f.ctx, ocid, c.guid, f.log.last.Seq, c.stands); err != nil {
			return err
		}
	}
	f.result.Raised, f.result.Cleared = f.result.Raised+t.raised, f.result.Cleared+t.cleared
	return nil
}

// put publishes what happened to a process and writes its rows.
func (f *filing) put(ocid string, x *derivation) error {
	if err := f.publish(ocid, x); err != nil {
		return err
	}
	return f.tx.PutProcess(f.ctx, x.rows)
}

// publish appends the events that are new and marks those that no longer
// follow from the releases as superseded.
func (f *filing) publish(ocid string, x *derivation) error {
	published, err := f.tx.Published(f.ctx, ocid)
	if err != nil {
		return err
	}
	return f.writeTelling(ocid, f.announce(published, x))
}
