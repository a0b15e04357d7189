package ledger

import (
	"errors"
	"fmt"
	"math/bits"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

// memory keeps nodes by their stored-hash index.
type memory []Hash

func (m memory) ReadHashes(ids []int64) (hashes []Hash, err error) {
	for _, id := range ids {
		if id < 0 || id >= int64(len(m)) {
			return nil, fmt.Errorf("node %d is not stored", id)
		}
		hashes = append(hashes, m[id])
	}
	return hashes, nil
}

// grow appends leaves to a new log, as a store does: it loads the tree anew for each.
func grow(t testing.TB, leaves [][]byte) (nodes memory) {
	t.Helper()
	for seq, leaf := range leaves {
		tree, err := LoadTree(int64(seq), nodes)
		if err != nil {
			t.Fatal(err)
		}
		first, hashes, err := tree.Append(leaf)
		if err != nil {
			t.Fatal(err)
		}
		if first != int64(len(nodes)) {
			t.Fatalf("the nodes of leaf %d begin at %d, with %d stored", seq, first, len(nodes))
		}
		nodes = append(nodes, hashes...)
	}
	return nodes
}

// treeHash is RFC 6962, section 2.1, word for word.
func treeHash(leaves [][]byte) Hash {
	switch n := len(leaves); n {
	case 0:
		return emptyRoot
	case 1:
		return tlog.RecordHash(leaves[0])
	default:
		k := 1 << (bits.Len(uint(n-1)) - 1) // the largest power of two smaller than n
		return tlog.NodeHash(treeHash(leaves[:k]), treeHash(leaves[k:]))
	}
}

func TestAppendAgreesWithRecomputing(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var leaves [][]byte
		var nodes memory
		tree := &Tree{}
		for seq := range rapid.Int64Range(0, 70).Draw(t, "size") {
			leaf := leafAt(t, seq).Bytes()
			if rapid.Bool().Draw(t, "reload") {
				tree, _ = LoadTree(seq, nodes)
			}
			first, hashes, err := tree.Append(leaf)
			if err != nil || first != int64(len(nodes)) {
				t.Fatalf("leaf %d: first node %d of %d, %v", seq, first, len(nodes), err)
			}
			leaves, nodes = append(leaves, leaf), append(nodes, hashes...)
		}
		if tree.Root() != treeHash(leaves) || tree.Size() != int64(len(leaves)) {
			t.Fatalf("the tree of %d leaves has size %d and root %s", len(leaves), tree.Size(), tree.Root())
		}
		size := rapid.IntRange(0, len(leaves)).Draw(t, "earlier size")
		if root, err := Root(int64(size), nodes); err != nil || root != treeHash(leaves[:size]) {
			t.Fatalf("Root(%d) = %s, %v", size, root, err)
		}
	})
}

func TestAppendRefuses(t *testing.T) {
	leaves := leavesFor(3)
	nodes := grow(t, leaves[:2])
	tests := map[string][]byte{"seq 0 cannot follow 2": leaves[0], "leaf: ": []byte("{}"), "canonical": append(leaves[2], ' ')}
	for want, leaf := range tests {
		tree, err := LoadTree(2, nodes)
		if err != nil {
			t.Fatal(err)
		}
		if _, _, err := tree.Append(leaf); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("Append(%s): %v, want %q", leaf, err, want)
		}
		if tree.Root() != treeHash(leaves[:2]) {
			t.Errorf("refusing %s changed the tree", leaf)
		}
	}
}

func TestLoadTreeReportsItsReader(t *testing.T) {
	broken := errors.New("disk")
	readers := map[string]HashReader{
		"fails":    tlog.HashReaderFunc(func([]int64) ([]Hash, error) { return nil, broken }),
		"is short": tlog.HashReaderFunc(func([]int64) ([]Hash, error) { return nil, nil }),
	}
	for name, r := range readers {
		if _, err := LoadTree(5, r); err == nil {
			t.Errorf("a reader that %s goes unnoticed", name)
		}
	}
	if _, err := LoadTree(5, readers["fails"]); !errors.Is(err, broken) {
		t.Errorf("the reader's error is lost: %v", err)
	}
	for _, size := range []int64{-1, MaxSize + 1} {
		if _, err := Root(size, memory{}); err == nil {
			t.Errorf("there is a root of %d leaves", size)
		}
	}
}

func BenchmarkAppend(b *testing.B) {
	leaves := leavesFor(1 << 16)
	tree := &Tree{}
	b.ResetTimer()
	for i := range b.N {
		if i%len(leaves) == 0 {
			tree = &Tree{}
		}
		if _, _, err := tree.Append(leaves[i%len(leaves)]); err != nil {
			b.Fatal(err)
		}
	}
}
