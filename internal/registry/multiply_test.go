package registry

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"daylight/internal/ledger"
	"daylight/internal/store"
)

// copied are the tables of which a copy of a process has rows of its own, and
// how their columns differ there: $ocid is any ocid's, c the number of the copy
// and l how many leaves one has.
var copied = []string{"releases", "events", "event_changes", "processes", "participants", "extensions", "decisions", "conditions",
	"flags", "checks", "due_days", "links", "current_events"}

const (
	otherOCID  = `printf('x%08x-', (c.c * 2654435761) & 4294967295) || `
	otherGroup = ` || '-' || (c.c % 64)`
)

var differing = map[string]string{
	"ocid": otherOCID + "t.ocid", "links.other": otherOCID + "t.other",
	"seq": "t.seq + c.c * l.l", "docid": "t.docid + c.c * 7919",
	"processes.buyer_key": "CASE t.buyer_key WHEN '' THEN '' ELSE t.buyer_key" + otherGroup + " END",
	"participants.key":    "t.key" + otherGroup,
	"processes.publisher": "'Publisher ' || (c.c % 200)",
}

// multiply makes a record of about n processes: some are filed and surveyed as
// usual, and of each there are as many copies as it takes, under ocids spread
// over all, of 64 buyers and suppliers for each and 200 publishers. Copies are
// rows, indexes, search and a ledger that hold together; their bodies say the
// ocid of the original, so nothing is filed about a copy.
func multiply(b *testing.B, path string, list []store.Release, n int) {
	b.Helper()
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	r, err := Open(b.Context(), Config{DB: path, Origin: "daylight.example/log"})
	must(err)
	_, err = r.AdvanceDay(b.Context(), clerk, "2026-11-23")
	must(err)
	ocids := map[string]bool{}
	var submissions []Submission
	for _, s := range list {
		ocids[s.OCID] = true
		submissions = append(submissions, Submission{Body: s.Body, Publisher: s.Publisher})
	}
	for part := range slices.Chunk(submissions, 1000) {
		_, err := r.File(b.Context(), clerk, "benchmark", part)
		must(err)
	}
	_, err = r.Survey(b.Context(), clerk)
	must(err)
	copies := (n + len(ocids) - 1) / len(ocids)
	var leaves int64
	must(r.writer.Update(b.Context(), func(tx *store.Tx) (err error) {
		leaves, err = tx.Size(b.Context())
		return err
	}))
	for range copies - 1 {
		must(appendLeaves(b.Context(), r, leaves))
	}
	must(r.Close())
	multiplyRows(b, path, copies, leaves)
}

func appendLeaves(ctx context.Context, r *Registry, n int64) error {
	return r.writer.Update(ctx, func(tx *store.Tx) error {
		log, err := r.openLog(ctx, tx)
		if err != nil {
			return err
		}
		for range n {
			if _, err := log.append(ledger.Leaf{Kind: "release", Process: sum("p"), Body: sum("b"), Speaker: sum("s")}); err != nil {
				return err
			}
		}
		return log.sign()
	})
}

func multiplyRows(b *testing.B, path string, copies int, leaves int64) {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=OFF&_cache_size=-500000")
	if err != nil {
		b.Fatal(err)
	}
	defer db.Close()
	db.SetMaxOpenConns(1)
	do := func(query string, args ...any) {
		if _, err := db.Exec(query, args...); err != nil {
			b.Fatalf("%s: %v", query, err)
		}
	}
	do(`CREATE TEMP TABLE l AS SELECT $1 AS l`, leaves)
	do(`CREATE TEMP TABLE c (c integer PRIMARY KEY)`)
	for c := 1; c < copies; c++ {
		do(`INSERT INTO c VALUES ($1)`, c)
	}
	do(`CREATE TEMP TABLE g AS SELECT c % 64 AS g, count(*) AS n FROM c GROUP BY 1`)
	do(`CREATE TEMP TABLE p AS SELECT c % 200 AS p, count(*) AS n FROM c GROUP BY 1`)
	for _, table := range copied {
		do(fmt.Sprintf(`CREATE TEMP TABLE t AS SELECT * FROM main.%s`, table))
		var columns []string
		rows, err := db.Query(`SELECT name FROM pragma_table_info($1)`, table)
		if err != nil {
			b.Fatal(err)
		}
		for rows.Next() {
			var name string
			if err := rows.Scan(&name); err != nil {
				b.Fatal(err)
			}
			expression := "t." + name
			for _, of := range []string{name, table + "." + name} {
				if other, ok := differing[of]; ok {
					expression = other
				}
			}
			columns = append(columns, expression)
		}
		rows.Close()
		for c := 1; c < copies; c++ {
			do(fmt.Sprintf(`INSERT INTO main.%s SELECT %s FROM t, l, c WHERE c.c = $1`, table, strings.Join(columns, ", ")), c)
		}
		do(`DROP TABLE t`)
	}
	// The index gives back no text: copies are found by title and buyer.
	do(`CREATE TEMP TABLE t AS SELECT docid, title || ' ' || buyer_name AS words FROM processes WHERE docid IN (SELECT rowid FROM search)`)
	for c := 1; c < copies; c++ {
		do(`INSERT INTO search (rowid, words) SELECT t.docid + c.c * 7919, words FROM t, c WHERE c.c = $1`, c)
	}
	do(`INSERT INTO organisations SELECT key || '-' || g, name, buyer * n, supplier * n, proposed * n, overseer * n, processes * n FROM organisations, g`)
	do(`INSERT INTO sums SELECT key || '-' || g, role, currency, s.n * g.n, units * g.n, rest * g.n FROM sums s, g`)
	do(`UPDATE counts SET n = n * $1`, copies)
	do(`INSERT INTO check_counts SELECT rule, state, field, 'Publisher ' || p, k.n * p.n FROM check_counts k, p WHERE publisher <> ''`)
	do(`INSERT INTO survey_figures SELECT rule, replace(key, char(10), '-' || g || char(10)) || '-' || g, figures FROM survey_figures, g WHERE key <> ''`)
	do(`INSERT INTO organisation_flags SELECT key || '-' || g, rule, name, version, state, evidence FROM organisation_flags, g`)
	do(`PRAGMA wal_checkpoint(TRUNCATE)`)
}
