package ledger

import (
	"encoding/binary"
	"errors"
	"fmt"
	"math"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Tile names one static piece of the log (C2SP tlog-tiles): hashes of one level of the tree, or leaves.
type Tile struct {
	Level int   // 0 to 63, counted in steps of eight levels of the tree; Entries for a bundle of leaves
	N     int64 // place within the level, from 0
	Width int   // hashes or leaves in it: TileWidth, or from 1 to TileWidth-1 for a partial tile
}

const (
	Entries    = -1              // the Level of a bundle of leaves
	TileWidth  = 1 << tileHeight // hashes or leaves in a full tile
	tileHeight = 8
	maxLevel   = 63
)

// ErrOutside means that a tile is well named but the log has not grown that far.
var ErrOutside = errors.New("ledger: the tile is not part of the log yet")

// Path is the tile's address below the log's: "tile/0/x001/067", "tile/1/000.p/17", "tile/entries/003".
func (t Tile) Path() string {
	rest := strings.TrimPrefix(t.tlog().Path(), tlogPrefix)
	if t.Level == Entries {
		rest = strings.Replace(rest, "data", "entries", 1)
	}
	return "tile/" + rest
}

// tlogPrefix opens the paths of the Go checksum database, which differ from C2SP's by the height and one word.
const tlogPrefix = "tile/8/"

// ParseTilePath reads exactly what Path writes; any other spelling of a tile is an error.
func ParseTilePath(path string) (Tile, error) {
	rest := strings.TrimPrefix(path, "tile/")
	t, err := tlog.ParseTilePath(tlogPrefix + strings.Replace(rest, "entries", "data", 1))
	tile := Tile{Level: t.L, N: t.N, Width: t.W}
	if err != nil || tile.Level > maxLevel || tile.Path() != path {
		return Tile{}, fmt.Errorf("ledger: %q is not the path of a tile", path)
	}
	return tile, nil
}

func (t Tile) tlog() tlog.Tile {
	return tlog.Tile{H: tileHeight, L: t.Level, N: t.N, W: t.Width}
}

// Within tells whether a log of size leaves has all of the tile.
func (t Tile) Within(size int64) bool {
	if t.Level < Entries || t.Level > maxLevel || t.N < 0 || t.Width < 1 || t.Width > TileWidth {
		return false
	}
	have := size >> (tileHeight * max(t.Level, 0))
	return have >= int64(t.Width) && t.N <= (have-int64(t.Width))/TileWidth
}

// Leaves gives the sequence numbers of a bundle's leaves, first ≤ seq < end, in a log that has it (see Within).
func (t Tile) Leaves() (first, end int64) {
	first = t.N * TileWidth
	return first, first + int64(t.Width)
}

// Hashes is the body of a tile of hashes, 32 bytes each, in a log of size leaves.
// A tile that the log does not have is ErrOutside.
func (t Tile) Hashes(size int64, r HashReader) ([]byte, error) {
	if t.Level == Entries {
		return nil, errors.New("ledger: a bundle of leaves has no hashes")
	}
	if !t.Within(size) {
		return nil, ErrOutside
	}
	return tlog.ReadTileData(t.tlog(), r)
}

// EntryBundle is the body of a bundle: each leaf after its length, a big-endian uint16.
func EntryBundle(leaves [][]byte) ([]byte, error) {
	var bundle []byte
	for _, leaf := range leaves {
		if len(leaf) > math.MaxUint16 {
			return nil, fmt.Errorf("ledger: a leaf of %d bytes does not fit a bundle", len(leaf))
		}
		bundle = binary.BigEndian.AppendUint16(bundle, uint16(len(leaf)))
		bundle = append(bundle, leaf...)
	}
	return bundle, nil
}

// ParseEntryBundle takes a bundle apart. The leaves share its memory.
func ParseEntryBundle(bundle []byte) (leaves [][]byte, err error) {
	for len(bundle) > 0 {
		if len(bundle) < 2 {
			return nil, errors.New("ledger: the bundle ends within a length")
		}
		end := 2 + int(binary.BigEndian.Uint16(bundle))
		if len(bundle) < end {
			return nil, errors.New("ledger: the bundle ends within a leaf")
		}
		leaves, bundle = append(leaves, bundle[2:end:end]), bundle[end:]
	}
	return leaves, nil
}
