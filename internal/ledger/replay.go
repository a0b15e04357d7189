package ledger

import (
	"bytes"
	"fmt"
	"iter"
	"time"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

// Stored is all that is kept of a log. The sequences are read once, side by side, and may reuse their memory from one
// item to the next; an error in one ends the replay. A sequence yields what is stored and checks nothing itself.
type Stored struct {
	Leaves      iter.Seq2[[]byte, error] // in order of sequence number
	Nodes       iter.Seq2[Node, error]   // in order of ID
	Checkpoints iter.Seq2[[]byte, error] // signed notes, the smallest size first; nil if none were signed
	Verifier    note.Verifier            // of the checkpoints
}

// Node is a stored node of the tree: its stored-hash index and the bytes found there, of whatever length.
type Node struct {
	ID   int64
	Hash []byte
}

// Replay computes the whole tree again from the leaves, and compares every stored node and every checkpoint with it. It
// checks each leaf's form, that leaves are numbered without a gap, and that their times never decrease.
//
// The first disagreement comes back as a *Mismatch. Where a leaf and its own hash disagree the leaf is named, with the
// number of the node: either may be the altered one. Leaves missing from the end, with all their nodes, show only
// against a checkpoint that covers them.
//
// It holds one leaf at a time and a tree of at most 53 hashes; a million leaves take seconds.
func Replay(s Stored) (*Tree, error) {
	if s.Checkpoints == nil {
		s.Checkpoints = func(func([]byte, error) bool) {}
	}
	nodes, stopNodes := iter.Pull2(s.Nodes)
	defer stopNodes()
	notes, stopNotes := iter.Pull2(s.Checkpoints)
	defer stopNotes()
	r := &replay{nextNode: nodes, nextNote: notes, verifier: s.Verifier}
	if err := r.openNote(); err != nil {
		return nil, err
	}
	for data, err := range s.Leaves {
		if err != nil {
			return nil, fmt.Errorf("ledger: leaf %d: %w", r.tree.size, err)
		}
		if err := r.leaf(data); err != nil {
			return nil, err
		}
	}
	return &r.tree, r.end()
}

type replay struct {
	tree     Tree
	last     time.Time // of the leaf before
	hashes   []Hash    // reused
	nextNode func() (Node, error, bool)
	nextID   int64

	nextNote func() ([]byte, error, bool)
	noteAt   int64 // place of the open checkpoint
	noted    *Checkpoint
	verifier note.Verifier
}

func (r *replay) leaf(data []byte) error {
	seq := r.tree.size
	if err := r.checkLeaf(seq, data); err != nil {
		return err
	}
	if err := r.checkNotes(); err != nil {
		return err
	}
	r.hashes = r.tree.push(tlog.RecordHash(data), r.hashes[:0])
	for level, h := range r.hashes {
		if err := r.checkNode(seq, level, h); err != nil {
			return err
		}
	}
	return nil
}

func (r *replay) checkLeaf(seq int64, data []byte) error {
	l, err := ParseLeaf(data)
	if err != nil {
		return &Mismatch{WhatLeaf, seq, err.Error()}
	}
	if l.Seq != seq {
		return &Mismatch{WhatLeaf, seq, fmt.Sprintf("the leaf in this place has seq %d", l.Seq)}
	}
	at, err := instant(l.At)
	if err != nil || at.Before(r.last) {
		return &Mismatch{WhatLeaf, seq, fmt.Sprintf("at %s is before the leaf in front of it", l.At)}
	}
	r.last = at
	return nil
}

func (r *replay) checkNode(seq int64, level int, want Hash) error {
	id := r.nextID
	r.nextID++
	node, err, ok := r.nextNode()
	switch {
	case err != nil:
		return fmt.Errorf("ledger: node %d: %w", id, err)
	case !ok || node.ID > id:
		return &Mismatch{WhatNode, id, "missing"}
	case node.ID < id:
		return &Mismatch{WhatNode, node.ID, "out of order or twice"}
	case bytes.Equal(node.Hash, want[:]):
		return nil
	case level == 0:
		return &Mismatch{WhatLeaf, seq, fmt.Sprintf("does not hash to its node %d", id)}
	}
	return &Mismatch{WhatNode, id, fmt.Sprintf("is not the hash of the %d leaves below it", int64(1)<<level)}
}

// checkNotes compares every checkpoint of the present size with the tree.
func (r *replay) checkNotes() error {
	for r.noted != nil && r.noted.Size <= r.tree.size {
		if r.noted.Size < r.tree.size {
			return &Mismatch{WhatCheckpoint, r.noteAt, "smaller than the one before it"}
		}
		if r.noted.Root != r.tree.Root() {
			return &Mismatch{WhatCheckpoint, r.noteAt, fmt.Sprintf("its root is not that of the first %d leaves", r.tree.size)}
		}
		r.noteAt++
		if err := r.openNote(); err != nil {
			return err
		}
	}
	return nil
}

// openNote reads the next checkpoint, if there is one.
func (r *replay) openNote() error {
	r.noted = nil
	signed, err, ok := r.nextNote()
	if err != nil || !ok {
		return err
	}
	c, err := Open(signed, r.verifier)
	if err != nil {
		return &Mismatch{WhatCheckpoint, r.noteAt, err.Error()}
	}
	r.noted = &c
	return nil
}

// end checks what the leaves have left over.
func (r *replay) end() error {
	if err := r.checkNotes(); err != nil {
		return err
	}
	if r.noted != nil {
		reason := fmt.Sprintf("signs %d leaves where %d are left", r.noted.Size, r.tree.size)
		return &Mismatch{WhatCheckpoint, r.noteAt, reason}
	}
	node, err, ok := r.nextNode()
	if err != nil {
		return fmt.Errorf("ledger: node %d: %w", r.nextID, err)
	}
	if ok {
		return &Mismatch{WhatNode, node.ID, "belongs to no leaf"}
	}
	return nil
}
