package exchange

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"fmt"
	"io"
	"iter"
	"regexp"
	"strings"
	"time"
	"unicode/utf16"

	"daylight/internal/ocds"
)

// The limits of a sheet. Source: Microsoft, Excel specifications and limits.
const (
	maxSheetRows = 1_048_576
	maxCell      = 32_767
	maxSheetName = 31
)

// xlsx writes the tables as sheets of a workbook (ECMA-376). A table with more
// rows than a sheet takes goes on on another. Sheets are written straight into
// the file, in order: memory does not grow with them, and the same record is
// the same file.
func (e *exporter) xlsx() error {
	t, err := e.gather()
	if err != nil {
		return err
	}
	defer t.close()
	at, _ := time.Parse(time.RFC3339, ocds.String(e.head, "publishedDate"))
	book := &workbook{zipper: zipper{zip.NewWriter(e.w), at}, most: maxSheetRows, taken: map[string]bool{}}
	if err := book.table("About", []string{"what", "value"}, e.about(t)); err != nil {
		return err
	}
	if err := book.table("fields", fieldsHeader, t.fields()); err != nil {
		return err
	}
	for _, x := range t.sorted() {
		if err := book.table(x.name, x.header(), x.read()); err != nil {
			return err
		}
	}
	return book.finish()
}

// about is the first sheet.
func (e *exporter) about(t *tables) iter.Seq2[[]cell, error] {
	return func(yield func([]cell, error) bool) {
		lines := [][]cell{}
		for _, name := range []string{"uri", "publishedDate", "license", "publicationPolicy"} {
			lines = append(lines, []cell{{text: name}, {text: ocds.String(e.head, name)}})
		}
		lines = append(lines, []cell{{text: "publisher"}, {text: ocds.String(ocds.Child(e.head, "publisher"), "name")}},
			[]cell{{text: "columns"}, {text: "ocid joins every sheet to " + compiledTable + "; ocid and pointer are the key of a row; the sheet fields describes every column"}},
			[]cell{{text: "empty cells"}, {text: "what no source states; never zero"}})
		for _, x := range t.sorted() {
			lines = append(lines, []cell{{text: x.name}, {text: fmt.Sprint(x.rows), number: true}})
		}
		for _, line := range lines {
			if !yield(line, nil) {
				return
			}
		}
	}
}

// workbook is an XLSX file as it is written.
type workbook struct {
	zipper
	most   int // rows on a sheet
	sheets []string
	taken  map[string]bool
}

// table writes a table to one sheet or, where it is too long, to several.
func (w *workbook) table(name string, header []string, rows iter.Seq2[[]cell, error]) error {
	s, err := w.sheet(name, header)
	if err != nil {
		return err
	}
	for cells, err := range rows {
		if err != nil {
			return err
		}
		if s.rows == w.most {
			if err := s.end(); err != nil {
				return err
			}
			if s, err = w.sheet(name, header); err != nil {
				return err
			}
		}
		if err := s.row(cells, ""); err != nil {
			return err
		}
	}
	return s.end()
}

const mainSpace = `xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"`

// sheet begins one with its header, which stays in sight.
func (w *workbook) sheet(name string, header []string) (*sheet, error) {
	w.sheets = append(w.sheets, w.free(name))
	part, err := w.member(fmt.Sprintf("xl/worksheets/sheet%d.xml", len(w.sheets)))
	if err != nil {
		return nil, err
	}
	s := &sheet{w: part}
	s.b.WriteString(xml.Header + `<worksheet ` + mainSpace + `><sheetViews><sheetView workbookViewId="0">` +
		`<pane ySplit="1" topLeftCell="A2" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>` +
		fmt.Sprintf(`<cols><col min="1" max="%d" width="22" customWidth="1"/></cols><sheetData>`, len(header)))
	var cells []cell
	for _, h := range header {
		cells = append(cells, cell{text: h})
	}
	return s, s.row(cells, ` s="1"`)
}

// notInSheetName are the characters that the name of a sheet may not have.
var notInSheetName = regexp.MustCompile(`[\[\]:*?/\\']`)

// free is a name that no other sheet has, be it in other letters.
func (w *workbook) free(name string) string {
	name = notInSheetName.ReplaceAllString(name, "_")
	for n := 1; ; n++ {
		end := ""
		if n > 1 {
			end = fmt.Sprintf(" (%d)", n)
		}
		try := name[:min(len(name), maxSheetName-len(end))] + end
		if key := strings.ToLower(try); !w.taken[key] {
			w.taken[key] = true
			return try
		}
	}
}

// sheet is one part of the file as it is written.
type sheet struct {
	w    io.Writer
	b    bytes.Buffer
	rows int
}

// row writes the cells that hold anything.
func (s *sheet) row(cells []cell, style string) error {
	s.rows++
	fmt.Fprintf(&s.b, `<row r="%d">`, s.rows)
	for i, c := range cells {
		switch {
		case c.text == "":
		case c.number && exactInExcel(c.text):
			fmt.Fprintf(&s.b, `<c r="%s%d"%s><v>%s</v></c>`, columnName(i), s.rows, style, c.text)
		default:
			fmt.Fprintf(&s.b, `<c r="%s%d"%s t="inlineStr"><is><t xml:space="preserve">`, columnName(i), s.rows, style)
			xml.EscapeText(&s.b, []byte(excelText(c.text)))
			s.b.WriteString(`</t></is></c>`)
		}
	}
	s.b.WriteString("</row>\n")
	if s.b.Len() < 1<<16 {
		return nil
	}
	return s.flush()
}

func (s *sheet) flush() error {
	_, err := s.b.WriteTo(s.w)
	return err
}

func (s *sheet) end() error {
	s.b.WriteString(`</sheetData></worksheet>`)
	return s.flush()
}

// columnName is A for 0, Z for 25, AA for 26.
func columnName(i int) string {
	name := ""
	for i++; i > 0; i = (i - 1) / 26 {
		name = string(rune('A'+(i-1)%26)) + name
	}
	return name
}

var excelNumber = regexp.MustCompile(`^-?[0-9]+(\.[0-9]+)?$`)

// exactInExcel reports whether Excel keeps a number as it is: it has 15
// digits. Others go as text.
func exactInExcel(text string) bool {
	return excelNumber.MatchString(text) && len(strings.Trim(text, "-0.")) <= 15
}

// escapeLike is what Excel would read as an escaped character.
var escapeLike = regexp.MustCompile(`_(x[0-9A-Fa-f]{4}_)`)

// excelText is a text as a cell can hold it. One that is too long ends with a
// note; the CSV has it whole.
func excelText(text string) string {
	const note = " … [cut here: a cell of Excel holds no more; the CSV has it whole]"
	if len(text) > maxCell { // as long at least as in UTF-16, which Excel counts
		if units := utf16.Encode([]rune(text)); len(units) > maxCell {
			text = strings.TrimRight(string(utf16.Decode(units[:maxCell-len(note)])), "\uFFFD") + note
		}
	}
	return escapeLike.ReplaceAllString(text, "_x005F_$1")
}

// finish writes the parts that name the sheets.
func (w *workbook) finish() error {
	var types, sheets, links strings.Builder
	for i, name := range w.sheets {
		var escaped strings.Builder
		xml.EscapeText(&escaped, []byte(name))
		fmt.Fprintf(&types, `<Override PartName="/xl/worksheets/sheet%d.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml"/>`, i+1)
		fmt.Fprintf(&sheets, `<sheet name="%s" sheetId="%d" r:id="rId%d"/>`, escaped.String(), i+1, i+1)
		fmt.Fprintf(&links, `<Relationship Id="rId%d" Type="%s/worksheet" Target="worksheets/sheet%d.xml"/>`, i+1, officeLinks, i+1)
	}
	n := len(w.sheets) + 1
	for _, part := range [][2]string{
		{"xl/workbook.xml", `<workbook ` + mainSpace + ` xmlns:r="` + officeLinks + `"><sheets>` + sheets.String() + `</sheets></workbook>`},
		{"xl/_rels/workbook.xml.rels", relationships(links.String() + fmt.Sprintf(`<Relationship Id="rId%d" Type="%s/styles" Target="styles.xml"/>`, n, officeLinks))},
		{"xl/styles.xml", `<styleSheet ` + mainSpace + `><fonts count="2"><font><sz val="11"/><name val="Calibri"/></font><font><b/><sz val="11"/><name val="Calibri"/></font></fonts>` +
			`<fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders>` +
			`<cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="2"><xf fontId="0"/><xf fontId="1" applyFont="1"/></cellXfs></styleSheet>`},
		{"_rels/.rels", relationships(`<Relationship Id="rId1" Type="` + officeLinks + `/officeDocument" Target="xl/workbook.xml"/>`)},
		{"[Content_Types].xml", `<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>` +
			`<Default Extension="xml" ContentType="application/xml"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/>` +
			`<Override PartName="/xl/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.styles+xml"/>` + types.String() + `</Types>`},
	} {
		if err := w.put(part[0], []byte(xml.Header+part[1])); err != nil {
			return err
		}
	}
	return w.Close()
}

const officeLinks = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"

func relationships(list string) string {
	return `<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">` + list + `</Relationships>`
}
