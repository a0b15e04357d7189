package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
)

// DumpDerived writes every derived row as text in a fixed order: the same rows
// are the same bytes.
func (v View) DumpDerived(ctx context.Context, w io.Writer) error {
	for _, table := range slices.Concat(derivedTables, []string{"counts", "check_counts", "rule_book"}, surveyTables, []string{"organisations", "sums"}) {
		query := "SELECT * FROM " + table
		switch table {
		case "counts":
			query += " WHERE n <> 0"
		case "checks":
			query = "SELECT c.ocid, c.docid, r.id, r.states, r.details FROM checks c LEFT JOIN check_results r ON r.id = c.results"
		case "current_events": // what an event says is the same wherever its figures lie
			query = `SELECT c.ocid, c.guid, c.seq, c.rank, c.date, coalesce(c.figures, e.figures) AS figures, c.kind
				FROM current_events c LEFT JOIN events e ON e.ocid = c.ocid AND e.guid = c.guid`
		}
		if err := v.dump(ctx, table, query, w); err != nil {
			return err
		}
	}
	return v.dumpSearch(ctx, w)
}

func (v View) dump(ctx context.Context, table, query string, w io.Writer) error {
	rows, err := v.q.QueryContext(ctx, query)
	if err != nil {
		return err
	}
	defer rows.Close()
	columns, err := rows.Columns()
	if err != nil {
		return err
	}
	var lines []string
	for rows.Next() {
		values := make([]any, len(columns))
		targets := make([]any, len(columns))
		for i := range values {
			targets[i] = &values[i]
		}
		if err := rows.Scan(targets...); err != nil {
			return err
		}
		line := table
		for i, x := range values {
			if b, ok := x.([]byte); ok {
				x = hex.EncodeToString(b)
				if packed := columns[i] == "record" || columns[i] == "figures" || columns[i] == "evidence"; packed {
					if b, err := unpack(b); err == nil {
						x = string(b)
					}
				}
			}
			line += fmt.Sprintf("\t%s=%v", columns[i], x)
		}
		lines = append(lines, line)
	}
	slices.Sort(lines)
	_, err = io.WriteString(w, strings.Join(append(lines, ""), "\n"))
	return err
}
