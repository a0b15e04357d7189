package store

import (
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"slices"
	"strconv"
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
	Events     []procurement.Event // that stand, in the order of the process's life, with their Seq
	Due        []string            // days after the recorded one on which it is to be looked at again, each once
	Links      []string            // ocids of stated links
	Releases   int
	First      string // dates of the first and the latest statement, YYYY-MM-DD
	Last       string
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
	p := d.Process
	if err := t.Drop(ctx, p.OCID); err != nil {
		return err
	}
	t.rowless[p.OCID] = false
	w := &rowWriter{ctx: ctx, tx: t.tx}
	id := docID(d.Last, p.OCID)
	var buyer procurement.Organisation
	if p.Buyer != nil {
		buyer = *p.Buyer
	}
	caseID := ""
	if p.Case != nil {
		caseID = p.Case.ID
	}
	year := p.Signed().Year()
	if year == 0 {
		year = procurement.Date(d.First).Year()
	}
	counted := shareOf(d, strconv.Itoa(year))
	t.tally.add(counted, 1)
	value := p.Value()
	w.insert("processes", p.OCID, id, p.Title, buyer.Key, buyer.Name, p.Tender.Method, minor(value), code(value),
		string(p.Signed()), string(p.End()), year, len(d.Extensions), d.Releases, d.First, d.Last, caseID, p.Publisher, pack(d.Record), counted.summed)
	for _, x := range counted.parts {
		w.insert("participants", p.OCID, x.role, x.key, x.name, id)
	}
	for _, e := range d.Extensions {
		w.insert("extensions", e.OCID, e.Contract, e.Number, string(e.Date), string(e.PreviousEnd), string(e.NewEnd),
			string(e.AddedUpTo), minor(e.ValueBefore), minor(e.ValueAfter), minor(e.Added()),
			firstCode(e.ValueAfter, e.ValueAdded, e.ValueBefore), e.Instrument, e.Agreed)
	}
	for _, x := range p.Decisions {
		var body procurement.Organisation
		if x.Body != nil {
			body = *x.Body
		}
		w.insert("decisions", p.OCID, x.ID, body.Key, body.Name, x.Title, x.Type, x.Status, string(x.Decided),
			string(x.Published), x.ReportedBy)
		for _, c := range x.Conditions {
			w.insert("conditions", p.OCID, x.ID, c.ID, c.Description, string(c.Due), c.Due.Last(), c.DueBasis, c.Status)
		}
	}
	for _, f := range d.Flags {
		if f.State == procurement.Raised {
			w.insert("flags", p.OCID, f.Rule, f.Contract, f.Version, string(f.State), packFigures(f.Evidence), id)
		}
	}
	t.putChecks(w, p, id, d.Flags)
	for _, day := range d.Due {
		w.insert("due_days", p.OCID, day)
	}
	for _, o := range d.Links {
		w.insert("links", p.OCID, o)
	}
	for rank, e := range d.Events {
		w.insert("current_events", e.OCID, fromHex(e.GUID), e.Seq, rank, string(e.Date), packFigures(e.Figures), string(e.Kind))
	}
	w.insert("search (rowid, words)", id, words(p))
	return w.err
}

// DropDerived empties every table that can be derived again.
func (t *Tx) DropDerived(ctx context.Context) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.exec(`INSERT INTO search (search) VALUES ('delete-all')`)
	for _, table := range slices.Concat([]string{"check_results", "check_counts", "counts", "organisations", "sums"}, surveyTables, derivedTables) {
		w.exec(`DELETE FROM ` + table)
	}
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
