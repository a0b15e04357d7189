package store

import (
	"cmp"
	"context"
	"database/sql"
	"strconv"
	"strings"

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

func (f PartFilter) from() (*sqlbuilder.SelectBuilder, string) {
	if f.Part != PartOther {
		return partsOf(f.Organisation, f.Part)
	}
	const has = "p.ocid IN (SELECT ocid FROM participants WHERE key = "
	b := selectFrom("processes p")
	b.Where(has+b.Var(f.Organisation)+")", "NOT "+has+b.Var(f.Organisation)+" AND role IN ("+
		b.Var(string(PartBuyer))+", "+b.Var(string(PartSupplier))+", "+b.Var(string(PartProposed))+"))")
	return b, "p.docid"
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

// PartTotals counts and sums. A sum too large for Money is left out, and one
// over processes in which the organisation has another part is not made.
func (v View) PartTotals(ctx context.Context, f PartFilter) (t PartTotals, err error) {
	o, err := v.Organisation(ctx, f.Organisation)
	if err != nil {
		return t, unlessNotFound(err)
	}
	if f.Part == PartOther {
		if max(o.Buyer, o.Supplier, o.Proposed) == o.All {
			return t, nil // as of most who take part often
		}
		b, _ := f.from()
		query, args := b.Select("count(*)").Build()
		err := v.q.QueryRowContext(ctx, query, args...).Scan(&t.Processes)
		return t, err
	}
	t.Processes = map[Part]int{PartBuyer: o.Buyer, PartSupplier: o.Supplier, PartProposed: o.Proposed}[f.Part]
	rows, err := v.q.QueryContext(ctx, `SELECT currency, n, units, rest FROM sums WHERE key = $1 AND role = $2 ORDER BY currency`,
		f.Organisation, string(f.Part))
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

// OrganisationRow is an organisation with the number of processes in each of
// its roles.
type OrganisationRow struct {
	Key, Name                                string
	Buyer, Supplier, Proposed, Overseer, All int
}

// Place is where the organisation stands among all.
func (o OrganisationRow) Place() Place { return Place{strconv.Itoa(o.All), o.Name, o.Key} }

const organisationColumns = "key, name, buyer, supplier, proposed, overseer, processes"

func scanOrganisation(rows *sql.Rows) (o OrganisationRow, err error) {
	err = rows.Scan(&o.Key, &o.Name, &o.Buyer, &o.Supplier, &o.Proposed, &o.Overseer, &o.All)
	return
}

// Organisation is the organisation with a key.
func (v View) Organisation(ctx context.Context, key string) (OrganisationRow, error) {
	b := selectFrom("organisations").Select(organisationColumns)
	found, err := list(ctx, v, b.Where(b.Equal("key", key)), scanOrganisation)
	if err == nil && len(found) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return OrganisationRow{}, err
	}
	return found[0], nil
}

// OrganisationFilter selects organisations; the zero value selects all.
type OrganisationFilter struct {
	Name  string // words that its name holds
	After Place
	Limit int
}

func (f OrganisationFilter) from() *sqlbuilder.SelectBuilder {
	b := selectFrom("organisations")
	for _, w := range strings.Fields(f.Name) {
		// The database knows the small and capital letters of English only.
		b.Where(b.Or(contains(b, w), contains(b, strings.ToLower(w)), contains(b, strings.ToUpper(w)), contains(b, title(w))))
	}
	return b
}

var likeLiteral = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func contains(b *sqlbuilder.SelectBuilder, word string) string {
	return "name LIKE " + b.Var("%"+likeLiteral.Replace(word)+"%") + ` ESCAPE '\'`
}

// title is a word with a capital first letter.
func title(word string) string {
	for i, r := range word {
		return strings.ToUpper(string(r)) + strings.ToLower(word[i+len(string(r)):])
	}
	return ""
}

// Organisations are one page of the organisations that match, those in most
// processes first, and how many match in all.
func (v View) Organisations(ctx context.Context, f OrganisationFilter) (found []OrganisationRow, total Count, err error) {
	if total, err = v.count(ctx, f.from().Select("1")); err != nil {
		return nil, total, err
	}
	limit := cmp.Or(f.Limit, -1)
	b := f.from().Select(organisationColumns)
	if len(f.After) == 0 {
		found, err = list(ctx, v, b.OrderBy("processes DESC", "name", "key").Limit(limit), scanOrganisation)
		return found, total, err
	}
	if len(f.After) != 3 {
		return nil, total, ErrPlace
	}
	n, err := strconv.Atoi(f.After[0])
	if err != nil {
		return nil, total, ErrPlace
	}
	// Many share a number: the rest of those, then those with a smaller one.
	b.Where(b.Equal("processes", n))
	if err := f.After[1:].after(b, ">", "name", "key"); err != nil {
		return nil, total, err
	}
	if found, err = list(ctx, v, b.OrderBy("name", "key").Limit(limit), scanOrganisation); err != nil || len(found) == limit {
		return found, total, err
	}
	fewer := f.from().Select(organisationColumns)
	fewer.Where(fewer.LessThan("processes", n)).OrderBy("processes DESC", "name", "key").Limit(max(limit-len(found), -1))
	rest, err := list(ctx, v, fewer, scanOrganisation)
	return append(found, rest...), total, err
}
