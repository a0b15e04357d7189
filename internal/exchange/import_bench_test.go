package exchange

import (
	"bufio"
	"bytes"
	"cmp"
	"database/sql"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"daylight/internal/registry"
	"daylight/internal/store"
)

// BenchmarkImport imports so many releases varied from the Canadian file into a
// new database, and beside it has the plain loader of the same file load the
// same: encoding/json and database/sql, row by row. DAYLIGHT_BENCH_RELEASES
// names other sizes, separated by commas.
func BenchmarkImport(b *testing.B) {
	for _, text := range strings.Split(cmp.Or(os.Getenv("DAYLIGHT_BENCH_RELEASES"), "10000,100000"), ",") {
		n, err := strconv.Atoi(text)
		if err != nil {
			b.Fatal(err)
		}
		input, size := varied(b, n)
		b.Run("daylight/"+text, func(b *testing.B) { measure(b, n, size, func(db string) { imported(b, db, input) }) })
		b.Run("plain/"+text, func(b *testing.B) { measure(b, n, size, func(db string) { plainly(b, db, input) }) })
	}
}

// measure reports releases and megabytes a second, and bytes of the database
// for each of the input.
func measure(b *testing.B, releases int, size int64, load func(db string)) {
	var stored int64
	for b.Loop() {
		db := filepath.Join(b.TempDir(), "record.db")
		load(db)
		for _, suffix := range []string{"", "-wal"} {
			if info, err := os.Stat(db + suffix); err == nil {
				stored += info.Size()
			}
		}
	}
	seconds := b.Elapsed().Seconds() / float64(b.N)
	b.ReportMetric(float64(releases)/seconds, "releases/s")
	b.ReportMetric(float64(size)/1e6/seconds, "MB/s")
	b.ReportMetric(float64(stored)/float64(b.N)/float64(size), "stored/input")
}

func imported(b *testing.B, db, input string) {
	r, err := registry.Open(b.Context(), registry.Config{DB: db, Origin: "daylight.example/log"})
	if err != nil {
		b.Fatal(err)
	}
	if o, err := (Importer{Registry: r, Who: clerk}).Run(b.Context(), input); err != nil || o.Refused > 0 || o.Filed == 0 {
		b.Fatalf("%+v: %v", o, err)
	}
	if err := r.Close(); err != nil {
		b.Fatal(err)
	}
}

// plainly keeps each release with its identity, and of its contracts, awards
// and parties a row each, in transactions of a thousand releases: no ledger, no
// merged record, no history, no flags, no search.
func plainly(b *testing.B, path, input string) {
	must := func(err error) {
		if err != nil {
			b.Fatal(err)
		}
	}
	db, err := sql.Open("sqlite3", "file:"+path+"?_journal_mode=WAL&_synchronous=FULL")
	must(err)
	defer db.Close()
	for _, table := range []string{
		"releases (ocid text, id text, date text, tag text, body blob)", "contracts (ocid text, id text, title text, signed text, ends text, amount text)",
		"awards (ocid text, id text, title text, date text)", "parties (ocid text, id text, name text)",
	} {
		_, err := db.Exec("CREATE TABLE " + table)
		must(err)
		name, _, _ := strings.Cut(table, " ")
		_, err = db.Exec("CREATE INDEX " + name + "_ocid ON " + name + " (ocid, id)")
		must(err)
	}
	f, err := os.Open(input)
	must(err)
	defer f.Close()
	lines := bufio.NewScanner(f)
	lines.Buffer(nil, 16<<20)
	tx, err := db.Begin()
	must(err)
	put := func(table string, values ...any) {
		_, err := tx.Exec("INSERT INTO "+table+" VALUES (?"+strings.Repeat(", ?", len(values)-1)+")", values...)
		must(err)
	}
	text := func(v any, path ...string) string {
		for _, name := range path {
			m, _ := v.(map[string]any)
			v = m[name]
		}
		if v == nil {
			return ""
		}
		return fmt.Sprint(v)
	}
	for n := 1; lines.Scan(); n++ {
		var release map[string]any
		must(json.Unmarshal(lines.Bytes(), &release))
		ocid := text(release, "ocid")
		put("releases", ocid, text(release, "id"), text(release, "date"), text(release, "tag"), lines.Bytes())
		rows := func(name string) []any { list, _ := release[name].([]any); return list }
		for _, c := range rows("contracts") {
			put("contracts", ocid, text(c, "id"), text(c, "title"), text(c, "dateSigned"), text(c, "period", "endDate"), text(c, "value", "amount"))
		}
		for _, a := range rows("awards") {
			put("awards", ocid, text(a, "id"), text(a, "title"), text(a, "date"))
		}
		for _, p := range rows("parties") {
			put("parties", ocid, text(p, "id"), text(p, "name"))
		}
		if n%batchSize == 0 {
			must(tx.Commit())
			tx, err = db.Begin()
			must(err)
		}
	}
	must(lines.Err())
	must(tx.Commit())
}

// varied writes so many releases made from the Canadian ones: each pass over
// them has processes of its own and other days, the same in every run.
func varied(b *testing.B, n int) (path string, size int64) {
	b.Helper()
	dir := cmp.Or(os.Getenv("DAYLIGHT_SHARED"), filepath.Join("..", "..", "..", "shared"))
	source, err := os.ReadFile(filepath.Join(dir, "data", "canada", "ocds11-releases.jsonl"))
	if err != nil {
		b.Skipf("SKIPPED: needs the shared data, set DAYLIGHT_SHARED: %v", err)
	}
	path = filepath.Join(b.TempDir(), "releases.jsonl")
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	w := bufio.NewWriter(f)
	lines := bytes.Split(bytes.TrimSpace(source), []byte("\n"))
	day := time.Date(2012, 1, 1, 0, 0, 0, 0, time.UTC)
	for i := range n {
		pass, line := i/len(lines), lines[i%len(lines)]
		if pass > 0 {
			prefix := fmt.Sprintf("ocds-213czf-%d-", pass)
			line = bytes.ReplaceAll(line, []byte("ocds-213czf-"), []byte(prefix))
			line = bytes.ReplaceAll(line, []byte(`"name":"`), []byte(fmt.Sprintf(`"name":"%s `, day.AddDate(0, 0, pass%97).Format("Jan2"))))
			line = bytes.ReplaceAll(line, []byte(`"name": "`), []byte(fmt.Sprintf(`"name": "%s `, day.AddDate(0, 0, pass%97).Format("Jan2"))))
		}
		m, _ := w.Write(append(bytes.Clone(line), '\n'))
		size += int64(m)
	}
	if err := w.Flush(); err != nil {
		b.Fatal(err)
	}
	return path, size
}

// BenchmarkReadersDuringAnImport is how long a reader waits for a history, at the
// 99th percentile, while an import runs and when none does.
func BenchmarkReadersDuringAnImport(b *testing.B) {
	first, _ := varied(b, 3438)
	second, _ := varied(b, 10000)
	for b.Loop() {
		db := filepath.Join(b.TempDir(), "record.db")
		imported(b, db, first)
		idle := waits(b, db, time.After(3*time.Second))
		done := make(chan time.Time)
		go func() {
			defer close(done)
			imported(b, db, second)
		}()
		busy := waits(b, db, done)
		b.ReportMetric(idle.Seconds()*1e3, "p99-idle-ms")
		b.ReportMetric(busy.Seconds()*1e3, "p99-import-ms")
	}
}

// waits reads histories one after another until it is told to stop, a hundred a
// second at most.
func waits(b *testing.B, db string, stop <-chan time.Time) time.Duration {
	r, err := store.OpenReader(db)
	if err != nil {
		b.Fatal(err)
	}
	defer r.Close()
	var ocids []string
	if err := r.Read(b.Context(), func(v store.View) (err error) { ocids, err = v.OCIDs(b.Context()); return }); err != nil {
		b.Fatal(err)
	}
	var took []time.Duration
	for i := 0; ; i++ {
		select {
		case <-stop:
			slices.Sort(took)
			return took[len(took)*99/100]
		case <-time.After(10 * time.Millisecond):
		}
		begun := time.Now()
		if err := r.Read(b.Context(), func(v store.View) error {
			_, err := registry.Read(b.Context(), v, ocids[i*37%len(ocids)], registry.Moment{})
			return err
		}); err != nil {
			b.Fatal(err)
		}
		took = append(took, time.Since(begun))
	}
}
