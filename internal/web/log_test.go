package web

import (
	"bytes"
	"context"
	"encoding/base64"
	"fmt"
	"strings"
	"testing"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"

	"daylight/internal/ledger"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// head is the signed head as a stranger with the verifier key reads it.
func head(t *testing.T) (ledger.Checkpoint, note.Verifier) {
	t.Helper()
	var key string
	err := seeded(t).Reader.Read(context.Background(), func(v store.View) (err error) {
		key, err = registry.VerifierKey(context.Background(), v)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	verifier, err := note.NewVerifier(key)
	if err != nil {
		t.Fatal(err)
	}
	c, err := ledger.Open(get(t, "/log/checkpoint").Body.Bytes(), verifier)
	if err != nil {
		t.Fatal(err)
	}
	return c, verifier
}

func TestAStrangerCanCheckTheLog(t *testing.T) {
	c, verifier := head(t)
	for seq := range c.Size {
		leaf := get(t, fmt.Sprintf("/log/leaf/%d", seq)).Body.Bytes()
		proof, err := ledger.ParseProof(get(t, fmt.Sprintf("/log/proof/%d", seq)).Body.Bytes())
		if err == nil {
			_, err = proof.Verify(leaf, verifier)
		}
		if err != nil {
			t.Errorf("entry %d: %v", seq, err)
		}
	}
}

func TestTilesHashToTheSignedHead(t *testing.T) {
	c, _ := head(t)
	var leaves [][]byte
	for n := int64(0); n*ledger.TileWidth < c.Size; n++ {
		width := min(c.Size-n*ledger.TileWidth, ledger.TileWidth)
		bundle := get(t, "/log/"+ledger.Tile{Level: ledger.Entries, N: n, Width: int(width)}.Path()).Body.Bytes()
		part, err := ledger.ParseEntryBundle(bundle)
		if err != nil {
			t.Fatal(err)
		}
		var hashes []byte
		for _, leaf := range part {
			h := tlog.RecordHash(leaf)
			hashes = append(hashes, h[:]...)
		}
		if tile := get(t, "/log/"+ledger.Tile{N: n, Width: int(width)}.Path()).Body.Bytes(); !bytes.Equal(tile, hashes) {
			t.Errorf("tile %d is not the hashes of its entries", n)
		}
		leaves = append(leaves, part...)
	}
	if root := rootOf(leaves); root != c.Root {
		t.Errorf("the entries hash to %s, signed is %s", root, c.Root)
	}
}

// rootOf is the Merkle tree hash of RFC 6962, section 2.1, as written there.
func rootOf(leaves [][]byte) tlog.Hash {
	if len(leaves) == 1 {
		return tlog.RecordHash(leaves[0])
	}
	k := 1
	for k*2 < len(leaves) {
		k *= 2
	}
	return tlog.NodeHash(rootOf(leaves[:k]), rootOf(leaves[k:]))
}

func TestConsistencyProofJoinsTwoSizes(t *testing.T) {
	c, _ := head(t)
	old := ledger.Checkpoint{Origin: c.Origin, Size: 10}
	bundle := get(t, "/log/tile/entries/000.p/10").Body.Bytes()
	leaves, err := ledger.ParseEntryBundle(bundle)
	if err != nil {
		t.Fatal(err)
	}
	old.Root = rootOf(leaves)
	var proof []tlog.Hash
	for line := range strings.Lines(get(t, fmt.Sprintf("/log/consistency?from=10&to=%d", c.Size)).Body.String()) {
		h, err := base64.StdEncoding.DecodeString(strings.TrimSpace(line))
		if err != nil {
			t.Fatal(err)
		}
		proof = append(proof, tlog.Hash(h))
	}
	if err := ledger.CheckConsistency(proof, old, c); err != nil {
		t.Error(err)
	}
}
