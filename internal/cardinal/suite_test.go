package cardinal

import (
	"bytes"
	"cmp"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/go-json-experiment/json"
	gocmp "github.com/google/go-cmp/cmp"
)

// calculate gives what is printed of some lines with some settings, read again.
func calculate(t testing.TB, settings *Settings, o Options, lines string, meta bool) any {
	t.Helper()
	c := New(settings, o)
	c.Refuse = func(err error) { t.Errorf("refused: %v", err) }
	c.Read("lines", strings.NewReader(lines))
	var out bytes.Buffer
	if err := c.Result().Write(&out, meta); err != nil {
		t.Fatal(err)
	}
	return decoded(t, out.Bytes())
}

func decoded(t testing.TB, text []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

func read(t testing.TB, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func parsed(t testing.TB, ini string) *Settings {
	t.Helper()
	s, err := ReadSettings(strings.NewReader(ini))
	if err != nil {
		t.Fatal(err)
	}
	return s
}

// suite runs every NAME.jsonl of a folder with NAME.ini and compares with
// NAME.expected.
func suite(t *testing.T, dir string, o Options) {
	inputs, _ := filepath.Glob(filepath.Join(dir, "*.jsonl"))
	if len(inputs) == 0 {
		t.Fatal("no cases in ", dir)
	}
	for _, input := range inputs {
		name := strings.TrimSuffix(filepath.Base(input), ".jsonl")
		t.Run(name, func(t *testing.T) {
			file := func(ext string) string { return read(t, filepath.Join(dir, name+ext)) }
			want := decoded(t, []byte(file(".expected")))
			_, meta := want.(map[string]any)["Meta"]
			got := calculate(t, parsed(t, file(".ini")), o, file(".jsonl"), meta)
			if diff := gocmp.Diff(want, got); diff != "" {
				t.Errorf("want -, got +:\n%s", diff)
			}
		})
	}
}

// The cases that Cardinal publishes.
func TestCardinalsCases(t *testing.T) {
	dir := filepath.Join(cmp.Or(os.Getenv("DAYLIGHT_SHARED"), filepath.Join("..", "..", "..", "shared")), "data", "suites", "cardinal-indicators")
	if _, err := os.Stat(dir); err != nil {
		t.Skipf("NOT RUN: needs the shared data (DAYLIGHT_SHARED): %v", err)
	}
	suite(t, dir, Options{})
}

// Cases of our own. The ocid names the case, and begins with F where it is
// raised. The expectations were compared with Cardinal's: see oracle_test.go.
func TestCases(t *testing.T)         { suite(t, "testdata/cases", Options{}) }
func TestPreparedCases(t *testing.T) { suite(t, "testdata/prepared", Options{Prepare: true}) }
