package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"daylight/internal/ocds"
)

// A list of objects is a table: its rows name their process, their place and
// the objects they lie in.
func TestTables(t *testing.T) {
	files, sheets := tablesOf(t, `{"ocid":"a","id":"1","date":"2024-01-01T00:00:00Z","tag":["award"],"awards":[
		{"id":"x","value":{"amount":-12.50,"currency":"EUR"},"items":[{"id":1,"quantity":2},{"id":2,"description":"Radio, \"hand\""}]},
		{"id":"y","items":[{"id":"1","tags":["p","q"],"odd":["p;q","r"],"flag":true,"none":null,"a/b":"slash"}]}]}`[0:])
	want := map[string][][]string{
		"awards": {
			{"ocid", "pointer", "/awards/id", "/awards/value/amount", "/awards/value/currency"},
			{"a", "/awards/0", "x", "-12.50", "EUR"},
			{"a", "/awards/1", "y", "", ""},
		},
		"awards.items": {
			{"ocid", "pointer", "/awards/id", "/awards/items/id", "/awards/items/a~1b", "/awards/items/description", "/awards/items/flag", "/awards/items/odd", "/awards/items/quantity", "/awards/items/tags"},
			{"a", "/awards/0/items/0", "x", "1", "", "", "", "", "2", ""},
			{"a", "/awards/0/items/1", "x", "2", "", `Radio, "hand"`, "", "", "", ""},
			{"a", "/awards/1/items/0", "y", "1", "slash", "", "true", `["p;q","r"]`, "", "p; q"},
		},
	}
	for name, rows := range want {
		if fmt.Sprint(files[name]) != fmt.Sprint(rows) {
			t.Errorf("%s.csv: %q", name, files[name])
		}
		for i, row := range sheets[name] { // a sheet leaves out empty cells at the end
			if !slices.Equal(row, rows[i][:len(row)]) || strings.Join(rows[i][len(row):], "") != "" {
				t.Errorf("sheet %s, row %d: %q", name, i, row)
			}
		}
	}
	if got := files["compiled-releases"]; len(got) != 2 || got[1][0] != "a" {
		t.Errorf("compiled-releases.csv: %q", got)
	}
	if got := files["filed-releases"]; len(got) != 2 || len(got[1][9]) != 64 {
		t.Errorf("filed-releases.csv: %q", got)
	}
	columns := map[string]bool{}
	for _, f := range files["fields"] {
		columns[f[0]+f[1]] = true
	}
	for name, rows := range files {
		for _, c := range rows[0] {
			if name != "fields" && !columns[name+c] {
				t.Errorf("%s: %s is not described", name, c)
			}
		}
	}
}

// The apostrophe stands before what a spreadsheet would run, and nothing else.
func TestHarmless(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "a=b": "a=b", "=1+1": "'=1+1", "+44 20": "'+44 20", "-2": "'-2", "@SUM(1)": "'@SUM(1)", "\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1",
		"＝1": "'＝1", "'=1": "'=1", "é": "é", "\xff": "\xff",
	} {
		if got := Harmless(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// No text that is known to be run by a spreadsheet is: not in a value, not in
// a column's name. Excel gets texts as texts.
func TestTablesOfHostileTexts(t *testing.T) {
	payload, err := os.ReadFile(shared(t, "data/suites/hostile/csv-payload.txt"))
	if err != nil {
		t.Fatal(err)
	}
	naughty, err := os.ReadFile(shared(t, "data/suites/hostile/blns.json"))
	if err != nil {
		t.Fatal(err)
	}
	var texts []string
	if err := json.Unmarshal(naughty, &texts); err != nil {
		t.Fatal(err)
	}
	texts = append(texts, strings.Split(string(payload), "\n")...)
	texts = append(texts, "_x0041_", strings.Repeat("long ", 10_000), "\r\n=1")
	var items []map[string]string
	var kept []string
	for _, text := range texts {
		if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' && r != '\t' && r != '\n' && r != '\r' || r == 0xFFFE || r == 0xFFFF }) {
			continue // refused when filed, or not in XML
		}
		kept = append(kept, text)
		items = append(items, map[string]string{"id": fmt.Sprint(len(items)), "text": text})
	}
	list, _ := json.Marshal(items)
	files, sheets := tablesOf(t, `{"ocid":"a","id":"1","date":"2024-01-01T00:00:00Z","tag":["planning"],"=cmd|":"x","list":`+string(list)+`}`)
	for name, rows := range files {
		for _, row := range rows {
			for _, c := range row {
				if strings.HasPrefix(c, "=") || strings.HasPrefix(c, "@") || strings.HasPrefix(c, "\t") {
					t.Errorf("%s holds %q", name, c)
				}
			}
		}
	}
	at, cut := slices.Index(files["list"][0], "/list/text"), 0
	for i, text := range kept {
		if got := files["list"][i+1][at]; strings.TrimPrefix(got, "'") != strings.TrimPrefix(strings.ReplaceAll(text, "\r\n", "\n"), "'") && got != Harmless(text) && !strings.Contains(text, "\r") {
			t.Errorf("csv: %q, want %q", got, text)
		}
		var got string
		if row := sheets["list"][i+1]; len(row) > at {
			got = row[at]
		}
		if strings.Contains(got, "cut here") {
			cut++
		} else if plain := strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(text); got != text && got != plain {
			t.Errorf("sheet: %q, want %q", got, text)
		}
	}
	if cut != 1 {
		t.Errorf("%d cells are cut", cut)
	}
}

// The corner cases of CSV: what is in the table is what a reader of CSV finds.
func TestTablesOfCSVSpectrum(t *testing.T) {
	names, _ := filepath.Glob(shared(t, "data/suites/csv-spectrum/json") + "/*.json")
	if len(names) != 12 {
		t.Fatalf("%d cases", len(names))
	}
	for _, name := range names {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		var want []map[string]string
		if text[0] == '{' { // one case is a lone object, in Latin-1
			text = []byte("[" + strings.ToValidUTF8(string(text), "°") + "]")
		}
		if err := json.Unmarshal(text, &want); err != nil {
			t.Fatal(err)
		}
		one, _ := json.Marshal(want)
		files, _ := tablesOf(t, `{"ocid":"a","id":"1","date":"2024-01-01T00:00:00Z","tag":["planning"],"list":`+string(one)+`}`)
		rows := files["list"]
		if len(rows) != len(want)+1 {
			t.Fatalf("%s: %q", name, rows)
		}
		for i, object := range want {
			for key, value := range object {
				at := slices.Index(rows[0], "/list/"+strings.ReplaceAll(key, "/", "~1"))
				// The reader gives a line break in a cell as \n.
				if value = strings.ReplaceAll(value, "\r\n", "\n"); at < 0 || rows[i+1][at] != value {
					t.Errorf("%s: %s is %q", name, key, rows[i+1])
				}
			}
		}
	}
}

// A table that is too long for a sheet goes on on another, and names that
// Excel would take for the same stay apart.
func TestSheets(t *testing.T) {
	var out bytes.Buffer
	book := &workbook{zipper: zipper{Writer: zip.NewWriter(&out)}, most: 3, taken: map[string]bool{}}
	five := func(yield func([]cell, error) bool) {
		for i := range 5 {
			if !yield([]cell{{text: fmt.Sprint(i), number: true}, {text: "12345678901234567", number: true}}, nil) {
				return
			}
		}
	}
	long := strings.Repeat("n", 40)
	for _, name := range []string{"a", "A", "x/y", long, long} {
		if err := book.table(name, []string{"one", "two"}, five); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.finish(); err != nil {
		t.Fatal(err)
	}
	read, err := excelize.OpenReader(&out)
	if err != nil {
		t.Fatal(err)
	}
	list := read.GetSheetList()
	if len(list) != 15 || list[1] != "a (2)" || list[3] != "A (4)" || list[6] != "x_y" {
		t.Errorf("sheets %q", list)
	}
	rows, err := read.GetRows("a (2)", excelize.Options{RawCellValue: true})
	if fmt.Sprint(rows) != "[[one two] [2 12345678901234567] [3 12345678901234567]]" {
		t.Errorf("%q, %v", rows, err)
	}
	if kind, _ := read.GetCellType("a", "A2"); kind != excelize.CellTypeUnset && kind != excelize.CellTypeNumber {
		t.Errorf("a number is of type %v", kind)
	}
	if kind, _ := read.GetCellType("a", "B2"); kind != excelize.CellTypeInlineString {
		t.Errorf("a number of 17 digits is of type %v", kind)
	}
}

func TestColumnNames(t *testing.T) {
	for i, want := range map[int]string{0: "A", 25: "Z", 26: "AA", 51: "AZ", 52: "BA", 701: "ZZ", 702: "AAA", 16383: "XFD"} {
		if got := columnName(i); got != want {
			t.Errorf("%d: %s, want %s", i, got, want)
		}
	}
}

// Data whose keys are data itself makes no endless number of tables or
// columns, and loses nothing.
func TestTablesAreBounded(t *testing.T) {
	var many, lists []string
	for i := range maxColumns + 50 {
		many = append(many, fmt.Sprintf(`"k%d":%d`, i, i))
	}
	for i := range maxTables + 50 {
		lists = append(lists, fmt.Sprintf(`"l%d":[{"id":"%d"}]`, i, i))
	}
	files, _ := tablesOf(t, `{"ocid":"a","id":"1","date":"2024-01-01T00:00:00Z","tag":["planning"],"wide":{`+strings.Join(many, ",")+`},`+strings.Join(lists, ",")+`}`)
	if n := len(files["compiled-releases"][0]); n != maxColumns+1 {
		t.Errorf("%d columns", n)
	}
	if len(files) > maxTables+3 || len(files["more"]) < 50 {
		t.Errorf("%d tables, %d rows in more", len(files), len(files["more"]))
	}
	text := fmt.Sprint(files)
	for _, want := range []string{`"/wide/k999":"999"`, `"/l249/id":"249"`} {
		if !strings.Contains(text, want) && !strings.Contains(text, strings.Trim(strings.Split(want, ":")[0], `"`)) {
			t.Errorf("%s is lost", want)
		}
	}
}

// What each column means is known for every field of the seed but those that
// are of no standard.
func TestDescriptions(t *testing.T) {
	for path, want := range map[string]string{
		"/awards/value/amount": "The amount", "/bids/details/value/currency": "ISO 4217", "/decisions/conditions/dueDate": "due",
		"/contracts/amendments/extension/newEnd": "end", "/parties/address/postalCode": "Postcode", "/nothing/at/all": "",
	} {
		if got := ocds.Describe(path); want == "" && got != "" || !strings.Contains(strings.ToLower(got), strings.ToLower(want)) {
			t.Errorf("%s: %q", path, got)
		}
	}
}
