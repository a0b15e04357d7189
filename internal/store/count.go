package store

import (
	"context"

	"github.com/huandu/go-sqlbuilder"
)

// Count is how many rows match: N, or more than N where nobody counted
// further.
type Count struct {
	N    int
	More bool
}

// countReach is how far matches are counted one by one. What is kept ready,
// such as how many processes there are of a year, is counted exactly.
const countReach = 10_000

// counted is a count that is kept ready.
func (v View) counted(ctx context.Context, sort, key string) (Count, error) {
	var n int
	err := v.q.QueryRowContext(ctx, `SELECT coalesce(max(n), 0) FROM counts WHERE sort = $1 AND key = $2`, sort, key).Scan(&n)
	return Count{N: n}, err
}

// count counts the rows of a query, as far as countReach.
func (v View) count(ctx context.Context, b *sqlbuilder.SelectBuilder) (Count, error) {
	b.Limit(countReach + 1)
	outer := sqlbuilder.PostgreSQL.NewSelectBuilder().Select("count(*)")
	query, args := outer.From(outer.BuilderAs(b, "matches")).Build()
	var n int
	err := v.q.QueryRowContext(ctx, query, args...).Scan(&n)
	return Count{min(n, countReach), n > countReach}, err
}
