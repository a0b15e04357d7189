package store

import (
	"context"
	"database/sql"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"daylight/internal/procurement"
)

// overseen is n processes, each with extensions, a decision and conditions,
// many of which share a date or have none.
func overseen(t *testing.T, w *Writer, n int) {
	t.Helper()
	dates := []procurement.Date{"", "2026-05", "2026-05-01", "2026-05-02"}
	err := w.Update(t.Context(), func(tx *Tx) error {
		if err := tx.PutRules(t.Context(), []RuleRow{{Rule: "one-bid"}}); err != nil {
			return err
		}
		for i := range n {
			p := &procurement.Process{OCID: fmt.Sprintf("q%03d", i), Title: "Radios"}
			firm := procurement.Organisation{Key: fmt.Sprintf("firm-%d", i%9), Name: fmt.Sprintf("Firm %d", i%3), Roles: []string{"tenderer"}}
			p.Buyer, p.Parties = &firm, []procurement.Organisation{firm}
			d := Derived{Process: p, Record: []byte("{}"), Last: fmt.Sprintf("2026-01-%02d", 1+i%20)}
			body := procurement.Organisation{Key: "audit", Name: "Audit"}
			x := procurement.Decision{ID: fmt.Sprintf("d%d", i%5), Body: &body, Type: "approved", Decided: dates[i%4]}
			for j, status := range []string{"open", "met", "unknown", ""} {
				c := procurement.Condition{ID: fmt.Sprint("c", j), Decision: x.ID, Status: status, Due: dates[(i+j)%4], DueBasis: "stated"}
				if i%3 == 0 {
					c.DueBasis = "inferred"
				}
				x.Conditions = append(x.Conditions, c)
			}
			p.Decisions = []procurement.Decision{x}
			for j := range i % 4 {
				d.Extensions = append(d.Extensions, procurement.Extension{OCID: p.OCID, Contract: "c", Number: j + 1, Date: dates[(i+j)%4]})
			}
			for j := range i % 3 {
				d.Flags = append(d.Flags, procurement.Flag{OCID: p.OCID, Rule: "one-bid", Contract: fmt.Sprint("c", j), State: procurement.Raised})
			}
			if err := tx.PutProcess(t.Context(), d); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

// walked is a list read page by page, each row by its place.
func walked[T any](t *testing.T, size int, place func(T) Place, read func(after Place, limit int) ([]T, error)) (all []string) {
	t.Helper()
	var after Place
	for {
		rows, err := read(after, size)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rows {
			after = place(r)
			all = append(all, strings.Join(after, " "))
		}
		if size == 0 || len(rows) < size {
			return all
		}
	}
}

// Page after page is the whole list, each row once, and its count.
func TestPagesCoverEveryList(t *testing.T) {
	w, r := openBoth(t)
	overseen(t, w, 61)
	view(t, r, func(ctx context.Context, v View) error {
		for _, f := range []RowFilter{{}, {Organisation: "firm-2"}, {OCID: "q007"}, {Body: "audit"}} {
			lists := map[string]func(size int) []string{
				"extensions": func(size int) []string {
					return walked(t, size, ExtensionRow.Place, func(after Place, limit int) ([]ExtensionRow, error) {
						f := f
						f.After, f.Limit = after, limit
						return v.Extensions(ctx, f)
					})
				},
				"decisions": func(size int) []string {
					return walked(t, size, DecisionRow.Place, func(after Place, limit int) ([]DecisionRow, error) {
						f := f
						f.After, f.Limit = after, limit
						return v.Decisions(ctx, f)
					})
				},
				"conditions": func(size int) []string {
					return walked(t, size, ConditionRow.Place, func(after Place, limit int) ([]ConditionRow, error) {
						f := f
						f.After, f.Limit = after, limit
						return v.Conditions(ctx, f, "2026-05-02", ConditionGroups)
					})
				},
				"flags": func(size int) []string {
					return walked(t, size, FlagRow.Place, func(after Place, limit int) ([]FlagRow, error) {
						f := f
						f.After, f.Limit = after, limit
						return v.Flags(ctx, "one-bid", procurement.Raised, f)
					})
				},
			}
			if f.Body != "" {
				lists = map[string]func(int) []string{"decisions": lists["decisions"]}
			}
			for name, list := range lists {
				whole := list(0)
				if len(whole) == 0 || len(slices.Compact(slices.Sorted(slices.Values(whole)))) != len(whole) {
					t.Errorf("%s of %+v: %d rows, or a row twice", name, f, len(whole))
				}
				for _, size := range []int{1, 7, 500} {
					if diff := cmp.Diff(whole, list(size)); diff != "" {
						t.Errorf("%s of %+v by %d (-whole +pages):\n%s", name, f, size, diff)
					}
				}
				if name != "flags" {
					if n, err := v.CountRows(ctx, name, f); err != nil || n.N != len(whole) {
						t.Errorf("%s of %+v: %d rows, %v counted, %v", name, f, len(whole), n, err)
					}
				}
			}
		}
		for _, name := range []string{"", "firm", "FIRM 1", "100%"} {
			list := func(size int) []string {
				return walked(t, size, OrganisationRow.Place, func(after Place, limit int) ([]OrganisationRow, error) {
					found, total, err := v.Organisations(ctx, OrganisationFilter{Name: name, After: after, Limit: limit})
					if want := map[string]int{"": 10, "firm": 9, "FIRM 1": 3}[name]; total.N != want {
						t.Errorf("%q counts %d organisations, want %d", name, total.N, want)
					}
					return found, err
				})
			}
			for _, size := range []int{1, 4, 50} {
				if diff := cmp.Diff(list(0), list(size)); diff != "" {
					t.Errorf("organisations by %d (-whole +pages):\n%s", size, diff)
				}
			}
		}
		return nil
	})
}

// A place of another list, or of none, is refused.
func TestAPlaceOfAnotherList(t *testing.T) {
	w, r := openBoth(t)
	overseen(t, w, 3)
	view(t, r, func(ctx context.Context, v View) error {
		for _, p := range []Place{{"x"}, {"x", "y"}, {"9", "", "", "", ""}, {"", "", "", "", "", ""}} {
			f := RowFilter{After: p}
			_, a := v.Extensions(ctx, f)
			_, b := v.Decisions(ctx, f)
			_, c := v.Conditions(ctx, f, "", ConditionGroups)
			_, d := v.Flags(ctx, "one-bid", procurement.Raised, f)
			_, _, e := v.Organisations(ctx, OrganisationFilter{After: p})
			for _, err := range []error{a, b, c, d, e} {
				if err != ErrPlace {
					t.Errorf("%v: %v", p, err)
				}
			}
		}
		return nil
	})
}

// What is counted as rows come and go is what there is.
func TestCountsAreKept(t *testing.T) {
	w, r := openBoth(t)
	agree := func(when string) {
		t.Helper()
		view(t, r, func(ctx context.Context, v View) error {
			for kept, counted := range map[string]string{
				`SELECT sort || ' ' || key, n FROM counts WHERE n <> 0`: `
					SELECT 'processes ', count(*) FROM processes HAVING count(*) > 0
					UNION ALL SELECT 'year ' || year, count(*) FROM processes GROUP BY year
					UNION ALL SELECT 'flag ' || rule, count(DISTINCT ocid) FROM flags WHERE state = 'raised' GROUP BY rule
					UNION ALL SELECT 'extensions ', count(*) FROM extensions HAVING count(*) > 0
					UNION ALL SELECT 'decisions ', count(*) FROM decisions HAVING count(*) > 0
					UNION ALL SELECT 'conditions ', count(*) FROM conditions HAVING count(*) > 0`,
				`SELECT key || ' ' || name || ' ' || buyer || ' ' || supplier || ' ' || proposed || ' ' || overseer, processes FROM organisations`: `
					SELECT key || ' ' || max(name) || ' ' || count(DISTINCT CASE role WHEN 'buyer' THEN ocid END) || ' ' || count(DISTINCT CASE role WHEN 'supplier' THEN ocid END)
					|| ' ' || count(DISTINCT CASE role WHEN 'proposedSupplier' THEN ocid END) || ' ' || count(DISTINCT CASE role WHEN 'reviewBody' THEN ocid END),
					count(DISTINCT ocid) FROM participants GROUP BY key`,
				`SELECT key || ' ' || role || ' ' || currency || ' ' || units || ' ' || rest, n FROM sums`: `
					SELECT x.key || ' ' || x.role || ' ' || p.currency || ' ' || sum(p.value_minor / 1000000000) || ' ' || sum(p.value_minor % 1000000000), count(*)
					FROM participants x JOIN processes p ON p.ocid = x.ocid WHERE p.value_minor IS NOT NULL AND x.role IN ('buyer', 'supplier', 'proposedSupplier')
					AND (SELECT count(*) FROM participants s WHERE s.ocid = p.ocid AND s.role = 'supplier') = 1 GROUP BY x.key, x.role, p.currency`,
			} {
				var got [2][]string
				for i, query := range []string{kept, counted} {
					for line, err := range stream(ctx, v, `SELECT * FROM (`+query+`) ORDER BY 1`, func(rows *sql.Rows) (string, error) {
						var what string
						var n int
						err := rows.Scan(&what, &n)
						return fmt.Sprint(what, ": ", n), err
					}) {
						if err != nil {
							return err
						}
						got[i] = append(got[i], line)
					}
				}
				if diff := cmp.Diff(got[1], got[0]); diff != "" {
					t.Errorf("%s (-there are +kept):\n%s", when, diff)
				}
			}
			return nil
		})
	}
	agree("empty")
	firm(t, w)
	agree("with values")
	town(t, w, 40)
	overseen(t, w, 40)
	agree("filled")
	overseen(t, w, 25)
	town(t, w, 30)
	agree("put again")
	if err := w.Update(t.Context(), func(tx *Tx) error { return tx.dropProcess(t.Context(), "q003") }); err != nil {
		t.Fatal(err)
	}
	agree("one dropped")
	if err := w.Update(t.Context(), func(tx *Tx) error { return tx.DropDerived(t.Context()) }); err != nil {
		t.Fatal(err)
	}
	agree("all dropped")
}

// Further down a list, a page is found along an index, without a sort.
func TestListsAreReadAlongAnIndex(t *testing.T) {
	w, r := openBoth(t)
	overseen(t, w, 61)
	town(t, w, 40)
	plans := map[string]string{}
	record := func(v View) View { return View{explained{v.q, plans}} }
	view(t, r, func(ctx context.Context, v View) error {
		v = record(v)
		f := RowFilter{Limit: 10}
		f.After = Place{"2026-05-01", "q003", "c", "1"}
		v.Extensions(ctx, f)
		f.After = Place{"2026-05-01", "q003", "d1"}
		v.Decisions(ctx, f)
		f.After = Place{"0", "2026-05-01", "q003", "d1", "c1"}
		v.Conditions(ctx, f, "2026-05-02", ConditionGroups)
		v.Organisations(ctx, OrganisationFilter{After: Place{"3", "Firm 1", "firm-1"}, Limit: 10})
		for _, f := range []ProcessFilter{{}, {Query: "radios"}, {Supplier: "supplier-2"}, {Flag: "one-bid"}, {Buyer: "buyer-1"}, {Year: 2021}} {
			f.Before, f.Limit = 1<<60, 10
			v.Processes(ctx, f)
		}
		v.ProcessesOf(ctx, PartFilter{Organisation: "supplier-1", Part: PartSupplier, Before: 1 << 60, Limit: 10})
		v.Events(ctx, EventFilter{Limit: 10})
		v.Events(ctx, EventFilter{Kinds: []procurement.EventKind{"award-made"}, Limit: 10})
		v.Events(ctx, EventFilter{Kinds: []procurement.EventKind{"award-made", "award-proposed"}, Limit: 10})
		return nil
	})
	if len(plans) < 15 {
		t.Fatalf("%d plans", len(plans))
	}
	for query, plan := range plans {
		if !strings.Contains(query, "ORDER BY") || strings.Contains(query, `FROM flags WHERE ocid IN`) || strings.Contains(query, "FROM participants WHERE ocid IN") {
			continue
		}
		for step := range strings.Lines(plan) {
			// A sort of what shares a place, or of the few rows of a page, is none.
			if strings.Contains(step, "USE TEMP B-TREE FOR ORDER BY") && !strings.Contains(query, "UNION ALL") ||
				strings.HasPrefix(step, "SCAN") && !strings.Contains(step, "USING") && !strings.Contains(step, "VIRTUAL TABLE") && !strings.Contains(query, "UNION ALL") {
				t.Errorf("%s\n%s", query, plan)
			}
		}
	}
}

// explained asks the engine for its plan of every query.
type explained struct {
	querier
	plans map[string]string
}

func (e explained) QueryContext(ctx context.Context, query string, args ...any) (*sql.Rows, error) {
	rows, err := e.querier.QueryContext(ctx, "EXPLAIN QUERY PLAN "+query, args...)
	steps, err := collect(rows, err, func(rows *sql.Rows) (string, error) {
		var id, parent, unused int
		var step string
		err := rows.Scan(&id, &parent, &unused, &step)
		return step, err
	})
	if err != nil {
		return nil, err
	}
	e.plans[query] = strings.Join(steps, "\n") + "\n"
	return e.querier.QueryContext(ctx, query, args...)
}
