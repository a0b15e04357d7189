// Package ledger is the transparency log: an append-only Merkle tree (RFC 6962) of small public leaves, with
// signed checkpoints, tiles and proofs in the C2SP formats (tlog-checkpoint, tlog-tiles, tlog-proof).
//
// It promises that a leaf accepted by Tree.Append is one that Replay accepts; that any change to a leaf, a node or a
// checkpoint is found by Replay; and that what it serves can be checked by a stranger who holds only the verifier
// key. It knows bytes, not contracts: a leaf commits to a body with a salt and says nothing about it.
//
// It keeps nothing. The caller stores leaves by sequence number, node hashes by their tlog stored-hash index (FirstNode
// gives the first of each leaf) and signed checkpoints, in the transaction that changes the record.
//
// Limits: a log whose whole database and key are replaced at once is consistent with itself. Only somebody who kept an
// older checkpoint can tell, with a consistency proof.
package ledger

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/tlog"
)

// Hash is a SHA-256 node of the tree; HashReader finds stored nodes by their tlog stored-hash index.
type (
	Hash       = tlog.Hash
	HashReader = tlog.HashReader
)

// MaxSize bounds the number of leaves: sequence numbers stay exact as JSON numbers (RFC 8785, section 3.2.2.3).
const MaxSize = 1<<53 - 1

// Mismatch says which part of a log is not what the rest of it demands.
type Mismatch struct {
	What   string // WhatLeaf, WhatNode or WhatCheckpoint
	Index  int64  // the leaf's sequence number, the node's stored-hash index, or the checkpoint's place, from 0
	Reason string
}

// The parts of a log that a Mismatch can name.
const (
	WhatLeaf       = "leaf"
	WhatNode       = "node"
	WhatCheckpoint = "checkpoint"
)

func (m *Mismatch) Error() string { return fmt.Sprintf("%s %d: %s", m.What, m.Index, m.Reason) }

// parseCount reads a canonical decimal between 0 and MaxSize.
func parseCount(text string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 || n > MaxSize || strconv.FormatInt(n, 10) != text {
		return 0, fmt.Errorf("%q is not a plain decimal from 0 to %d", text, int64(MaxSize))
	}
	return n, nil
}

// parseHash reads the strict base64 form of a hash: one text for one hash.
func parseHash(text string) (h Hash, err error) {
	raw, err := decodeBase64(text)
	if err != nil || len(raw) != tlog.HashSize {
		return Hash{}, fmt.Errorf("%q is not the base64 form of a SHA-256 hash", text)
	}
	return Hash(raw), nil
}

// decodeBase64 refuses what the standard decoder forgives: stray trailing bits and line breaks.
func decodeBase64(text string) ([]byte, error) {
	if strings.ContainsAny(text, "\r\n") {
		return nil, base64.CorruptInputError(0)
	}
	return base64.StdEncoding.Strict().DecodeString(text)
}
