package exchange

import (
	"bytes"
	"encoding/hex"
	"os"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"github.com/shopspring/decimal"

	"daylight/internal/ocds"
	"daylight/internal/store"
	"daylight/seed"
)

// everySeed are the cases that come with Daylight, as files.
func everySeed(t *testing.T) (files []string) {
	t.Helper()
	names, err := seed.FS.ReadDir(".")
	if err != nil {
		t.Fatal(err)
	}
	for _, n := range names {
		text, err := seed.FS.ReadFile(n.Name())
		if err != nil {
			t.Fatal(err)
		}
		if strings.HasSuffix(n.Name(), ".json") {
			files = append(files, write(t, n.Name(), string(text)))
		}
	}
	return files
}

// filed is what the ledger commits to: who said it, its identity and its body.
func filed(d *desk) (list []string) {
	d.Helper()
	d.read(func(v store.View) error {
		for r, err := range v.Filed(d.Context(), store.ReleaseFilter{}) {
			if err != nil {
				return err
			}
			list = append(list, r.Publisher+" "+r.Identity+" "+string(r.Body))
		}
		return nil
	})
	slices.Sort(list)
	return list
}

// foundIn is the same of what a file would bring in.
func foundIn(t *testing.T, format, text string) (list []string) {
	t.Helper()
	for item, err := range (Opener{}).Items(write(t, "export-"+format, text)) {
		if err != nil {
			t.Fatalf("%s: %v", format, err)
		}
		id, err := ocds.Identity(item.Body)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, item.Speaker()+" "+hex.EncodeToString(id[:])+" "+string(item.Body))
	}
	slices.Sort(list)
	return list
}

// goesOutAndIn is whether every format that holds releases gives back what was
// filed: packages to the byte, with who published it; JSON lines the same
// identities, and the same bytes where they were one line.
func goesOutAndIn(d *desk) {
	d.Helper()
	want := filed(d)
	for _, format := range []string{Releases, Records} {
		if got := foundIn(d.T, format, exported(d, format)); !slices.Equal(got, want) {
			d.Errorf("%s: %d of %d releases come back", format, len(got), len(want))
		}
	}
	var lines []string
	for _, text := range want {
		_, text, _ = strings.Cut(text, " ")
		id, body, _ := strings.Cut(text[strings.LastIndex(text[:strings.Index(text, "{")-1], " ")+1:], " ")
		one, err := oneLine([]byte(body))
		if err != nil {
			d.Fatal(err)
		}
		lines = append(lines, " "+id+" "+string(one))
	}
	slices.Sort(lines)
	if got := foundIn(d.T, Lines, exported(d, Lines)); !slices.Equal(got, lines) {
		d.Errorf("%s: %d of %d releases come back", Lines, len(got), len(lines))
	}
}

// Import(export(x)) = x for the seed: a second desk files the same leaves.
func TestSeedGoesOutAndIn(t *testing.T) {
	first := openDesk(t)
	first.load(everySeed(t)...)
	goesOutAndIn(first)
	want := filed(first)
	for _, format := range []string{Releases, Records, Lines} {
		second := openDesk(t)
		second.load(write(t, "export-"+format, exported(first, format)))
		got := filed(second)
		if format == Lines {
			continue // their bodies were laid out over lines: see goesOutAndIn
		}
		if len(second.refused) > 0 || !slices.Equal(got, want) {
			t.Errorf("%s: filed %d of %d, refused %v", format, len(got), len(want), second.refused)
		}
	}
}

// Real publishers' files go out as they came in, with the faults they had and
// no other; what they merge to is what the reference program made of them.
func TestPublishedDataGoesOutAndIn(t *testing.T) {
	if testing.Short() || raced {
		t.Skip("imports thousands of releases: make test runs it without the race detector")
	}
	check := openSchemas(t)
	compiled := map[string]string{
		"canada/ocds11-releases.jsonl": "canada/compiled-by-ocdsmerge.jsonl", "uk/contractsfinder-2025.jsonl": "uk/contractsfinder-2025.compiled.jsonl",
	}
	for _, country := range []string{"colombia", "mexico-cdmx", "moldova", "paraguay"} {
		compiled["world/"+country+".jsonl"] = "world/" + country + ".compiled.jsonl"
	}
	files := []string{"world/nigeria-budeshi.jsonl", "uk/contractsfinder-2015-17.jsonl", "uk/contractsfinder-2018-20-packages.jsonl",
		"uk/publiccontractsscotland-2019.jsonl", "uk/sell2wales-2025.jsonl", "uk/fts/032703-2026_ocds.json"}
	for name := range compiled {
		files = append(files, name)
	}
	slices.Sort(files)
	for _, name := range files {
		t.Run(name, func(t *testing.T) {
			d := openDesk(t)
			s := d.load(shared(t, "data/"+name))
			if s.Filed == 0 {
				t.Fatalf("%v, refused %v", s, d.refused)
			}
			goesOutAndIn(d)
			if reference := compiled[name]; reference != "" {
				mergesLike(d, shared(t, "data/"+reference))
			}
			addsNoFault(d, check, name)
		})
	}
}

// mergesLike compares the compiled releases with the reference program's. The
// oversight extension is in none of these, so the projection adds nothing.
func mergesLike(d *desk, reference string) {
	d.Helper()
	text, err := os.ReadFile(reference)
	if err != nil {
		d.Fatal(err)
	}
	want, got := byOCID(d.T, text), byOCID(d.T, []byte(exported(d, Compiled)))
	if len(want) == 0 || len(want) != len(got) {
		d.Errorf("%d processes, want %d", len(got), len(want))
	}
	for ocid, w := range want {
		if diff := gocmp.Diff(w, got[ocid], gocmp.Comparer(func(a, b ocds.Number) bool { return sameNumber(a, b) })); diff != "" {
			d.Errorf("%s (-reference +exported):\n%s", ocid, diff)
			return
		}
	}
}

func byOCID(t *testing.T, text []byte) map[string]ocds.Object {
	t.Helper()
	list := map[string]ocds.Object{}
	for line := range bytes.Lines(text) {
		o, err := ocds.ParseObject(line)
		if err != nil {
			t.Fatal(err)
		}
		list[ocds.String(o, "ocid")] = o
	}
	return list
}

// faultsOfMerging are the faults, and of how many records, that no release of
// the record has and its merged forms have: parties without ids pile up, a null
// takes a required value away, and the standard's schema of versioned releases
// is stricter than that of releases. The reference program's output has them.
var faultsOfMerging = map[string]map[string]int{
	"uk/contractsfinder-2025.jsonl":         {"versionedRelease/parties/details: type": 55},
	"uk/fts/032703-2026_ocds.json":          {"versionedRelease/parties/details: type": 1},
	"uk/publiccontractsscotland-2019.jsonl": {"versionedRelease/parties/details: type": 41},
	"uk/sell2wales-2025.jsonl":              {"versionedRelease/parties/details: type": 38},
	"world/mexico-cdmx.jsonl":               {"compiledRelease/awards/suppliers: uniqueItems": 4, "compiledRelease/tender/tenderers: uniqueItems": 4},
	"world/paraguay.jsonl":                  {"compiledRelease/awards/suppliers: uniqueItems": 11, "compiledRelease/contracts: required": 2},
}

// addsNoFault holds what is exported to the official schemas: the releases have
// the faults they came with, the compiled and versioned ones no fault that no
// release of their process has, but for those of merging.
func addsNoFault(d *desk, check schemas, name string) {
	d.Helper()
	pack := parsedJSON(d.T, []byte(exported(d, Records))).(map[string]any)
	records := pack["records"].([]any)
	pack["records"] = []any{}
	if faults := check.faults(d.T, "record-package-schema", pack); !slices.Equal(faults, []string{"records: minItems"}) {
		d.Errorf("without its records the package has the faults %q", faults)
	}
	found := map[string]int{}
	for _, x := range records {
		record := x.(map[string]any)
		known := map[string]bool{}
		for _, r := range record["releases"].([]any) {
			for _, f := range check.faults(d.T, "release-schema", r) {
				known[f] = true
			}
		}
		for form, schema := range map[string]string{"compiledRelease": "release-schema", "versionedRelease": "versioned-release-validation-schema"} {
			for _, f := range check.faults(d.T, schema, record[form]) {
				// A release without an id has none to be named by.
				if unnamed := strings.HasSuffix(f, "/releaseID: type") && known[": required"]; !known[f] && !unnamed {
					found[form+"/"+f]++
				}
			}
		}
	}
	if diff := gocmp.Diff(faultsOfMerging[name], found, cmpopts.EquateEmpty()); diff != "" {
		d.Errorf("faults that no release has (-known +found):\n%s", diff)
	}
}

// sameNumber reports whether two numbers are the same value in other digits.
func sameNumber(a, b ocds.Number) bool {
	x, err := decimal.NewFromString(string(a))
	y, err2 := decimal.NewFromString(string(b))
	return err == nil && err2 == nil && x.Equal(y)
}
