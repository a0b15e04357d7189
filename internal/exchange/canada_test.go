package exchange

import (
	"bufio"
	"cmp"
	"encoding/json"
	"os"
	"path/filepath"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// shared is a file of the shared data; without it the test is skipped.
func shared(t *testing.T, name string) string {
	t.Helper()
	dir := cmp.Or(os.Getenv("DAYLIGHT_SHARED"), filepath.Join("..", "..", "..", "shared"))
	path := filepath.Join(dir, filepath.FromSlash(name))
	if _, err := os.Stat(path); err != nil {
		t.Skipf("SKIPPED: needs the shared data, set DAYLIGHT_SHARED: %v", err)
	}
	return path
}

// Three thousand releases of Canadian federal contracts, filed as a file of
// them would be, must come to what another program counted: which contracts
// were extended once, twice and more often, and which were let without
// competition.
func TestCanadianContracts(t *testing.T) {
	if testing.Short() {
		t.Skip("imports thousands of releases")
	}
	input := shared(t, "data/canada/ocds11-releases.jsonl")
	oracle := shared(t, "data/canada/oracle-contracts.jsonl")
	d := openDesk(t)
	if s := d.load(input); s.Filed != 3438 || s.Refused != 0 || s.Processes != 1525 {
		t.Fatalf("imported %v, refused %v", s, d.refused)
	}

	type counted struct {
		Once, More       map[string]bool
		WithoutCompeting map[string]bool
	}
	empty := func() counted { return counted{map[string]bool{}, map[string]bool{}, map[string]bool{}} }
	want, got := empty(), empty()
	type answer struct {
		OCID, Contract string
		Extensions     int  `json:"end_date_extensions"`
		NonCompetitive bool `json:"non_competitive"`
	}
	for a := range jsonLines[answer](t, oracle) {
		key := a.OCID + " " + a.Contract
		if a.Extensions >= 1 {
			want.Once[key] = true
		}
		if a.Extensions >= 2 {
			want.More[key] = true
		}
		if a.NonCompetitive {
			want.WithoutCompeting[a.OCID] = true
		}
	}
	steps := map[string]int{}
	d.read(func(v store.View) error {
		rows, err := v.Extensions(t.Context(), store.RowFilter{})
		for _, r := range rows {
			steps[r.Extension.OCID+" "+r.Contract]++
		}
		if err != nil {
			return err
		}
		flags, err := v.Flags(t.Context(), "awarded-without-competition", procurement.Raised, store.RowFilter{})
		for _, f := range flags {
			got.WithoutCompeting[f.Flag.OCID] = true
		}
		return err
	})
	for key, n := range steps {
		if n >= 1 {
			got.Once[key] = true
		}
		if n >= 2 {
			got.More[key] = true
		}
	}
	if len(want.Once) == 0 || len(want.More) == 0 || len(want.WithoutCompeting) == 0 {
		t.Fatal("the expected answers are empty")
	}
	if diff := gocmp.Diff(want, got); diff != "" {
		t.Errorf("-expected +found:\n%s", diff)
	}
	t.Logf("%d contracts extended, %d more than once, %d processes without competition", len(got.Once), len(got.More), len(got.WithoutCompeting))
}

func jsonLines[T any](t *testing.T, path string) func(func(T) bool) {
	t.Helper()
	file, err := os.Open(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { file.Close() })
	return func(yield func(T) bool) {
		lines := bufio.NewScanner(file)
		lines.Buffer(nil, 1<<24)
		for lines.Scan() {
			var v T
			if err := json.Unmarshal(lines.Bytes(), &v); err != nil {
				t.Fatalf("%s: %v", path, err)
			}
			if !yield(v) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			t.Fatal(err)
		}
	}
}
