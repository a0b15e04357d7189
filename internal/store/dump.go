package store

import (
	"context"
	"encoding/hex"
	"fmt"
	"io"
	"slices"
	"strings"
)

// DumpDerived writes every derived row of a process, or of all where ocid is
// "", as text in a fixed order: the same rows are the same bytes.
func (v View) DumpDerived(ctx context.Context, ocid string, w io.Writer) error {
	for _, table := range derivedTables {
		if err := v.dump(ctx, table, "SELECT * FROM "+table, ocid, w); err != nil {
			return err
		}
	}
	if ocid == "" {
		if err := v.dump(ctx, "counts", "SELECT * FROM (SELECT '' AS ocid, c.* FROM counts c WHERE n <> 0)", "", w); err != nil {
			return err
		}
		if err := v.dump(ctx, "check_counts", "SELECT * FROM (SELECT '' AS ocid, c.* FROM check_counts c)", "", w); err != nil {
			return err
		}
		for _, table := range append([]string{"rule_book"}, surveyTables...) {
			if err := v.dump(ctx, table, "SELECT * FROM (SELECT '' AS ocid, t.* FROM "+table+" t)", "", w); err != nil {
				return err
			}
		}
		if err := v.dump(ctx, "organisations", "SELECT * FROM (SELECT '' AS ocid, o.* FROM organisations o)", "", w); err != nil {
			return err
		}
		if err := v.dump(ctx, "sums", "SELECT * FROM (SELECT '' AS ocid, s.* FROM sums s)", "", w); err != nil {
			return err
		}
	}
	return v.dump(ctx, "search", `SELECT * FROM (SELECT coalesce(p.ocid, '') AS ocid, s.rowid, s.title, s.buyer, s.suppliers, s.words
		FROM search s LEFT JOIN processes p ON p.docid = s.rowid)`, ocid, w)
}

func (v View) dump(ctx context.Context, table, query, ocid string, w io.Writer) error {
	rows, err := v.q.QueryContext(ctx, query+` WHERE ocid = $1 OR $1 = ''`, ocid)
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
				if packed := columns[i] == "record" || columns[i] == "figures"; packed {
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
