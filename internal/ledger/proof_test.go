package ledger

import (
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/tlog"
	"pgregory.net/rapid"
)

func TestProofsOfEveryPlace(t *testing.T) {
	leaves := leavesFor(40)
	nodes := grow(t, leaves)
	rapid.Check(t, func(t *rapid.T) {
		size := rapid.Int64Range(1, 40).Draw(t, "size")
		index := rapid.Int64Range(0, size-1).Draw(t, "index")
		proof, err := InclusionProof(index, size, nodes)
		if err != nil {
			t.Fatal(err)
		}
		root := treeHash(leaves[:size])
		if err := CheckInclusion(proof, index, size, root, leaves[index]); err != nil {
			t.Fatal(err)
		}
		other := rapid.Int64Range(0, 39).Filter(func(i int64) bool { return i != index }).Draw(t, "other")
		if CheckInclusion(proof, index, size, root, leaves[other]) == nil {
			t.Fatalf("the proof of leaf %d fits leaf %d", index, other)
		}
		if CheckInclusion(proof, other, size, root, leaves[index]) == nil {
			t.Fatalf("leaf %d is proved in place %d", index, other)
		}
	})
}

func TestConsistencyOfEverySize(t *testing.T) {
	leaves := leavesFor(20)
	nodes := grow(t, leaves)
	at := func(size int64) Checkpoint { return Checkpoint{origin, size, treeHash(leaves[:size])} }
	for size := range int64(21) {
		for old := range size + 1 {
			proof, err := ConsistencyProof(old, size, nodes)
			if err != nil {
				t.Fatal(err)
			}
			if err := CheckConsistency(proof, at(old), at(size)); err != nil {
				t.Errorf("%d leaves after %d: %v", size, old, err)
			}
			fork := at(old)
			fork.Root[0] ^= 1
			if CheckConsistency(proof, fork, at(size)) == nil {
				t.Errorf("%d leaves continue a fork at %d", size, old)
			}
			if CheckConsistency(append(proof, Hash{}), at(old), at(size)) == nil {
				t.Errorf("%d leaves after %d: a hash too many", size, old)
			}
		}
	}
}

func TestImpossibleProofs(t *testing.T) {
	nodes := grow(t, leavesFor(4))
	at := func(name string, size int64) Checkpoint { return Checkpoint{name, size, emptyRoot} }
	for _, pair := range [][2]int64{{-1, 4}, {4, 4}, {0, 0}, {0, -1}, {0, MaxSize + 1}} {
		if _, err := InclusionProof(pair[0], pair[1], nodes); err == nil {
			t.Errorf("InclusionProof%v", pair)
		}
		if CheckInclusion(nil, pair[0], pair[1], emptyRoot, nil) == nil {
			t.Errorf("CheckInclusion%v", pair)
		}
	}
	for _, pair := range [][2]int64{{-1, 4}, {5, 4}, {0, MaxSize + 1}} {
		if _, err := ConsistencyProof(pair[0], pair[1], nodes); err == nil {
			t.Errorf("ConsistencyProof%v", pair)
		}
		if CheckConsistency(nil, at(origin, pair[0]), at(origin, pair[1])) == nil {
			t.Errorf("CheckConsistency%v", pair)
		}
	}
	if CheckConsistency(nil, at("a.example", 0), at("b.example", 0)) == nil {
		t.Error("one log continues another")
	}
}

// proofOf is the served proof of one leaf in a log of the given leaves.
func proofOf(t testing.TB, index int64, leaves [][]byte, signed []byte) Proof {
	t.Helper()
	hashes, err := InclusionProof(index, int64(len(leaves)), grow(t, leaves))
	if err != nil {
		t.Fatal(err)
	}
	return Proof{Index: index, Hashes: hashes, Checkpoint: signed}
}

func TestProofText(t *testing.T) {
	signer, verifier := newKey(t, origin)
	for _, size := range []int64{1, 2, 7} {
		leaves := leavesFor(size)
		p := proofOf(t, size-1, leaves, sign(t, signer, leaves))
		p.Extra = []byte("seen in the paper"[:size-1])
		read, err := ParseProof(p.Bytes())
		if err != nil {
			t.Fatal(err)
		}
		if string(read.Bytes()) != string(p.Bytes()) || string(read.Extra) != string(p.Extra) {
			t.Errorf("written:\n%s\nread:\n%s", p.Bytes(), read.Bytes())
		}
		if c, err := read.Verify(leaves[size-1], verifier); err != nil || c.Size != size {
			t.Errorf("Verify = %+v, %v", c, err)
		}
		if _, err := read.Verify([]byte("another leaf"), verifier); err == nil {
			t.Error("the proof fits another leaf")
		}
	}
}

func TestParseProofRefuses(t *testing.T) {
	hash := tlog.RecordHash(nil).String()
	good := proofHeader + "\nextra eA==\nindex 1\n" + hash + "\n\nnote\n"
	if _, err := ParseProof([]byte(good)); err != nil {
		t.Fatal(err)
	}
	tests := []struct{ old, new string }{
		{"@v1", "@v2"},
		{"eA==", "eB=="},
		{"extra eA==", "extra "},
		{"extra eA==", "extra eA==\nextra eA=="},
		{"index 1", "index 01"},
		{"index 1", "index -1"},
		{"index 1", "1"},
		{"index 1\n", ""},
		{hash, hash[1:]},
		{hash, hash + "\r"},
		{hash, hash + hash},
		{"\n\nnote\n", "\n\n"},
		{"\n\nnote\n", "\nnote\n"},
		{good, ""},
	}
	for _, test := range tests {
		if p, err := ParseProof([]byte(strings.Replace(good, test.old, test.new, 1))); err == nil {
			t.Errorf("with %q for %q: %+v", test.new, test.old, p)
		}
	}
}

// No changed byte of a served proof goes unnoticed.
func TestEveryBitOfAProofCounts(t *testing.T) {
	signer, verifier := newKey(t, origin)
	leaves := leavesFor(5)
	text := proofOf(t, 3, leaves, sign(t, signer, leaves)).Bytes()
	for i := range text {
		for bit := range 8 {
			text[i] ^= 1 << bit
			if p, err := ParseProof(text); err == nil {
				if _, err := p.Verify(leaves[3], verifier); err == nil {
					t.Errorf("accepted with bit %d of byte %d changed:\n%s", bit, i, text)
				}
			}
			text[i] ^= 1 << bit
		}
	}
}

func FuzzParseProof(f *testing.F) {
	signer, verifier := newKey(f, origin)
	leaves := leavesFor(5)
	f.Add(proofOf(f, 3, leaves, sign(f, signer, leaves)).Bytes())
	f.Fuzz(func(t *testing.T, data []byte) {
		p, err := ParseProof(data)
		if err != nil {
			return
		}
		if string(p.Bytes()) != string(data) {
			t.Errorf("%q is read as %q", data, p.Bytes())
		}
		if _, err := p.Verify(leaves[3], verifier); err == nil && p.Index != 3 {
			t.Errorf("leaf 3 is proved in place %d", p.Index)
		}
	})
}
