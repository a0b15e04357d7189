package store

import (
	"context"
	"database/sql"

	"github.com/go-json-experiment/json"

	"daylight/internal/procurement"
)

// RuleRow is one rule in the book: its fields are those it can miss.
type RuleRow struct {
	Rule    string
	Version int
	Fields  []string
}

// Check is a result of one rule for one process: its state and what it misses.
type Check struct {
	Rule    string
	Version int
	State   procurement.FlagState
	Missing []string
}

// PutRules writes the book of rules, in the order of their results.
func (t *Tx) PutRules(ctx context.Context, rules []RuleRow) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.exec(`DELETE FROM rule_book`)
	for place, r := range rules {
		w.insert("rule_book", place, r.Rule, r.Version, encode(r.Fields))
	}
	t.book = newBook(rules)
	return w.err
}

// Rules is the book of rules that the stored results follow.
func (v View) Rules(ctx context.Context) ([]RuleRow, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT rule, version, fields FROM rule_book ORDER BY place`)
	return collect(rows, err, func(rows *sql.Rows) (r RuleRow, err error) {
		var fields string
		if err = rows.Scan(&r.Rule, &r.Version, &fields); err == nil {
			err = json.Unmarshal([]byte(fields), &r.Fields)
		}
		return
	})
}

// Book is the book of rules that results are written by.
func (t *Tx) Book(ctx context.Context) (*Book, error) {
	if t.book == nil {
		rules, err := t.Rules(ctx)
		if err != nil {
			return nil, err
		}
		t.book = newBook(rules)
	}
	return t.book, nil
}
