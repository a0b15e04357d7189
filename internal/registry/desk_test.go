package registry

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"daylight/internal/access"
	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/store"
	"daylight/seed"
)

var clerk = access.Actor{Kind: access.Operator, Name: "clerk"}

// desk is a registry on a database of its own, with a clock that ticks a
// second a reading and salts that are the same in every run. Every change made
// through it is followed by a check of the whole ledger and every row.
type desk struct {
	*testing.T
	registry *Registry
	reader   *store.Reader
	path     string
	trusting bool // leave out the check after each change
	said     []string
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	d := &desk{T: t, path: filepath.Join(t.TempDir(), "record.db")}
	d.open()
	return d
}

func (d *desk) open() {
	d.Helper()
	now := time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC)
	var err error
	d.registry, err = Open(d.Context(), Config{
		DB: d.path, Origin: "daylight.example/log",
		Now:  func() time.Time { now = now.Add(time.Second); return now },
		Rand: rand.NewChaCha8([32]byte{1}),
		Say:  func(s string) { d.said = append(d.said, s) },
	})
	d.must(err)
	d.Cleanup(func() { d.registry.Close() })
	d.reader, err = store.OpenReader(d.path)
	d.must(err)
	d.Cleanup(func() { d.reader.Close() })
}

func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// file files releases in one transaction.
func (d *desk) file(list ...Submission) Result {
	d.Helper()
	result, err := d.registry.File(d.Context(), clerk, "test", list)
	d.must(err)
	d.check()
	return result
}

// refuse files releases that are to be refused.
func (d *desk) refuse(list ...Submission) error {
	d.Helper()
	result, err := d.registry.File(d.Context(), clerk, "test", list)
	if err == nil {
		d.Fatalf("filed %+v, want a refusal", result)
	}
	d.check()
	return err
}

func (d *desk) day(day procurement.Date) bool {
	d.Helper()
	advanced, err := d.registry.AdvanceDay(d.Context(), clerk, day)
	d.must(err)
	d.check()
	return advanced
}

func (d *desk) rebuild() {
	d.Helper()
	_, err := d.registry.Rebuild(d.Context(), clerk)
	d.must(err)
	d.check()
}

func (d *desk) check() {
	d.Helper()
	if !d.trusting {
		d.must(d.verify())
	}
}

func (d *desk) verify() error {
	return d.reader.Read(d.Context(), func(v store.View) error {
		_, err := Verify(d.Context(), v, Trust{})
		return err
	})
}

// read asks one question of the database.
func read[T any](d *desk, ask func(context.Context, store.View) (T, error)) T {
	d.Helper()
	var answer T
	d.must(d.reader.Read(d.Context(), func(v store.View) (err error) {
		answer, err = ask(d.Context(), v)
		return err
	}))
	return answer
}

func (d *desk) size() int64 {
	d.Helper()
	return read(d, func(ctx context.Context, v store.View) (int64, error) { return v.Size(ctx) })
}

// dump is every derived row.
func (d *desk) dump() string {
	d.Helper()
	return read(d, func(ctx context.Context, v store.View) (string, error) { return dump(ctx, v) })
}

func dump(ctx context.Context, v store.View) (string, error) {
	var b bytes.Buffer
	err := v.DumpDerived(ctx, &b)
	return b.String(), err
}

func (d *desk) history(ocid string, m Moment) *History {
	d.Helper()
	return read(d, func(ctx context.Context, v store.View) (*History, error) { return Read(ctx, v, ocid, m) })
}

// events are those that stand, in the order of a process's life, each as one
// line without number and time.
func (d *desk) events() []string {
	d.Helper()
	return read(d, events)
}

func events(ctx context.Context, v store.View) ([]string, error) {
	list, err := v.Events(ctx, store.EventFilter{})
	lines := make([]string, len(list))
	for i, e := range list {
		lines[i] = fmt.Sprintf("%s %s %s %s %s %d %s %v", e.OCID, e.GUID, e.Kind, e.Subject, e.Cause, e.Ordinal, e.Date, e.Figures)
	}
	slices.Sort(lines)
	return lines, err
}

// kinds are the standing events of a process as "kind subject", in the order
// of its life.
func (d *desk) kinds(ocid string) []string {
	d.Helper()
	var lines []string
	for _, e := range d.history(ocid, Moment{}).Events {
		lines = append(lines, string(e.Kind)+" "+e.Subject)
	}
	return lines
}

// seeded are the releases of a seed case, in the order they stand in.
func seeded(t testing.TB, name string) []Submission {
	t.Helper()
	text, err := fs.ReadFile(seed.FS, name+".json")
	if err != nil {
		t.Fatal(err)
	}
	var list []Submission
	for item, err := range ocds.Read(bytes.NewReader(text)) {
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, Submission{Body: item.Body, Publisher: "Daylight"})
	}
	return list
}

// release is a submission with the members given beside ocid, id, date and tag.
func release(publisher, ocid, id, day, members string) Submission {
	if members != "" && !strings.HasPrefix(members, ",") {
		members = "," + members
	}
	return Submission{
		Publisher: publisher,
		Body: fmt.Appendf(nil, `{"ocid":%q,"id":%q,"date":"%sT00:00:00Z","tag":["contract"],"initiationType":"tender"%s}`,
			ocid, id, day, members),
	}
}

func releaseOf(ocid string, seq int64) func(context.Context, store.View) (store.Release, error) {
	return func(ctx context.Context, v store.View) (store.Release, error) { return v.Release(ctx, ocid, seq) }
}

// published are the events ever published about a process, by GUID.
func (d *desk) published(ocid string) map[string]store.PublishedEvent {
	d.Helper()
	return read(d, func(ctx context.Context, v store.View) (map[string]store.PublishedEvent, error) {
		return v.Published(ctx, ocid)
	})
}

// alter changes the database behind the registry's back.
func (d *desk) alter(statement string, values ...any) {
	d.Helper()
	db, err := sql.Open("sqlite3", "file:"+d.path+"?_busy_timeout=10000")
	d.must(err)
	defer db.Close()
	_, err = db.ExecContext(d.Context(), statement, values...)
	d.must(err)
}

// value is the one value that a query finds, as text.
func (d *desk) value(query string) (text string) {
	d.Helper()
	db, err := sql.Open("sqlite3", "file:"+d.path+"?_busy_timeout=10000")
	d.must(err)
	defer db.Close()
	d.must(db.QueryRowContext(d.Context(), query).Scan(&text))
	return text
}
