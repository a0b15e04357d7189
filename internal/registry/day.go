package registry

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"time"

	"daylight/internal/access"
	"daylight/internal/ledger"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// furthestYears is how far ahead a day may be recorded, to look at what falls
// due; further is a slip of the pen.
const furthestYears = 5

// AdvanceDay records a day, with a leaf, and publishes what falls due on it.
// It reports whether it did: a day is recorded once, and never goes back.
func (r *Registry) AdvanceDay(ctx context.Context, who access.Actor, day procurement.Date) (bool, error) {
	if err := permit(who, access.RecordDay); err != nil {
		return false, err
	}
	if !day.Exact() {
		return false, fmt.Errorf("%q is not a day: write YYYY-MM-DD", day)
	}
	if latest := r.now().UTC().AddDate(furthestYears, 0, 0).Format(time.DateOnly); string(day) > latest {
		return false, fmt.Errorf("%s is more than %d years away: a recorded day cannot be taken back", day, furthestYears)
	}
	advanced := false
	err := r.writer.Update(ctx, func(tx *store.Tx) error {
		recorded, _, err := tx.Day(ctx)
		if err != nil || recorded >= string(day) {
			return err
		}
		f := &filing{ctx: ctx, tx: tx, registry: r, who: who}
		if f.log, err = r.openLog(ctx, tx); err != nil {
			return err
		}
		leaf, err := f.log.append(ledger.Leaf{Kind: "day", Body: dayBody(string(day))})
		if err != nil {
			return err
		}
		if err := tx.PutDay(ctx, string(day), leaf.Seq); err != nil {
			return err
		}
		advanced = true
		if err := f.deriveDue(procurement.Date(recorded), day); err != nil {
			return err
		}
		return f.log.sign()
	})
	return advanced && err == nil, err
}

// dayBody is what a day's leaf commits to. A day is no secret: no salt.
func dayBody(day string) string {
	h := sha256.Sum256([]byte(day))
	return hex.EncodeToString(h[:])
}

// deriveDue derives again the processes with something that fell due since
// the day recorded before.
func (f *filing) deriveDue(before, day procurement.Date) error {
	ocids, err := f.tx.DueBetween(f.ctx, string(before), string(day))
	if err != nil {
		return err
	}
	d, err := openDeriver(f.ctx, f.tx.View, Moment{})
	if err != nil {
		return err
	}
	for _, ocid := range ocids {
		x, err := d.derive(ocid)
		if err != nil {
			return err
		}
		if err := f.put(ocid, x); err != nil {
			return err
		}
	}
	return nil
}
