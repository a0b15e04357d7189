package store

import (
	"context"
	"database/sql"
	"errors"

	"github.com/go-json-experiment/json"
	"github.com/huandu/go-sqlbuilder"

	"daylight/internal/procurement"
)

// The lists of extensions, decisions, conditions and flags: each row names the
// process it belongs to, with enough to show it in a line.

// ProcessRef names the process a row belongs to.
type ProcessRef struct{ OCID, Title, BuyerKey, BuyerName string }

// RowFilter selects rows of a list by process or organisation; the zero value
// selects all.
type RowFilter struct {
	OCID         string
	Organisation string
	Limit        int
}

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

// Extensions are all recorded steps, the latest first, undated ones last.
func (v View) Extensions(ctx context.Context, f RowFilter) ([]ExtensionRow, error) {
	b := selectFrom("extensions x").Join("processes p", "p.ocid = x.ocid")
	b.Select(refColumns + `, x.contract, x.number, x.date, x.previous_end, x.new_end, x.added_up_to,
		x.value_before, x.value_after, x.value_added, x.currency, x.kind, x.agreed`)
	f.apply(b)
	b.OrderBy("x.date DESC", "x.ocid", "x.contract", "x.number DESC")
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

// Decisions are all recorded decisions, the latest first, undated ones last.
func (v View) Decisions(ctx context.Context, f RowFilter) ([]DecisionRow, error) {
	b := selectFrom("decisions d").Join("processes p", "p.ocid = d.ocid")
	b.Select(refColumns + `, d.id, d.title, d.type, d.status, d.body_key, d.body_name, d.decided, d.published, d.reported_by,
		(SELECT count(*) FROM conditions c WHERE c.ocid = d.ocid AND c.decision = d.id)`)
	f.apply(b)
	b.OrderBy("d.decided DESC", "d.id")
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

// ConditionRow is one condition in a list.
type ConditionRow struct {
	ProcessRef
	procurement.Condition
	DecisionTitle, BodyKey, BodyName string
}

// Conditions are all recorded conditions, the earliest due first, those
// without a date last.
func (v View) Conditions(ctx context.Context, f RowFilter) ([]ConditionRow, error) {
	b := selectFrom("conditions c").Join("processes p", "p.ocid = c.ocid").
		Join("decisions d", "d.ocid = c.ocid AND d.id = c.decision")
	b.Select(refColumns + `, c.id, c.decision, c.description, c.due, c.due_basis, c.status, d.title, d.body_key, d.body_name`)
	f.apply(b)
	b.OrderBy("c.due_last = ''", "c.due_last", "c.ocid", "c.decision", "c.id")
	return list(ctx, v, b, func(rows *sql.Rows) (r ConditionRow, err error) {
		c := &r.Condition
		err = rows.Scan(append(r.ProcessRef.targets(), &c.ID, &c.Decision, &c.Description, &c.Due, &c.DueBasis, &c.Status,
			&r.DecisionTitle, &r.BodyKey, &r.BodyName)...)
		return
	})
}

// FlagRow is one result of a rule in a list.
type FlagRow struct {
	ProcessRef
	procurement.Flag
	Last procurement.Date // of the latest statement about the process
}

// Flags are the results of a rule in a state, or of all rules and states where
// these are empty; the latest statement first.
func (v View) Flags(ctx context.Context, rule string, state procurement.FlagState, f RowFilter) ([]FlagRow, error) {
	b := selectFrom("flags x").Join("processes p", "p.ocid = x.ocid")
	b.Select(refColumns + `, x.rule, x.contract, x.version, x.state, x.evidence, p.last_date`)
	if rule != "" {
		b.Where(b.Equal("x.rule", rule))
	}
	if state != "" {
		b.Where(b.Equal("x.state", string(state)))
	}
	f.apply(b)
	b.OrderBy("p.docid DESC", "x.rule", "x.contract")
	return list(ctx, v, b, func(rows *sql.Rows) (r FlagRow, err error) {
		var evidence string
		g := &r.Flag
		err = rows.Scan(append(r.ProcessRef.targets(), &g.Rule, &g.Contract, &g.Version, &g.State, &evidence, &r.Last)...)
		g.OCID = r.ProcessRef.OCID
		if err == nil {
			err = json.Unmarshal([]byte(evidence), &g.Evidence)
		}
		return
	})
}

// FlagCounts are how many results each rule has in each state.
func (v View) FlagCounts(ctx context.Context) (map[string]map[procurement.FlagState]int, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT rule, state, count(*) FROM flags GROUP BY rule, state`)
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

// OrganisationRow is an organisation with the number of processes in each of
// its roles.
type OrganisationRow struct {
	Key, Name                                string
	Buyer, Supplier, Proposed, Overseer, All int
}

// Organisations are all organisations, those in most processes first; or only
// the one with a key.
func (v View) Organisations(ctx context.Context, key string, limit int) ([]OrganisationRow, error) {
	b := selectFrom("participants").Select(`key, max(name),
		count(DISTINCT CASE role WHEN 'buyer' THEN ocid END), count(DISTINCT CASE role WHEN 'supplier' THEN ocid END),
		count(DISTINCT CASE role WHEN 'proposedSupplier' THEN ocid END), count(DISTINCT CASE role WHEN 'reviewBody' THEN ocid END),
		count(DISTINCT ocid) AS n`)
	if key != "" {
		b.Where(b.Equal("key", key))
	}
	b.GroupBy("key").OrderBy("n DESC", "2", "key").Limit(limit)
	return list(ctx, v, b, func(rows *sql.Rows) (r OrganisationRow, err error) {
		err = rows.Scan(&r.Key, &r.Name, &r.Buyer, &r.Supplier, &r.Proposed, &r.Overseer, &r.All)
		return
	})
}

// DueBetween are the processes with a condition whose due date passed after
// one recorded day and by another.
func (v View) DueBetween(ctx context.Context, before, day string) ([]string, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT DISTINCT ocid FROM conditions
		WHERE due_last <> '' AND due_last >= $1 AND due_last < $2 ORDER BY ocid`, before, day)
	return collect(rows, err, scanString)
}
