package ocds

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// sharedFile reads a file of the real data and foreign suites that lie beside
// the checkout.
func sharedFile(t testing.TB, path ...string) []byte {
	t.Helper()
	text, err := os.ReadFile(sharedPath(path...))
	if err != nil {
		t.Skipf("NOT RUN: needs the shared data (DAYLIGHT_SHARED): %v", err)
	}
	return text
}

func sharedPath(path ...string) string {
	root := os.Getenv("DAYLIGHT_SHARED")
	if root == "" {
		root = "../../../shared"
	}
	return filepath.Join(append([]string{root, "data"}, path...)...)
}

func sharedGlob(t *testing.T, pattern ...string) []string {
	t.Helper()
	names, err := filepath.Glob(sharedPath(pattern...))
	if err != nil {
		t.Fatal(err)
	}
	if len(names) == 0 {
		t.Skipf("NOT RUN: needs the shared data (DAYLIGHT_SHARED): nothing at %s", sharedPath(pattern...))
	}
	return names
}

// sameJSON compares values with numbers as numbers.
var sameJSON = cmp.Comparer(func(a, b Number) bool { return equal(a, b) })

func equal(a, b any) bool {
	m, n := new(builder).of(a), new(builder).of(b)
	return m.equal(&n)
}

func parse(t testing.TB, text []byte) any {
	t.Helper()
	v, err := Parse(text)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

func objects(v any) []Object {
	list := []Object{}
	for _, x := range v.([]any) {
		list = append(list, x.(Object))
	}
	return list
}

// The cases of the reference program: <case>.json is a list of releases,
// <case>-compiled.json and <case>-versioned.json what becomes of them.
func TestReferenceSuite(t *testing.T) {
	suites := []struct {
		dir, schema string
		cases       int
	}{
		{"1.1", "release-schema-1__1__4.json", 34},
		{"1.0", "release-schema-1__0__3.json", 2},
		{"schema", "schema.json", 14},
	}
	for _, s := range suites {
		strategies, err := ParseStrategies(sharedFile(t, "suites", "ocds-merge", s.schema))
		if err != nil {
			t.Fatal(err)
		}
		ran := 0
		for kind, merge := range map[string]func(*Strategies, []Object) Object{"-compiled.json": Compile, "-versioned.json": Version} {
			for _, name := range sharedGlob(t, "suites", "ocds-merge", s.dir, "*"+kind) {
				ran++
				t.Run(s.dir+"/"+filepath.Base(name), func(t *testing.T) {
					want, _ := os.ReadFile(name)
					in, err := os.ReadFile(strings.TrimSuffix(name, kind) + ".json")
					if err != nil {
						t.Fatal(err)
					}
					got := merge(strategies, objects(parse(t, in)))
					if d := cmp.Diff(parse(t, want), any(got), sameJSON); d != "" {
						t.Error(d)
					}
				})
			}
		}
		if ran != s.cases {
			t.Errorf("%s: ran %d cases, want %d", s.dir, ran, s.cases)
		}
	}
}

// Real publishers' releases, and what the reference program made of them.
func TestReferenceRecords(t *testing.T) {
	files := []struct {
		releases, want string
		versioned      bool
	}{
		{"world/colombia.jsonl", "world/colombia.compiled.jsonl", false},
		{"world/colombia.jsonl", "world/colombia.versioned.jsonl", true},
		{"world/mexico-cdmx.jsonl", "world/mexico-cdmx.compiled.jsonl", false},
		{"world/mexico-cdmx.jsonl", "world/mexico-cdmx.versioned.jsonl", true},
		{"world/moldova.jsonl", "world/moldova.compiled.jsonl", false},
		{"world/moldova.jsonl", "world/moldova.versioned.jsonl", true},
		{"world/paraguay.jsonl", "world/paraguay.compiled.jsonl", false},
		{"world/paraguay.jsonl", "world/paraguay.versioned.jsonl", true},
		{"canada/ocds11-releases.jsonl", "canada/compiled-by-ocdsmerge.jsonl", false},
		{"uk/contractsfinder-2025.jsonl", "uk/contractsfinder-2025.compiled.jsonl", false},
	}
	for _, f := range files {
		t.Run(f.want, func(t *testing.T) {
			want := bytes.Split(bytes.TrimSpace(sharedFile(t, f.want)), []byte("\n"))
			byOCID := map[string][]Object{}
			for line := range bytes.Lines(sharedFile(t, f.releases)) {
				r := parse(t, line).(Object)
				byOCID[String(r, "ocid")] = append(byOCID[String(r, "ocid")], r)
			}
			if len(byOCID) != len(want) {
				t.Errorf("%d processes, want %d", len(byOCID), len(want))
			}
			for _, line := range want {
				w := parse(t, line).(Object)
				merge := Compile
				if f.versioned {
					merge = Version
				}
				got := merge(Strategies11, byOCID[String(w, "ocid")])
				if d := cmp.Diff(w, got, sameJSON); d != "" {
					t.Errorf("%s: %s", String(w, "ocid"), d)
				}
			}
		})
	}
}

// The built-in tables say what the official schemas say.
func TestBuiltInStrategies(t *testing.T) {
	for dir, table := range map[string]*Strategies{"1__1__5": Strategies11, "1__0__3": Strategies10} {
		s, err := ParseStrategies(sharedFile(t, "ocds-schema", dir, "release-schema.json"))
		if err != nil {
			t.Fatal(err)
		}
		if d := cmp.Diff(flat(s, ""), flat(table, "")); d != "" {
			t.Errorf("%s: (-schema +table)\n%s", dir, d)
		}
	}
}

// flat lists the paths that do not merge by default.
func flat(s *Strategies, path string) map[string]string {
	out := map[string]string{}
	switch {
	case s.omit:
		out[path] = "omit"
	case s.whole:
		out[path] = "whole"
	}
	for name, m := range s.members {
		for p, rule := range flat(m, path+"/"+name) {
			out[p] = rule
		}
	}
	return out
}
