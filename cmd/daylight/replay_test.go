package main

import (
	"bufio"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"daylight/internal/store"
)

// The yardsticks of an import insert the very rows that it left, into an empty
// database with the same tables and indexes, in the order of filing, in one
// transaction for every thousand releases. A row that an import wrote several
// times, as its process grew, they write once.

// cost is what something took.
type cost struct{ wall, cpu time.Duration }

// replay is how rows are read, a step of leaves after the other, and written.
type replay struct {
	prepare string // what the reading connection needs first
	tables  []replayedTable
	leaves  int64
}

type replayedTable struct{ name, read, write string }

const replayStep = 1000

// planned finds the tables that an import left rows in.
func planned(b *testing.B, path string) replay {
	b.Helper()
	db := connected(b, path)
	p := replay{prepare: `CREATE TEMP TABLE latest AS SELECT ocid, max(seq) AS seq FROM releases GROUP BY ocid; CREATE INDEX temp.latest_seq ON latest (seq);`}
	for _, table := range column(b, db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'
		AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'goose%' AND name NOT LIKE 'search%' ORDER BY name`) {
		if len(column(b, db, `SELECT 1 FROM `+table+` LIMIT 1`)) == 0 {
			continue
		}
		columns := column(b, db, `SELECT name FROM pragma_table_info('`+table+`')`)
		read := `SELECT t.* FROM ` + table + ` t`
		switch {
		case table == "nodes":
			read += ` WHERE id >= 2 * ?1 AND id / 2 < ?2 ORDER BY id`
		case table == "leaves" || table == "releases" || table == "events":
			read += ` WHERE seq >= ?1 AND seq < ?2 ORDER BY seq`
		case slices.Contains(columns, "ocid"):
			read = `SELECT t.* FROM temp.latest l JOIN ` + table + ` t ON t.ocid = l.ocid WHERE l.seq >= ?1 AND l.seq < ?2 ORDER BY l.seq`
		default:
			read += fmt.Sprintf(` WHERE ?2 = %d AND ?1 >= 0`, math.MaxInt64)
		}
		p.tables = append(p.tables, replayedTable{table, read, `INSERT INTO ` + table + ` VALUES (?` + strings.Repeat(", ?", len(columns)-1) + `)`})
	}
	// Search keeps no text: its words are put together again.
	p.prepare += ` CREATE TEMP TABLE texts (id INTEGER PRIMARY KEY, words TEXT); INSERT INTO texts SELECT doc, group_concat(term, ' ') FROM search_terms GROUP BY doc;`
	p.tables = append(p.tables, replayedTable{"search", `SELECT p.docid, s.words FROM temp.latest l JOIN processes p ON p.ocid = l.ocid
		JOIN temp.texts s ON s.id = p.docid WHERE l.seq >= ?1 AND l.seq < ?2 ORDER BY l.seq`, `INSERT INTO search (rowid, words) VALUES (?, ?)`})
	for i := range p.tables {
		p.tables[i].read = strings.Join(strings.Fields(p.tables[i].read), " ")
	}
	if err := db.QueryRow(`SELECT count(*) FROM leaves`).Scan(&p.leaves); err != nil {
		b.Fatal(err)
	}
	return p
}

func connected(b *testing.B, path string) *sql.DB {
	b.Helper()
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=FULL&_foreign_keys=on&_secure_delete=on&_cache_size=-32768&_txlock=immediate")
	if err != nil {
		b.Fatal(err)
	}
	db.SetMaxOpenConns(1)
	b.Cleanup(func() { db.Close() })
	return db
}

func column(b *testing.B, db *sql.DB, query string) (list []string) {
	b.Helper()
	rows, err := db.Query(query)
	if err != nil {
		b.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var s string
		if err := rows.Scan(&s); err != nil {
			b.Fatal(err)
		}
		list = append(list, s)
	}
	return list
}

// emptied is a database with our tables and nothing in them.
func emptied(b *testing.B) string {
	b.Helper()
	path := filepath.Join(b.TempDir(), "replayed.db")
	w, err := store.OpenWriter(context.Background(), path)
	if err == nil {
		err = w.Close()
	}
	if err != nil {
		b.Fatal(err)
	}
	db := connected(b, path)
	for _, table := range column(b, db, `SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE 'goose%' AND name NOT LIKE 'search%'`) {
		if _, err := db.Exec(`DELETE FROM ` + table); err != nil {
			b.Fatal(err)
		}
	}
	if err := db.Close(); err != nil {
		b.Fatal(err)
	}
	return path
}

// replayer is the C program, built with the SQLite that is in daylight and kept:
// that takes minutes.
var replayer = sync.OnceValues(func() (string, error) {
	module, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/mattn/go-sqlite3").Output()
	if err != nil {
		return "", err
	}
	sqlite := strings.TrimSpace(string(module))
	cache, err := os.UserCacheDir()
	if err != nil {
		return "", err
	}
	text, err := os.ReadFile(filepath.Join("testdata", "replay.c"))
	if err != nil {
		return "", err
	}
	dir := filepath.Join(cache, "daylight", filepath.Base(sqlite))
	program := filepath.Join(dir, fmt.Sprintf("replay-%x", sha256.Sum256(text)))
	if _, err := os.Stat(program); err == nil {
		return program, nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return "", err
	}
	out, err := exec.Command("cc", "-O2", "-DSQLITE_ENABLE_QPSG", "-DSQLITE_ENABLE_FTS5", "-DSQLITE_THREADSAFE=1", "-DSQLITE_ENABLE_RTREE",
		"-I", sqlite, "-o", program, filepath.Join("testdata", "replay.c"), filepath.Join(sqlite, "sqlite3-binding.c"), "-lm", "-lpthread", "-ldl").CombinedOutput()
	if err != nil {
		return "", fmt.Errorf("cc: %w: %s", err, out)
	}
	return program, nil
})

// raw writes the rows by a C program.
func (p replay) raw(b *testing.B, from string) (took cost) {
	b.Helper()
	program, err := replayer()
	if err != nil {
		b.Skipf("SKIPPED: the raw yardstick needs a C compiler: %v", err)
	}
	lines := []string{p.prepare}
	for _, t := range p.tables {
		lines = append(lines, t.name, t.read, t.write)
	}
	plan := filepath.Join(b.TempDir(), "plan")
	if err := os.WriteFile(plan, []byte(strings.Join(lines, "\n")+"\n"), 0o600); err != nil {
		b.Fatal(err)
	}
	to := emptied(b)
	out, err := exec.Command(program, from, to, plan, fmt.Sprint(replayStep), fmt.Sprint(p.leaves)).CombinedOutput()
	var wall, cpu float64
	var rows int
	if _, scan := fmt.Sscan(string(out), &wall, &cpu, &rows); err != nil || scan != nil {
		b.Fatalf("replay: %v %v: %s", err, scan, out)
	}
	p.same(b, from, to)
	return cost{time.Duration(wall * 1e9), time.Duration(cpu * 1e9)}
}

// plain reads the input with encoding/json and writes the rows by database/sql,
// one statement for each.
func (p replay) plain(b *testing.B, from, input string) (took cost) {
	b.Helper()
	source, to := connected(b, from), emptied(b)
	target := connected(b, to)
	if _, err := source.Exec(p.prepare); err != nil {
		b.Fatal(err)
	}
	f, err := os.Open(input)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	for at := int64(0); at < p.leaves; at += replayStep {
		end := at + replayStep
		if end >= p.leaves {
			end = math.MaxInt64
		}
		held := p.read(b, source, at, end)
		begun := clock()
		for n := 0; n < replayStep && lines.Scan(); n++ {
			var release map[string]any
			if err := json.Unmarshal(lines.Bytes(), &release); err != nil {
				b.Fatal(err)
			}
		}
		tx, err := target.Begin()
		if err != nil {
			b.Fatal(err)
		}
		for i, t := range p.tables {
			for _, row := range held[i] {
				if _, err := tx.Exec(t.write, row...); err != nil {
					b.Fatalf("%s: %v", t.name, err)
				}
			}
		}
		if err := tx.Commit(); err != nil {
			b.Fatal(err)
		}
		took = took.plus(clock().minus(begun))
	}
	p.same(b, from, to)
	return took
}

// read gives the rows of one step.
func (p replay) read(b *testing.B, db *sql.DB, from, to int64) [][][]any {
	held := make([][][]any, len(p.tables))
	for i, t := range p.tables {
		rows, err := db.Query(t.read, from, to)
		if err != nil {
			b.Fatalf("%s: %v", t.read, err)
		}
		columns, _ := rows.Columns()
		for rows.Next() {
			row, targets := make([]any, len(columns)), make([]any, len(columns))
			for c := range row {
				targets[c] = &row[c]
			}
			if err := rows.Scan(targets...); err != nil {
				b.Fatal(err)
			}
			held[i] = append(held[i], row)
		}
		if err := rows.Close(); err != nil {
			b.Fatal(err)
		}
	}
	return held
}

// same checks that all rows have arrived.
func (p replay) same(b *testing.B, from, to string) {
	b.Helper()
	here, there := connected(b, from), connected(b, to)
	for _, t := range p.tables {
		count := `SELECT count(*) FROM ` + t.name
		if want, got := column(b, here, count), column(b, there, count); want[0] != got[0] {
			b.Fatalf("%s: %s rows were replayed, of %s", t.name, got[0], want[0])
		}
	}
}
