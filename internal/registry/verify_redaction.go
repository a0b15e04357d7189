package registry

import (
	"fmt"
	"slices"

	"daylight/internal/ledger"
	"daylight/internal/store"
)

// cemetery holds the tombstones of bodies that were removed, for the walk over
// the leaves to compare with what the leaves say.
type cemetery struct {
	of         map[int64]store.Tombstone // by the entry whose body was removed
	by         map[int64]store.Tombstone // by the entry that says so
	replacedBy map[int64]store.Tombstone // by the entry of what stands in its place
	met        map[int64]bool            // the entries that say so, reached
	next       int64                     // the entry that has to follow; 0 where any may
	all        int
}

func newCemetery(list []store.Tombstone) cemetery {
	c := cemetery{map[int64]store.Tombstone{}, map[int64]store.Tombstone{}, map[int64]store.Tombstone{}, map[int64]bool{}, 0, len(list)}
	for _, t := range list {
		c.of[t.Seq], c.by[t.Leaf], c.replacedBy[t.Replacement] = t, t, t
	}
	return c
}

// follows checks that a redaction is followed by what stands in the place of
// what it removed.
func (c *cemetery) follows(leaf ledger.Leaf) error {
	expected := c.next
	c.next = 0
	if expected != 0 && leaf.Kind != "release" {
		return mismatch("leaf", leaf.Seq, "is to be what stands for the release that leaf %d removed", expected-1)
	}
	return nil
}

// redaction checks a leaf that says that a body was removed.
func (c *cemetery) redaction(leaf ledger.Leaf) error {
	t, ok := c.by[leaf.Seq]
	switch {
	case leaf.Target == nil:
		return mismatch("leaf", leaf.Seq, "names no leaf whose body was removed")
	case !ok:
		return mismatch("leaf", leaf.Seq, "its tombstone is missing")
	case t.Seq != *leaf.Target, t.Ground != leaf.Ground, t.At != leaf.At, t.Replacement != leaf.Seq+1,
		!ledger.Opens(leaf.Process, t.Salt, []byte(t.OCID)), !ledger.Opens(leaf.Body, t.Salt, t.Committed()):
		return mismatch("tombstone", name(t.Stood()), "is not the one that leaf %d commits to", leaf.Seq)
	}
	c.met[leaf.Seq], c.next = true, leaf.Seq+1
	return nil
}

// end checks that every tombstone has its leaf, and every redaction its
// replacement.
func (c *cemetery) end(size int64) error {
	if c.next != 0 {
		return mismatch("leaf", c.next, "is missing: what stands for the release that leaf %d removed", size-1)
	}
	var without []int64
	for seq, t := range c.of {
		if !c.met[t.Leaf] {
			without = append(without, seq)
		}
	}
	if len(without) > 0 {
		t := c.of[slices.Min(without)]
		return mismatch("tombstone", name(t.Stood()), "no leaf says that its release was removed")
	}
	if len(c.met) != c.all {
		return mismatch("tombstone", "of all", "two stand for one release")
	}
	return nil
}

// compareReplacement says how a release differs from what is to stand for the
// one that was removed; its body is compared elsewhere.
func compareReplacement(s store.Release, t store.Tombstone) string {
	if s.OCID != t.OCID || s.ID != t.ReleaseID || s.Date != t.Date || !slices.Equal(s.Tag, t.Tag) || s.Publisher != t.Publisher ||
		s.Identity != t.Identity || s.Place != t.Place {
		return fmt.Sprintf("is not in the place of the one that leaf %d removed", t.Leaf)
	}
	return ""
}
