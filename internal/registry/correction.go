package registry

import (
	"context"
	"slices"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// corrects is the release with those corrections alone that its publisher may
// make: of the core sections where it is the publisher of record, and of what
// it stated first in the lists open to all.
func (o itemOwners) corrects(release ocds.Object, publisher string, ofRecord bool) ocds.Object {
	list := ocds.Children(release, "corrections")
	if len(list) == 0 {
		return release
	}
	var may []any
	for _, c := range list {
		names := procurement.ParsePlace(ocds.String(c, "about"))
		own := ofRecord
		if slices.Contains(oversightLists, names[0]) {
			own = len(names) > 1 && o[[2]string{names[0], names[1]}] == publisher
		}
		if own {
			may = append(may, c)
		}
	}
	kept := clone(release)
	kept["corrections"] = may
	if may == nil {
		delete(kept, "corrections")
	}
	return kept
}

// Said is a process as one publisher tells it, and its record, merged from what
// that publisher said alone; nothing where it said nothing.
func Said(ctx context.Context, v store.View, ocid, publisher string) (*procurement.Process, ocds.Object, error) {
	list, err := load(ctx, v, ocid, Moment{}, nil)
	if err != nil {
		return nil, nil, err
	}
	list = slices.DeleteFunc(list, func(s statement) bool { return s.Publisher != publisher })
	if len(list) == 0 {
		return nil, nil, nil
	}
	states, record := project(list)
	o, err := ocds.ParseObject(record)
	return states[len(states)-1].Process, o, err
}
