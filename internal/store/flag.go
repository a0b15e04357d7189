package store

import (
	"context"
	"database/sql"
	"fmt"
	"iter"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json"

	"daylight/internal/procurement"
)

// FlagRow is one result of a rule in a list. Of results that are not raised,
// evidence says what is missing, and that is all: the page of the process
// derives the rest.
type FlagRow struct {
	ProcessRef
	procurement.Flag
	Last  procurement.Date // of the latest statement about the process
	docid int64
}

// Place is where the result stands in the list.
func (r FlagRow) Place() Place { return Place{strconv.FormatInt(r.docid, 10), r.Rule, r.Contract} }

// Flags are the results of a rule in a state, raised where it is empty, and of
// all rules where these are; the latest statement first. Raised ones are one for
// each contract concerned, others one for each process.
func (v View) Flags(ctx context.Context, rule string, state procurement.FlagState, f RowFilter) ([]FlagRow, error) {
	if state != "" && state != procurement.Raised {
		return v.unraised(ctx, rule, state, f)
	}
	b := selectFrom("flags x").Join("processes p", "p.docid = x.docid")
	b.Select(refColumns + `, x.rule, x.contract, x.version, x.state, x.evidence, p.last_date, x.docid`)
	if rule != "" {
		b.Where(b.Equal("x.rule", rule), "x.state = 'raised'")
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
		var evidence []byte
		g := &r.Flag
		err = rows.Scan(append(r.ProcessRef.targets(), &g.Rule, &g.Contract, &g.Version, &g.State, &evidence, &r.Last, &r.docid)...)
		g.OCID = r.ProcessRef.OCID
		if err == nil {
			g.Evidence, err = unpackEvidence(evidence)
		}
		return
	})
}

// unraised are the processes of which a rule's weightiest result has a state.
func (v View) unraised(ctx context.Context, rule string, state procurement.FlagState, f RowFilter) ([]FlagRow, error) {
	book, err := v.Rules(ctx)
	if err != nil {
		return nil, err
	}
	place := slices.IndexFunc(book, func(r RuleRow) bool { return r.Rule == rule })
	if place < 0 {
		return nil, nil
	}
	b := selectFrom("checks x").Join("processes p", "p.docid = x.docid")
	b.Select(refColumns + `, p.last_date, x.docid, x.results`)
	b.Where(fmt.Sprintf("x.results IN (SELECT id FROM check_results WHERE substr(states, %d, 1) = %s)", place+1, b.Var(string(letterOf(state)))))
	f.apply(b)
	if len(f.After) > 0 {
		if len(f.After) != 3 {
			return nil, ErrPlace
		}
		b.Where(b.LessThan("x.docid", f.After[0]))
	}
	b.OrderBy("x.docid DESC")
	var ids []int64
	found, err := list(ctx, v, b, func(rows *sql.Rows) (r FlagRow, err error) {
		var id int64
		err = rows.Scan(append(r.ProcessRef.targets(), &r.Last, &r.docid, &id)...)
		ids = append(ids, id)
		return r, err
	})
	if err != nil {
		return nil, err
	}
	all, err := v.resultsOf(ctx, slices.Compact(slices.Sorted(slices.Values(ids))))
	if err != nil {
		return nil, err
	}
	for i := range found {
		r := &found[i]
		r.Flag = procurement.Flag{OCID: r.ProcessRef.OCID, Rule: rule, Version: book[place].Version, State: state}
		checks, err := unpackChecks(book, all[ids[i]].states, all[ids[i]].details)
		if err != nil {
			return nil, err
		}
		for _, c := range checks {
			if c.Rule == rule && c.State == state && r.Evidence.Missing == nil {
				r.Evidence.Missing = c.Missing
			}
		}
	}
	return found, nil
}

// ProcessChecks are all that the rules found for one process.
type ProcessChecks struct {
	OCID   string
	Checks []Check            // of every rule, raised ones included
	Raised []procurement.Flag // with evidence, by rule and contract
}

// AllChecks are those of every process, in order of ocid, read as they are asked
// for.
func (v View) AllChecks(ctx context.Context) iter.Seq2[ProcessChecks, error] {
	return func(yield func(ProcessChecks, error) bool) {
		book, err := v.Rules(ctx)
		if err != nil {
			yield(ProcessChecks{}, err)
			return
		}
		for p, err := range stream(ctx, v, `SELECT c.ocid, r.states, r.details FROM checks c
			LEFT JOIN check_results r ON r.id = c.results ORDER BY c.ocid`, func(rows *sql.Rows) (p ProcessChecks, err error) {
			var states, details string
			if err = rows.Scan(&p.OCID, &states, &details); err == nil {
				p.Checks, err = unpackChecks(book, states, details)
			}
			return
		}) {
			if err == nil && slices.ContainsFunc(p.Checks, func(c Check) bool { return c.State == procurement.Raised }) {
				p.Raised, err = v.raised(ctx, p.OCID)
			}
			if !yield(p, err) || err != nil {
				return
			}
		}
	}
}

func (v View) raised(ctx context.Context, ocid string) ([]procurement.Flag, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT rule, contract, version, evidence FROM flags WHERE ocid = $1 ORDER BY rule, contract`, ocid)
	return collect(rows, err, func(rows *sql.Rows) (f procurement.Flag, err error) {
		var evidence []byte
		if err = rows.Scan(&f.Rule, &f.Contract, &f.Version, &evidence); err == nil {
			f.Evidence, err = unpackEvidence(evidence)
		}
		f.OCID, f.State = ocid, procurement.Raised
		return
	})
}

// unpackEvidence reads what packFigures wrote of it.
func unpackEvidence(packed []byte) (e procurement.Evidence, err error) {
	text, err := unpackFigures(packed)
	if err == nil {
		err = json.Unmarshal(text, &e)
	}
	return e, err
}
