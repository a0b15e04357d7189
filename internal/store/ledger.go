package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"math"

	"golang.org/x/mod/sumdb/tlog"

	"daylight/internal/ledger"
)

// Size is the number of leaves.
func (v View) Size(ctx context.Context) (int64, error) {
	var n int64
	err := v.q.QueryRowContext(ctx, `SELECT coalesce(max(seq), -1) + 1 FROM leaves`).Scan(&n)
	return n, err
}

// Leaf is one leaf's bytes.
func (v View) Leaf(ctx context.Context, seq int64) ([]byte, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT seq, at, leaf FROM leaves WHERE seq = $1`, seq)
	list, err := collect(rows, err, scanLeaf)
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return list[0].Leaf, nil
}

// AllLeaves are all leaves in order. The row's own number is checked against
// its place by the caller.
func (v View) AllLeaves(ctx context.Context) iter.Seq2[LeafRow, error] {
	return stream(ctx, v, `SELECT seq, at, leaf FROM leaves ORDER BY seq`, scanLeaf)
}

// NodeRow is one stored node hash.
type NodeRow struct {
	ID   int64
	Hash []byte
}

// AllNodes are all node hashes in storage order.
func (v View) AllNodes(ctx context.Context) iter.Seq2[NodeRow, error] {
	return stream(ctx, v, `SELECT id, hash FROM nodes ORDER BY id`, func(rows *sql.Rows) (NodeRow, error) {
		var n NodeRow
		err := rows.Scan(&n.ID, &n.Hash)
		return n, err
	})
}

// LeafRow is one stored leaf.
type LeafRow struct {
	Seq  int64
	Leaf []byte
}

// Leaves are the leaves from one index up to, and without, another.
func (v View) Leaves(ctx context.Context, from, to int64) ([]LeafRow, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT seq, at, leaf FROM leaves WHERE seq >= $1 AND seq < $2 ORDER BY seq`, from, to)
	return collect(rows, err, scanLeaf)
}

// Hashes reads node hashes for tlog's proofs.
func (v View) Hashes(ctx context.Context) tlog.HashReader {
	return tlog.HashReaderFunc(func(indexes []int64) ([]tlog.Hash, error) {
		hashes := make([]tlog.Hash, len(indexes))
		for i, id := range indexes {
			var b []byte
			if err := v.q.QueryRowContext(ctx, `SELECT hash FROM nodes WHERE id = $1`, id).Scan(&b); err != nil {
				return nil, fmt.Errorf("node %d: %w", id, err)
			}
			if copy(hashes[i][:], b) != tlog.HashSize || len(b) != tlog.HashSize {
				return nil, fmt.Errorf("node %d has %d bytes", id, len(b))
			}
		}
		return hashes, nil
	})
}

// AppendLeaf stores a leaf and the node hashes it completes, the first of
// which has storage index first.
func (t *Tx) AppendLeaf(ctx context.Context, leaf ledger.Leaf, first int64, hashes []tlog.Hash) error {
	w := &rowWriter{ctx: ctx, tx: t.tx, err: leaf.Valid()}
	w.insert("leaves", leaf.Seq, leaf.At, packLeaf(leaf))
	for i, h := range hashes {
		w.insert("nodes", first+int64(i), h[:])
	}
	return w.err
}

// PutCheckpoint stores the signed head of the tree at a size.
func (t *Tx) PutCheckpoint(ctx context.Context, size int64, note []byte) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.exec(`INSERT INTO checkpoints (size, note) VALUES ($1, $2) ON CONFLICT (size) DO NOTHING`, size, note)
	return w.err
}

// CheckpointRow is one stored signed head.
type CheckpointRow struct {
	Size int64
	Note []byte
}

// Checkpoints are the stored signed heads, the smallest first.
func (v View) Checkpoints(ctx context.Context) ([]CheckpointRow, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT size, note FROM checkpoints ORDER BY size`)
	return collect(rows, err, func(rows *sql.Rows) (CheckpointRow, error) {
		var c CheckpointRow
		err := rows.Scan(&c.Size, &c.Note)
		return c, err
	})
}

// Checkpoint is the latest signed head.
func (v View) Checkpoint(ctx context.Context) (CheckpointRow, error) {
	var c CheckpointRow
	err := v.q.QueryRowContext(ctx, `SELECT size, note FROM checkpoints ORDER BY size DESC LIMIT 1`).Scan(&c.Size, &c.Note)
	if errors.Is(err, sql.ErrNoRows) {
		return c, ErrNotFound
	}
	return c, err
}

// Day is the recorded day, YYYY-MM-DD, and the leaf that recorded it; "" and -1
// where none was.
func (v View) Day(ctx context.Context) (day string, seq int64, err error) {
	return v.DayAt(ctx, math.MaxInt64)
}

// DayAt is the recorded day as it was when the ledger had so many leaves.
func (v View) DayAt(ctx context.Context, size int64) (day string, seq int64, err error) {
	err = v.q.QueryRowContext(ctx, `SELECT day, seq FROM days WHERE seq < $1 ORDER BY day DESC LIMIT 1`, size).Scan(&day, &seq)
	if errors.Is(err, sql.ErrNoRows) {
		return "", -1, nil
	}
	return day, seq, err
}

// PutDay records a day under a leaf.
func (t *Tx) PutDay(ctx context.Context, day string, seq int64) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.insert("days", day, seq)
	return w.err
}

// DayRow is one recorded day and its leaf.
type DayRow struct {
	Day string
	Seq int64
}

// Days are all recorded days, in order of their leaves.
func (v View) Days(ctx context.Context) ([]DayRow, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT day, seq FROM days ORDER BY seq, day`)
	return collect(rows, err, func(rows *sql.Rows) (d DayRow, err error) {
		err = rows.Scan(&d.Day, &d.Seq)
		return
	})
}

// LastRecorded is when the latest release was recorded, RFC 3339; the epoch
// where there is none.
func (v View) LastRecorded(ctx context.Context) (string, error) {
	var at string
	err := v.q.QueryRowContext(ctx, `SELECT coalesce((SELECT recorded_at FROM filed ORDER BY seq DESC LIMIT 1), '1970-01-01T00:00:00Z')`).Scan(&at)
	return at, err
}
