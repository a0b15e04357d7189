package store

import (
	"context"

	"github.com/huandu/go-sqlbuilder"

	"daylight/internal/procurement"
)

// Part is how an organisation takes part in a process.
type Part string

// The parts of an organisation. It can have several in one process; it has
// PartOther where it has none of the first three.
const (
	PartBuyer    Part = "buyer"
	PartSupplier Part = "supplier" // of a standing award
	PartProposed Part = "proposedSupplier"
	PartOther    Part = "other"
)

// PartFilter selects the processes in which an organisation has a part.
type PartFilter struct {
	Organisation string // key
	Part         Part
	Before       int64 // keyset: only processes after this place in the list; 0 from the start
	Limit        int
}

func (f PartFilter) where(b *sqlbuilder.SelectBuilder) {
	const has = "p.ocid IN (SELECT ocid FROM participants WHERE key = "
	if f.Part != PartOther {
		b.Where(has + b.Var(f.Organisation) + " AND role = " + b.Var(string(f.Part)) + ")")
		return
	}
	b.Where(has+b.Var(f.Organisation)+")", "NOT "+has+b.Var(f.Organisation)+" AND role IN ("+
		b.Var(string(PartBuyer))+", "+b.Var(string(PartSupplier))+", "+b.Var(string(PartProposed))+"))")
}

// ProcessesOf is one page of the processes in which an organisation has a
// part, the latest statement first.
func (v View) ProcessesOf(ctx context.Context, f PartFilter) ([]ProcessItem, error) {
	return v.items(ctx, f, f.Before, f.Limit)
}

// PartTotals are sums over all processes in which an organisation has a part.
type PartTotals struct {
	Processes int
	Summed    int                 // those with one supplier and a stated value: nobody says how several share one
	Totals    []procurement.Money // of these, one for each currency, in order of its code
}

// unit splits amounts for adding, so that no sum of whole units or of rests is
// too large for the database.
const unit = 1_000_000_000

// PartTotals counts and sums. A sum too large for Money is left out.
func (v View) PartTotals(ctx context.Context, f PartFilter) (t PartTotals, err error) {
	count := selectFrom("processes p").Select("count(*)")
	f.where(count)
	query, args := count.Build()
	if err := v.q.QueryRowContext(ctx, query, args...).Scan(&t.Processes); err != nil {
		return t, err
	}
	b := selectFrom("processes p")
	b.Select("p.currency", "count(*)", "sum(p.value_minor / "+b.Var(unit)+")", "sum(p.value_minor % "+b.Var(unit)+")")
	f.where(b)
	b.Where("p.value_minor IS NOT NULL", "(SELECT count(*) FROM participants s WHERE s.ocid = p.ocid AND s.role = 'supplier') = 1")
	query, args = b.GroupBy("p.currency").OrderBy("p.currency").Build()
	rows, err := v.q.QueryContext(ctx, query, args...)
	if err != nil {
		return t, err
	}
	defer rows.Close()
	for rows.Next() {
		var currency string
		var n int
		var units, rest int64
		if err := rows.Scan(&currency, &n, &units, &rest); err != nil {
			return t, err
		}
		t.Summed += n
		if units += rest / unit; units < unit && units > -unit {
			t.Totals = append(t.Totals, procurement.Money{Minor: units*unit + rest%unit, Currency: currency})
		}
	}
	return t, rows.Err()
}
