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

	"daylight/internal/procurement"
)

// Many processes have the same results, so that their texts are kept once. Their
// number follows from them: whoever derives them gives it alike.
type results struct{ states, details string }

func (r results) id() int64 {
	h := sha256.Sum256([]byte(r.states + "\n" + r.details))
	return int64(binary.BigEndian.Uint64(h[:8]) >> 1)
}

// putChecks writes what the rules found for a process.
func (t *Tx) putChecks(w *rowWriter, p *procurement.Process, docid int64, flags []procurement.Flag) {
	book, err := t.rules(w.ctx)
	if err == nil {
		var r results
		if r.states, r.details, err = packChecks(book, flags); err == nil {
			t.results[r.id()] = r
			w.insert("checks", p.OCID, docid, r.id())
			var checks []Check
			checks, err = unpackChecks(book, r.states, r.details)
			t.count(p.Publisher, checks, 1)
		}
	}
	w.err = errors.Join(w.err, err)
}

// dropChecks takes a process's results out of the counts; its row goes with
// the other derived ones.
func (t *Tx) dropChecks(ctx context.Context, ocid string) error {
	var id int64
	var publisher string
	err := t.tx.QueryRowContext(ctx, `SELECT c.results, p.publisher FROM checks c JOIN processes p ON p.ocid = c.ocid WHERE c.ocid = $1`, ocid).Scan(&id, &publisher)
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
	book, err := t.rules(ctx)
	if err != nil {
		return err
	}
	checks, err := unpackChecks(book, r.states, r.details)
	t.count(publisher, checks, -1)
	return err
}

func (t *Tx) rules(ctx context.Context) (_ []RuleRow, err error) {
	if t.book == nil {
		t.book, err = t.Rules(ctx)
	}
	return t.book, err
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
