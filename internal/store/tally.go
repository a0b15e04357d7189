package store

import (
	"cmp"
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"

	"daylight/internal/procurement"
)

// tally is what a transaction changes in what is kept ready beside the rows:
// counts, organisations and sums. It is written once, by Flush.
type tally struct {
	counts        map[[2]string]int64 // by sort and key
	organisations map[string]*organisationChange
	sums          map[sumKey]*sumChange
}

type organisationChange struct {
	names                                         map[string]int // of the organisation, and how many rows more have it
	buyer, supplier, proposed, overseer, together int64
}

type sumKey struct{ key, role, currency string }

func (k sumKey) compare(o sumKey) int {
	return cmp.Or(cmp.Compare(k.key, o.key), cmp.Compare(k.role, o.role), cmp.Compare(k.currency, o.currency))
}

type sumChange struct{ n, units, rest int64 }

func newTally() tally {
	return tally{map[[2]string]int64{}, map[string]*organisationChange{}, map[sumKey]*sumChange{}}
}

// share is a process as far as it counts.
type share struct {
	year                              string
	extensions, decisions, conditions int64
	raised                            []string // rules, each once
	parts                             []part
	summed                            *int64
	currency                          string
}

// minor is what of its value counts, as a row holds it.
func (s share) minor() any {
	if s.summed == nil {
		return nil
	}
	return *s.summed
}

type part struct{ role, key, name string }

// summed reports whether anybody asks what the processes of such a part are
// worth together.
func (p part) summed() bool {
	return p.role == string(PartBuyer) || p.role == string(PartSupplier) || p.role == string(PartProposed)
}

// add counts a process, or with -1 takes it out again.
func (t tally) add(s share, by int64) {
	count := func(sort, key string, n int64) {
		if n != 0 {
			t.counts[[2]string{sort, key}] += by * n
		}
	}
	count("processes", "", 1)
	count("year", s.year, 1)
	count("extensions", "", s.extensions)
	count("decisions", "", s.decisions)
	count("conditions", "", s.conditions)
	for _, rule := range s.raised {
		count("flag", rule, 1)
	}
	for i, p := range s.parts {
		o := t.organisations[p.key]
		if o == nil {
			o = &organisationChange{names: map[string]int{}}
			t.organisations[p.key] = o
		}
		o.add(p, by)
		if !slices.ContainsFunc(s.parts[:i], func(other part) bool { return other.key == p.key }) {
			o.together += by
		}
		if s.summed != nil && p.summed() {
			t.sum(sumKey{p.key, p.role, s.currency}, *s.summed, by)
		}
	}
}

func (o *organisationChange) add(p part, by int64) {
	o.names[p.name] += int(by)
	switch p.role {
	case "buyer":
		o.buyer += by
	case "supplier":
		o.supplier += by
	case "proposedSupplier":
		o.proposed += by
	case "reviewBody":
		o.overseer += by
	}
}

func (t tally) sum(key sumKey, value, by int64) {
	sum := t.sums[key]
	if sum == nil {
		sum = &sumChange{}
		t.sums[key] = sum
	}
	sum.n, sum.units, sum.rest = sum.n+by, sum.units+by*(value/unit), sum.rest+by*(value%unit)
}

// shareOf is what a process counts for.
func shareOf(d Derived, year string) share {
	p := d.Process
	s := share{year: year, extensions: int64(len(d.Extensions)), decisions: int64(len(p.Decisions)), parts: participants(p)}
	for _, x := range p.Decisions {
		s.conditions += int64(len(x.Conditions))
	}
	for _, f := range d.Flags {
		if f.State == procurement.Raised && !slices.Contains(s.raised, f.Rule) {
			s.raised = append(s.raised, f.Rule)
		}
	}
	// Nobody says how several suppliers share a value.
	if suppliers, value := p.Suppliers(), p.Value(); value != nil && len(suppliers) == 1 && suppliers[0].Key != "" {
		s.summed, s.currency = &value.Minor, value.Currency
	}
	return s
}

// storedShare is what a process counted for, by its rows.
func (t *Tx) storedShare(ctx context.Context, ocid string) (s share, err error) {
	var summed sql.NullInt64
	err = t.tx.QueryRowContext(ctx, `SELECT CAST(year AS text), extensions, summed_minor, currency, (SELECT count(*) FROM decisions WHERE ocid = $1),
		(SELECT count(*) FROM conditions WHERE ocid = $1) FROM processes WHERE ocid = $1`, ocid).Scan(&s.year, &s.extensions, &summed, &s.currency, &s.decisions, &s.conditions)
	if err != nil {
		return s, err
	}
	if summed.Valid {
		s.summed = &summed.Int64
	}
	rows, err := t.tx.QueryContext(ctx, `SELECT DISTINCT rule FROM flags WHERE ocid = $1 AND state = 'raised'`, ocid)
	if s.raised, err = collect(rows, err, scanString); err != nil {
		return s, err
	}
	rows, err = t.tx.QueryContext(ctx, `SELECT role, key, name FROM participants WHERE ocid = $1`, ocid)
	s.parts, err = collect(rows, err, func(rows *sql.Rows) (p part, err error) {
		err = rows.Scan(&p.role, &p.key, &p.name)
		return
	})
	return s, err
}

// uncount takes a process out of the tally, before its rows go.
func (t *Tx) uncount(ctx context.Context, ocid string) error {
	s, err := t.storedShare(ctx, ocid)
	if errors.Is(err, sql.ErrNoRows) {
		return nil
	}
	if err == nil {
		t.tally.add(s, -1)
	}
	return err
}

// write adds the changes to what is kept.
func (t tally) write(w *rowWriter) {
	for _, k := range slices.SortedFunc(maps.Keys(t.counts), func(a, b [2]string) int { return slices.Compare(a[:], b[:]) }) {
		if n := t.counts[k]; n != 0 {
			w.exec(`INSERT INTO counts VALUES ($1, $2, $3) ON CONFLICT (sort, key) DO UPDATE SET n = n + excluded.n`, k[0], k[1], n)
		}
	}
	for _, key := range slices.Sorted(maps.Keys(t.organisations)) {
		t.organisations[key].write(w, key)
	}
	for _, key := range slices.SortedFunc(maps.Keys(t.sums), sumKey.compare) {
		if s := t.sums[key]; *s != (sumChange{}) {
			w.exec(`INSERT INTO sums VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (key, role, currency)
				DO UPDATE SET n = n + excluded.n, units = units + excluded.units, rest = rest + excluded.rest`, key.key, key.role, key.currency, s.n, s.units, s.rest)
			if s.n < 0 {
				w.exec(`DELETE FROM sums WHERE key = $1 AND role = $2 AND currency = $3 AND n = 0`, key.key, key.role, key.currency)
			}
		}
	}
}

// write keeps an organisation's numbers, and as its name the last of its names
// in order of the alphabet: they are all looked at only where that one went.
func (o *organisationChange) write(w *rowWriter, key string) {
	var name, gone string
	fewer := false
	for n, by := range o.names {
		switch {
		case by > 0:
			name = max(name, n)
		case by < 0:
			gone, fewer = max(gone, n), true
		}
	}
	if o.buyer != 0 || o.supplier != 0 || o.proposed != 0 || o.overseer != 0 || o.together != 0 || name != "" {
		w.exec(`INSERT INTO organisations VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (key) DO UPDATE SET name = max(name, excluded.name),
			buyer = buyer + excluded.buyer, supplier = supplier + excluded.supplier, proposed = proposed + excluded.proposed,
			overseer = overseer + excluded.overseer, processes = processes + excluded.processes`,
			key, name, o.buyer, o.supplier, o.proposed, o.overseer, o.together)
	}
	if fewer {
		w.exec(`UPDATE organisations SET name = coalesce((SELECT max(name) FROM participants WHERE key = $1), '') WHERE key = $1 AND name <= $2`, key, gone)
		w.exec(`DELETE FROM organisations WHERE key = $1 AND processes = 0`, key)
	}
}
