package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"github.com/huandu/go-sqlbuilder"

	"daylight/internal/procurement"
)

// The lists of extensions and decisions, and of conditions and flags beside:
// each row names the process it belongs to, with enough to show it in a line.

// ProcessRef names the process a row belongs to.
type ProcessRef struct{ OCID, Title, BuyerKey, BuyerName string }

// RowFilter selects rows of a list by process or organisation; the zero value
// selects all.
type RowFilter struct {
	OCID         string
	Organisation string // that takes part in the process
	Body         string // that decided; of decisions only
	After        Place  // keyset: only rows after this place in the list
	Limit        int
}

func (f RowFilter) all() bool { return f.OCID == "" && f.Organisation == "" && f.Body == "" }

func (f RowFilter) apply(b *sqlbuilder.SelectBuilder) {
	if f.OCID != "" {
		b.Where(b.Equal("p.ocid", f.OCID))
	}
	if f.Organisation != "" {
		b.Where("p.ocid IN (SELECT ocid FROM participants WHERE key = " + b.Var(f.Organisation) + ")")
	}
	if f.Limit > 0 {
		b.Limit(f.Limit)
	}
}

// CountRows is how many rows a list has in all: of extensions, decisions or
// conditions.
func (v View) CountRows(ctx context.Context, table string, f RowFilter) (Count, error) {
	if f.all() {
		return v.counted(ctx, table, "")
	}
	f.Limit = 0
	b := selectFrom(table+" d").Join("processes p", "p.ocid = d.ocid").Select("1")
	f.apply(b)
	f.by(b)
	return v.count(ctx, b)
}

// by selects what one body decided.
func (f RowFilter) by(b *sqlbuilder.SelectBuilder) {
	if f.Body != "" {
		b.Where(b.Equal("d.body_key", f.Body))
	}
}

const refColumns = `p.ocid, p.title, p.buyer_key, p.buyer_name`

func (r *ProcessRef) targets() []any { return []any{&r.OCID, &r.Title, &r.BuyerKey, &r.BuyerName} }

func list[T any](ctx context.Context, v View, b *sqlbuilder.SelectBuilder, scan func(*sql.Rows) (T, error)) ([]T, error) {
	query, args := b.Build()
	rows, err := v.q.QueryContext(ctx, query, args...)
	return collect(rows, err, scan)
}

// ExtensionRow is one step of a contract's life in a list.
type ExtensionRow struct {
	ProcessRef
	procurement.Extension
}

// Place is where the step stands in the list.
func (x ExtensionRow) Place() Place {
	return Place{string(x.Date), x.Extension.OCID, x.Contract, strconv.Itoa(x.Number)}
}

// Extensions are recorded steps, the latest first, undated ones last.
func (v View) Extensions(ctx context.Context, f RowFilter) ([]ExtensionRow, error) {
	b := selectFrom("extensions x").Join("processes p", "p.ocid = x.ocid")
	b.Select(refColumns + `, x.contract, x.number, x.date, x.previous_end, x.new_end, x.added_up_to,
		x.value_before, x.value_after, x.value_added, x.currency, x.kind, x.agreed`)
	f.apply(b)
	if err := f.After.after(b, "<", "x.date", "x.ocid", "x.contract", "x.number"); err != nil {
		return nil, err
	}
	b.OrderBy("x.date DESC", "x.ocid DESC", "x.contract DESC", "x.number DESC")
	return list(ctx, v, b, func(rows *sql.Rows) (r ExtensionRow, err error) {
		var before, after, added sql.NullInt64
		var currency string
		e := &r.Extension
		err = rows.Scan(append(r.ProcessRef.targets(), &e.Contract, &e.Number, &e.Date, &e.PreviousEnd, &e.NewEnd, &e.AddedUpTo,
			&before, &after, &added, &currency, &e.Instrument, &e.Agreed)...)
		e.OCID = r.ProcessRef.OCID
		e.ValueBefore, e.ValueAfter, e.ValueAdded = money(before, currency), money(after, currency), money(added, currency)
		return
	})
}

// DecisionRow is one decision in a list.
type DecisionRow struct {
	ProcessRef
	ID, Title, Type, Status string
	BodyKey, BodyName       string
	Decided, Published      procurement.Date
	ReportedBy              string
	Conditions, Overdue     int
}

// Place is where the decision stands in the list.
func (d DecisionRow) Place() Place { return Place{string(d.Decided), d.OCID, d.ID} }

// Decisions are recorded decisions, the latest first, undated ones last.
func (v View) Decisions(ctx context.Context, f RowFilter) ([]DecisionRow, error) {
	b := selectFrom("decisions d").Join("processes p", "p.ocid = d.ocid")
	b.Select(refColumns + `, d.id, d.title, d.type, d.status, d.body_key, d.body_name, d.decided, d.published, d.reported_by,
		(SELECT count(*) FROM conditions c WHERE c.ocid = d.ocid AND c.decision = d.id)`)
	f.apply(b)
	f.by(b)
	if err := f.After.after(b, "<", "d.decided", "d.ocid", "d.id"); err != nil {
		return nil, err
	}
	b.OrderBy("d.decided DESC", "d.ocid DESC", "d.id DESC")
	return list(ctx, v, b, func(rows *sql.Rows) (r DecisionRow, err error) {
		err = rows.Scan(append(r.ProcessRef.targets(), &r.ID, &r.Title, &r.Type, &r.Status, &r.BodyKey, &r.BodyName,
			&r.Decided, &r.Published, &r.ReportedBy, &r.Conditions)...)
		return
	})
}

// DecisionProcess is the home process of a decision.
func (v View) DecisionProcess(ctx context.Context, id string) (string, error) {
	var ocid string
	err := v.q.QueryRowContext(ctx, `SELECT ocid FROM decisions WHERE id = $1 ORDER BY ocid LIMIT 1`, id).Scan(&ocid)
	if errors.Is(err, sql.ErrNoRows) {
		return "", ErrNotFound
	}
	return ocid, err
}
