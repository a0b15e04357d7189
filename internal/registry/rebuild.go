package registry

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"daylight/internal/access"
	"daylight/internal/store"
)

// Rebuild derives every process again from its releases and writes the rows
// anew, in one transaction. Events are published, not derived: those that
// would follow now are compared with those that stand, and a difference is an
// error that changes nothing, but where this program surveys the market by
// another method than the latest survey: then it is surveyed anew. It returns
// how many processes it derived.
func (r *Registry) Rebuild(ctx context.Context, who access.Actor) (int, error) {
	if err := permit(who, access.Rebuild); err != nil {
		return 0, err
	}
	n := 0
	err := r.orSurveyed(ctx, func(f *filing, anew bool) (err error) {
		date := standing(ctx, f.tx.View)
		if anew { // flags may turn, which is then published under the survey's leaf
			if _, err := f.takeSurvey(); err != nil {
				return err
			}
			date = f.publish
		}
		if err := f.tx.DropDerived(ctx); err != nil {
			return err
		}
		if n, err = rebuild(ctx, f.tx, f.tx.View, date); err != nil || !anew {
			return err
		}
		return f.log.sign()
	})
	return n, err
}

// rebuild derives what from holds and writes it to tx, which may be the same
// database or an empty one. date fills in the events of the rows, with the
// leaves that date them.
func rebuild(ctx context.Context, tx *store.Tx, from store.View, date func(ocid string, x *derivation) error) (int, error) {
	ocids, err := from.OCIDs(ctx)
	if err != nil {
		return 0, err
	}
	if err := tx.PutRules(ctx, ruleBook()); err != nil {
		return 0, err
	}
	// Links and cases first: a process is found by its neighbours through them.
	alone := &deriver{ctx: ctx, view: from, known: map[string]*projection{}}
	for _, ocid := range ocids {
		if err := alone.putAlone(tx, ocid); err != nil {
			return 0, err
		}
		clear(alone.known)
	}
	if err := retakeSurvey(ctx, tx, from); err != nil {
		return 0, err
	}
	d, err := openDeriver(ctx, from, Moment{})
	if err != nil {
		return 0, err
	}
	d.around = tx.View
	if d.market, err = market(ctx, from, Moment{}, &d.failed); err != nil {
		return 0, err
	}
	d.market.Find = finder(ctx, tx.View, &d.failed)
	for _, ocid := range ocids {
		x, err := d.derive(ocid)
		if err != nil {
			return 0, fmt.Errorf("%s: %w", ocid, err)
		}
		if err := date(ocid, x); err != nil {
			return 0, err
		}
		if err := tx.PutProcess(ctx, x.rows); err != nil {
			return 0, err
		}
		d.forget()
	}
	return len(ocids), tx.Flush(ctx)
}

// standing gives the derived events the leaves that date them. It is an error
// where they are not those that stand.
func standing(ctx context.Context, v store.View) func(ocid string, x *derivation) error {
	return func(ocid string, x *derivation) error { return stand(ctx, v, ocid, x) }
}

func stand(ctx context.Context, v store.View, ocid string, x *derivation) error {
	published, err := v.Published(ctx, ocid)
	if err != nil {
		return err
	}
	derived := map[string]bool{}
	for _, e := range x.events {
		derived[e.GUID] = true
		p := published[e.GUID]
		if !p.Stands {
			return mismatch("event", ocid+" "+e.GUID, "%s of %q follows from the releases but does not stand", e.Kind, e.Subject)
		}
		e.Seq, e.At = p.Seq, p.At
		x.rows.Events = append(x.rows.Events, store.StandingEvent{Event: e, AsPublished: same(e, p.Event)})
	}
	for _, guid := range slices.Sorted(maps.Keys(published)) {
		if published[guid].Stands && !derived[guid] {
			return mismatch("event", ocid+" "+guid, "stands but does not follow from the releases")
		}
	}
	return nil
}
