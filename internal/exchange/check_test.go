package exchange

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestCheck(t *testing.T) {
	const good = `{"ocid":"x","id":"1","date":"2024-01-02T03:04:05Z","tag":["award"],"initiationType":"tender"`
	folder := t.TempDir()
	fill(t, folder, map[string]string{"a.json": `{"publisher":{"name":"Town"},"releases":[` + good + `},` +
		good + `,"awards":[{"id":"1"},{"id":"2","value":{"amount":"1"}},{"id":"3","value":{"amount":"2"}}]},` +
		`{"id":"1","date":"2024-01-02T03:04:05Z"},{"x":1,"x":2}]}`, "README": ""})
	name := filepath.Join(folder, "a.json")
	got := Check(Opener{}, folder)
	for _, list := range [][]Finding{got.Errors, got.Problems} {
		for i := range list {
			list[i].First.Offset = 0
		}
	}
	want := Report{Releases: 2, Refused: 2, Unusual: 1,
		Errors: []Finding{
			{Code: "duplicate-key", Text: "duplicate object member name", Count: 1, First: Place{File: name, Pointer: "/releases/3/x"}},
			{Code: "no-ocid", Field: "/ocid", Text: "a release names its contracting process in ocid, a text", Count: 1, First: Place{File: name, Pointer: "/releases/2/ocid"}},
		},
		Problems: []Finding{{Code: "type", Field: "/awards/*/value/amount", Text: "a text, not a number", Count: 2,
			First: Place{File: name, Pointer: "/releases/1/awards/1/value/amount"}}},
		Publishers: []PublisherCount{{Name: "Town", Releases: 2, Problems: 2}},
		Skipped:    []Skipped{{filepath.Join(folder, "README"), "does not look like OCDS"}},
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("(-want +got):\n%s", d)
	}
	var text bytes.Buffer
	if err := got.WriteText(&text); err != nil || strings.Count(text.String(), "\n") != 6 ||
		!strings.Contains(text.String(), "problem ×2 type /awards/*/value/amount: a text, not a number (first in "+name) {
		t.Errorf("%v: %s", err, &text)
	}
	if got.Clean() || !Check(Opener{Stdin: strings.NewReader(good + "}")}, "-").Clean() {
		t.Error("Clean is wrong")
	}
}

// All releases of published OCDS could be filed, but versioned ones are none.
func TestCheckPublished(t *testing.T) {
	shared := os.Getenv("DAYLIGHT_SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	for _, glob := range []string{"canada/*releases.jsonl", "uk/*.jsonl", "uk/fts/*.json", "world/*.jsonl"} {
		files, _ := filepath.Glob(filepath.Join(shared, "data", glob))
		if len(files) == 0 {
			t.Skipf("NOT RUN: needs the shared data (DAYLIGHT_SHARED): nothing at %s", glob)
		}
		for _, file := range files {
			r := Check(Opener{}, file)
			switch versioned := strings.Contains(file, ".versioned."); {
			case versioned && (r.Releases > 0 || len(r.Errors) != 1 || r.Errors[0].Code != "versioned-release"),
				!versioned && (r.Releases == 0 || r.Refused > 0):
				t.Errorf("%s: %d releases, %d refused: %v", file, r.Releases, r.Refused, r.Errors)
			}
		}
	}
}
