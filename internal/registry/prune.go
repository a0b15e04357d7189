package registry

import (
	"context"
	"time"

	"daylight/internal/access"
	"daylight/internal/store"
)

// How many days work of the desk is kept, after which nobody needs it.
const (
	answersKept = 30  // answers to programs, and the numbers of forms that were sent
	ticketsKept = 365 // what was written in a ticket, after it was decided
	draftsKept  = 365 // a draft, after its last change; of a published one, its versions
)

// Prune forgets work of the desk that has been kept for long enough. The record
// and what was decided stay.
func (r *Registry) Prune(ctx context.Context, who access.Actor) error {
	if err := permit(who, access.RecordDay); err != nil {
		return err
	}
	before := func(days int) string { return r.now().UTC().AddDate(0, 0, -days).Format(time.RFC3339) }
	return r.writer.Update(ctx, func(tx *store.Tx) error {
		return tx.Prune(ctx, before(answersKept), before(ticketsKept), before(draftsKept))
	})
}
