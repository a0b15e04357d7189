package exchange

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"daylight/internal/access"
	"daylight/internal/registry"
	"daylight/internal/store"
)

var clerk = access.Actor{Kind: access.Operator, Name: "import"}

// desk is a registry on a database of its own.
type desk struct {
	*testing.T
	registry *registry.Registry
	reader   *store.Reader
	refused  []error
}

func openDesk(t *testing.T) *desk {
	t.Helper()
	path := filepath.Join(t.TempDir(), "record.db")
	r, err := registry.Open(t.Context(), registry.Config{
		DB: path, Origin: "daylight.example/log",
		Now: func() time.Time { return time.Date(2026, 11, 23, 9, 0, 0, 0, time.UTC) },
	})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { r.Close() })
	reader, err := store.OpenReader(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { reader.Close() })
	return &desk{T: t, registry: r, reader: reader}
}

// load imports files and remembers what was refused.
func (d *desk) load(files ...string) Summary {
	d.Helper()
	d.refused = nil
	out, err := Importer{Registry: d.registry, Who: clerk, Origin: store.Origin{Source: strings.Join(files, ", ")}, Opener: Opener{Stdin: strings.NewReader("")},
		Refused: func(err error) { d.refused = append(d.refused, err) }}.Run(d.Context(), files...)
	if err != nil {
		d.Fatal(err)
	}
	return out.Summary
}

func (d *desk) read(fn func(store.View) error) {
	d.Helper()
	if err := d.reader.Read(d.Context(), fn); err != nil {
		d.Fatal(err)
	}
}

// write puts text into a file of the test's own.
func write(t *testing.T, name, text string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), name)
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

// verify checks the whole ledger.
func (d *desk) verify() {
	d.Helper()
	d.read(func(v store.View) error {
		_, err := registry.Verify(d.Context(), v, registry.Trust{})
		return err
	})
}
