package store

import (
	"context"
	"database/sql"
	"strconv"

	"github.com/go-json-experiment/json"

	"daylight/internal/procurement"
)

// FlagRow is one result of a rule in a list.
type FlagRow struct {
	ProcessRef
	procurement.Flag
	Last  procurement.Date // of the latest statement about the process
	docid int64
}

// Place is where the result stands in the list.
func (r FlagRow) Place() Place { return Place{strconv.FormatInt(r.docid, 10), r.Rule, r.Contract} }

// Flags are the results of a rule in a state, or of all rules and states where
// these are empty; the latest statement first.
func (v View) Flags(ctx context.Context, rule string, state procurement.FlagState, f RowFilter) ([]FlagRow, error) {
	b := selectFrom("flags x").Join("processes p", "p.docid = x.docid")
	b.Select(refColumns + `, x.rule, x.contract, x.version, x.state, x.evidence, p.last_date, x.docid`)
	if rule != "" {
		b.Where(b.Equal("x.rule", rule))
	}
	if state != "" {
		b.Where(b.Equal("x.state", string(state)))
	}
	f.apply(b)
	if len(f.After) > 0 {
		if len(f.After) != 3 {
			return nil, ErrPlace
		}
		b.Where(b.LessEqualThan("x.docid", f.After[0]), b.Or(b.LessThan("x.docid", f.After[0]),
			"(x.rule, x.contract) > ("+b.Var(f.After[1])+", "+b.Var(f.After[2])+")"))
	}
	b.OrderBy("x.docid DESC", "x.rule", "x.contract")
	return list(ctx, v, b, func(rows *sql.Rows) (r FlagRow, err error) {
		var evidence string
		g := &r.Flag
		err = rows.Scan(append(r.ProcessRef.targets(), &g.Rule, &g.Contract, &g.Version, &g.State, &evidence, &r.Last, &r.docid)...)
		g.OCID = r.ProcessRef.OCID
		if err == nil {
			err = json.Unmarshal([]byte(evidence), &g.Evidence)
		}
		return
	})
}

// FlagCounts are how many results each rule has in each state.
func (v View) FlagCounts(ctx context.Context) (map[string]map[procurement.FlagState]int, error) {
	b := selectFrom("counts").Select("key, sort, n")
	b.Where(b.In("sort", string(procurement.Raised), string(procurement.Clear), string(procurement.NoData), string(procurement.NotApplicable)))
	query, args := b.Build()
	rows, err := v.q.QueryContext(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	counts := map[string]map[procurement.FlagState]int{}
	for rows.Next() {
		var rule string
		var state procurement.FlagState
		var n int
		if err := rows.Scan(&rule, &state, &n); err != nil {
			return nil, err
		}
		if counts[rule] == nil {
			counts[rule] = map[procurement.FlagState]int{}
		}
		counts[rule][state] = n
	}
	return counts, rows.Err()
}
