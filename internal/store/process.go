package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"slices"
	"time"

	"daylight/internal/procurement"
)

// Derived is everything computed about one process from its releases, to be
// stored as rows that readers query.
type Derived struct {
	Process    *procurement.Process
	Record     []byte // compiled release, JSON
	Extensions []procurement.Extension
	Flags      []procurement.Flag
	Events     []StandingEvent // in the order of the process's life, with their Seq
	Due        []string        // days after the recorded one on which it is to be looked at again, each once
	Links      []string        // ocids of stated links
	Releases   int
	First      string // dates of the first and the latest statement, YYYY-MM-DD
	Last       string
}

// StandingEvent is an event as all releases tell it now, and whether its figures
// are still those that were published: then they are not kept twice.
type StandingEvent struct {
	procurement.Event
	AsPublished bool
}

// derivedTables hold rows of a process that PutProcess writes anew. They are
// dumped by DumpDerived, in this order.
var derivedTables = []string{
	"processes", "participants", "extensions", "decisions", "conditions",
	"flags", "checks", "due_days", "links", "current_events",
}

// docID orders processes by the day of their latest statement; the rest is a
// hash of the ocid, so that deriving again gives the same number.
func docID(last, ocid string) int64 {
	t, _ := time.Parse(time.DateOnly, last)
	days := min(max(t.Unix()/86400, 0), 1<<16-1)
	h := sha256.Sum256([]byte(ocid))
	return days<<47 | int64(binary.BigEndian.Uint64(h[:8])>>17)
}

// PutProcess replaces the derived rows of one process.
func (t *Tx) PutProcess(ctx context.Context, d Derived) error {
	book, err := t.Book(ctx)
	if err != nil {
		return err
	}
	rows, err := book.Rows(d)
	if err != nil {
		return err
	}
	return t.PutRows(ctx, rows)
}

// PutRows replaces the derived rows of one process by these.
func (t *Tx) PutRows(ctx context.Context, p ProcessRows) error {
	if err := t.Drop(ctx, p.ocid); err != nil {
		return err
	}
	t.rowless[p.ocid] = false
	t.tally.add(p.counted, 1)
	t.checks[p.checks]++
	t.results[p.checks.id()] = p.checks.results
	return t.Append(ctx, p.rows...)
}

// DropDerived empties every table that can be derived again.
func (t *Tx) DropDerived(ctx context.Context) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.exec(`INSERT INTO search (search) VALUES ('delete-all')`)
	for _, table := range slices.Concat([]string{"check_results", "check_counts", "counts", "organisations", "sums"}, surveyTables, derivedTables) {
		w.exec(`DELETE FROM ` + table)
	}
	clear(t.checks)
	clear(t.counts)
	clear(t.results)
	t.tally = newTally()
	clear(t.rowless)
	t.emptied = true
	return w.err
}

// New says that nothing was filed about these processes before this transaction:
// they have no rows to replace.
func (t *Tx) New(ocids ...string) {
	for _, ocid := range ocids {
		t.rowless[ocid] = true
	}
}

// Drop drops the rows of a process that has any, as PutProcess does: each has
// one of processes.
func (t *Tx) Drop(ctx context.Context, ocid string) error {
	rowless, known := t.rowless[ocid]
	if rowless || !known && t.emptied {
		return nil
	}
	var there bool
	err := t.tx.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM processes WHERE ocid = $1)`, ocid).Scan(&there)
	if err == nil && there {
		err = t.dropProcess(ctx, ocid)
	}
	t.rowless[ocid] = err == nil
	return err
}

func (t *Tx) dropProcess(ctx context.Context, ocid string) error {
	if err := t.dropChecks(ctx, ocid); err != nil {
		return err
	}
	if err := t.uncount(ctx, ocid); err != nil {
		return err
	}
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.exec(`DELETE FROM search WHERE rowid = (SELECT docid FROM processes WHERE ocid = $1)`, ocid)
	for _, table := range derivedTables {
		w.exec(`DELETE FROM `+table+` WHERE ocid = $1`, ocid)
	}
	return w.err
}

// Record is the compiled release of a process, as JSON.
func (v View) Record(ctx context.Context, ocid string) ([]byte, error) {
	var b []byte
	err := v.q.QueryRowContext(ctx, `SELECT record FROM processes WHERE ocid = $1`, ocid).Scan(&b)
	if errors.Is(err, sql.ErrNoRows) {
		return nil, ErrNotFound
	}
	if err != nil {
		return nil, err
	}
	return unpack(b)
}

// Neighbours are the processes that a process links to, that link to it, or
// that share its case: at most limit, the first in order of ocid. A process is
// a neighbour of its neighbours, but for the limit.
func (v View) Neighbours(ctx context.Context, ocid string, limit int) ([]string, error) {
	rows, err := v.q.QueryContext(ctx, `
		SELECT ocid FROM processes WHERE ocid <> $1 AND ocid IN (
			SELECT other FROM links WHERE ocid = $1
			UNION SELECT ocid FROM links WHERE other = $1
			UNION SELECT b.ocid FROM processes a JOIN processes b ON b.case_id = a.case_id AND b.case_id <> '' WHERE a.ocid = $1)
		ORDER BY ocid LIMIT $2`, ocid, limit)
	return collect(rows, err, scanString)
}

// Linked are those of the processes that link to any, are linked to or have a
// case, by the rows as they are.
func (v View) Linked(ctx context.Context, ocids []string) (map[string]bool, error) {
	linked := map[string]bool{}
	for part := range slices.Chunk(ocids, detailBatch) {
		for _, of := range []struct{ column, table, only string }{{"ocid", "links", ""}, {"other", "links", ""}, {"ocid", "processes", "case_id <> ''"}} {
			b := selectFrom(of.table).Select(of.column)
			b.Where(b.In(of.column, anys(part)...))
			if of.only != "" {
				b.Where(of.only)
			}
			found, err := list(ctx, v, b, scanString)
			if err != nil {
				return nil, err
			}
			for _, ocid := range found {
				linked[ocid] = true
			}
		}
	}
	return linked, nil
}

// OCIDs are all processes, in order of ocid.
func (v View) OCIDs(ctx context.Context) ([]string, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT DISTINCT ocid FROM releases ORDER BY ocid`)
	return collect(rows, err, scanString)
}

// CaseProcesses are the ocids of a case, in order of first statement.
func (v View) CaseProcesses(ctx context.Context, id string) ([]string, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT ocid FROM processes WHERE case_id = $1 AND case_id <> '' ORDER BY first_date, ocid`, id)
	return collect(rows, err, scanString)
}
