package store

import (
	"crypto/sha256"
	"database/sql"
	"encoding/hex"

	"daylight/internal/ledger"
)

// How what is hex text everywhere else lies in the tables.

// hexBytes is a column that holds the bytes of a hex text. Any other text is
// kept as it is; there is none of 32 or 16 bytes.
type hexBytes string

// Scan reads a column.
func (h *hexBytes) Scan(v any) error {
	b, _ := v.([]byte)
	if len(b) == sha256.Size || len(b) == guidSize {
		*h = hexBytes(hex.EncodeToString(b))
	} else {
		*h = hexBytes(b)
	}
	return nil
}

const guidSize = 16

// fromHex is a hex text as it is stored.
func fromHex(text string) []byte {
	b, err := hex.DecodeString(text)
	if err != nil || len(b) != sha256.Size && len(b) != guidSize || hex.EncodeToString(b) != text {
		return []byte(text)
	}
	return b
}

// checksum tells damaged bytes: the first 8 of their SHA-256. Whoever forges a
// row can write its checksum too, whatever its length; the ledger tells that.
func checksum(b []byte) []byte {
	h := sha256.Sum256(b)
	return h[:8]
}

// packedRelease marks a leaf of a release: its three commitments follow.
const packedRelease = 1

// packLeaf gives a leaf as it is stored beside its number and time.
func packLeaf(leaf ledger.Leaf) []byte {
	alone := ledger.Leaf{Seq: leaf.Seq, At: leaf.At, Kind: "release", Process: leaf.Process, Body: leaf.Body, Speaker: leaf.Speaker}
	if leaf != alone {
		return leaf.Bytes()
	}
	packed := append(make([]byte, 0, 1+3*sha256.Size), packedRelease)
	for _, commit := range []string{leaf.Process, leaf.Body, leaf.Speaker} {
		b := fromHex(commit)
		if len(b) != sha256.Size {
			return leaf.Bytes()
		}
		packed = append(packed, b...)
	}
	return packed
}

// unpackLeaf renders a leaf as it was hashed. What was damaged renders to
// something else.
func unpackLeaf(seq int64, at string, packed []byte) []byte {
	if len(packed) == 1+3*sha256.Size && packed[0] == packedRelease {
		commit := func(i int) string { return hex.EncodeToString(packed[1+i*sha256.Size:][:sha256.Size]) }
		return ledger.Leaf{Seq: seq, At: at, Kind: "release", Process: commit(0), Body: commit(1), Speaker: commit(2)}.Bytes()
	}
	if leaf, err := ledger.ParseLeaf(packed); err == nil && leaf.At != at {
		leaf.At = at
		return leaf.Bytes()
	}
	return packed
}

func scanLeaf(rows *sql.Rows) (LeafRow, error) {
	var l LeafRow
	var at string
	var packed []byte
	err := rows.Scan(&l.Seq, &at, &packed)
	l.Leaf = unpackLeaf(l.Seq, at, packed)
	return l, err
}
