package exchange

import (
	"bytes"
	"fmt"
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
		good + `,"awards":[{"id":"1"},{"id":"2","value":{"amount":"1","currency":"GBP"}},{"id":"3","value":{"amount":"2","currency":"GBP"}}]},` +
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

// Hundreds of problems of one kind are one line with their number, and hundreds
// of kinds are cut short.
func TestCheckManyProblems(t *testing.T) {
	var awards, fields []string
	for i := range 500 {
		awards = append(awards, fmt.Sprintf(`{"id":"%d","date":"spring"}`, i))
		fields = append(fields, fmt.Sprintf(`"%d":1,"%[1]d":2`, i))
	}
	text := strings.Replace(good, `"tender":`, `"initiationType":"tender","awards":[`+strings.Join(awards, ",")+`],"tender":`, 1) + "\n"
	for _, f := range fields {
		text += "{" + f + "}\n"
	}
	r := Check(Opener{Stdin: strings.NewReader(text)}, "-")
	if len(r.Problems) != 2 || r.Problems[0].Count != 500 || r.Problems[0].Field != "/awards/*/date" || r.Publishers[0].Problems != 501 || r.Refused != 500 {
		t.Errorf("%+v", r)
	}
	var out bytes.Buffer
	if err := r.WriteText(&out); err != nil || strings.Count(out.String(), "\n") > 110 {
		t.Errorf("%v: %s", err, &out)
	}
}

// An amendment may name a release that comes later, in another file; one that
// never comes is told of.
func TestCheckAmendments(t *testing.T) {
	amending := func(id, amends string) string {
		return `{"ocid":"a","id":"` + id + `","date":"2024-01-01T00:00:00Z","tag":["contractAmendment"],"initiationType":"tender","contracts":[{"id":"c","awardID":"w","amendments":[{"amendsReleaseID":"` + amends + `"}]}]}`
	}
	folder := t.TempDir()
	fill(t, folder, map[string]string{"1.json": amending("3", "2"), "2.json": amending("2", "1") + amending("4", "9") + strings.Replace(amending("5", "9"), "contractAmendment", "compiled", 1),
		"3.json": `{"ocid":"a","id":"1","date":"2024-01-01T00:00:00Z","tag":["contract"],"initiationType":"tender"}`})
	r := Check(Opener{}, folder)
	if len(r.Problems) != 1 || r.Problems[0].Count != 1 || r.Problems[0].Field != "/contracts/*/amendments/*/amendsReleaseID" ||
		r.Problems[0].First.File != filepath.Join(folder, "2.json") || r.Problems[0].First.Document != 1 {
		t.Errorf("%+v", r.Problems)
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
				!versioned && (r.Releases == 0 || r.Refused != unfileable[filepath.Base(file)]):
				t.Errorf("%s: %d releases, %d refused: %v", file, r.Releases, r.Refused, r.Errors)
			}
		}
	}
}
