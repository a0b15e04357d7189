package exchange

import (
	"bytes"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	"daylight/internal/ocds"
	"daylight/internal/registry"
	"daylight/internal/store"
	"daylight/seed"
)

func packaged(publisher string, releases ...string) string {
	return `{"uri":"urn:x","version":"1.1","publishedDate":"2024-01-01T00:00:00Z","publisher":{"name":"` + publisher + `"},"releases":[` +
		strings.Join(releases, ",") + `]}`
}

const (
	good  = `{"ocid":"a","id":"1","date":"2024-01-01T00:00:00Z","tag":["planning"],"tender":{"title":"Radios"}}`
	other = `{"ocid":"b","id":"1","date":"2024-01-02T00:00:00Z","tag":["planning"]}`
	bad   = `{"ocid":"c","id":"1","date":"2024-02-31T00:00:00Z","tag":["planning"]}`
)

// What cannot be filed is reported with its place, counted, and stops nothing
// else.
func TestARefusedReleaseStopsNoOther(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want Summary
		says []string
	}{
		"package":                {packaged("Police", good, bad, other), Summary{Filed: 2, Refused: 1, Processes: 2}, []string{"/releases/1", "/date", "2024-02-31"}},
		"lines":                  {good + "\n" + bad + "\n" + other + "\n", Summary{Filed: 2, Refused: 1, Processes: 2}, []string{"document 1", "/date"}},
		"a line that is no JSON": {good + "\n{oops\n" + other + "\n", Summary{Filed: 2, Refused: 1, Processes: 2}, []string{"document 1"}},
		"twice in a file":        {good + good, Summary{Filed: 1, Known: 1, Processes: 1}, nil},
		"nothing":                {"", Summary{}, nil},
		"all bad":                {bad, Summary{Refused: 1}, []string{"/date"}},
	} {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t)
			if got := d.load(write(t, "in.json", c.text)); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
			if len(d.refused) != c.want.Refused {
				t.Fatalf("refused %v", d.refused)
			}
			for _, want := range c.says {
				if !strings.Contains(d.refused[0].Error(), want) {
					t.Errorf("%q does not say %s", d.refused[0], want)
				}
			}
		})
	}
}

// A missing file is refused by name; the others are read.
func TestAMissingFileIsNamed(t *testing.T) {
	d := openDesk(t)
	got := d.load("/nowhere/in.json", write(t, "in.json", good))
	var named *ocds.ReadError
	if got.Filed != 1 || len(d.refused) != 1 || !errors.As(d.refused[0], &named) || named.File != "/nowhere/in.json" {
		t.Errorf("%v, refused %v", got, d.refused)
	}
}

// More releases than one batch holds are filed in several, each with its head
// signed.
func TestABigFileIsFiledInBatches(t *testing.T) {
	d := openDesk(t)
	var text strings.Builder
	for i := range batchSize + 20 {
		text.WriteString(strings.ReplaceAll(good, `"id":"1"`, `"id":"`+strings.Repeat("x", 1+i%7)+string(rune('a'+i%26))+strings.Repeat("y", i/26)+`"`) + "\n")
	}
	s := d.load(write(t, "in.jsonl", text.String()))
	d.read(func(v store.View) error {
		heads, err := v.Checkpoints(t.Context())
		if len(heads) != 2 || int(heads[1].Size) != s.Filed || s.Filed <= batchSize {
			t.Errorf("%v in %d batches", s, len(heads))
		}
		return err
	})
}

func seeds(t *testing.T) []string {
	t.Helper()
	var files []string
	for _, name := range []string{"met-police-palantir.json", "eu-europol-palantir.json"} {
		text, err := seed.FS.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, write(t, name, string(text)))
	}
	return files
}

func bodies(d *desk) (list []string) {
	d.Helper()
	d.read(func(v store.View) error {
		for s, err := range v.StoredReleases(d.Context()) {
			if err == nil {
				err = s.Decode()
			}
			if err != nil {
				return err
			}
			list = append(list, string(s.Body))
		}
		return nil
	})
	return list
}

func exported(d *desk, format string) string {
	d.Helper()
	var out bytes.Buffer
	d.read(func(v store.View) error {
		return Export(d.Context(), v, Selection{Format: format, BaseURL: "https://daylight.example"}, &out)
	})
	return out.String()
}

// What came in goes out byte for byte, and comes in again as the same bodies.
func TestImportOfAnExport(t *testing.T) {
	first := openDesk(t)
	first.load(seeds(t)...)
	want := bodies(first)
	for _, format := range []string{Releases, Records} {
		t.Run(format, func(t *testing.T) {
			text := exported(first, format)
			if text != exported(first, format) {
				t.Error("two exports of the same record differ")
			}
			second := openDesk(t)
			second.load(write(t, "export.json", text))
			got := bodies(second)
			if format == Records { // records are in order of ocid
				slices.Sort(got)
				want = slices.Sorted(slices.Values(want))
			}
			if len(second.refused) != 0 || !slices.Equal(got, want) {
				t.Errorf("%d bodies came back of %d, refused %v", len(got), len(want), second.refused)
			}
		})
	}
}

// A package says what OCDS asks of one; a record holds its releases and what
// they merge to.
func TestExportedPackages(t *testing.T) {
	d := openDesk(t)
	d.load(seeds(t)...)
	var p struct {
		URI, Version, PublishedDate string
		Publisher                   struct{ Name string }
		Extensions                  []string
		Releases                    []json.RawMessage
		Records                     []struct {
			OCID            string
			Releases        []json.RawMessage
			CompiledRelease struct {
				OCID, ID, Date string
				Tag            []string
			}
		}
	}
	for _, format := range []string{Releases, Records} {
		if err := json.Unmarshal([]byte(exported(d, format)), &p); err != nil {
			t.Fatal(err)
		}
		if p.Version != "1.1" || p.URI == "" || p.Publisher.Name == "" || p.PublishedDate != "2026-11-23T09:00:00Z" || len(p.Extensions) == 0 {
			t.Errorf("%s: the package says %+v", format, p)
		}
	}
	if len(p.Releases) != 9 || len(p.Records) != 3 {
		t.Errorf("%d releases, %d records", len(p.Releases), len(p.Records))
	}
	for _, r := range p.Records {
		if c := r.CompiledRelease; c.OCID != r.OCID || !slices.Equal(c.Tag, []string{"compiled"}) || len(r.Releases) == 0 {
			t.Errorf("record %s: %d releases, compiled %+v", r.OCID, len(r.Releases), c)
		}
	}
	err := d.reader.Read(t.Context(), func(v store.View) error { return Export(t.Context(), v, Selection{Format: "xml"}, &bytes.Buffer{}) })
	if err == nil || !strings.Contains(err.Error(), Releases) {
		t.Errorf("an unknown format: %v", err)
	}
}

// The record a desk keeps is what Compile makes of the same releases.
func TestCompileAgreesWithTheRecord(t *testing.T) {
	d := openDesk(t)
	files := seeds(t)
	d.load(files...)
	var out bytes.Buffer
	if _, err := Compile(&out, Opener{}.Items(files...), ocds.Compilation{}, func(err error) { t.Error(err) }); err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	if len(lines) != 3 {
		t.Fatalf("%d compiled releases", len(lines))
	}
	for _, line := range lines {
		var c struct{ OCID string }
		if err := json.Unmarshal([]byte(line), &c); err != nil {
			t.Fatal(err)
		}
		d.read(func(v store.View) error {
			record, err := v.Record(t.Context(), c.OCID)
			if string(record) != line {
				t.Errorf("%s: compiled\n%s\nrecorded\n%s", c.OCID, line, record)
			}
			return err
		})
	}
}

// Flags prints every result once, in every state.
func TestFlagLines(t *testing.T) {
	d := openDesk(t)
	d.load(seeds(t)...)
	var out bytes.Buffer
	d.read(func(v store.View) error { return Flags(t.Context(), v, "jsonl", &out) })
	seen := map[string]bool{}
	states := map[string]int{}
	var raised []string
	for line := range strings.Lines(out.String()) {
		var f struct {
			OCID, Contract, Rule, State string
			Version                     int
			Missing                     []string
			Evidence                    *struct{ Summary string }
		}
		if err := json.Unmarshal([]byte(line), &f); err != nil {
			t.Fatal(err)
		}
		key := f.OCID + " " + f.Contract + " " + f.Rule
		if f.OCID == "" || f.Rule == "" || f.Version < 1 || (f.State == "raised") != (f.Evidence != nil && f.Evidence.Summary != "") ||
			(f.State == "no data") != (len(f.Missing) > 0) || seen[key] && f.State == "raised" {
			t.Errorf("line %s", line)
		}
		seen[key] = true
		states[f.State]++
		if f.State == "raised" {
			raised = append(raised, f.Rule)
		}
	}
	if !slices.Contains(raised, "rolling-extensions") || !slices.Contains(raised, "one-supplier-considered") {
		t.Errorf("raised: %v", raised)
	}
	if states["no data"] == 0 || states["not applicable"] == 0 || states["clear"] == 0 {
		t.Errorf("states %v", states)
	}
	rules := map[string]int{}
	for key := range seen {
		rules[key[strings.LastIndex(key, " ")+1:]]++
	}
	for rule, n := range rules {
		if n != rules["one-bid"] || n == 0 {
			t.Errorf("%s answers for %d processes: %v", rule, n, rules)
		}
	}
}

// The first to publish a process is its publisher of record, through packages
// too.
func TestThePackageNamesThePublisher(t *testing.T) {
	d := openDesk(t)
	d.load(write(t, "a.json", packaged("Paper", strings.Replace(good, "2024-01-01", "2024-02-01", 1))), write(t, "b.json", packaged("Police", good)))
	d.read(func(v store.View) error {
		h, err := registry.Read(t.Context(), v, "a", registry.Moment{})
		if err == nil && (h.Process.Publisher != "Police" || len(h.Process.Also) != 1) {
			t.Errorf("published by %q, also by %v", h.Process.Publisher, h.Process.Also)
		}
		return err
	})
}
