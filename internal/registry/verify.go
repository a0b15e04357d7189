package registry

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"

	"daylight/internal/ledger"
	"daylight/internal/store"
)

// Mismatch is the first thing Verify found that is not as the ledger or the
// releases have it.
type Mismatch struct {
	What   string // file, release, leaf, node, checkpoint, day, renewal, batch, row, event
	Name   string // which one
	Reason string
}

func (m *Mismatch) Error() string { return fmt.Sprintf("%s %s: %s", m.What, m.Name, m.Reason) }

func mismatch(what string, name any, format string, args ...any) *Mismatch {
	return &Mismatch{what, fmt.Sprint(name), fmt.Sprintf(format, args...)}
}

// Report is what Verify checked.
type Report struct {
	Releases, Leaves, Checkpoints, Processes int64
	Redacted                                 []store.Tombstone // in the order of their releases
}

// Verify checks, against each other, stored bytes, decoded bodies, leaves,
// tree nodes and signed checkpoints, and then every derived row and published
// event against what the releases say. It returns *Mismatch for the first that
// differs. It reads one moment of the database and changes nothing. A body may
// be missing only where a "redact" leaf says that it was removed, and a
// tombstone as that leaf has it stands for it.
//
// What it cannot see: releases and leaves removed together from the end with
// every checkpoint that covers them (keep a checkpoint elsewhere to see that);
// an event that no longer stands, removed with its changes; and where a batch
// came from, or what was fetched and when, which no leaf commits to.
func Verify(ctx context.Context, v store.View, trust Trust) (Report, error) {
	if err := v.Intact(ctx); err != nil {
		return Report{}, mismatch("file", "of the database", "%v", err)
	}
	a, err := openArchive(ctx, v)
	if err != nil {
		return Report{}, err
	}
	if trust.VKey != "" {
		if a.verifier, err = note.NewVerifier(trust.VKey); err != nil {
			return Report{}, fmt.Errorf("verifier key: %w", err)
		}
	}
	report, err := a.verify()
	if err != nil {
		return report, err
	}
	if err := trust.continues(ctx, v, a.verifier); err != nil {
		return report, err
	}
	removed := map[int64]bool{}
	for _, t := range report.Redacted {
		removed[t.Leaf] = true
	}
	if err := verifyEvents(ctx, v, report.Leaves, removed); err != nil {
		return report, err
	}
	if err := verifyOrganisationEvents(ctx, v, a.surveys, removed); err != nil {
		return report, err
	}
	if err := verifyRenewal(ctx, v, a.renewals); err != nil {
		return report, err
	}
	report.Processes, err = verifyRows(ctx, v)
	return report, err
}

// Trust is what a verifier knows from elsewhere. What is empty is taken from
// the database itself, which then vouches for itself.
type Trust struct {
	VKey       string // the ledger's verifier key
	Checkpoint []byte // a signed head kept from before, which the ledger must still continue
}

func (t Trust) continues(ctx context.Context, v store.View, key note.Verifier) error {
	if t.Checkpoint == nil {
		return nil
	}
	kept, err := ledger.Open(t.Checkpoint, key)
	if err != nil {
		return mismatch("checkpoint", "kept elsewhere", "%v", err)
	}
	size, err := v.Size(ctx)
	if err != nil {
		return err
	}
	if kept.Size > size {
		return mismatch("checkpoint", "kept elsewhere", "is of %d leaves, %d are left", kept.Size, size)
	}
	root, err := ledger.Root(kept.Size, v.Hashes(ctx))
	if err != nil {
		return err
	}
	if root != kept.Root {
		return mismatch("checkpoint", "kept elsewhere", "its %d leaves are not the first %d of this ledger", kept.Size, kept.Size)
	}
	return nil
}

// archive is what was filed and how the ledger keeps it: the database or, in a
// test, a copy of it that was tampered with. Sequences are in order and may be
// read twice.
type archive struct {
	releases    iter.Seq2[store.StoredRelease, error]
	batches     iter.Seq2[store.Batch, error]
	leaves      iter.Seq2[store.LeafRow, error]
	nodes       iter.Seq2[store.NodeRow, error]
	checkpoints []store.CheckpointRow
	tombstones  []store.Tombstone
	days        []store.DayRow
	renewals    []store.RenewalRow
	surveys     []store.SurveyRow
	verifier    note.Verifier
}

func openArchive(ctx context.Context, v store.View) (archive, error) {
	a := archive{releases: v.StoredReleases(ctx), batches: v.Batches(ctx), leaves: v.AllLeaves(ctx), nodes: v.AllNodes(ctx)}
	var err error
	if a.checkpoints, err = v.Checkpoints(ctx); err != nil {
		return a, err
	}
	if a.days, err = v.Days(ctx); err != nil {
		return a, err
	}
	if a.tombstones, err = v.Tombstones(ctx); err != nil {
		return a, err
	}
	if a.renewals, err = v.Renewals(ctx); err != nil {
		return a, err
	}
	if a.surveys, err = v.Surveys(ctx); err != nil {
		return a, err
	}
	a.verifier, err = verifier(ctx, v)
	return a, err
}

func verifier(ctx context.Context, v store.View) (note.Verifier, error) {
	vkey, err := VerifierKey(ctx, v)
	if err != nil {
		return nil, err
	}
	if vkey == "" {
		return nil, errors.New("no signing key was ever recorded in this database")
	}
	return note.NewVerifier(vkey)
}

// verify checks the tree first, so that every leaf can be relied on, and then
// what the leaves are about.
func (a archive) verify() (Report, error) {
	if err := a.replay(); err != nil {
		return Report{}, err
	}
	w := &walk{days: a.days, renewals: a.renewals, surveys: a.surveys, tombstones: newCemetery(a.tombstones)}
	releases, stop := iter.Pull2(a.releases)
	defer stop()
	batches, stop := iter.Pull2(a.batches)
	defer stop()
	w.nextRelease, w.nextBatch = releases, batches
	for row, err := range a.leaves {
		if err == nil {
			err = w.leaf(row)
		}
		if err != nil {
			return w.report, err
		}
	}
	if err := w.end(); err != nil {
		return w.report, err
	}
	w.report.Checkpoints = int64(len(a.checkpoints))
	return w.report, compareHeads(w.heads, a.checkpoints)
}

// replay recomputes the tree from the leaves and compares every stored node
// and signed head.
func (a archive) replay() error {
	stored := ledger.Stored{
		Leaves: func(yield func([]byte, error) bool) {
			for l, err := range a.leaves {
				if !yield(l.Leaf, err) {
					return
				}
			}
		},
		Nodes: func(yield func(ledger.Node, error) bool) {
			for n, err := range a.nodes {
				if !yield(ledger.Node{ID: n.ID, Hash: n.Hash}, err) {
					return
				}
			}
		},
		Checkpoints: func(yield func([]byte, error) bool) {
			for _, c := range a.checkpoints {
				if !yield(c.Note, nil) {
					return
				}
			}
		},
		Verifier: a.verifier,
	}
	_, err := ledger.Replay(stored)
	if m, ok := errors.AsType[*ledger.Mismatch](err); ok {
		return mismatch(string(m.What), m.Index, "%s", m.Reason)
	}
	return err
}

// compareHeads compares the stored checkpoints, whose signatures hold, with
// the sizes the tree had after each filing: each was signed.
func compareHeads(heads []int64, stored []store.CheckpointRow) error {
	for i := range max(len(heads), len(stored)) {
		switch {
		case i >= len(stored) || i < len(heads) && heads[i] < stored[i].Size:
			return mismatch("checkpoint", fmt.Sprintf("of %d leaves", heads[i]), "is missing")
		case i >= len(heads) || heads[i] > stored[i].Size:
			return mismatch("checkpoint", fmt.Sprintf("of %d leaves", stored[i].Size), "was signed in the middle of a filing")
		}
		if lines := strings.Split(string(stored[i].Note), "\n"); len(lines) < 2 || lines[1] != strconv.FormatInt(heads[i], 10) {
			return mismatch("checkpoint", fmt.Sprintf("of %d leaves", heads[i]), "is stored under the number of another")
		}
	}
	return nil
}
