package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/csv"
	"slices"
	"strings"
	"testing"

	"github.com/xuri/excelize/v2"

	"daylight/internal/store"
)

// A line of JSON is a release whatever its layout was; one that was a line
// keeps its bytes.
func TestOneLine(t *testing.T) {
	for body, want := range map[string]string{
		`{"a": 1.50, "b":"\u00e9"}`:                 `{"a": 1.50, "b":"\u00e9"}`,
		"{\r\n \"a\": 1.50,\n \"b\":\"\\u00e9 x\"}": `{"a":1.50,"b":"\u00e9 x"}`,
	} {
		if got, err := oneLine([]byte(body)); err != nil || string(got) != want {
			t.Errorf("%q: %q, %v", body, got, err)
		}
	}
}

// What is published by several keeps who published it, in every package.
func TestExportsAttribute(t *testing.T) {
	first := openDesk(t)
	first.load(write(t, "a.json", packaged("Police", good, other)), write(t, "b.json", packaged("Paper", strings.Replace(good, "2024-01-01", "2024-02-01", 1))),
		write(t, "c.jsonl", strings.Replace(good, "2024-01-01", "2024-03-01", 1)))
	want := speakers(first)
	for _, format := range []string{Releases, Records} {
		second := openDesk(t)
		second.load(write(t, "export.json", exported(first, format)))
		if got := speakers(second); !slices.Equal(got, want) {
			t.Errorf("%s: %v, want %v", format, got, want)
		}
	}
}

func speakers(d *desk) (list []string) {
	d.Helper()
	d.read(func(v store.View) error {
		for h, err := range v.FiledHeads(d.Context(), store.ReleaseFilter{}) {
			if err != nil {
				return err
			}
			list = append(list, h.Identity+" "+h.Publisher)
		}
		return nil
	})
	slices.Sort(list)
	return list
}

// Filters choose the same processes in every format.
func TestExportChooses(t *testing.T) {
	d := openDesk(t)
	d.load(seeds(t)...)
	for _, f := range Formats {
		for name, c := range map[string]struct {
			filter store.ProcessFilter
			holds  string
		}{
			"words": {store.ProcessFilter{Query: "metropolitan analytics"}, "daylight-met-police-unified-operational-analytics"},
			"flag":  {store.ProcessFilter{Flag: "one-supplier-considered"}, "daylight-met-police-unified-operational-analytics"},
			"year":  {store.ProcessFilter{Year: 1999}, ""},
			"buyer": {store.ProcessFilter{Buyer: "nobody"}, ""},
		} {
			var out bytes.Buffer
			d.read(func(v store.View) error {
				return Export(t.Context(), v, Selection{Format: f.Name, Filter: c.filter}, &out)
			})
			text := out.String()
			if f.Packed {
				text = unzipped(t, out.Bytes())
			}
			if !strings.Contains(text, c.holds) || strings.Contains(text, "daylight-eu-europol-palantir") || c.holds == "" && strings.Contains(text, "daylight-met") {
				t.Errorf("%s by %s: %d bytes", f.Name, name, len(text))
			}
		}
	}
}

func unzipped(t *testing.T, archive []byte) string {
	var text strings.Builder
	for _, body := range members(t, archive) {
		text.Write(body)
	}
	return text.String()
}

func members(t *testing.T, archive []byte) map[string][]byte {
	t.Helper()
	z, err := zip.NewReader(bytes.NewReader(archive), int64(len(archive)))
	if err != nil {
		t.Fatal(err)
	}
	files := map[string][]byte{}
	for _, f := range z.File {
		r, err := f.Open()
		if err != nil {
			t.Fatal(err)
		}
		var b bytes.Buffer
		if _, err := b.ReadFrom(r); err != nil {
			t.Fatal(err)
		}
		files[f.Name] = b.Bytes()
	}
	return files
}

// tablesOf are the tables of some compiled releases as CSV files and as
// sheets.
func tablesOf(t *testing.T, releases ...string) (files map[string][][]string, sheets map[string][][]string) {
	t.Helper()
	d := openDesk(t)
	d.load(write(t, "in.jsonl", strings.Join(releases, "\n")))
	if len(d.refused) > 0 {
		t.Fatal(d.refused)
	}
	files, sheets = map[string][][]string{}, map[string][][]string{}
	for name, body := range members(t, []byte(exported(d, CSV))) {
		if strings.HasSuffix(name, ".csv") {
			rows, err := csv.NewReader(bytes.NewReader(body)).ReadAll()
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			files[strings.TrimSuffix(name, ".csv")] = rows
		}
	}
	book, err := excelize.OpenReader(strings.NewReader(exported(d, XLSX)))
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range book.GetSheetList() {
		if sheets[name], err = book.GetRows(name, excelize.Options{RawCellValue: true}); err != nil {
			t.Fatal(err)
		}
	}
	return files, sheets
}
