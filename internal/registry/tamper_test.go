package registry

import (
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daylight/internal/store"
)

// unvouched are the columns that nothing else in the database repeats: Verify
// says so in its comment.
var unvouched = []string{
	"batches.source", "batches.source_url", "batches.licence", "batches.policy", "batches.extensions", "batches.recorded_at", "settings.name", "event_changes.seq",
}

// beside are the tables that are no part of the record: what was imported
// from where, and the desk's accounts and drafts.
var beside = []string{
	"files", "batch_files", "quarantine", "redaction_proposals",
	"desk_organisations", "people", "recovery_codes", "members", "mandates", "invitations", "sessions", "tokens", "submissions", "security_log",
	"drafts", "draft_versions", "desk_visits", "tickets", "requests", "resets", "attempts",
}

// aside are the tables of work, not of the record: how data came here. Nothing
// published follows from them.
var aside = []string{"fetches", "responses"}

// A change to any value in any table, and the loss of any row, is found by
// verify in a real file.
func TestEveryTableIsVerified(t *testing.T) {
	if raced {
		t.Skip("verifies hundreds of databases one by one: make test does so without the race detector")
	}
	source := openDesk(t)
	list := append(neighbourhood(), seeded(t, "met-police-palantir")...)
	source.file(list[len(list)/2:]...)
	source.day("2024-07-15")
	source.file(list[:len(list)/2]...)
	source.day("2026-11-23")
	source.file(release("Police", "a", "late", "2024-06-01", `"bids":{"details":[{"id":"b1","status":"valid","tenderers":[{"name":"Radio Ltd"}]}]},
		"awards":[{"id":"a1","status":"active","suppliers":[{"name":"Radio Ltd"}]}],
		"decisions":[{"id":"d9","type":"approved","status":"inForce","conditions":[{"id":"k9","description":"Report","dueDate":"2030-01","dueBasis":"stated","status":"open"}]}],
		"contracts":[{"id":"c1","period":{"endDate":"2025-06-30T00:00:00Z"}}]`))
	source.file(towns()...)
	source.survey()
	source.redact("a", source.history("a", Moment{}).Releases[0].Seq, "/tender/title")
	source.alter("UPDATE settings SET value = 'older' WHERE name = $1", fingerprintSetting)
	source.registry.Close()
	source.reader.Close()
	source.open()
	source.check()
	source.registry.Close()
	source.reader.Close()
	original, err := os.ReadFile(source.path)
	source.must(err)

	if err := tampered(t, original, ""); err != nil {
		t.Fatalf("untouched: %v", err)
	}
	tables := columns(source)
	if len(tables) < 20 {
		t.Fatalf("only %d tables", len(tables))
	}
	for table, names := range tables {
		if slices.Contains(beside, table) {
			continue
		}
		t.Run(table, func(t *testing.T) {
			t.Parallel()
			last := lastRow(table, names)
			if table != "batches" && table != "settings" {
				expect(t, original, "DELETE FROM "+table+last)
			}
			expect(t, original, "DELETE FROM "+table)
			for _, c := range names {
				if slices.Contains(unvouched, table+"."+c.name) {
					continue
				}
				expect(t, original, "UPDATE "+table+" SET "+c.name+" = "+c.other()+last)
			}
		})
	}
}

// expect fails unless verify refuses the database after a statement.
func expect(t *testing.T, original []byte, statement string) {
	t.Helper()
	err := tampered(t, original, statement)
	if err == nil {
		t.Errorf("%s: verify passes", statement)
	}
	// Where the ledger's own key is gone there is nothing to name.
	var m *Mismatch
	if !errors.As(err, &m) && !strings.Contains(statement, "settings") && !strings.Contains(statement, "body") {
		t.Errorf("%s: %v, want a mismatch", statement, err)
	}
}

// tampered is what verify says of a copy of a database after a statement.
func tampered(t *testing.T, original []byte, statement string) error {
	t.Helper()
	path := filepath.Join(t.TempDir(), "copy.db")
	if err := os.WriteFile(path, original, 0o600); err != nil {
		t.Fatal(err)
	}
	db, err := sql.Open("sqlite3", "file:"+path+"?_synchronous=off")
	if err != nil {
		t.Fatal(err)
	}
	result, err := db.Exec(statement)
	if err != nil {
		t.Fatalf("%s: %v", statement, err)
	}
	if n, _ := result.RowsAffected(); n == 0 && statement != "" {
		t.Fatalf("%s: changes nothing", statement)
	}
	db.Close()
	reader, err := store.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	defer reader.Close()
	return reader.Read(t.Context(), func(v store.View) error {
		_, err := Verify(t.Context(), v, Trust{})
		return err
	})
}

type column struct {
	name, kind string
	key        int // place in the primary key, from 1
}

// lastRow selects the last row of a table: by its key, where it has one.
func lastRow(table string, columns []column) string {
	var key []string
	for _, c := range columns {
		if c.key > 0 {
			key = append(key, c.name)
		}
	}
	if key == nil {
		key = []string{"rowid"}
	}
	names := strings.Join(key, ", ")
	return " WHERE (" + names + ") = (SELECT " + names + " FROM " + table + " ORDER BY " + strings.Join(key, " DESC, ") + " DESC LIMIT 1)"
}

// other is an expression for another value of the column.
func (c column) other() string {
	switch c.kind {
	case "bigint", "integer":
		return fmt.Sprintf("coalesce(%s, 0) + 1", c.name)
	case "boolean":
		return "1 - " + c.name
	case "bytea":
		return fmt.Sprintf("unhex(substr(hex(%[1]s), 1, 2 * length(%[1]s) - 2) || CASE substr(hex(%[1]s), -2) WHEN '00' THEN '01' ELSE '00' END)", c.name)
	}
	if c.name == "figures" || c.name == "evidence" {
		return `'{"summary":"altered"}'`
	}
	return c.name + " || 'x'"
}

// columns are all tables of the record, none empty, with their columns.
func columns(d *desk) map[string][]column {
	d.Helper()
	db, err := sql.Open("sqlite3", "file:"+d.path)
	d.must(err)
	defer db.Close()
	rows, err := db.Query(`SELECT m.name, c.name, lower(c.type), c.pk FROM sqlite_schema m, pragma_table_info(m.name) c
		WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name NOT LIKE 'goose%' AND m.name NOT LIKE 'search/_%' ESCAPE '/'`)
	d.must(err)
	defer rows.Close()
	tables := map[string][]column{}
	for rows.Next() {
		var table string
		var c column
		d.must(rows.Scan(&table, &c.name, &c.kind, &c.key))
		tables[table] = append(tables[table], c)
	}
	for _, table := range aside {
		delete(tables, table)
	}
	for table := range tables {
		var n int
		d.must(db.QueryRow("SELECT count(*) FROM " + table).Scan(&n))
		if n == 0 && !slices.Contains(beside, table) {
			d.Errorf("table %s is empty", table)
		}
	}
	return tables
}
