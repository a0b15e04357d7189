// Package store holds all SQL. It promises that a write is one transaction on
// the one writing connection, durable when it returns (WAL, synchronous FULL),
// and that a read sees one moment of the database and can change nothing.
//
// It keeps what it is given: it neither checks releases nor derives anything
// from them. The SQL is plain enough for PostgreSQL but for migrations and
// full-text search. One process may write to a file at a time; a lock beside
// the file refuses the second.
package store

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"syscall"

	"github.com/mattn/go-sqlite3"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/database"
)

//go:embed migrations/*.sql
var migrations embed.FS

// ErrNotFound is returned where what was asked for is not recorded.
var ErrNotFound = errors.New("not found")

// ErrInUse is returned where another process is writing to the file.
var ErrInUse = errors.New("another daylight process is writing to this database: stop it first")

// ErrLongWrite is returned where another process has been writing for longer
// than one waits.
var ErrLongWrite = errors.New("another daylight process has been writing to this database for ten seconds: try again when it is done")

// lowestSQLite is the first release without the WAL-reset corruption.
const lowestSQLite = 3_051_003

// pragmas that every connection must show; asserted after opening.
var pragmas = map[string]string{
	"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1", "mmap_size": "0",
}

func dsn(path string, readOnly bool) string {
	q := url.Values{
		"_journal_mode": {"WAL"}, "_synchronous": {"FULL"}, "_txlock": {"immediate"}, "_foreign_keys": {"on"},
		"_secure_delete": {"on"}, "_busy_timeout": {"10000"}, "_stmt_cache_size": {"100"},
	}
	if readOnly {
		q.Set("_query_only", "on")
		q.Set("_txlock", "deferred")
	} else {
		q.Set("_cache_size", "-32768") // KiB: what a large batch changes is written once, at its end
	}
	return "file:" + (&url.URL{Path: path}).EscapedPath() + "?" + q.Encode()
}

func open(path string, readOnly bool, connections int) (*sql.DB, error) {
	db, err := sql.Open("sqlite3", dsn(path, readOnly))
	if err != nil {
		return nil, err
	}
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	if err := assert(db); err != nil {
		db.Close()
		if e, ok := errors.AsType[sqlite3.Error](err); ok && (e.Code == sqlite3.ErrReadonly || e.Code == sqlite3.ErrCantOpen) {
			err = fmt.Errorf("%w; SQLite needs to write beside the file even to read it: copy it to a folder that can be written", err)
		}
		return nil, fmt.Errorf("open %s: %w", path, err)
	}
	return db, nil
}

var errNoName = errors.New("no database is named: say --db FILE")

// supported checks the SQLite that was built in, before any file is touched.
func supported() error {
	if _, n, _ := sqlite3.Version(); n < lowestSQLite {
		return fmt.Errorf("SQLite %d is too old: 3.51.3 or later is needed", n)
	}
	db, err := sql.Open("sqlite3", ":memory:")
	if err != nil {
		return err
	}
	defer db.Close()
	var fts bool
	if err := db.QueryRow(`SELECT sqlite_compileoption_used('ENABLE_FTS5')`).Scan(&fts); err != nil {
		return err
	}
	if !fts {
		return errors.New("this daylight was built without full-text search: build it with `make build`, or `go build -tags sqlite_fts5 ./cmd/daylight`")
	}
	return nil
}

func assert(db *sql.DB) error {
	for name, want := range pragmas {
		var got string
		if err := db.QueryRow("PRAGMA " + name).Scan(&got); err != nil && !(name == "mmap_size" && errors.Is(err, sql.ErrNoRows)) {
			return err
		}
		if got != want && got != "" {
			return fmt.Errorf("PRAGMA %s is %q, want %q", name, got, want)
		}
	}
	return nil
}

// Writer is the one connection that writes.
type Writer struct {
	db   *sql.DB
	lock *os.File
}

// OpenWriter creates or opens the database, brings its schema up to date and
// takes the lock that keeps other writers out.
func OpenWriter(ctx context.Context, path string) (*Writer, error) {
	if path == "" {
		return nil, errNoName
	}
	if err := supported(); err != nil {
		return nil, err
	}
	lock, err := os.OpenFile(path+".lock", os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX|syscall.LOCK_NB); err != nil {
		lock.Close()
		return nil, fmt.Errorf("%s: %w", path, ErrInUse)
	}
	db, err := open(path, false, 1)
	if err != nil {
		lock.Close()
		return nil, err
	}
	w := &Writer{db: db, lock: lock}
	// Batches change the same pages again and again: they go into the database
	// every 16 MB.
	_, err = db.ExecContext(ctx, "PRAGMA wal_autocheckpoint = 4000")
	if err == nil {
		err = migrate(ctx, db)
	}
	if err != nil {
		w.Close()
		return nil, err
	}
	return w, nil
}

func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(database.DialectSQLite3, db, files, goose.WithAllowOutofOrder(true)) // numbers are given by the room that needs the tables
	if err != nil {
		return err
	}
	known := p.ListSources()
	if version, err := p.GetDBVersion(ctx); err != nil {
		return err
	} else if version > known[len(known)-1].Version {
		return errNewer
	}
	_, err = p.Up(ctx)
	return err
}

var (
	errNewer = errors.New("a newer daylight made this database: use that one")
	errOlder = errors.New("an older daylight made this database: `daylight rebuild` brings it up to date")
)

// current reports whether the tables are those that this program reads.
func current(db *sql.DB) error {
	names, err := fs.Glob(migrations, "migrations/*.sql")
	if err != nil {
		return err
	}
	var latest, version int
	if _, err := fmt.Sscanf(names[len(names)-1], "migrations/%d_", &latest); err != nil {
		return err
	}
	if err := db.QueryRow(`SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied`).Scan(&version); err != nil {
		return fmt.Errorf("this is no database of daylight's: %w", err)
	}
	switch {
	case version > latest:
		return errNewer
	case version < latest:
		return errOlder
	}
	return nil
}

// OpenBeside opens a database that another process writes to, to write a few
// rows of the desk beside it: SQLite lets one write after the other. It neither
// takes the lock nor changes the schema, and refuses another than this
// program's. Nothing of the record may be written by it.
func OpenBeside(path string) (*Writer, error) {
	if err := supported(); err != nil {
		return nil, err
	}
	db, err := open(path, false, 1)
	if err != nil {
		return nil, err
	}
	if err := current(db); err != nil {
		db.Close()
		return nil, fmt.Errorf("%w (another daylight process has %s open: use the program that it runs, or stop it first)", err, path)
	}
	return &Writer{db: db}, nil
}

// Close releases the database and the lock.
func (w *Writer) Close() error {
	err := w.db.Close()
	if w.lock != nil {
		err = errors.Join(err, w.lock.Close())
	}
	return err
}

// Tx is one write transaction. Its methods are the only way to change the
// database. Rows that it is given are written many at a time, unless it is asked
// something between them.
type Tx struct {
	View
	tx     *writing
	book   *Book              // once read
	checks map[checksOf]int64 // how many processes more have them, not counted yet
	counts map[countKey]int64 // of results, not written yet
	tally  tally

	results map[int64]results // not written yet, by number

	publishers map[string]int64 // their numbers, as far as read
	rowless    map[string]bool  // processes that are known to have no derived rows, or to have some
	emptied    bool             // no others have any
}

// Update runs fn in one transaction and commits it, durably, if fn returns nil.
func (w *Writer) Update(ctx context.Context, fn func(*Tx) error) error {
	tx, err := w.db.BeginTx(ctx, nil)
	if e, ok := errors.AsType[sqlite3.Error](err); ok && e.Code == sqlite3.ErrBusy {
		return ErrLongWrite
	}
	if err != nil {
		return err
	}
	defer tx.Rollback()
	rows := &writing{tx: tx, waiting: map[string]*rowsWaiting{}}
	t := &Tx{View: View{rows}, tx: rows, checks: map[checksOf]int64{}, counts: map[countKey]int64{}, results: map[int64]results{}, tally: newTally(), publishers: map[string]int64{}, rowless: map[string]bool{}}
	if err := fn(t); err != nil {
		return err
	}
	if err := t.Flush(ctx); err != nil {
		return err
	}
	return tx.Commit()
}

// Scratch runs fn in a transaction on an empty database that is thrown away,
// to derive rows beside the stored ones and compare.
func Scratch(ctx context.Context, fn func(*Tx) error) error {
	dir, err := os.MkdirTemp("", "daylight-scratch-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	w, err := OpenWriter(ctx, filepath.Join(dir, "scratch.db"))
	if err != nil {
		return err
	}
	defer w.Close()
	return w.Update(ctx, fn)
}
