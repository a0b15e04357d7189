package store

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

func openBoth(t *testing.T) (*Writer, *Reader) {
	t.Helper()
	path := filepath.Join(t.TempDir(), "record.db")
	w, err := OpenWriter(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { w.Close() })
	r, err := OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	return w, r
}

// Every connection of both pools has every pragma, not the first alone.
func TestPragmasOnEveryConnection(t *testing.T) {
	w, r := openBoth(t)
	for range 4 {
		conn, err := r.db.Conn(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close() // held, so that the next one is new
		for name, want := range map[string]string{
			"journal_mode": "wal", "synchronous": "2", "foreign_keys": "1", "secure_delete": "1", "query_only": "1", "busy_timeout": "10000",
		} {
			var got string
			if err := conn.QueryRowContext(t.Context(), "PRAGMA "+name).Scan(&got); err != nil || got != want {
				t.Errorf("reader: PRAGMA %s is %q (%v), want %q", name, got, err, want)
			}
		}
	}
	if err := assert(w.db); err != nil {
		t.Error(err)
	}
	if n := w.db.Stats().MaxOpenConnections; n != 1 {
		t.Errorf("the writer has %d connections", n)
	}
}

// A connection with other settings is refused at the start.
func TestPragmasAreAsserted(t *testing.T) {
	w, _ := openBoth(t)
	for _, set := range []string{"synchronous = NORMAL", "foreign_keys = off", "secure_delete = off", "mmap_size = 1048576"} {
		name, _, _ := strings.Cut(set, " ")
		var before string
		if err := w.db.QueryRow("PRAGMA " + name).Scan(&before); err != nil {
			t.Fatal(err)
		}
		if _, err := w.db.Exec("PRAGMA " + set); err != nil {
			t.Fatal(err)
		}
		if err := assert(w.db); err == nil || !strings.Contains(err.Error(), name) {
			t.Errorf("with %s: %v", set, err)
		}
		if _, err := w.db.Exec("PRAGMA " + name + " = " + before); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAReaderCannotWrite(t *testing.T) {
	_, r := openBoth(t)
	for _, statement := range []string{
		"INSERT INTO settings VALUES ('a', 'b')", "DELETE FROM releases", "CREATE TABLE x (y)", "DROP TABLE flags",
		"INSERT INTO search (title) VALUES ('x')",
	} {
		if _, err := r.db.Exec(statement); err == nil {
			t.Errorf("a reader did: %s", statement)
		}
	}
}

// One process writes to a file at a time; it may be reopened afterwards.
func TestASecondWriterIsRefused(t *testing.T) {
	path := filepath.Join(t.TempDir(), "record.db")
	w, err := OpenWriter(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := OpenWriter(t.Context(), path); !errors.Is(err, ErrInUse) {
		t.Errorf("second writer: %v, want ErrInUse", err)
	}
	w.Close()
	w, err = OpenWriter(t.Context(), path)
	if err != nil {
		t.Fatal(err)
	}
	w.Close()
}

func TestAReaderNeedsADatabase(t *testing.T) {
	path := filepath.Join(t.TempDir(), "none.db")
	if _, err := OpenReader(path); err == nil || !strings.Contains(err.Error(), "daylight seed") {
		t.Errorf("%v, want the command to use", err)
	}
	if _, err := os.Stat(path); err == nil {
		t.Error("a reader made the file")
	}
}

// A path is a path, whatever characters it has.
func TestAnyPath(t *testing.T) {
	for _, name := range []string{"with space.db", "a?b=c.db", "100%.db", "a#b.db", "été.db"} {
		path := filepath.Join(t.TempDir(), name)
		w, err := OpenWriter(t.Context(), path)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		w.Close()
		if _, err := os.Stat(path); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A transaction that fails leaves nothing; one that returns is there for a
// reader, which sees one moment throughout.
func TestTransactions(t *testing.T) {
	w, r := openBoth(t)
	ctx := t.Context()
	set := func(value string, result error) error {
		return w.Update(ctx, func(tx *Tx) error {
			if err := tx.SetSetting(ctx, "k", value); err != nil {
				return err
			}
			return result
		})
	}
	failed := errors.New("no")
	if err := set("never", failed); err != failed {
		t.Errorf("got %v", err)
	}
	if err := set("first", nil); err != nil {
		t.Fatal(err)
	}
	err := r.Read(ctx, func(v View) error {
		for range 2 {
			if got, err := v.Setting(ctx, "k"); got != "first" || err != nil {
				t.Errorf("read %q (%v), want first", got, err)
			}
			if err := set("second", nil); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	r.Read(ctx, func(v View) error {
		if got, _ := v.Setting(ctx, "k"); got != "second" {
			t.Errorf("read %q, want second", got)
		}
		return nil
	})
	cancelled, cancel := context.WithCancel(ctx)
	cancel()
	if err := w.Update(cancelled, func(*Tx) error { t.Error("ran"); return nil }); !errors.Is(err, context.Canceled) {
		t.Errorf("with a cancelled context: %v", err)
	}
}

// What Verify derives beside the database leaves no file behind.
func TestAScratchDatabaseIsThrownAway(t *testing.T) {
	var dir string
	err := Scratch(t.Context(), func(tx *Tx) error {
		return tx.tx.QueryRowContext(t.Context(), "SELECT file FROM pragma_database_list WHERE name = 'main'").Scan(&dir)
	})
	if err != nil || dir == "" {
		t.Fatal(dir, err)
	}
	if _, err := os.Stat(filepath.Dir(dir)); err == nil {
		t.Errorf("%s is still there", dir)
	}
}
