package store

import (
	"context"
	"database/sql"
	"errors"
	"strconv"

	"github.com/huandu/go-sqlbuilder"

	"daylight/internal/procurement"
)

func selectFrom(table string) *sqlbuilder.SelectBuilder {
	return sqlbuilder.PostgreSQL.NewSelectBuilder().From(table)
}

func anys[T ~string](list []T) []any {
	out := make([]any, len(list))
	for i, x := range list {
		out[i] = string(x)
	}
	return out
}

// ProcessFilter selects processes for a list; the zero value selects all.
type ProcessFilter struct {
	Query        string // words, all of which must occur
	Buyer        string // organisation key
	Supplier     string // organisation key, of a standing award
	Organisation string // organisation key, in any role
	Flag         string // rule that is raised
	Case         string
	Year         int
	Before       int64 // keyset: only processes after this place in the list; 0 from the start
	Limit        int
}

// ProcessItem is a process in a list. Value is the sum of its contracts in one
// currency, signed the earliest, end the latest.
type ProcessItem struct {
	OCID       string
	Title      string
	Buyer      Party
	Suppliers  []Party
	Proposed   []Party
	Method     string
	Value      *procurement.Money
	Signed     procurement.Date
	End        procurement.Date
	Extensions int
	Flags      []string
	CaseID     string
	First      procurement.Date
	Last       procurement.Date // of the latest statement
	Place      int64            // in the list, for keyset paging
}

// Party is an organisation as a list shows it.
type Party struct{ Key, Name string }

// from begins a query over the processes that match, and names the column of
// their place in the list. It starts from what leads to the fewest of them in
// order of place, so that a page costs no more further down the list.
func (f ProcessFilter) from() (b *sqlbuilder.SelectBuilder, place string) {
	q := match(f.Query)
	switch {
	case q != "":
		b, place = selectFrom("search s").Join("processes p", "p.docid = s.rowid"), "s.rowid"
		b.Where("s.search MATCH " + b.Var(q))
		f.Query = ""
	case f.Supplier != "":
		b, place = partsOf(f.Supplier, PartSupplier)
		f.Supplier = ""
	case f.Flag != "" && f.Buyer == "":
		b, place = selectFrom("flags x").Join("processes p", "p.docid = x.docid"), "x.docid"
		b.Where("x.state = 'raised'", b.Equal("x.rule", f.Flag),
			"NOT EXISTS (SELECT 1 FROM flags y WHERE y.ocid = x.ocid AND y.rule = x.rule AND y.state = 'raised' AND y.contract < x.contract)")
		f.Flag = ""
	default:
		b, place = selectFrom("processes p"), "p.docid"
	}
	f.where(b)
	return b, place
}

// partsOf begins a query over the processes in which an organisation has a
// part.
func partsOf(key string, part Part) (b *sqlbuilder.SelectBuilder, place string) {
	b = selectFrom("participants x").Join("processes p", "p.docid = x.docid")
	b.Where(b.Equal("x.key", key), b.Equal("x.role", string(part)))
	return b, "x.docid"
}

func (f ProcessFilter) where(b *sqlbuilder.SelectBuilder) {
	if q := match(f.Query); q != "" {
		b.Where("p.docid IN (SELECT rowid FROM search WHERE search MATCH " + b.Var(q) + ")")
	}
	if f.Buyer != "" {
		b.Where(b.Equal("p.buyer_key", f.Buyer))
	}
	if f.Supplier != "" {
		b.Where("EXISTS (SELECT 1 FROM participants s WHERE s.ocid = p.ocid AND s.role = 'supplier' AND s.key = " + b.Var(f.Supplier) + ")")
	}
	if f.Organisation != "" {
		b.Where("EXISTS (SELECT 1 FROM participants s WHERE s.ocid = p.ocid AND s.key = " + b.Var(f.Organisation) + ")")
	}
	if f.Flag != "" {
		b.Where("EXISTS (SELECT 1 FROM flags f WHERE f.ocid = p.ocid AND f.state = 'raised' AND f.rule = " + b.Var(f.Flag) + ")")
	}
	if f.Case != "" {
		b.Where(b.Equal("p.case_id", f.Case))
	}
	if f.Year != 0 {
		b.Where(b.Equal("p.year", f.Year))
	}
}

// Processes is one page of the list, the latest statement first, and how many
// match in all.
func (v View) Processes(ctx context.Context, f ProcessFilter) (items []ProcessItem, total Count, err error) {
	if total, err = v.total(ctx, f); err != nil {
		return nil, total, err
	}
	items, err = v.items(ctx, f, f.Before, f.Limit)
	return items, total, err
}

// total is how many processes match.
func (v View) total(ctx context.Context, f ProcessFilter) (Count, error) {
	f.Before, f.Limit = 0, 0
	switch f {
	case ProcessFilter{}:
		return v.counted(ctx, "processes", "")
	case ProcessFilter{Year: f.Year}:
		return v.counted(ctx, "year", strconv.Itoa(f.Year))
	case ProcessFilter{Flag: f.Flag}:
		return v.counted(ctx, "flag", f.Flag)
	case ProcessFilter{Buyer: f.Buyer}:
		o, err := v.Organisation(ctx, f.Buyer)
		return Count{N: o.Buyer}, unlessNotFound(err)
	case ProcessFilter{Supplier: f.Supplier}:
		o, err := v.Organisation(ctx, f.Supplier)
		return Count{N: o.Supplier}, unlessNotFound(err)
	}
	if q := match(f.Query); q != "" && f == (ProcessFilter{Query: f.Query}) {
		b := selectFrom("search s").Select("1")
		return v.count(ctx, b.Where("s.search MATCH "+b.Var(q)))
	}
	b, _ := f.from()
	return v.count(ctx, b.Select("1"))
}

func unlessNotFound(err error) error {
	if errors.Is(err, ErrNotFound) {
		return nil
	}
	return err
}

// items is a page of the processes that a filter selects, the latest statement
// first, from a place in the list on; all of them where limit is 0.
func (v View) items(ctx context.Context, f interface {
	from() (*sqlbuilder.SelectBuilder, string)
}, before int64, limit int) ([]ProcessItem, error) {
	b, place := f.from()
	b.Select(`p.ocid, p.title, p.buyer_key, p.buyer_name, p.method, p.value_minor, p.currency,
		p.signed, p.ends, p.extensions, p.case_id, p.first_date, p.last_date, p.docid`)
	if before > 0 {
		b.Where(b.LessThan(place, before))
	}
	b.OrderBy(place + " DESC")
	if limit > 0 {
		b.Limit(limit)
	}
	list, err := list(ctx, v, b, scanItem)
	if err != nil {
		return nil, err
	}
	return list, v.addDetails(ctx, list)
}

func scanItem(rows *sql.Rows) (ProcessItem, error) {
	var it ProcessItem
	var value sql.NullInt64
	var currency string
	err := rows.Scan(&it.OCID, &it.Title, &it.Buyer.Key, &it.Buyer.Name, &it.Method, &value, &currency,
		&it.Signed, &it.End, &it.Extensions, &it.CaseID, &it.First, &it.Last, &it.Place)
	it.Value = money(value, currency)
	return it, err
}

// detailBatch bounds how many ocids one query names.
const detailBatch = 500

// addDetails fills in suppliers and raised flags, a fixed number of queries
// for each batch of items.
func (v View) addDetails(ctx context.Context, items []ProcessItem) error {
	for len(items) > 0 {
		n := min(len(items), detailBatch)
		if err := v.addBatchDetails(ctx, items[:n]); err != nil {
			return err
		}
		items = items[n:]
	}
	return nil
}

func (v View) addBatchDetails(ctx context.Context, items []ProcessItem) error {
	at := map[string]*ProcessItem{}
	ocids := make([]any, len(items))
	for i := range items {
		at[items[i].OCID], ocids[i] = &items[i], items[i].OCID
	}
	type row struct{ ocid, a, b, c string }
	read := func(b *sqlbuilder.SelectBuilder) ([]row, error) {
		query, args := b.Build()
		rows, err := v.q.QueryContext(ctx, query, args...)
		return collect(rows, err, func(rows *sql.Rows) (r row, err error) {
			err = rows.Scan(&r.ocid, &r.a, &r.b, &r.c)
			return
		})
	}
	b := selectFrom("participants").Select("ocid, role, key, name")
	b.Where(b.In("ocid", ocids...), b.In("role", "supplier", "proposedSupplier")).OrderBy("ocid", "name", "key")
	parties, err := read(b)
	if err != nil {
		return err
	}
	for _, r := range parties {
		list := &at[r.ocid].Suppliers
		if r.a == "proposedSupplier" {
			list = &at[r.ocid].Proposed
		}
		*list = append(*list, Party{r.b, r.c})
	}
	b = selectFrom("flags").Select("DISTINCT ocid, rule, '', ''")
	b.Where(b.In("ocid", ocids...), "state = 'raised'").OrderBy("ocid", "rule")
	flags, err := read(b)
	for _, r := range flags {
		at[r.ocid].Flags = append(at[r.ocid].Flags, r.a)
	}
	return err
}
