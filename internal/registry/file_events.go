package registry

import (
	"maps"
	"slices"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// put publishes what happened to a process and writes its rows.
func (f *filing) put(ocid string, x *derivation) error {
	if err := f.publish(ocid, x); err != nil {
		return err
	}
	return f.tx.PutProcess(f.ctx, x.rows)
}

// publish appends the events that are new and marks those that no longer
// follow from the releases as superseded. An event is dated by the leaf of the
// release that caused it or, where that was recorded earlier, by the latest
// leaf: only now is it known.
func (f *filing) publish(ocid string, x *derivation) error {
	published, err := f.tx.Published(f.ctx, ocid)
	if err != nil {
		return err
	}
	return f.publishAmong(published, ocid, x)
}

func (f *filing) publishAmong(published map[string]store.PublishedEvent, ocid string, x *derivation) (err error) {
	derived := map[string]bool{}
	for _, e := range x.events {
		derived[e.GUID] = true
		p, known := published[e.GUID]
		switch {
		case !known:
			e.Seq, e.At = f.log.date(x.leaf[e.Cause])
			err = f.tx.AppendEvent(f.ctx, e)
			f.count(e)
		case !p.Stands:
			err = f.tx.ChangeEvent(f.ctx, ocid, e.GUID, f.log.last.Seq, true)
		}
		if err != nil {
			return err
		}
		if known {
			e.Seq, e.At = p.Seq, p.At
		}
		x.rows.Events = append(x.rows.Events, e)
	}
	for _, guid := range slices.Sorted(maps.Keys(published)) {
		if published[guid].Stands && !derived[guid] {
			if err := f.tx.ChangeEvent(f.ctx, ocid, guid, f.log.last.Seq, false); err != nil {
				return err
			}
		}
	}
	return nil
}

func (f *filing) count(e procurement.Event) {
	switch e.Kind {
	case procurement.FlagRaised:
		f.result.Raised++
	case procurement.FlagCleared:
		f.result.Cleared++
	}
}
