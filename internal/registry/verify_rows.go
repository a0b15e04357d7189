package registry

import (
	"bytes"
	"context"
	"strings"

	"daylight/internal/history"
	"daylight/internal/store"
)

// verifyEvents checks every event ever published by itself: that it is the row
// that was written, under its own name, dated by its leaf; and that the changes
// recorded supersede and restore it in turn. Which events must stand is for
// verifyRows.
func verifyEvents(ctx context.Context, v store.View, size int64, removed map[int64]bool) error {
	published := map[string]bool{}
	for e, err := range v.AllPublished(ctx) {
		if err != nil {
			return err
		}
		name := e.OCID + " " + e.GUID
		switch {
		case e.At == "":
			return mismatch("event", name, "is dated by leaf %d, which there is not", e.Seq)
		case !e.Intact():
			return mismatch("event", name, "is not as it was published")
		case e.Redacted == nil && history.GUID(e.OCID, e.Kind, e.Subject, e.Cause, e.Ordinal) != e.GUID:
			return mismatch("event", name, "is not named by what it says")
		case e.Redacted != nil && !removed[*e.Redacted]:
			return mismatch("event", name, "lost part of what it said by leaf %d, which removed nothing", *e.Redacted)
		}
		published[e.OCID] = published[e.OCID] || e.Stands
	}
	if err := verifyChanges(ctx, v, size); err != nil {
		return err
	}
	ocids, err := v.OCIDs(ctx)
	if err != nil {
		return err
	}
	for _, ocid := range ocids {
		delete(published, ocid)
	}
	for ocid := range published {
		return mismatch("event", ocid, "is about a process of which no release is filed")
	}
	return nil
}

func verifyChanges(ctx context.Context, v store.View, size int64) error {
	var last store.EventChange
	for c, err := range v.EventChanges(ctx) {
		if err != nil {
			return err
		}
		name := c.OCID + " " + c.GUID
		if c.GUID != last.GUID || c.OCID != last.OCID {
			last.Current = true
		}
		switch {
		case c.Published == nil:
			return mismatch("event", name, "was changed by leaf %d and never published", c.Seq)
		case c.Seq <= *c.Published || c.Seq >= size:
			return mismatch("event", name, "was published by leaf %d and changed by leaf %d of %d", *c.Published, c.Seq, size)
		case c.Current == last.Current:
			return mismatch("event", name, "was superseded or restored twice, by leaf %d again", c.Seq)
		}
		last = c
	}
	return nil
}

// verifyRows derives everything again beside the database and compares.
func verifyRows(ctx context.Context, v store.View) (int64, error) {
	var processes int
	err := store.Scratch(ctx, func(tx *store.Tx) error {
		var err error
		if processes, err = rebuild(ctx, tx, v, standingInFull(ctx, v)); err != nil {
			return err
		}
		var want, got bytes.Buffer
		if err := tx.DumpDerived(ctx, &want); err != nil {
			return err
		}
		if err := v.DumpDerived(ctx, &got); err != nil {
			return err
		}
		return compareDumps(want.String(), got.String())
	})
	return int64(processes), err
}

// standingInFull is standing for a database in which nothing was published.
func standingInFull(ctx context.Context, v store.View) func(ocid string, x *derivation) error {
	return func(ocid string, x *derivation) error {
		err := stand(ctx, v, ocid, x)
		for i := range x.rows.Events {
			x.rows.Events[i].AsPublished = false
		}
		return err
	}
}

func compareDumps(want, got string) error {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for i := range max(len(a), len(b)) {
		x, y := at(a, i), at(b, i)
		if x == y {
			continue
		}
		// The rows are sorted: the smaller of the two is the odd one out.
		switch {
		case y == "" || x != "" && x < y:
			return mismatch("row", rowName(x), "follows from the releases but is not stored")
		default:
			return mismatch("row", rowName(y), "is stored but does not follow from the releases")
		}
	}
	return nil
}

func at(lines []string, i int) string {
	if i < len(lines) {
		return lines[i]
	}
	return ""
}

// rowName is the table and the first columns of a dumped row.
func rowName(line string) string {
	columns := strings.Split(line, "\t")
	return strings.Join(columns[:min(len(columns), 4)], " ")
}
