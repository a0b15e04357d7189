package cardinal

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
)

// oracle is Cardinal itself, where it is installed: DAYLIGHT_CARDINAL names it,
// or it is in the PATH. It is run on one thread, for on several its main
// currency is a matter of chance.
type oracle struct {
	program, dir string
}

func newOracle(t *testing.T) oracle {
	program, err := exec.LookPath(cmp.Or(os.Getenv("DAYLIGHT_CARDINAL"), "ocdscardinal"))
	if err != nil {
		t.Skip("NOT RUN: needs ocdscardinal (DAYLIGHT_CARDINAL); cargo install builds it: ", err)
	}
	return oracle{program, t.TempDir()}
}

func (o oracle) run(t *testing.T, args ...string) []byte {
	t.Helper()
	command := exec.Command(o.program, args...)
	command.Env = append(os.Environ(), "RAYON_NUM_THREADS=1")
	out, err := command.Output()
	if err != nil {
		t.Fatalf("%v: %v", args, err)
	}
	return out
}

func (o oracle) file(t *testing.T, name, text string) string {
	t.Helper()
	name = filepath.Join(o.dir, name)
	if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return name
}

// compare runs both on the same lines with the same settings, and reports
// whether they agree.
func (o oracle) compare(t *testing.T, ini, lines string, prepare bool) bool {
	t.Helper()
	settings, input := o.file(t, "s.ini", ini), o.file(t, "in.jsonl", lines)
	got := calculate(t, parsed(t, ini), Options{Maps: true, Prepare: prepare}, lines, true)
	if prepare {
		prepared := filepath.Join(o.dir, "prepared.jsonl")
		o.run(t, "prepare", "--settings", settings, "--output", prepared, "--errors", os.DevNull, input)
		input = prepared
	}
	want := decoded(t, o.run(t, "indicators", "--map", "--settings", settings, input))
	diff := gocmp.Diff(sets(want), sets(got))
	if diff != "" {
		t.Errorf("Cardinal -, Daylight +:\n%s", diff)
	}
	return diff == ""
}

// sets sorts the lists of maps, whose order Cardinal leaves to chance.
func sets(v any) any {
	for _, m := range v.(map[string]any)["Maps"].(map[string]any) {
		for _, ids := range m.(map[string]any) {
			if list, ok := ids.([]any); ok {
				slices.SortFunc(list, func(a, b any) int { return strings.Compare(a.(string), b.(string)) })
			}
		}
	}
	return v
}

// defaults is a settings file of every indicator.
func defaults() string {
	var b strings.Builder
	for _, k := range kinds {
		fmt.Fprintf(&b, "[%s]\n", k.code)
	}
	return b.String()
}

func TestAgreesWithCardinalOnPublishedData(t *testing.T) {
	o := newOracle(t)
	data := filepath.Join(cmp.Or(os.Getenv("DAYLIGHT_SHARED"), filepath.Join("..", "..", "..", "shared")), "data")
	var files []string
	for _, glob := range []string{"world/*.compiled.jsonl", "uk/*.compiled.jsonl", "canada/compiled-*.jsonl"} {
		found, _ := filepath.Glob(filepath.Join(data, glob))
		files = append(files, found...)
	}
	if len(files) == 0 {
		t.Skip("NOT RUN: needs the shared data (DAYLIGHT_SHARED): nothing in ", data)
	}
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			o.compare(t, defaults(), read(t, file), false)
			o.compare(t, defaults()+newGenerator(1).preparation(), read(t, file), true)
		})
	}
}

// DAYLIGHT_CARDINAL_RUNS scales the comparison on generated data.
func TestAgreesWithCardinalOnGeneratedData(t *testing.T) {
	o := newOracle(t)
	runs := 40
	if n, err := strconv.Atoi(os.Getenv("DAYLIGHT_CARDINAL_RUNS")); err == nil {
		runs = n
	}
	for seed := range uint64(runs) {
		g := newGenerator(seed)
		lines, prepare := g.lines(20+g.IntN(400)), seed%4 == 3
		ini := defaults()
		switch {
		case prepare:
			g.oddity = 0
			ini = g.ini() + g.preparation()
			lines = g.lines(200)
		case seed%4 > 0:
			ini = g.ini()
		}
		if !o.compare(t, ini, lines, prepare) {
			t.Fatalf("seed %d, settings:\n%s", seed, ini)
		}
	}
}

// The expectations committed here are Cardinal's own answers.
func TestCasesAreCardinals(t *testing.T) {
	o := newOracle(t)
	inputs, _ := filepath.Glob("testdata/*/*.jsonl")
	for _, input := range inputs {
		prepare := strings.HasPrefix(input, filepath.Join("testdata", "prepared"))
		o.compare(t, read(t, strings.TrimSuffix(input, ".jsonl")+".ini"), read(t, input), prepare)
	}
}
