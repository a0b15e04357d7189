package ledger

import (
	"bytes"
	"errors"
	"testing"

	"github.com/google/go-cmp/cmp"
	"golang.org/x/mod/sumdb/tlog"
)

func TestTilePath(t *testing.T) {
	tests := []struct {
		path string
		tile Tile
	}{
		{"tile/0/000", Tile{0, 0, 256}},
		{"tile/0/x001/x234/067", Tile{0, 1234067, 256}},
		{"tile/63/999.p/255", Tile{63, 999, 255}},
		{"tile/1/x001/000.p/1", Tile{1, 1000, 1}},
		{"tile/entries/x001/067", Tile{Entries, 1067, 256}},
		{"tile/entries/000.p/17", Tile{Entries, 0, 17}},
	}
	for _, test := range tests {
		if got, err := ParseTilePath(test.path); err != nil || got != test.tile {
			t.Errorf("ParseTilePath(%q) = %+v, %v", test.path, got, err)
		}
		if got := test.tile.Path(); got != test.path {
			t.Errorf("%+v.Path() = %q, want %q", test.tile, got, test.path)
		}
	}
}

func TestParseTilePathRefuses(t *testing.T) {
	for _, path := range []string{
		"", "tile", "tile/", "tile/0", "tile/0/", "/tile/0/000", "tile/0/000/", "0/000",
		"tile/64/000", "tile/00/000", "tile/-1/000", "tile/+1/000", "tile/x/000", "tile/data/000", "tile/8/0/000",
		"tile/0/0", "tile/0/00", "tile/0/0000", "tile/0/-01", "tile/0/x000", "tile/0/001/067", "tile/0/x000/067", "tile/0/x001/x067",
		"tile/0/000.p", "tile/0/000.p/", "tile/0/000.p/0", "tile/0/000.p/01", "tile/0/000.p/256", "tile/0/000.p/1/2", "tile/0/000/1",
		"tile/0/x999/x999/x999/x999/x999/x999/999", "tile/entries/entries/000", "tile/0/000?x", "tile/0/../0/000",
	} {
		if got, err := ParseTilePath(path); err == nil {
			t.Errorf("ParseTilePath(%q) = %+v", path, got)
		}
	}
}

// The example of C2SP tlog-tiles: which tiles a log of 70,000 leaves has.
func TestWithin(t *testing.T) {
	tests := []struct {
		tile Tile
		want bool
	}{
		{Tile{0, 272, 256}, true},
		{Tile{0, 273, 112}, true},
		{Tile{0, 273, 1}, true},
		{Tile{0, 273, 113}, false},
		{Tile{0, 273, 256}, false},
		{Tile{0, 274, 1}, false},
		{Tile{1, 0, 256}, true},
		{Tile{1, 1, 17}, true},
		{Tile{1, 1, 18}, false},
		{Tile{2, 0, 1}, true},
		{Tile{2, 0, 2}, false},
		{Tile{3, 0, 1}, false},
		{Tile{63, 0, 1}, false},
		{Tile{Entries, 273, 112}, true},
		{Tile{Entries, 273, 113}, false},
		{Tile{0, 1<<63 - 1, 256}, false},
		{Tile{0, -1, 256}, false},
		{Tile{0, 0, 0}, false},
		{Tile{-2, 0, 1}, false},
	}
	for _, test := range tests {
		if got := test.tile.Within(70_000); got != test.want {
			t.Errorf("%+v.Within(70000) = %v", test.tile, got)
		}
	}
}

// served answers a client of the Go checksum database's tile protocol from our tiles, by their paths.
type served struct {
	size  int64
	nodes memory
}

func (s served) Height() int                     { return tileHeight }
func (s served) SaveTiles([]tlog.Tile, [][]byte) {}
func (s served) ReadTiles(tiles []tlog.Tile) (data [][]byte, err error) {
	for _, want := range tiles {
		tile, err := ParseTilePath(Tile{want.L, want.N, want.W}.Path())
		if err != nil {
			return nil, err
		}
		hashes, err := tile.Hashes(s.size, s.nodes)
		if err != nil {
			return nil, err
		}
		data = append(data, hashes)
	}
	return data, nil
}

// A client that has only the checkpoint and the tiles proves every leaf, and finds the same leaves in the bundles.
func TestTilesCarryTheWholeLog(t *testing.T) {
	const size = 600
	leaves := leavesFor(size)
	nodes := grow(t, leaves)
	root := treeHash(leaves)
	client := tlog.TileHashReader(tlog.Tree{N: size, Hash: root}, served{size, nodes})
	for _, tile := range []Tile{{Entries, 0, 256}, {Entries, 1, 256}, {Entries, 2, 88}} {
		first, end := tile.Leaves()
		bundle, err := EntryBundle(leaves[first:end])
		if err != nil {
			t.Fatal(err)
		}
		read, err := ParseEntryBundle(bundle)
		if err != nil || !cmp.Equal(read, leaves[first:end]) {
			t.Fatalf("the bundle %s holds other leaves (%v)", tile.Path(), err)
		}
		for i, leaf := range read {
			seq := first + int64(i)
			proof, err := InclusionProof(seq, size, client)
			if err != nil {
				t.Fatal(err)
			}
			if err := CheckInclusion(proof, seq, size, root, leaf); err != nil {
				t.Errorf("leaf %d: %v", seq, err)
			}
		}
	}
}

func TestHashesRefuses(t *testing.T) {
	nodes := grow(t, leavesFor(3))
	if got, err := (Tile{0, 0, 3}).Hashes(3, nodes); err != nil || len(got) != 3*tlog.HashSize {
		t.Errorf("the tile of three leaves: %d bytes, %v", len(got), err)
	}
	if _, err := (Tile{0, 0, 4}).Hashes(3, nodes); !errors.Is(err, ErrOutside) {
		t.Errorf("a tile wider than the log: %v", err)
	}
	if _, err := (Tile{Entries, 0, 3}).Hashes(3, nodes); err == nil {
		t.Error("a bundle of leaves has hashes")
	}
}

func TestEntryBundleLimits(t *testing.T) {
	if _, err := EntryBundle([][]byte{make([]byte, 1<<16)}); err == nil {
		t.Error("a bundle holds a leaf of 65,536 bytes")
	}
	longest := make([]byte, 1<<16-1)
	bundle, err := EntryBundle([][]byte{{}, longest, []byte("x")})
	if err != nil {
		t.Fatal(err)
	}
	if got, err := ParseEntryBundle(bundle); err != nil || len(got) != 3 || !bytes.Equal(got[1], longest) {
		t.Errorf("%d leaves, %v", len(got), err)
	}
	for _, broken := range [][]byte{{0}, {0, 1}, {0, 1, 'x', 0}} {
		if _, err := ParseEntryBundle(broken); err == nil {
			t.Errorf("ParseEntryBundle accepts %v", broken)
		}
	}
}

func FuzzParseTilePath(f *testing.F) {
	f.Add("tile/0/x001/067.p/8")
	f.Add("tile/entries/x001/067")
	f.Fuzz(func(t *testing.T, path string) {
		tile, err := ParseTilePath(path)
		if err != nil {
			return
		}
		if tile.Path() != path || tile.N < 0 || tile.Width < 1 || tile.Width > TileWidth || tile.Level > maxLevel {
			t.Errorf("ParseTilePath(%q) = %+v", path, tile)
		}
		if tile.Within(5) && tile.N > 0 {
			t.Errorf("a log of five leaves has %s", path)
		}
	})
}
