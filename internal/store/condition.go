package store

import (
	"context"
	"database/sql"
	"slices"
	"strconv"

	"github.com/huandu/go-sqlbuilder"

	"daylight/internal/procurement"
)

// ConditionRow is one condition in a list.
type ConditionRow struct {
	ProcessRef
	procurement.Condition
	DecisionTitle, DecisionType string
	BodyKey, BodyName           string
	Group                       ConditionGroup
}

// Place is where the condition stands in the list.
func (c ConditionRow) Place() Place {
	return Place{strconv.Itoa(int(c.Group)), c.Due.Last(), c.OCID, c.Decision, c.ID}
}

// ConditionGroup is a part of the list of conditions. Groups follow each other
// in the order in which they need attention.
type ConditionGroup int

// The groups. Overdue means that the stated date has passed on the recorded
// day and no outcome is recorded.
const (
	Overdue ConditionGroup = iota
	Due
	Undated
	Settled
)

// ConditionGroups are all groups, in order.
var ConditionGroups = []ConditionGroup{Overdue, Due, Undated, Settled}

// Unsettled are the groups without an outcome.
var Unsettled = ConditionGroups[:Settled]

// settled is written as the index on conditions is.
const settled = "(CASE WHEN c.status IN ('met', 'partiallyMet', 'notMet', 'waived') THEN 1 ELSE 0 END)"

func (g ConditionGroup) where(b *sqlbuilder.SelectBuilder, day procurement.Date) {
	if g == Settled {
		b.Where(settled + " = 1")
		return
	}
	b.Where(settled + " = 0")
	late := "c.due_basis = 'stated' AND c.due_last < "
	switch g {
	case Overdue:
		b.Where("c.due_last > ''", late+b.Var(day.First()))
	case Due:
		b.Where("c.due_last > ''", "NOT ("+late+b.Var(day.First())+")")
	case Undated:
		b.Where("c.due_last = ''")
	}
}

// Conditions are recorded conditions of some groups, as the day has them:
// group after group, in each the earliest due first.
func (v View) Conditions(ctx context.Context, f RowFilter, day procurement.Date, groups []ConditionGroup) ([]ConditionRow, error) {
	var all []ConditionRow
	after, from := f.After, Overdue
	if len(after) > 0 {
		n, err := strconv.Atoi(after[0])
		if err != nil || !slices.Contains(ConditionGroups, ConditionGroup(n)) {
			return nil, ErrPlace
		}
		from = ConditionGroup(n)
	}
	limit := f.Limit
	for _, g := range groups {
		if g < from {
			continue
		}
		f.After, f.Limit = nil, limit
		if limit > 0 {
			if f.Limit = limit - len(all); f.Limit == 0 {
				break
			}
		}
		if len(after) > 0 && g == from {
			f.After = after[1:]
		}
		found, err := v.conditions(ctx, f, day, g)
		if err != nil {
			return nil, err
		}
		all = append(all, found...)
	}
	return all, nil
}

func (v View) conditions(ctx context.Context, f RowFilter, day procurement.Date, g ConditionGroup) ([]ConditionRow, error) {
	b := selectFrom("conditions c").Join("processes p", "p.ocid = c.ocid").
		Join("decisions d", "d.ocid = c.ocid AND d.id = c.decision")
	b.Select(refColumns + `, c.id, c.decision, c.description, c.due, c.due_basis, c.status, d.title, d.type, d.body_key, d.body_name`)
	f.apply(b)
	g.where(b, day)
	if err := f.After.after(b, ">", "c.due_last", "c.ocid", "c.decision", "c.id"); err != nil {
		return nil, err
	}
	b.OrderBy("c.due_last", "c.ocid", "c.decision", "c.id")
	return list(ctx, v, b, func(rows *sql.Rows) (r ConditionRow, err error) {
		c := &r.Condition
		err = rows.Scan(append(r.ProcessRef.targets(), &c.ID, &c.Decision, &c.Description, &c.Due, &c.DueBasis, &c.Status,
			&r.DecisionTitle, &r.DecisionType, &r.BodyKey, &r.BodyName)...)
		r.Group = g
		return
	})
}
