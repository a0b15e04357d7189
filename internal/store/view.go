package store

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"iter"
	"os"
)

// Reader is a pool of connections that can only read.
type Reader struct{ db *sql.DB }

// OpenReader opens an existing, migrated database for reading.
func OpenReader(path string) (*Reader, error) {
	if err := supported(); err != nil {
		return nil, err
	}
	if err := Exists(path); err != nil {
		return nil, err
	}
	db, err := open(path, true, 8)
	if err != nil {
		return nil, err
	}
	if err := current(db); err != nil {
		db.Close()
		return nil, fmt.Errorf("%s: %w", path, err)
	}
	return &Reader{db}, nil
}

// Exists reports that no database lies at the path, or nil.
func Exists(path string) error {
	if path == "" {
		return errNoName
	}
	if _, err := os.Stat(path); err != nil {
		return fmt.Errorf("no database at %s: fill one with `daylight seed --db %s`", path, path)
	}
	return nil
}

// Close closes the pool.
func (r *Reader) Close() error { return r.db.Close() }

// View is one moment of the database. Its methods are the questions Daylight
// asks of it.
type View struct{ q querier }

type querier interface {
	QueryContext(context.Context, string, ...any) (*sql.Rows, error)
	QueryRowContext(context.Context, string, ...any) *sql.Row
}

// Read runs fn in one read transaction: all it asks is answered as of the same
// moment.
func (r *Reader) Read(ctx context.Context, fn func(View) error) error {
	tx, err := r.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	return fn(View{tx})
}

// Intact has the engine check the file itself: its pages, its indexes against
// their tables, the full-text index against what it indexes. It returns the
// first thing found wrong.
func (v View) Intact(ctx context.Context) error {
	var found string
	// FTS5 checks what it remembers of the index, which another connection may
	// have changed, unless a query has made it look again.
	var n int
	if err := v.q.QueryRowContext(ctx, `SELECT count(*) FROM (SELECT rowid FROM search LIMIT 1)`).Scan(&n); err != nil {
		return err
	}
	if err := v.q.QueryRowContext(ctx, `PRAGMA integrity_check(1)`).Scan(&found); err != nil {
		return err
	}
	if found != "ok" {
		return errors.New(found)
	}
	return nil
}

// DataVersion changes with every commit that changed anything readers see.
func (v View) DataVersion(ctx context.Context) (int64, error) {
	var n int64
	err := v.q.QueryRowContext(ctx, `SELECT coalesce((SELECT max(seq) FROM leaves), -1) + 1`).Scan(&n)
	return n, err
}

// collect reads all rows with one scanning function.
func collect[T any](rows *sql.Rows, err error, scan func(*sql.Rows) (T, error)) ([]T, error) {
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	var list []T
	for rows.Next() {
		x, err := scan(rows)
		if err != nil {
			return nil, err
		}
		list = append(list, x)
	}
	return list, rows.Err()
}

// stream reads rows one at a time, for tables too long to hold.
func stream[T any](ctx context.Context, v View, query string, scan func(*sql.Rows) (T, error), args ...any) iter.Seq2[T, error] {
	return func(yield func(T, error) bool) {
		var none T
		rows, err := v.q.QueryContext(ctx, query, args...)
		if err != nil {
			yield(none, err)
			return
		}
		defer rows.Close()
		for rows.Next() {
			x, err := scan(rows)
			if !yield(x, err) || err != nil {
				return
			}
		}
		if err := rows.Err(); err != nil {
			yield(none, err)
		}
	}
}

func scanString(rows *sql.Rows) (string, error) {
	var s string
	err := rows.Scan(&s)
	return s, err
}
