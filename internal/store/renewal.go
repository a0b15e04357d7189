package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
)

// DerivedSchema is the text of the tables and indexes that hold derived rows:
// where it is another, the rows are to be derived again.
func (v View) DerivedSchema(ctx context.Context) (string, error) {
	tables := slices.Concat([]string{"search", "check_results", "check_counts"}, surveyTables, derivedTables)
	marks := make([]string, len(tables))
	for i := range tables {
		marks[i] = fmt.Sprintf("$%d", i+1)
	}
	rows, err := v.q.QueryContext(ctx, `SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND tbl_name IN (`+
		strings.Join(marks, ", ")+`) ORDER BY name`, anys(tables)...)
	list, err := collect(rows, err, scanString)
	return strings.Join(list, "\n"), err
}

// RenewalRow is one recorded change of what everything is derived by.
type RenewalRow struct {
	Seq         int64
	Fingerprint string
}

// PutRenewal records such a change under a leaf.
func (t *Tx) PutRenewal(ctx context.Context, r RenewalRow) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.insert("renewals", r.Seq, r.Fingerprint)
	return w.err
}

// Renewals are all recorded changes, in order of their leaves.
func (v View) Renewals(ctx context.Context) ([]RenewalRow, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT seq, fingerprint FROM renewals ORDER BY seq`)
	return collect(rows, err, func(rows *sql.Rows) (r RenewalRow, err error) {
		err = rows.Scan(&r.Seq, &r.Fingerprint)
		return
	})
}
