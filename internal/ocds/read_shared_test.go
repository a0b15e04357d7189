package ocds

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// outcome is how many releases a text holds, and the reasons of all errors.
func outcome(text []byte) (items int, reasons []Reason) {
	for _, err := range Read(bytes.NewReader(text)) {
		if err != nil {
			reasons = append(reasons, ReasonOf(err))
		} else {
			items++
		}
	}
	return items, reasons
}

// What is JSON is read, or at worst no release; what is not JSON has a reason
// that says so, be it a document of its own or the field of a release.
func TestReadJSONTestSuite(t *testing.T) {
	refused := map[string]Reason{"y_object_duplicated_key.json": DuplicateKey, "y_object_escaped_null_in_key.json": NULInKey}
	for _, file := range sharedGlob(t, "suites", "JSONTestSuite", "[yn]_*.json") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		name := filepath.Base(file)
		inside := append(append([]byte(`{"ocid":"a","x":`), text...), '}')
		for i, form := range [][]byte{text, inside} {
			_, list := outcome(form)
			want, known := refused[name]
			for _, r := range list {
				switch {
				case strings.HasPrefix(name, "n_") && r == Unreadable, known && r != want,
					!known && strings.HasPrefix(name, "y_") && (r != NotAnObject || i > 0):
					t.Errorf("%s, form %d: %s", name, i, r)
				}
			}
			if len(list) == 0 && (known || strings.HasPrefix(name, "n_")) {
				t.Errorf("%s, form %d: read", name, i)
			}
		}
	}
}

// The formats that the reference tool's detect-format tells apart.
func TestReadOCDSKitFormats(t *testing.T) {
	want := map[string][2]int{ // releases, errors
		"detect-format_array.json": {0, 0}, "detect-format_mixed.json": {1, 1}, "detect-format_whitespace.json": {1, 0},
		"record-package_maximal.json": {1, 0}, "record-package_minimal.json": {1, 0},
		"release-package_maximal.json": {1, 0}, "release-package_minimal.json": {1, 0},
		"release_1.0.json": {1, 0}, "release_1.1.json": {1, 0},
	}
	files := sharedGlob(t, "suites", "ocdskit", "*.json")
	if len(files) != len(want) {
		t.Errorf("%d files, want %d", len(files), len(want))
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		items, bad := outcome(text)
		if name := filepath.Base(file); want[name] != [2]int{items, len(bad)} {
			t.Errorf("%s: %d releases, errors %v, want %v", name, items, bad, want[name])
		}
	}
}

// A release of OCDS 1.0 reads as the same one written as 1.1.
func TestReadUpgrades(t *testing.T) {
	var read []string
	for _, file := range sharedGlob(t, "suites", "ocdskit", "release_1.[01].json") {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		release, err := ParseObject(text)
		if err != nil {
			t.Fatal(err)
		}
		p := ReadProcess(Compile(Strategies11, []Object{release}), "Town")
		said := fmt.Sprint(p.Tender.ID)
		for _, o := range slices.Concat(p.Tender.Tenderers, p.Awards[0].Suppliers) {
			said += fmt.Sprintf("; %s %s %s", o.Key, o.Name, o.Identifier)
		}
		read = append(read, said)
	}
	if len(read) != 2 || read[0] != read[1] || strings.Count(read[0], "Acme Inc.") != 2 {
		t.Errorf("%q", read)
	}
}

// published are all files of published OCDS.
func published(t *testing.T) []string {
	var files []string
	for _, glob := range [][]string{{"canada", "*releases.jsonl"}, {"canada", "compiled*.jsonl"}, {"uk", "*.jsonl"}, {"uk", "fts", "*.json"}, {"world", "*.jsonl"}} {
		files = append(files, sharedGlob(t, glob...)...)
	}
	return files
}

// Every release that the standard library finds in published files is read, or
// is told of.
func TestReadCounts(t *testing.T) {
	for _, file := range published(t) {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		items, bad := outcome(text)
		if in := releasesIn(t, text); in == 0 || items+len(bad) != in {
			t.Errorf("%s: %d read of %d, errors %v", filepath.Base(file), items, in, bad)
		}
	}
}

func releasesIn(t *testing.T, text []byte) int {
	n := 0
	for d := json.NewDecoder(bytes.NewReader(text)); ; {
		var doc struct{ Releases, Records []map[string]any }
		if err := d.Decode(&doc); err == io.EOF {
			return n
		} else if err != nil {
			t.Fatal(err)
		}
		n += len(doc.Releases)
		for _, record := range doc.Records {
			embedded, _ := record["releases"].([]any)
			n += max(1, len(embedded))
		}
		if doc.Releases == nil && doc.Records == nil {
			n++
		}
	}
}

// Wherever a file is cut, what stood whole before the cut is read, and the
// error says that the text ends.
func TestReadCut(t *testing.T) {
	for _, name := range []string{"uk/contractsfinder-2018-20-packages.jsonl", "uk/contractsfinder-2025.jsonl", "uk/fts/032703-2026_ocds.json"} {
		files := sharedGlob(t, strings.Split(name, "/")...)
		text, err := os.ReadFile(files[0])
		if err != nil {
			t.Fatal(err)
		}
		text = text[:min(len(text), 256<<10)]
		var ends []int
		for item, err := range Read(bytes.NewReader(text)) {
			if err == nil {
				ends = append(ends, int(item.Offset)+len(item.Body))
			}
		}
		for cut := 0; cut < len(text); cut += 1 << 10 {
			items, bad := outcome(text[:cut])
			whole := 0
			for whole < len(ends) && ends[whole] <= cut {
				whole++
			}
			if items != whole || len(bad) > 1 || len(bad) == 1 && bad[0] != Truncated {
				t.Errorf("%s cut at %d: %d releases, want %d; errors %v", name, cut, items, whole, bad)
			}
		}
	}
}
