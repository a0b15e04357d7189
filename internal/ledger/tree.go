package ledger

import (
	"fmt"
	"math/bits"
	"slices"

	"golang.org/x/mod/sumdb/tlog"
)

// Tree is the right-hand edge of the log: the roots of its perfect subtrees, which is all that appending needs. Load it
// inside the transaction that appends, and drop it if that transaction fails.
type Tree struct {
	size  int64
	peaks []Hash // the largest subtree first: one for each 1 bit of size
}

// LoadTree reads the edge of a log of size leaves from its stored nodes (at most 53 of them).
// It trusts them; Replay is what checks them.
func LoadTree(size int64, r HashReader) (*Tree, error) {
	if size < 0 || size > MaxSize {
		return nil, fmt.Errorf("ledger: no tree of %d leaves", size)
	}
	ids := peakNodes(size)
	if len(ids) == 0 {
		return &Tree{}, nil
	}
	peaks, err := r.ReadHashes(ids)
	if err != nil {
		return nil, fmt.Errorf("ledger: tree of %d leaves: %w", size, err)
	}
	if len(peaks) != len(ids) {
		return nil, fmt.Errorf("ledger: asked for %d nodes and got %d", len(ids), len(peaks))
	}
	return &Tree{size: size, peaks: slices.Clone(peaks)}, nil
}

// peakNodes lists the stored-hash indexes of the perfect subtrees of a log, in increasing order.
func peakNodes(size int64) (ids []int64) {
	for start := int64(0); start < size; {
		level := bits.Len64(uint64(size-start)) - 1
		ids = append(ids, tlog.StoredHashIndex(level, start>>level))
		start += 1 << level
	}
	return ids
}

// Append adds the bytes of a valid leaf whose Seq is the tree's size. The hashes are to be stored at the stored-hash
// indexes first, first+1, …; there is one for the leaf and one for each subtree that it completes.
func (t *Tree) Append(leaf []byte) (first int64, hashes []Hash, err error) {
	l, err := ParseLeaf(leaf)
	if err != nil {
		return 0, nil, err
	}
	if l.Seq != t.size {
		return 0, nil, fmt.Errorf("leaf: seq %d cannot follow %d leaves", l.Seq, t.size)
	}
	first = FirstNode(t.size)
	return first, t.push(tlog.RecordHash(leaf), nil), nil
}

// push adds the hash of a leaf and appends the new nodes to into, from the leaf upwards.
func (t *Tree) push(h Hash, into []Hash) []Hash {
	into = append(into, h)
	for range bits.TrailingZeros64(^uint64(t.size)) {
		last := len(t.peaks) - 1
		h = tlog.NodeHash(t.peaks[last], h)
		t.peaks = t.peaks[:last]
		into = append(into, h)
	}
	t.peaks = append(t.peaks, h)
	t.size++
	return into
}

// Size is the number of leaves.
func (t *Tree) Size() int64 { return t.size }

// Root is the Merkle tree hash of all leaves (RFC 6962, section 2.1).
func (t *Tree) Root() Hash {
	if t.size == 0 {
		return emptyRoot
	}
	root := t.peaks[len(t.peaks)-1]
	for _, peak := range slices.Backward(t.peaks[:len(t.peaks)-1]) {
		root = tlog.NodeHash(peak, root)
	}
	return root
}

// emptyRoot is the hash of no leaves: SHA-256 of nothing.
var emptyRoot, _ = tlog.TreeHash(0, nil)

// FirstNode is the stored-hash index of a leaf's own hash, and so the number of nodes of the log before that leaf.
func FirstNode(seq int64) int64 { return tlog.StoredHashIndex(0, seq) }

// Root reads the root of the log's first size leaves from its stored nodes.
func Root(size int64, r HashReader) (Hash, error) {
	t, err := LoadTree(size, r)
	if err != nil {
		return Hash{}, err
	}
	return t.Root(), nil
}
