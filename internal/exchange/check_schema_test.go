package exchange

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daylight/internal/ocds"
)

// What check finds wrong with the fields of published releases, one by one, is
// what the official schema finds. Only the schema says that a thing stands twice
// in a list whatever its id; only check knows what else does not hold together.
func TestCheckAgreesWithTheSchema(t *testing.T) {
	official := openSchemas(t)
	for _, name := range []string{"world/*.jsonl", "uk/*.jsonl", "uk/fts/*.json", "canada/ocds11*.jsonl"} {
		files, _ := filepath.Glob(shared(t, "data") + "/" + name)
		for _, file := range files {
			if strings.Contains(file, ".versioned.") || strings.Contains(file, ".compiled.") {
				continue
			}
			n := 0
			for item, err := range (Opener{}).Items(file) {
				if err != nil {
					t.Fatal(err)
				}
				if n++; n > 200 || testing.Short() && n > 20 {
					break
				}
				theirs, ours := bySchema(official.faults(t, "release-schema", parsedJSON(t, item.Body))), byNotes(t, item.Body)
				for _, x := range slices.Sorted(maps.Keys(theirs)) {
					if !ours[x] && !ours[asMissing(x)] {
						t.Errorf("%s, document %d: only the schema says %s", filepath.Base(file), item.Document, x)
					}
				}
				for _, x := range slices.Sorted(maps.Keys(ours)) {
					if !theirs[x] && !ofAnotherType(x, theirs) {
						t.Errorf("%s, document %d: only check says %s", filepath.Base(file), item.Document, x)
					}
				}
			}
		}
	}
}

// asMissing is what check says where the schema says that null is not of the
// type: a field that is null is not there.
func asMissing(said string) string {
	field, _ := strings.CutPrefix(said, "type ")
	return "missing " + field[:max(0, strings.LastIndex(field, "/"))]
}

// ofAnotherType reports whether the schema looked no further than the type: one
// object where a list is due, or null.
func ofAnotherType(said string, theirs map[string]bool) bool {
	field, missing := strings.CutPrefix(said, "missing ")
	for x := range theirs {
		if missing && strings.HasPrefix(x, "type "+field) {
			return true
		}
	}
	return false
}

// bySchema and byNotes are what is said of each field, in the same words. What
// is missing is said of the object that it is missing from.
func bySchema(faults []string) map[string]bool {
	words := map[string]string{"required": "missing", "minLength": "missing", "minItems": "missing", "type": "type", "enum": "code", "format": "form"}
	said := map[string]bool{}
	for _, f := range faults {
		field, keyword, _ := strings.Cut(f, ": ")
		word := words[keyword[strings.LastIndex(keyword, "/")+1:]]
		if strings.HasSuffix(keyword, "minLength") || strings.HasSuffix(keyword, "minItems") {
			field = field[:max(0, strings.LastIndex(field, "/"))]
		}
		if word != "" {
			said[word+" "+field] = true
		}
	}
	return said
}

func byNotes(t *testing.T, body []byte) map[string]bool {
	t.Helper()
	words := map[string]string{ocds.NoteMissing: "missing", ocds.NoteType: "type", ocds.NoteCode: "code", ocds.NoteCurrency: "code", ocds.NoteDate: "form", ocds.NoteURL: "form"}
	release, err := ocds.ParseObject(body)
	if err != nil {
		t.Fatal(err)
	}
	said := map[string]bool{}
	for _, n := range ocds.NotesUpTo(release, maxFindings) {
		var path []string
		for _, p := range strings.Split(n.Pointer, "/") {
			if strings.Trim(p, "0123456789") != "" && p != "value" { // as faults leaves out
				path = append(path, p)
			}
		}
		if n.Code == ocds.NoteMissing {
			path = path[:len(path)-1]
		}
		if word := words[n.Code]; word != "" && !strings.HasPrefix(n.Text, "an amount without") {
			said[word+" "+strings.Join(path, "/")] = true
		}
	}
	return said
}
