package registry

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"testing"

	"golang.org/x/mod/sumdb/tlog"

	"daylight/internal/ledger"
	"daylight/internal/store"
)

// held is an archive read into memory, to be tampered with.
type held struct {
	archive
	releases []store.StoredRelease
	batches  []store.Batch
	leaves   []store.LeafRow
	nodes    []store.NodeRow
}

// metArchive is that of the Met case, filed in two batches around a day.
func metArchive(t *testing.T) *held {
	t.Helper()
	d := openDesk(t)
	list := seeded(t, "met-police-palantir")
	d.file(list[:3]...)
	d.day("2026-11-23")
	d.file(list[3:]...)
	h := &held{}
	d.must(d.reader.Read(d.Context(), func(v store.View) (err error) {
		if h.archive, err = openArchive(d.Context(), v); err != nil {
			return err
		}
		h.releases, h.batches = all(t, h.archive.releases), all(t, h.archive.batches)
		h.leaves, h.nodes = all(t, h.archive.leaves), all(t, h.archive.nodes)
		return nil
	}))
	if len(h.releases) != len(list) || len(h.leaves) != len(list)+1 || len(h.checkpoints) != 3 {
		t.Fatalf("%d releases, %d leaves, %d checkpoints", len(h.releases), len(h.leaves), len(h.checkpoints))
	}
	return h
}

func all[T any](t *testing.T, seq iter.Seq2[T, error]) (list []T) {
	t.Helper()
	for x, err := range seq {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, x)
	}
	return list
}

func each[T any](list []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, x := range list {
			if !yield(x, nil) {
				return
			}
		}
	}
}

func (h *held) verify() error {
	a := h.archive
	a.releases, a.batches, a.leaves, a.nodes = each(h.releases), each(h.batches), each(h.leaves), each(h.nodes)
	_, err := a.verify()
	return err
}

// with is a copy of the archive, one list of which may be changed.
func (h *held) with(change func(*held)) *held {
	c := *h
	c.releases, c.batches, c.leaves, c.nodes = slices.Clone(h.releases), slices.Clone(h.batches), slices.Clone(h.leaves), slices.Clone(h.nodes)
	c.checkpoints, c.days = slices.Clone(h.checkpoints), slices.Clone(h.days)
	change(&c)
	return &c
}

// named reports whether an error is a mismatch of one of the kinds and names.
func named(err error, what string, names ...any) bool {
	var m *Mismatch
	return errors.As(err, &m) && m.What == what && slices.ContainsFunc(names, func(n any) bool { return m.Name == fmt.Sprint(n) })
}

// flips calls f with every single-bit flip of the bytes, one at a time.
func flips(b []byte, f func(bit int, flipped []byte)) {
	c := bytes.Clone(b)
	for i := range 8 * len(b) {
		c[i/8] ^= 1 << (i % 8)
		f(i, c)
		c[i/8] ^= 1 << (i % 8)
	}
}

func TestAnUntouchedRecordIsVerified(t *testing.T) {
	h := metArchive(t)
	if err := h.verify(); err != nil {
		t.Fatal(err)
	}
	leaf := leafOf(t, h, h.releases[0].Seq)
	if err := checkRelease(h.releases[0], leaf, h.releases[0].Identity); err != nil {
		t.Fatal(err)
	}
}

func leafOf(t *testing.T, h *held, seq int64) ledger.Leaf {
	t.Helper()
	leaf, err := ledger.ParseLeaf(h.leaves[seq].Leaf)
	if err != nil {
		t.Fatal(err)
	}
	return leaf
}

// Every bit of every stored body and salt. Each release is checked by the
// function that verifies it, with its leaf; every 200th flip goes through the
// whole.
func TestEveryFlippedBitOfABodyIsNamed(t *testing.T) {
	t.Parallel()
	h := metArchive(t)
	n := 0
	for i, s := range h.releases {
		leaf := leafOf(t, h, s.Seq)
		try := func(what string, bit int, flipped store.StoredRelease) {
			err := checkRelease(flipped, leaf, flipped.Identity)
			if n++; n%200 == 0 {
				err = h.with(func(c *held) { c.releases[i] = flipped }).verify()
			}
			if !named(err, "release", name(s.Release)) {
				t.Fatalf("bit %d of the %s of release %s: %v", bit, what, name(s.Release), err)
			}
		}
		flips(s.Stored, func(bit int, b []byte) { f := s; f.Stored = b; try("body", bit, f) })
		flips(s.Salt, func(bit int, b []byte) { f := s; f.Salt = b; try("salt", bit, f) })
		flips(s.Checksum, func(bit int, b []byte) { f := s; f.Checksum = b; try("checksum", bit, f) })
	}
	t.Logf("%d flips", n)
	if n < 100_000 {
		t.Error("the bodies were not all tried")
	}
}

// Every bit of every leaf and node. A node on the lowest level is the hash of
// a leaf: where the two differ, either may be the altered one.
func TestEveryFlippedBitOfALeafOrNodeIsNamed(t *testing.T) {
	t.Parallel()
	h := metArchive(t)
	n := 0
	for i, l := range h.leaves {
		flips(l.Leaf, func(bit int, b []byte) {
			n++
			err := h.with(func(c *held) { c.leaves[i].Leaf = b }).verify()
			if !named(err, "leaf", l.Seq) {
				t.Fatalf("bit %d of leaf %d: %v", bit, l.Seq, err)
			}
		})
	}
	for i, node := range h.nodes {
		level, place := tlog.SplitStoredHashIndex(node.ID)
		flips(node.Hash, func(bit int, b []byte) {
			n++
			err := h.with(func(c *held) { c.nodes[i].Hash = b }).verify()
			if !named(err, "node", node.ID) && (level > 0 || !named(err, "leaf", place)) {
				t.Fatalf("bit %d of node %d: %v", bit, node.ID, err)
			}
		})
	}
	t.Logf("%d flips", n)
}

// What a release is stored with is in its leaf, its body or its batch.
func TestEveryFlippedBitBesideABodyIsNamed(t *testing.T) {
	t.Parallel()
	h := metArchive(t)
	fields := map[string]func(*store.StoredRelease) *string{
		"ocid":        func(s *store.StoredRelease) *string { return &s.OCID },
		"id":          func(s *store.StoredRelease) *string { return &s.ID },
		"date":        func(s *store.StoredRelease) *string { return &s.Date },
		"tag":         func(s *store.StoredRelease) *string { return &s.Tag[0] },
		"publisher":   func(s *store.StoredRelease) *string { return &s.Publisher },
		"filer":       func(s *store.StoredRelease) *string { return &s.Filer },
		"recorded_at": func(s *store.StoredRelease) *string { return &s.RecordedAt },
		"identity":    func(s *store.StoredRelease) *string { return &s.Identity },
	}
	for field, of := range fields {
		for i, s := range h.releases {
			flips([]byte(*of(&s)), func(bit int, b []byte) {
				flipped := s
				flipped.Tag = slices.Clone(s.Tag)
				*of(&flipped) = string(b)
				err := checkRelease(flipped, leafOf(t, h, s.Seq), flipped.Identity)
				if err == nil {
					err = h.with(func(c *held) { c.releases[i] = flipped }).verify()
				}
				if !named(err, "release", name(s.Release), name(flipped.Release)) {
					t.Fatalf("bit %d of the %s of release %s: %v", bit, field, name(s.Release), err)
				}
			})
		}
	}
	for i, c := range h.checkpoints {
		flips(c.Note, func(bit int, b []byte) {
			err := h.with(func(k *held) { k.checkpoints[i].Note = b }).verify()
			var m *Mismatch
			if !errors.As(err, &m) || m.What != "checkpoint" {
				t.Errorf("bit %d of checkpoint %d, %q: %v", bit, i, b, err)
			}
		})
	}
	for i, d := range h.days {
		flips([]byte(d.Day), func(bit int, b []byte) {
			err := h.with(func(k *held) { k.days[i].Day = string(b) }).verify()
			if !named(err, "day", string(b)) {
				t.Errorf("bit %d of day %s: %v", bit, d.Day, err)
			}
		})
	}
}

// What is gone, added, moved or swapped is named too.
func TestWhatIsMissingOrMovedIsNamed(t *testing.T) {
	h := metArchive(t)
	last := len(h.leaves) - 1
	for what, c := range map[string]struct {
		change func(*held)
		want   string
	}{
		"first release gone":  {func(h *held) { h.releases = h.releases[1:] }, "leaf 0"},
		"middle release gone": {func(h *held) { h.releases = slices.Delete(h.releases, 4, 5) }, "leaf 5"},
		"last release gone":   {func(h *held) { h.releases = h.releases[:len(h.releases)-1] }, fmt.Sprintf("leaf %d", last)},
		"release twice":       {func(h *held) { h.releases = slices.Insert(h.releases, 1, h.releases[0]) }, "release 0 (" + h.releases[0].OCID + ")"},
		"releases swapped":    {func(h *held) { h.releases[0], h.releases[1] = h.releases[1], h.releases[0] }, "leaf 0"},
		"bodies swapped": {func(h *held) {
			a, b := &h.releases[0], &h.releases[1]
			a.Stored, b.Stored, a.Checksum, b.Checksum = b.Stored, a.Stored, b.Checksum, a.Checksum
		}, "release 0 (" + h.releases[0].OCID + ")"},
		"first leaf gone":          {func(h *held) { h.leaves = h.leaves[1:] }, "leaf 0"},
		"middle leaf gone":         {func(h *held) { h.leaves = slices.Delete(h.leaves, 4, 5) }, "leaf 4"},
		"last leaf gone":           {func(h *held) { h.leaves = h.leaves[:last] }, "checkpoint 2"},
		"leaf twice":               {func(h *held) { h.leaves = append(h.leaves, h.leaves[last]) }, fmt.Sprintf("leaf %d", last+1)},
		"leaf of other number":     {func(h *held) { h.leaves[last].Seq = 99 }, fmt.Sprintf("leaf %d", last)},
		"node gone":                {func(h *held) { h.nodes = slices.Delete(h.nodes, 4, 5) }, fmt.Sprintf("node %d", h.nodes[4].ID)},
		"last node gone":           {func(h *held) { h.nodes = h.nodes[:len(h.nodes)-1] }, fmt.Sprintf("node %d", len(h.nodes)-1)},
		"node too many":            {func(h *held) { h.nodes = append(h.nodes, store.NodeRow{ID: 99, Hash: h.nodes[0].Hash}) }, "node 99"},
		"node short":               {func(h *held) { h.nodes[2].Hash = h.nodes[2].Hash[:31] }, "node 2"},
		"first checkpoint gone":    {func(h *held) { h.checkpoints = h.checkpoints[1:] }, "checkpoint of 3 leaves"},
		"last checkpoint gone":     {func(h *held) { h.checkpoints = h.checkpoints[:2] }, fmt.Sprintf("checkpoint of %d leaves", last+1)},
		"all checkpoints gone":     {func(h *held) { h.checkpoints = nil }, "checkpoint of 3 leaves"},
		"checkpoint renumbered":    {func(h *held) { h.checkpoints[1].Size = 5 }, "checkpoint of 4 leaves"},
		"checkpoint copied":        {func(h *held) { h.checkpoints[0].Note = nil }, "checkpoint 0"},
		"checkpoint replaced":      {func(h *held) { h.checkpoints[2].Note = h.checkpoints[1].Note }, fmt.Sprintf("checkpoint of %d leaves", last+1)},
		"day gone":                 {func(h *held) { h.days = nil }, "leaf 3"},
		"day too many":             {func(h *held) { h.days = append(h.days, store.DayRow{Day: "2027-01-01", Seq: 99}) }, "day 2027-01-01"},
		"day of a release":         {func(h *held) { h.days = append([]store.DayRow{{Day: "2027-01-01", Seq: 1}}, h.days...) }, "day 2027-01-01"},
		"batch gone":               {func(h *held) { h.batches = h.batches[1:] }, "release 0 (" + h.releases[0].OCID + ")"},
		"batch too many":           {func(h *held) { h.batches = append(h.batches, store.Batch{ID: 9}) }, "batch 9"},
		"batch of another":         {func(h *held) { h.batches[1].Filer = "somebody" }, "release 4 (" + h.releases[3].OCID + ")"},
		"batch recorded later":     {func(h *held) { h.batches[0].RecordedAt = "2030-01-01T00:00:00Z" }, "batch 1"},
		"release of another batch": {func(h *held) { h.releases[1].Batch = 2 }, "batch 2"},
		"everything gone":          {func(h *held) { h.releases, h.leaves, h.nodes = nil, nil, nil }, "checkpoint 0"},
	} {
		t.Run(what, func(t *testing.T) {
			err := h.with(c.change).verify()
			var m *Mismatch
			if !errors.As(err, &m) || m.What+" "+m.Name != c.want {
				t.Errorf("got %v, want %s named", err, c.want)
			}
		})
	}
}

// Another key signs nothing here.
func TestAnotherKeyIsNotTrusted(t *testing.T) {
	d, other := openDesk(t), openDesk(t)
	for _, d := range []*desk{d, other} {
		d.file(release("Police", "a", "1", "2024-01-12", signed))
	}
	vkey := read(other, func(ctx context.Context, v store.View) (string, error) { return VerifierKey(ctx, v) })
	d.alter("UPDATE settings SET value = $1 WHERE name = $2", vkey, vkeySetting)
	if err := d.verify(); !named(err, "checkpoint", 0) {
		t.Errorf("with another ledger's key: %v", err)
	}
}
