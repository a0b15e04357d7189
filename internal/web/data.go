package web

import (
	"cmp"
	"context"
	"encoding/csv"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"daylight/internal/exchange"
	"daylight/internal/ocds"
	"daylight/internal/store"
)

// dataPage says what can be taken away, how and on which terms.
type dataPage struct {
	Page
	Base    string
	Files   []exchange.BulkFile // of the whole record
	Years   int
	Samples []download // of formats, where no files are ready
	Limit   int
}

func (*dataPage) template() string { return "data" }

// download is a choice of histories in a format.
type download struct {
	exchange.Format
	Href string
}

// downloads are the formats of the histories that a query chooses.
func (r *request) downloads() (list []download) {
	query := *r
	query.Path = ""
	choice := query.Address(asPage, "before", "", "limit", "")
	for _, f := range exchange.Formats {
		list = append(list, download{f, "/data/bulk/" + exchange.BulkName(f, 0, false) + choice})
	}
	return list
}

func (s *Server) data(_ context.Context, r *request) (*answer, error) {
	list, err := s.bulk()
	if err != nil {
		return nil, err
	}
	p := &dataPage{Page: s.page(r, "Data", "The whole record to take away: files, formats, licence, how to cite and to check them, and the API."), Base: s.BaseURL,
		Limit: maxSelected}
	years := map[int]bool{}
	for _, f := range list {
		if f.Year == 0 {
			p.Files = append(p.Files, f)
		} else {
			years[f.Year] = true
		}
	}
	if p.Years = len(years); len(list) == 0 {
		r.query = nil
		p.Samples = r.downloads()
	}
	return s.passing(p)
}

// passing is the answer that shows a page of what is not in the record alone.
func (s *Server) passing(p page) (*answer, error) {
	body, err := s.renderPage(p)
	return &answer{Type: "text/html; charset=utf-8", Body: body, Passing: true}, err
}

// filesPage lists every bulk file.
type filesPage struct {
	Page
	Years []yearFiles
}

func (*filesPage) template() string { return "files" }

type yearFiles struct {
	Year  string
	Files []exchange.BulkFile
}

type jsonFile struct {
	Name     string `json:"name"`
	Address  string `json:"address"`
	Format   string `json:"format"`
	Year     *int   `json:"year"`
	Size     int64  `json:"size"`
	SHA256   string `json:"sha256"`
	Recorded string `json:"recorded_at"`
}

func (s *Server) bulkFiles(ctx context.Context, r *request) (*answer, error) {
	list, err := s.bulk()
	if err != nil {
		return nil, err
	}
	if r.Form == asJSON {
		j := jsonList[jsonFile]{Total: len(list), Items: []jsonFile{}}
		for _, f := range list {
			x := jsonFile{f.Name, s.BaseURL + "/data/bulk/" + f.Name, f.Format.Name, nil, f.Size, f.SHA256, f.Recorded.Format("2006-01-02T15:04:05Z")}
			if f.Year != 0 {
				x.Year = &f.Year
			}
			j.Items = append(j.Items, x)
		}
		a, err := s.json(j)(ctx)
		if err == nil {
			a.Passing = true
		}
		return a, err
	}
	p := &filesPage{Page: s.page(r, "Files", "Every file of the record, whole and by year, with size, date and SHA-256.")}
	for _, f := range list {
		year := "All years"
		if f.Year != 0 {
			year = strconv.Itoa(f.Year)
		}
		if n := len(p.Years); n == 0 || p.Years[n-1].Year != year {
			p.Years = append(p.Years, yearFiles{Year: year})
		}
		last := &p.Years[len(p.Years)-1]
		last.Files = append(last.Files, f)
	}
	return s.passing(p)
}

// fieldsPage is the data dictionary: every column of every table.
type fieldsPage struct {
	Page
	Tables []fieldTable
}

func (*fieldsPage) template() string { return "fields" }

type fieldTable struct {
	Name   string
	Fields []field
}

type field struct{ Column, Rows, Means string }

// fields shows the columns of the tables in the folder.
func (s *Server) fields(_ context.Context, r *request) (*answer, error) {
	text, err := os.ReadFile(filepath.Join(cmp.Or(s.Bulk, "."), exchange.FieldsFile))
	if s.Bulk == "" || os.IsNotExist(err) {
		text, err = nil, nil
	}
	if err != nil {
		return nil, err
	}
	if r.Form == asCSV {
		return &answer{Type: "text/csv; charset=utf-8", Body: text, Name: exchange.FieldsFile, Passing: true}, nil
	}
	p := &fieldsPage{Page: s.page(r, "Data dictionary", "Every table and every column of the CSV and Excel files, and what it means.")}
	rows := csv.NewReader(strings.NewReader(string(text)))
	rows.Read()
	for {
		x, err := rows.Read()
		if err == io.EOF {
			break
		}
		if err != nil {
			return nil, err
		}
		if n := len(p.Tables); n == 0 || p.Tables[n-1].Name != x[0] {
			p.Tables = append(p.Tables, fieldTable{Name: x[0]})
		}
		last := &p.Tables[len(p.Tables)-1]
		last.Fields = append(last.Fields, field{x[1], x[2], x[3]})
	}
	slices.SortStableFunc(p.Tables, func(a, b fieldTable) int { return cmp.Compare(rank(a.Name), rank(b.Name)) })
	return s.passing(p)
}

// rank puts the table of processes first and the list of releases second.
func rank(table string) int {
	return slices.Index([]string{"filed-releases", "compiled-releases"}, table) * -1
}

// openAPI is the description of the API, OpenAPI 3.1.
func (s *Server) openAPI(_ context.Context, _ *request) (*answer, error) {
	text, err := fs.ReadFile(s.Static, "openapi.json")
	if err != nil {
		return nil, err
	}
	return &answer{Type: "application/json", Body: []byte(strings.ReplaceAll(string(text), "https://daylight.example", s.BaseURL))}, nil
}

var extensionTypes = map[string]string{
	".json": "application/json", ".csv": "text/csv; charset=utf-8", ".md": plainType,
}

// extensionFile is a published file of the oversight extension.
func (s *Server) extensionFile(_ context.Context, r *request) (*answer, error) {
	name := r.Param("*")
	body, ok := ocds.ExtensionFile(name)
	if !ok {
		return nil, store.ErrNotFound
	}
	return &answer{Type: extensionTypes[path.Ext(name)], Body: body}, nil
}
