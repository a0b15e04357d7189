package registry

import (
	"context"
	"errors"
	"time"

	"daylight/internal/ledger"
	"daylight/internal/store"
)

// log appends to the ledger within one transaction.
type log struct {
	ctx   context.Context
	tx    *store.Tx
	r     *Registry
	tree  *ledger.Tree
	first int64       // sequence number of the first leaf of this transaction
	last  ledger.Leaf // the latest leaf
	times map[int64]string
}

func (r *Registry) openLog(ctx context.Context, tx *store.Tx) (*log, error) {
	size, err := tx.Size(ctx)
	if err != nil {
		return nil, err
	}
	tree, err := ledger.LoadTree(size, tx.Hashes(ctx))
	if err != nil {
		return nil, err
	}
	l := &log{ctx: ctx, tx: tx, r: r, tree: tree, first: size, times: map[int64]string{}}
	if size > 0 {
		text, err := tx.Leaf(ctx, size-1)
		if err != nil {
			return nil, err
		}
		if l.last, err = ledger.ParseLeaf(text); err != nil {
			return nil, err
		}
	}
	return l, nil
}

func ledgerTime(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// append numbers and times a leaf and adds it; its time is never earlier than
// that of the one before.
func (l *log) append(leaf ledger.Leaf) (ledger.Leaf, error) {
	at, err := ledger.Stamp(l.r.now().UTC().Truncate(time.Second), l.last.At)
	if err != nil {
		return ledger.Leaf{}, err
	}
	leaf.Seq, leaf.At = l.tree.Size(), at
	first, hashes, err := l.tree.Append(leaf.Bytes())
	if err != nil {
		return ledger.Leaf{}, err
	}
	if err := l.tx.AppendLeaf(l.ctx, leaf, first, hashes); err != nil {
		return ledger.Leaf{}, err
	}
	l.last = leaf
	l.times[leaf.Seq] = at
	return leaf, nil
}

// date is the leaf that dates an event caused by the leaf seq: that leaf where
// it is of this transaction, else the latest one.
func (l *log) date(seq int64) (int64, string) {
	if at, ok := l.times[seq]; ok {
		return seq, at
	}
	return l.last.Seq, l.last.At
}

// sign stores the signed head of the tree, after proving that it continues the
// head signed before.
func (l *log) sign() error {
	head := ledger.Checkpoint{Origin: l.r.signer.Name(), Size: l.tree.Size(), Root: l.tree.Root()}
	before, err := l.tx.Checkpoint(l.ctx)
	switch {
	case errors.Is(err, store.ErrNotFound):
	case err != nil:
		return err
	default:
		if err := l.continues(before, head); err != nil {
			return err
		}
	}
	signed, err := ledger.Sign(head, l.r.signer)
	if err != nil {
		return err
	}
	return l.tx.PutCheckpoint(l.ctx, head.Size, signed)
}

func (l *log) continues(before store.CheckpointRow, head ledger.Checkpoint) error {
	v, err := verifier(l.ctx, l.tx.View)
	if err != nil {
		return err
	}
	old, err := ledger.Open(before.Note, v)
	if err != nil {
		return err
	}
	proof, err := ledger.ConsistencyProof(old.Size, head.Size, l.tx.Hashes(l.ctx))
	if err != nil {
		return err
	}
	return ledger.CheckConsistency(proof, old, head)
}
