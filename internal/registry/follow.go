package registry

import (
	"errors"
	"maps"
	"slices"

	"daylight/internal/store"
)

// derive writes the rows of every process the filing touched, and of their
// neighbours before and after, whose flags may depend on them; then publishes
// what happened. One that nothing is linked to, before or after, is nobody's
// neighbour: its rows are written once, in full.
func (f *filing) derive(d *deriver) error {
	touched := slices.Sorted(maps.Keys(f.touched))
	linked, err := f.tx.Linked(f.ctx, touched)
	if err != nil {
		return err
	}
	affected := maps.Clone(f.touched)
	if err := f.addNeighbours(linked, affected); err != nil {
		return err
	}
	if err := d.projectAll(touched, f.new); err != nil {
		return err
	}
	// First the processes themselves, so that their links and cases are known.
	for _, ocid := range touched {
		if row := d.known[ocid].row(); len(row.Links) > 0 || row.Process.Case != nil {
			linked[ocid] = true
		}
	}
	if err := f.putAlone(d, linked); err != nil {
		return err
	}
	more, err := f.tx.Linked(f.ctx, touched)
	if err != nil {
		return err
	}
	maps.DeleteFunc(more, func(ocid string, _ bool) bool { return linked[ocid] })
	if err := f.putAlone(d, more); err != nil {
		return err
	}
	maps.Copy(linked, more)
	if err := f.addNeighbours(linked, affected); err != nil {
		return err
	}
	return f.putAll(d, slices.Sorted(maps.Keys(affected)), linked)
}

func (f *filing) putAlone(d *deriver, ocids map[string]bool) error {
	for _, ocid := range slices.Sorted(maps.Keys(ocids)) {
		if err := d.putAlone(f.tx, ocid); err != nil {
			return err
		}
	}
	return nil
}

// putAll derives processes and writes what follows. Those that nothing is linked
// to are derived beside each other, and nobody reads them again. What is there
// is asked for before anything is written: see store.Tx.
func (f *filing) putAll(d *deriver, ocids []string, linked map[string]bool) error {
	published, err := f.published(ocids)
	if err != nil {
		return err
	}
	book, err := f.tx.Book(f.ctx)
	if err != nil {
		return err
	}
	single := make([]*projection, len(ocids))
	for i, ocid := range ocids {
		if f.touched[ocid] && !linked[ocid] {
			single[i] = d.known[ocid]
			delete(d.known, ocid)
		}
	}
	list, errs, day := make([]following, len(ocids)), make([]error, len(ocids)), d.shared()
	together(len(ocids), func(i int) {
		if single[i] != nil {
			list[i], errs[i] = f.follow(book, published[ocids[i]], derive(single[i], nil, day))
			single[i] = nil
		}
	})
	if err := errors.Join(append(errs, d.failed)...); err != nil {
		return err
	}
	for i, ocid := range ocids {
		if f.touched[ocid] && !linked[ocid] {
			continue
		}
		x, err := d.derive(ocid)
		if err != nil {
			return err
		}
		if list[i], err = f.follow(book, published[ocid], x); err != nil {
			return err
		}
	}
	for _, ocid := range ocids {
		if _, new := f.new[ocid]; !new {
			if err := f.tx.Drop(f.ctx, ocid); err != nil {
				return err
			}
		}
	}
	for i := range list {
		if err := f.write(ocids[i], &list[i]); err != nil {
			return err
		}
		list[i] = following{}
	}
	return nil
}

// published are the events published about processes before this filing.
func (f *filing) published(ocids []string) (map[string]map[string]store.PublishedEvent, error) {
	all := map[string]map[string]store.PublishedEvent{}
	for _, ocid := range ocids {
		if _, new := f.new[ocid]; new {
			continue
		}
		var err error
		if all[ocid], err = f.tx.Published(f.ctx, ocid); err != nil {
			return nil, err
		}
	}
	return all, nil
}

func (f *filing) addNeighbours(ocids, affected map[string]bool) error {
	for ocid := range ocids {
		list, err := f.tx.Neighbours(f.ctx, ocid, allNeighbours)
		if err != nil {
			return err
		}
		for _, n := range list {
			affected[n] = true
		}
	}
	return nil
}
