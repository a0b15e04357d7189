package store

import (
	"cmp"
	"context"
	"database/sql"
	"maps"
	"slices"

	"daylight/internal/procurement"
)

// countKey is a row of the counts.
type countKey struct{ rule, state, field, publisher string }

func (k countKey) compare(o countKey) int {
	return cmp.Or(cmp.Compare(k.rule, o.rule), cmp.Compare(k.state, o.state), cmp.Compare(k.field, o.field), cmp.Compare(k.publisher, o.publisher))
}

// count adds results to the counts that are written at the end of the
// transaction: a few rows once, rather than for each process.
func (t *Tx) count(publisher string, checks []Check, by int64) {
	for _, c := range checks {
		t.counts[countKey{c.Rule, string(c.State), "", publisher}] += by
		for _, field := range c.Missing {
			t.counts[countKey{c.Rule, string(c.State), field, publisher}] += by
		}
	}
}

// Flush writes the counts so far, for readers in the same transaction.
func (t *Tx) Flush(ctx context.Context) error {
	w := &rowWriter{ctx: ctx, tx: t.tx, err: t.countChecks(ctx)}
	for _, k := range slices.SortedFunc(maps.Keys(t.counts), countKey.compare) {
		if n := t.counts[k]; n != 0 {
			w.exec(`INSERT INTO check_counts (rule, state, field, publisher, n) VALUES ($1, $2, $3, $4, $5)
				ON CONFLICT (rule, state, field, publisher) DO UPDATE SET n = n + excluded.n`, k.rule, k.state, k.field, k.publisher, n)
			if n < 0 {
				w.exec(`DELETE FROM check_counts WHERE rule = $1 AND state = $2 AND field = $3 AND publisher = $4 AND n = 0`, k.rule, k.state, k.field, k.publisher)
			}
		}
	}
	clear(t.counts)
	t.writeResults(w)
	t.tally.write(w)
	t.tally = newTally()
	if w.err == nil {
		w.err = t.tx.flush(ctx)
	}
	return w.err
}

// RuleCounts are how many results a rule has in each state, and how many of
// those without data miss each field.
type RuleCounts struct {
	States  map[procurement.FlagState]int
	Missing map[string]int
}

// CheckCounts are the counts of every rule, over what these publishers publish,
// or over everything where none is named.
func (v View) CheckCounts(ctx context.Context, publishers ...string) (map[string]RuleCounts, error) {
	b := selectFrom("check_counts").Select("rule, state, field, sum(n)").GroupBy("rule", "state", "field")
	if len(publishers) > 0 {
		b.Where(b.In("publisher", anys(publishers)...))
	}
	type row struct {
		countKey
		n int
	}
	list, err := list(ctx, v, b, func(rows *sql.Rows) (r row, err error) {
		err = rows.Scan(&r.rule, &r.state, &r.field, &r.n)
		return
	})
	counts := map[string]RuleCounts{}
	for _, r := range list {
		c, ok := counts[r.rule]
		if !ok {
			c = RuleCounts{map[procurement.FlagState]int{}, map[string]int{}}
			counts[r.rule] = c
		}
		if r.field == "" {
			c.States[procurement.FlagState(r.state)] = r.n
		} else {
			c.Missing[r.field] = r.n
		}
	}
	return counts, err
}

// buyerReach is how many of a buyer's processes are looked at.
const buyerReach = 5000

// BuyerChecks are how many results each rule has in each state for the
// processes of a buyer, the latest buyerReach of them, and who publishes these.
func (v View) BuyerChecks(ctx context.Context, buyer string) (counts map[string]RuleCounts, publishers []string, err error) {
	book, err := v.Rules(ctx)
	if err != nil {
		return nil, nil, err
	}
	type row struct{ states, details, publisher string }
	rows, err := v.q.QueryContext(ctx, `SELECT r.states, r.details, p.publisher FROM processes p JOIN checks c ON c.ocid = p.ocid
		LEFT JOIN check_results r ON r.id = c.results WHERE p.buyer_key = $1 ORDER BY p.docid DESC LIMIT $2`, buyer, buyerReach)
	list, err := collect(rows, err, func(rows *sql.Rows) (r row, err error) {
		err = rows.Scan(&r.states, &r.details, &r.publisher)
		return
	})
	if err != nil {
		return nil, nil, err
	}
	counts = map[string]RuleCounts{}
	for _, r := range list {
		checks, err := unpackChecks(book, r.states, r.details)
		if err != nil {
			return nil, nil, err
		}
		for _, c := range checks {
			if counts[c.Rule].States == nil {
				counts[c.Rule] = RuleCounts{States: map[procurement.FlagState]int{}}
			}
			counts[c.Rule].States[c.State]++
		}
		if !slices.Contains(publishers, r.publisher) {
			publishers = append(publishers, r.publisher)
		}
	}
	slices.Sort(publishers)
	return counts, publishers, nil
}
