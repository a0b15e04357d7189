package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"maps"
	"slices"

	"github.com/huandu/go-sqlbuilder"
)

// Many processes have the same results, so that their texts are kept once. Their
// number follows from them: whoever derives them gives it alike.
type results struct{ states, details string }

func (r results) id() int64 {
	h := sha256.Sum256([]byte(r.states + "\n" + r.details))
	return int64(binary.BigEndian.Uint64(h[:8]) >> 1)
}

// checksOf are what the rules found for a process, and who publishes it.
type checksOf struct {
	publisher string
	results
}

// dropChecks takes a process's results out of the counts; its row goes with
// the other derived ones.
func (t *Tx) dropChecks(ctx context.Context, ocid string) error {
	var id int64
	var c checksOf
	err := t.tx.QueryRowContext(ctx, `SELECT c.results, p.publisher FROM checks c JOIN processes p ON p.ocid = c.ocid WHERE c.ocid = $1`, ocid).Scan(&id, &c.publisher)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err != nil {
		return err
	}
	r, waits := t.results[id]
	if !waits {
		found, err := t.resultsOf(ctx, []int64{id})
		if err != nil {
			return err
		}
		r = found[id]
	}
	c.results = r
	t.checks[c]--
	return nil
}

// countChecks counts the results of the processes that changed.
func (t *Tx) countChecks(ctx context.Context) error {
	for of, by := range t.checks {
		if by == 0 {
			continue
		}
		book, err := t.Book(ctx)
		if err != nil {
			return err
		}
		checks, err := unpackChecks(book.rules, of.states, of.details)
		if err != nil {
			return err
		}
		t.count(of.publisher, checks, by)
	}
	clear(t.checks)
	return nil
}

// writeResults keeps the results that this transaction was given, once.
func (t *Tx) writeResults(w *rowWriter) {
	for _, id := range slices.Sorted(maps.Keys(t.results)) {
		r := t.results[id]
		w.exec(`INSERT INTO check_results (id, states, details) VALUES ($1, $2, $3) ON CONFLICT (id) DO NOTHING`, id, r.states, r.details)
	}
	clear(t.results)
}

// resultsOf are results by their numbers.
func (v View) resultsOf(ctx context.Context, ids []int64) (map[int64]results, error) {
	found := map[int64]results{}
	for part := range slices.Chunk(ids, detailBatch) {
		b := selectFrom("check_results").Select("id", "states", "details")
		b.Where(b.In("id", sqlbuilder.Flatten(part)...))
		_, err := list(ctx, v, b, func(rows *sql.Rows) (id int64, err error) {
			var r results
			err = rows.Scan(&id, &r.states, &r.details)
			found[id] = r
			return id, err
		})
		if err != nil {
			return nil, err
		}
	}
	return found, nil
}
