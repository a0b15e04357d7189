package registry

import (
	"context"

	"daylight/internal/access"
	"daylight/internal/store"
)

// Fetch is how far a publisher's API has been read.
func (r *Registry) Fetch(ctx context.Context, source string) (f store.Fetch, err error) {
	err = r.writer.Update(ctx, func(tx *store.Tx) error {
		f, err = tx.Fetch(ctx, source)
		return err
	})
	return f, err
}

// Fetched records, in one transaction, a page whose releases have been filed
// and where its source is to be read on.
func (r *Registry) Fetched(ctx context.Context, who access.Actor, f store.Fetch, page store.Response) error {
	if err := permit(who, access.FileRelease); err != nil {
		return err
	}
	f.RecordedAt = ledgerTime(r.now())
	return r.writer.Update(ctx, func(tx *store.Tx) error {
		if err := tx.AppendResponse(ctx, page); err != nil {
			return err
		}
		return tx.PutFetch(ctx, f)
	})
}
