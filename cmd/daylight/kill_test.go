package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"daylight/internal/registry"
	"daylight/internal/store"
)

// An import that is killed at any moment leaves a record that verifies and,
// run again, comes to what one that was never disturbed comes to. Salts and
// times differ between runs; bodies and their order, derived rows and the
// quarantine may not.
//
// DAYLIGHT_KILLS says how often, and has the Canadian file imported where it is
// there; else a small file is, twenty times.
func TestAnImportKilledAtAnyMomentIsResumed(t *testing.T) {
	rounds, input, batch := 20, written(t), "15"
	if testing.Short() {
		rounds = 3
	}
	if n, err := strconv.Atoi(os.Getenv("DAYLIGHT_KILLS")); err == nil {
		rounds = n
		canada := filepath.Join(cmp.Or(os.Getenv("DAYLIGHT_SHARED"), "../../../shared"), "data", "canada", "ocds11-releases.jsonl")
		if _, err := os.Stat(canada); err == nil {
			input, batch = canada, "250"
		}
	}
	importing := func(db string) *exec.Cmd {
		return exec.CommandContext(t.Context(), "daylight", "import", "--db", db, "--batch", batch, input)
	}
	clean := filepath.Join(t.TempDir(), "clean.db")
	begun := time.Now()
	complete(t, importing(clean))
	took := time.Since(begun)
	want, size := contents(t, clean)
	if size == 0 {
		t.Fatal("the undisturbed import filed nothing")
	}

	seed := rand.Uint64()
	t.Logf("seed %d; one import took %v", seed, took)
	random := rand.New(rand.NewPCG(seed, 0))
	midway := 0
	for round := range rounds {
		db := filepath.Join(t.TempDir(), "killed.db")
		cmd := importing(db)
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Duration(random.Int64N(int64(took))))
		cmd.Process.Kill()
		cmd.Wait()
		if store.Exists(db) == nil {
			if n := verified(t, db); n > 0 && n < size {
				midway++
			}
		}
		complete(t, importing(db))
		verified(t, db)
		if got, _ := contents(t, db); got != want {
			t.Fatalf("round %d: the resumed import came to another record", round)
		}
	}
	t.Logf("%d of %d were killed after some batches and before the last", midway, rounds)
}

// complete runs a command that may leave something in quarantine.
func complete(t *testing.T, cmd *exec.Cmd) {
	t.Helper()
	if out, err := cmd.CombinedOutput(); err != nil && cmd.ProcessState.ExitCode() != exitPartly {
		t.Fatalf("%v: %v\n%s", cmd.Args, err, out)
	}
}

// verified checks a database and says how many leaves it has. One that was
// killed before its tables were there is made so first, as its next user does.
func verified(t *testing.T, db string) (leaves int64) {
	t.Helper()
	r, err := registry.Open(t.Context(), registry.Config{DB: db, Origin: "daylight.example/log"})
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	reading(t, db, func(ctx context.Context, v store.View) error {
		report, err := registry.Verify(ctx, v, registry.Trust{})
		leaves = report.Leaves
		return err
	})
	return leaves
}

// contents are all that must not depend on how often an import was begun.
func contents(t *testing.T, db string) (text string, leaves int64) {
	t.Helper()
	var b bytes.Buffer
	reading(t, db, func(ctx context.Context, v store.View) (err error) {
		if leaves, err = v.Size(ctx); err != nil {
			return err
		}
		for s, err := range v.StoredReleases(ctx) {
			if err == nil {
				err = s.Decode()
			}
			if err != nil {
				return err
			}
			fmt.Fprintf(&b, "%d %d %s %s\n", s.Seq, s.Batch, s.Publisher, s.Body)
		}
		held, err := v.Quarantine(ctx, true)
		if err != nil {
			return err
		}
		for _, h := range held {
			fmt.Fprintln(&b, h.ID, h.Document, h.Offset, h.Reason, h.SHA256, h.FileSHA256)
		}
		return v.DumpDerived(ctx, &b)
	})
	return b.String(), leaves
}

func reading(t *testing.T, db string, fn func(context.Context, store.View) error) {
	t.Helper()
	r, err := store.OpenReader(db)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if err := r.Read(t.Context(), func(v store.View) error { return fn(t.Context(), v) }); err != nil {
		t.Fatal(err)
	}
}

// written is a file of processes whose releases lie far apart, with bad ones
// among them.
func written(t *testing.T) string {
	t.Helper()
	var b strings.Builder
	for version := range 3 {
		for i := range 40 {
			day := fmt.Sprintf("2024-%02d-%02d", 1+version*3, 1+i%28)
			if i%13 == 5 {
				day = "2024-02-31"
			}
			fmt.Fprintf(&b, `{"ocid":"p%02d","id":"p%02d-%d","date":"%sT00:00:00Z","tag":["contract"],"buyer":{"name":"Town %d"},`+
				`"tender":{"procurementMethod":"direct"},"relatedProcesses":[{"id":"r","relationship":["prior"],"scheme":"ocid","identifier":"p%02d"}],`+
				`"contracts":[{"id":"c","title":"Radios %d","dateSigned":"2024-01-10T00:00:00Z","period":{"startDate":"2024-01-10T00:00:00Z","endDate":"20%d-12-31T00:00:00Z"},`+
				`"value":{"amount":%d00,"currency":"GBP"}}]}`+"\n", i, i, version, day, i%5, (i+7)%40, i, 24+version, 10+version)
		}
	}
	path := filepath.Join(t.TempDir(), "in.jsonl")
	if err := os.WriteFile(path, []byte(b.String()), fs.FileMode(0o600)); err != nil {
		t.Fatal(err)
	}
	return path
}
