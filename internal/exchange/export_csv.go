package exchange

import (
	"archive/zip"
	"encoding/csv"
	"io"
	"iter"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"daylight/internal/ocds"
)

// gather makes the tables of the chosen processes: those of their compiled
// releases, and the list of the releases that were filed.
func (e *exporter) gather() (*tables, error) {
	t := &tables{list: map[string]*table{}}
	err := e.fill(t)
	if err != nil {
		t.close()
	}
	return t, err
}

func (e *exporter) fill(t *tables) error {
	for c, err := range e.view.Records(e.ctx, e.Filter) {
		if err != nil {
			return err
		}
		record, err := ocds.ParseObject(c.Record)
		if err != nil {
			return err
		}
		if err := flatten(c.OCID, record, t.add); err != nil {
			return err
		}
	}
	for h, err := range e.view.FiledHeads(e.ctx, e.filed()) {
		if err != nil {
			return err
		}
		if err := t.add(row{path: filedTable, ocid: h.OCID, cells: []cell{
			{"seq", strconv.FormatInt(h.Seq, 10), true}, {"id", h.ID, false}, {"date", h.Date, false},
			{"tag", strings.ReplaceAll(h.Tag, ",", "; "), false}, {"publisher", h.Publisher, false}, {"filer", h.Filer, false},
			{"recorded_at", h.RecordedAt, false}, {"license", e.of[h.Batch].Licence, false}, {"identity", h.Identity, false}, {"sha256", h.SHA256, false},
		}}); err != nil {
			return err
		}
	}
	return nil
}

// csv writes the tables as a zip of CSV files (RFC 4180, UTF-8), with a
// description of every column.
func (e *exporter) csv() error {
	t, err := e.gather()
	if err != nil {
		return err
	}
	defer t.close()
	at, _ := time.Parse(time.RFC3339, ocds.String(e.head, "publishedDate"))
	z := &zipper{zip.NewWriter(e.w), at}
	if err := z.put("README.txt", []byte(tablesReadme)); err != nil {
		return err
	}
	if err := z.put("meta.json", e.meta(t)); err != nil {
		return err
	}
	if err := z.csv("fields.csv", fieldsHeader, csvLines(t.fields())); err != nil {
		return err
	}
	for _, x := range t.sorted() {
		if err := z.csv(x.name+".csv", x.header(), csvLines(x.read())); err != nil {
			return err
		}
	}
	return z.Close()
}

// zipper writes members that are all dated alike.
type zipper struct {
	*zip.Writer
	at time.Time
}

func (z *zipper) member(name string) (io.Writer, error) {
	return z.CreateHeader(&zip.FileHeader{Name: name, Method: zip.Deflate, Modified: z.at})
}

func (z *zipper) put(name string, body []byte) error {
	w, err := z.member(name)
	if err == nil {
		_, err = w.Write(body)
	}
	return err
}

func (z *zipper) csv(name string, header []string, lines iter.Seq2[[]string, error]) error {
	w, err := z.member(name)
	if err != nil {
		return err
	}
	return writeCSV(w, header, lines)
}

func writeCSV(w io.Writer, header []string, lines iter.Seq2[[]string, error]) error {
	out := csv.NewWriter(w)
	out.UseCRLF = true
	out.Write(HarmlessRow(slices.Clone(header)))
	for line, err := range lines {
		if err != nil {
			return err
		}
		if err := out.Write(line); err != nil {
			return err
		}
	}
	out.Flush()
	return out.Error()
}

// csvLines are rows as CSV has them: texts harmless, numbers as they are. A line
// may be read until the next.
func csvLines(rows iter.Seq2[[]cell, error]) iter.Seq2[[]string, error] {
	return func(yield func([]string, error) bool) {
		var line []string
		for cells, err := range rows {
			line = line[:0]
			for _, c := range cells {
				if !c.number {
					c.text = Harmless(c.text)
				}
				line = append(line, c.text)
			}
			if !yield(line, err) || err != nil {
				return
			}
		}
	}
}

// Harmless puts an apostrophe before a text that a spreadsheet would run as a
// formula. Source: OWASP, CSV Injection.
func Harmless(text string) string {
	for _, first := range text {
		if strings.ContainsRune("=+-@\t\r\n＝＋－＠", first) {
			return "'" + text
		}
		break
	}
	return text
}

// HarmlessRow does so for a row of texts, in place.
func HarmlessRow(line []string) []string {
	for i, text := range line {
		line[i] = Harmless(text)
	}
	return line
}

// meta is what the tables say about themselves: the head of a package, and
// their names.
func (e *exporter) meta(t *tables) []byte {
	list := []any{}
	for _, x := range t.sorted() {
		columns := []any{}
		for _, c := range x.header() {
			columns = append(columns, c)
		}
		list = append(list, ocds.Object{"file": x.name + ".csv", "path": x.arrayPath(), "columns": columns, "rows": ocds.Number(strconv.Itoa(x.rows))})
	}
	meta := ocds.Object{"tables": list}
	for name, v := range e.head {
		meta[name] = v
	}
	v := jsontext.Value(ocds.Write(meta))
	v.Indent()
	return append(v, '\n')
}

// arrayPath is the path of the array that a table holds; nil where it holds
// none.
func (x *table) arrayPath() any {
	if strings.HasPrefix(x.path, "-") {
		return nil
	}
	return x.path
}

const tablesReadme = `The public record of government technology contracts, as tables.

Each file holds one kind of thing from the compiled releases (the latest values
of each contracting process, in the Open Contracting Data Standard):
compiled-releases.csv the processes themselves, the others one list each, such
as awards.csv or contracts.amendments.csv. filed-releases.csv lists every
statement that was filed: who published it, under which licence where that is
known, when it was recorded, and the SHA-256 of its bytes. fields.csv describes
every column and counts the rows that have a value in it. meta.json says what
this is: publisher, date, and the licence where it is the one of all.

Columns
  ocid      the contracting process: joins every table to compiled-releases.csv
  pointer   where the row stands in its compiled release, a JSON pointer such as
            /awards/0/items/2: with ocid the key of the row. The row it belongs
            to is the one whose pointer is the beginning of this one.
  /awards/id  and the like: the id of the award that the row belongs to
  /awards/items/quantity  and the like: a value, by its JSON pointer without the
            places in lists
  more      what has no column of its own, as JSON; only where a table would have
            more than 1,000 columns

Text is UTF-8. An empty cell is what no source states: it is never zero. A list
of plain values has "; " between them. Numbers have the digits in which they were
published. A text that begins with = + - @ (or their wide forms), a tab or a line
break has an apostrophe before it, so that no spreadsheet runs it as a formula:
take it off before comparing. Numbers have none.

Kinds of statement are kept apart: what was published (everything but the
following), what overseers decided (decisions*), what somebody says or replies
(statements*, by its kind; challenges*, disputes*), and where it was read
(sources*). The flags that rules raise are not in here. The tables hold what the
publisher of record says of each process. What another publisher reports of the
same process is in the OCDS releases, and as also_reported in the JSON of its
history: in a compiled release it would overwrite the record.
`
