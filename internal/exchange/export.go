package exchange

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"daylight/internal/ocds"
	"daylight/internal/store"
)

// Format is a way to write the record out.
type Format struct {
	Name   string // as --format takes it
	File   string // what a file of it is called, before the year
	Ending string // of the file's name
	Type   string // media type
	Packed bool   // compressed by itself
	Title  string
	Holds  string // one sentence for who chooses
	write  func(*exporter) error
}

// The names of the formats that Export writes.
const (
	Releases = "ocds-releases"
	Records  = "ocds-records"
	Lines    = "jsonl"
	Compiled = "jsonl-compiled"
	CSV      = "csv"
	XLSX     = "xlsx"
)

// Formats are all of them.
var Formats = []Format{
	{Releases, "ocds-releases", ".json", "application/json", false, "OCDS releases",
		"One release package: every statement as it was filed, byte for byte, in the order of filing.", (*exporter).releases},
	{Records, "ocds-records", ".json", "application/json", false, "OCDS records",
		"One record package: for each process its releases, the compiled release and the versioned release.", (*exporter).records},
	{Lines, "releases", ".jsonl", "application/jsonl", false, "Releases as JSON lines", "One release a line.", (*exporter).lines},
	{Compiled, "compiled", ".jsonl", "application/jsonl", false, "Compiled releases as JSON lines",
		"One process a line: its latest values.", (*exporter).compiledLines},
	{CSV, "tables", ".csv.zip", "application/zip", true, "CSV tables",
		"A zip of tables, one for each list of the compiled releases, with a description of every column.", (*exporter).csv},
	{XLSX, "tables", ".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", true, "Excel workbook",
		"The same tables, one on each sheet.", (*exporter).xlsx},
}

// FindFormat is a format by name.
func FindFormat(name string) (Format, error) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, fmt.Errorf("no format %q: choose %s", name, strings.Join(FormatNames(), ", "))
	}
	return Formats[i], nil
}

// FormatNames are the names of all formats.
func FormatNames() (names []string) {
	for _, f := range Formats {
		names = append(names, f.Name)
	}
	return names
}

// Selection says what to write and how.
type Selection struct {
	Format  string
	Filter  store.ProcessFilter // Before and Limit do not count
	BaseURL string              // of the site
	URI     string              // of the package; BaseURL + "/data" where empty
}

// Export writes the chosen processes in a format. The record is read as it is
// at one moment; the date of the package is when the latest of its releases
// was recorded, so that the same record is the same file. It reads and writes
// as it goes and holds one process at a time; tables wait on disk.
func Export(ctx context.Context, v store.View, s Selection, out io.Writer) error {
	format, err := FindFormat(s.Format)
	if err != nil {
		return err
	}
	w := bufio.NewWriterSize(out, 1<<16)
	e := &exporter{ctx: ctx, view: v, w: w, Selection: s}
	if err := e.prepare(); err != nil {
		return err
	}
	if err := format.write(e); err != nil {
		return err
	}
	return w.Flush()
}

type exporter struct {
	Selection
	ctx  context.Context
	view store.View
	w    *bufio.Writer
	head ocds.Object
	of   store.Publications
	n    int
}

// never is the date of a package of nothing.
const never = "1970-01-01T00:00:00Z"

func (e *exporter) prepare() error {
	e.BaseURL = strings.TrimRight(e.BaseURL, "/")
	if e.URI == "" {
		e.URI = e.BaseURL + "/data"
	}
	at, err := e.view.LatestRecorded(e.ctx, e.Filter)
	if at == "" {
		at = never
	}
	if err != nil {
		return err
	}
	of, err := e.view.PublicationsOf(e.ctx, e.Filter)
	if err != nil {
		return err
	}
	e.head = ocds.PackageHead(e.BaseURL, e.URI, at, of)
	e.of, err = e.view.AllPublications(e.ctx)
	return err
}

// next separates one item from the one before.
func (e *exporter) next() {
	if e.n++; e.n > 1 {
		e.w.WriteByte(',')
	}
	e.w.WriteByte('\n')
}

// filed are the releases to write, in the order of filing.
func (e *exporter) filed() store.ReleaseFilter { return store.ReleaseFilter{Processes: e.Filter} }
