package ledger

import (
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
)

// kept is a log on a shelf: what a database would hold.
type kept struct {
	leaves   [][]byte
	nodes    []Node
	notes    [][]byte
	verifier note.Verifier
}

// keep stores a log of size leaves with a checkpoint for each of the sizes signed.
func keep(t testing.TB, size int64, signed ...int64) *kept {
	signer, verifier := newKey(t, origin)
	k := &kept{leaves: leavesFor(size), verifier: verifier}
	for id, h := range grow(t, k.leaves) {
		k.nodes = append(k.nodes, Node{int64(id), slices.Clone(h[:])})
	}
	for _, n := range signed {
		k.notes = append(k.notes, sign(t, signer, k.leaves[:n]))
	}
	return k
}

func (k *kept) replay() (*Tree, error) {
	return Replay(Stored{Leaves: each(k.leaves), Nodes: each(k.nodes), Checkpoints: each(k.notes), Verifier: k.verifier})
}

func each[T any](items []T) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for _, item := range items {
			if !yield(item, nil) {
				return
			}
		}
	}
}

func TestReplayAcceptsAnHonestLog(t *testing.T) {
	for size := range int64(34) {
		k := keep(t, size, 0, size/2, size/2, size)
		tree, err := k.replay()
		if err != nil || tree.Size() != size || tree.Root() != treeHash(k.leaves) {
			t.Errorf("%d leaves: %v", size, err)
		}
	}
	k := keep(t, 5)
	if _, err := Replay(Stored{Leaves: each(k.leaves), Nodes: each(k.nodes)}); err != nil {
		t.Errorf("without checkpoints: %v", err)
	}
}

// Every single bit of every leaf, node and checkpoint is changed in turn, and Replay names the place.
func TestReplayNamesEveryChangedBit(t *testing.T) {
	k := keep(t, 7, 3, 7)
	for seq, leaf := range k.leaves {
		flipEach(leaf, func() { k.wants(t, WhatLeaf, int64(seq), "") })
	}
	leafNode := map[int64]int64{}
	for seq := range k.leaves {
		leafNode[FirstNode(int64(seq))] = int64(seq)
	}
	for _, node := range k.nodes {
		flipEach(node.Hash, func() {
			if seq, ok := leafNode[node.ID]; ok {
				k.wants(t, WhatLeaf, seq, fmt.Sprintf("its node %d", node.ID))
			} else {
				k.wants(t, WhatNode, node.ID, "leaves below it")
			}
		})
	}
	for i, signed := range k.notes {
		flipEach(signed, func() { k.wants(t, WhatCheckpoint, int64(i), "") })
	}
	if _, err := k.replay(); err != nil {
		t.Errorf("with everything put back: %v", err)
	}
}

func flipEach(data []byte, check func()) {
	for i := range data {
		for bit := range 8 {
			data[i] ^= 1 << bit
			check()
			data[i] ^= 1 << bit
		}
	}
}

func TestReplayNamesWhatIsLostOrAdded(t *testing.T) {
	forger, _ := newKey(t, origin)
	tests := []struct {
		name   string
		change func(*kept)
		what   string
		index  int64
		reason string
	}{
		{"a leaf lost", func(k *kept) { k.leaves = slices.Delete(k.leaves, 2, 3) }, WhatLeaf, 2, "has seq 3"},
		{"two leaves exchanged", func(k *kept) { k.leaves[1], k.leaves[2] = k.leaves[2], k.leaves[1] }, WhatLeaf, 1, "has seq 2"},
		{"a leaf put in", func(k *kept) { k.leaves = slices.Insert(k.leaves, 2, k.leaves[2]) }, WhatLeaf, 3, "has seq 2"},
		{"the last leaf lost", func(k *kept) { k.leaves = k.leaves[:6] }, WhatCheckpoint, 1, "signs 7 leaves"},
		{"the last leaf lost, unsigned", func(k *kept) { k.leaves, k.notes = k.leaves[:6], nil }, WhatNode, 10, "no leaf"},
		{"a node lost", func(k *kept) { k.nodes = slices.Delete(k.nodes, 5, 6) }, WhatNode, 5, "missing"},
		{"the last node lost", func(k *kept) { k.nodes = k.nodes[:10] }, WhatNode, 10, "missing"},
		{"a node twice", func(k *kept) { k.nodes = slices.Insert(k.nodes, 5, k.nodes[4]) }, WhatNode, 4, "twice"},
		{"a node too many", func(k *kept) { k.nodes = append(k.nodes, Node{ID: 11}) }, WhatNode, 11, "no leaf"},
		{"a node cut short", func(k *kept) { k.nodes[2].Hash = k.nodes[2].Hash[:31] }, WhatNode, 2, "2 leaves"},
		{"a clock gone back", func(k *kept) { k.set(4, func(l *Leaf) { l.At = "2026-07-01T08:59:59.9Z" }) }, WhatLeaf, 4, "before the leaf"},
		{"checkpoints exchanged", func(k *kept) { slices.Reverse(k.notes) }, WhatCheckpoint, 1, "smaller"},
		{"a forged checkpoint", func(k *kept) { k.notes[0] = sign(t, forger, k.leaves[:3]) }, WhatCheckpoint, 0, "checkpoint"},
		{"history written anew", func(k *kept) { k.rewrite(t) }, WhatCheckpoint, 0, "first 3 leaves"},
	}
	for _, test := range tests {
		k := keep(t, 7, 3, 7)
		test.change(k)
		if !k.wants(t, test.what, test.index, test.reason) {
			t.Errorf("that was: %s", test.name)
		}
	}
}

// set changes a stored leaf.
func (k *kept) set(seq int, change func(*Leaf)) {
	leaf, _ := ParseLeaf(k.leaves[seq])
	change(&leaf)
	k.leaves[seq] = leaf.Bytes()
}

// rewrite changes a leaf and all nodes with it, as somebody would who controls the database but not the key.
func (k *kept) rewrite(t testing.TB) {
	k.set(1, func(l *Leaf) { l.Body = hashB })
	for id, h := range grow(t, k.leaves) {
		k.nodes[id].Hash = h[:]
	}
}

func (k *kept) wants(t *testing.T, what string, index int64, reason string) bool {
	t.Helper()
	_, err := k.replay()
	var m *Mismatch
	if !errors.As(err, &m) || m.What != what || m.Index != index || !strings.Contains(m.Reason, reason) {
		t.Errorf("Replay: %v, want %s %d: … %s", err, what, index, reason)
		return false
	}
	return true
}

// A disk that fails is not a log that was altered.
func TestReplayPassesOnReadErrors(t *testing.T) {
	broken := errors.New("disk")
	k := keep(t, 3, 3)
	whole := Stored{each(k.leaves), each(k.nodes), each(k.notes), k.verifier}
	tests := map[string]func(*Stored){
		"leaves":      func(s *Stored) { s.Leaves = thenFail(k.leaves[:2], broken) },
		"nodes":       func(s *Stored) { s.Nodes = thenFail(k.nodes[:2], broken) },
		"last nodes":  func(s *Stored) { s.Nodes = thenFail(k.nodes, broken) },
		"checkpoints": func(s *Stored) { s.Checkpoints = thenFail(k.notes, broken) },
	}
	for name, change := range tests {
		s := whole
		change(&s)
		var m *Mismatch
		if _, err := Replay(s); !errors.Is(err, broken) || errors.As(err, &m) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func thenFail[T any](items []T, err error) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		for item := range each(items) {
			if !yield(item, nil) {
				return
			}
		}
		var none T
		yield(none, err)
	}
}

// One operation is a replay of a million leaves.
func BenchmarkReplayMillion(b *testing.B) {
	const size = 1_000_000
	k := &kept{leaves: leavesFor(size)}
	tree := &Tree{}
	for _, leaf := range k.leaves {
		first, hashes, err := tree.Append(leaf)
		if err != nil {
			b.Fatal(err)
		}
		for i, h := range hashes {
			k.nodes = append(k.nodes, Node{first + int64(i), slices.Clone(h[:])})
		}
	}
	for b.Loop() {
		if _, err := k.replay(); err != nil {
			b.Fatal(err)
		}
	}
}
