package exchange

import (
	"cmp"
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"daylight/internal/procurement"
	"daylight/internal/rules"
	"daylight/internal/store"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// What every rule finds in every file of published OCDS, imported by itself on
// a day that stays the same and surveyed: one table for each file under
// testdata. A change of a rule shows there as a difference; read it as carefully
// as code, since each count is of real contracts.
func TestGoldenPublishedData(t *testing.T) {
	if raced || testing.Short() {
		t.Skip("NOT RUN: imports thousands of releases; `make test` runs it at its end, without the race detector")
	}
	root := shared(t, "data")
	var files []string
	for _, place := range []string{"world", "uk", "canada", "toronto"} {
		files = append(files, publishedOCDS(filepath.Join(root, place))...)
	}
	if len(files) == 0 {
		t.Fatalf("no files under %s", root)
	}
	want := map[string]bool{}
	for _, file := range files {
		if strings.Contains(file, ".versioned.") {
			continue // every release of it is refused: see TestEveryPublishedFile
		}
		name, _ := filepath.Rel(root, file)
		golden := strings.TrimSuffix(strings.TrimSuffix(strings.ReplaceAll(filepath.ToSlash(name), "/", "-"), ".jsonl"), ".json") + ".tsv"
		want[golden] = true
		t.Run(golden, func(t *testing.T) { sameTable(t, golden, countsOf(t, file)) })
	}
	kept, err := os.ReadDir(filepath.Join("testdata", "flags"))
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range kept {
		if !want[f.Name()] {
			t.Errorf("testdata/flags/%s is of no file in %s", f.Name(), root)
		}
	}
}

// countsOf imports a file and counts what the rules found.
func countsOf(t *testing.T, file string) string {
	d := openDesk(t)
	if _, err := d.registry.AdvanceDay(t.Context(), clerk, "2026-11-23"); err != nil {
		t.Fatal(err)
	}
	loaded := d.load(file)
	if _, err := d.registry.Survey(t.Context(), clerk); err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	fmt.Fprintf(&b, "# %d releases of %d processes\n", loaded.Filed, loaded.Processes)
	b.WriteString("rule\tversion\traised\tclear\tno data\tnot applicable\tmissing\n")
	d.read(func(v store.View) error {
		counts, err := v.CheckCounts(t.Context())
		for _, r := range rules.All() {
			c := counts[r.ID]
			fmt.Fprintf(&b, "%s\t%d\t%d\t%d\t%d\t%d\t%s\n", r.ID, r.Version(), c.States[procurement.Raised], c.States[procurement.Clear],
				c.States[procurement.NoData], c.States[procurement.NotApplicable], missing(c.Missing))
		}
		return err
	})
	return b.String()
}

// missing are the fields that were, the one missed most often first.
func missing(n map[string]int) string {
	fields := slices.SortedFunc(maps.Keys(n), func(a, b string) int { return cmp.Or(cmp.Compare(n[b], n[a]), cmp.Compare(a, b)) })
	for i, field := range fields {
		fields[i] = fmt.Sprintf("%s %d", field, n[field])
	}
	return strings.Join(fields, ", ")
}

func sameTable(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", "flags", name)
	if *update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(strings.Split(string(want), "\n"), strings.Split(got, "\n")); diff != "" {
		t.Errorf("%s (-committed +now; `make golden` rewrites it):\n%s", path, diff)
	}
}
