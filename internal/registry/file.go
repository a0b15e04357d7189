package registry

import (
	"context"
	"maps"
	"slices"

	"daylight/internal/access"
	"daylight/internal/ocds"
	"daylight/internal/store"
)

// Result is what a filing did.
type Result struct {
	Filed, Known int
	Processes    int      // of which nothing was filed before
	OCIDs        []string // processes that changed, sorted
	Raised       int      // flags raised and cleared by it
	Cleared      int
}

// File is the one way to change the public record. In one transaction it
// checks the releases, appends each with its leaf, merges their processes,
// derives rows and flags and publishes what happened as events. A release
// already filed is known and changes nothing. Releases it cannot file are
// refused as *Rejected, and then nothing is filed.
func (r *Registry) File(ctx context.Context, who access.Actor, source string, submissions []Submission) (Result, error) {
	if err := permit(who, access.FileRelease); err != nil {
		return Result{}, err
	}
	list := make([]checked, len(submissions))
	for i, s := range submissions {
		var err error
		if list[i], err = check(i, s); err != nil {
			return Result{}, err
		}
	}
	return r.update(ctx, who, store.Origin{Source: source}, func(f *filing) error { return f.file(list) })
}

// update runs a filing as one transaction.
func (r *Registry) update(ctx context.Context, who access.Actor, origin store.Origin, fn func(*filing) error) (Result, error) {
	var result Result
	err := r.writer.Update(ctx, func(tx *store.Tx) error {
		f := &filing{ctx: ctx, tx: tx, registry: r, who: who, origin: origin, touched: map[string]bool{}}
		if err := fn(f); err != nil {
			return err
		}
		result = f.result
		result.OCIDs = slices.Sorted(maps.Keys(f.touched))
		return nil
	})
	return result, err
}

// filing is one transaction in progress.
type filing struct {
	ctx      context.Context
	tx       *store.Tx
	registry *Registry
	who      access.Actor
	origin   store.Origin

	log     *log
	batches []int64      // of what is new: releases one after another that were published on the same terms are one
	last    store.Origin // of the latest of them
	touched map[string]bool
	said    map[string]*ocds.Release // the new releases, by identity
	new     map[string][]statement   // of processes of which nothing was filed before, in order of filing
	result  Result
}

func (f *filing) file(list []checked) (err error) {
	if f.log, err = f.registry.openLog(f.ctx, f.tx); err != nil {
		return err
	}
	if err := f.append(list); err != nil {
		return err
	}
	if len(f.touched) == 0 {
		return nil
	}
	d, err := openDeriver(f.ctx, f.tx.View, Moment{})
	if err != nil {
		return err
	}
	d.filed = f.said
	if err := f.derive(d); err != nil {
		return err
	}
	return f.log.sign()
}
