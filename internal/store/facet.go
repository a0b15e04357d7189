package store

import (
	"context"
	"database/sql"

	"github.com/huandu/go-sqlbuilder"
)

// Facet is one value of a dimension of the list and how many processes have
// it.
type Facet struct {
	Key, Name string
	Count     int
}

// FacetReach is how many of the processes that match, the latest first, are
// looked at to count facets, unless there is no filter: then all are counted.
const FacetReach = 2000

// Facets count, over the processes that match, the values of a dimension:
// "buyer", "supplier", "flag" or "year". The most frequent come first, at most
// limit of them; years come newest first.
func (v View) Facets(ctx context.Context, f ProcessFilter, dimension string, limit int) ([]Facet, error) {
	f.Before, f.Limit = 0, 0
	b := ready(dimension)
	if f != (ProcessFilter{}) {
		b = among(f, dimension)
	}
	return list(ctx, v, b.Limit(limit), func(rows *sql.Rows) (x Facet, err error) {
		err = rows.Scan(&x.Key, &x.Name, &x.Count)
		return
	})
}

// ready asks for the counts over all processes, which are kept ready.
func ready(dimension string) *sqlbuilder.SelectBuilder {
	switch dimension {
	case "buyer", "supplier":
		return selectFrom("organisations").Select("key, name, "+dimension).Where(dimension+" > 0").OrderBy(dimension+" DESC", "name")
	case "flag":
		return selectFrom("counts").Select("key, key, n").Where("sort = 'flag' AND n > 0").OrderBy("n DESC", "key")
	}
	return selectFrom("counts").Select("key, key, n").Where("sort = 'year' AND n > 0 AND key BETWEEN '1900' AND '2100' AND length(key) = 4").OrderBy("key DESC")
}

// among counts among the latest processes that match.
func among(f ProcessFilter, dimension string) *sqlbuilder.SelectBuilder {
	matches, place := f.from()
	matches.Select("p.ocid, p.buyer_key, p.buyer_name, p.year").OrderBy(place + " DESC").Limit(FacetReach)
	b := sqlbuilder.PostgreSQL.NewSelectBuilder()
	b.From(b.BuilderAs(matches, "p"))
	switch dimension {
	case "buyer":
		return b.Select("p.buyer_key, max(p.buyer_name), count(*) AS n").Where("p.buyer_key <> ''").GroupBy("p.buyer_key").OrderBy("n DESC", "2")
	case "supplier":
		b.Join("participants x", "x.ocid = p.ocid AND x.role = 'supplier'")
		return b.Select("x.key, max(x.name), count(*) AS n").GroupBy("x.key").OrderBy("n DESC", "2")
	case "flag":
		b.Join("flags x", "x.ocid = p.ocid AND x.state = 'raised'")
		return b.Select("x.rule, x.rule, count(DISTINCT p.ocid) AS n").GroupBy("x.rule").OrderBy("n DESC", "1")
	}
	return b.Select("p.year, p.year, count(*) AS n").Where("p.year BETWEEN 1900 AND 2100").GroupBy("p.year").OrderBy("p.year DESC")
}
