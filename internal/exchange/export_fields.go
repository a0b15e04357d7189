package exchange

import (
	"context"
	"io"
	"iter"
	"strconv"
	"strings"

	"daylight/internal/ocds"
	"daylight/internal/store"
)

// fieldsHeader is that of the table which describes the others.
var fieldsHeader = []string{"table", "column", "rows", "description"}

// fields describe every column of every table, and count the rows that have a
// value in it.
func (t *tables) fields() iter.Seq2[[]cell, error] {
	return func(yield func([]cell, error) bool) {
		for _, x := range t.sorted() {
			for _, i := range x.order() {
				c := x.columns[i]
				if !yield([]cell{{text: x.name}, {text: c}, {text: strconv.Itoa(x.filled[i]), number: true}, {text: x.describe(c)}}, nil) {
					return
				}
			}
		}
	}
}

// writeFields writes what every table of the record has in its columns.
func writeFields(ctx context.Context, v store.View, out io.Writer) error {
	e := &exporter{ctx: ctx, view: v}
	t, err := e.gather()
	if err != nil {
		return err
	}
	defer t.close()
	return writeCSV(out, fieldsHeader, csvLines(t.fields()))
}

// ownColumns are those that are no field of a release.
var ownColumns = map[string]string{
	"ocid":         "The contracting process: joins every table to compiled-releases.",
	"pointer":      "Where the row stands in its compiled release, a JSON pointer; with ocid the key of the row.",
	moreColumn:     "What has no column of its own, as JSON.",
	"/seq":         "Number of the release’s leaf in the ledger.",
	"/id":          "The release’s id, as its publisher gave it.",
	"/date":        "The release’s date, as its publisher gave it.",
	"/tag":         "What kind of release it is, as its publisher says.",
	"/publisher":   "Who published the release; empty where not known.",
	"/filer":       "Who filed it here.",
	"/recorded_at": "When it was filed here.",
	"/identity":    "SHA-256 of the release in its RFC 8785 form: the same content in another layout has the same.",
	"/sha256":      "SHA-256 of the release’s bytes as filed.",
}

func (x *table) describe(column string) string {
	if x.path == filedTable && column != "ocid" {
		return ownColumns["/"+column]
	}
	if text, ok := ownColumns[column]; ok && !strings.HasPrefix(column, "/") {
		return text
	}
	return ocds.Describe(column)
}
