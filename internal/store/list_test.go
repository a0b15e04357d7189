package store

import (
	"context"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"daylight/internal/procurement"
)

// town is n processes of a few buyers, suppliers and years, two of them on
// each day, some flagged.
func town(t *testing.T, w *Writer, n int) {
	t.Helper()
	err := w.Update(t.Context(), func(tx *Tx) error {
		if err := tx.PutRules(t.Context(), []RuleRow{{Rule: "one-bid"}, {Rule: "other"}}); err != nil {
			return err
		}
		r := rand.New(rand.NewPCG(7, 7))
		for i := range n {
			buyer := procurement.Organisation{Key: fmt.Sprintf("buyer-%d", r.IntN(4)), Name: fmt.Sprintf("Town %d", r.IntN(4))}
			buyer.Name = "Town " + buyer.Key[6:]
			supplier := procurement.Organisation{Key: fmt.Sprintf("supplier-%d", r.IntN(5))}
			supplier.Name = "Firm " + supplier.Key[9:]
			day := procurement.Date(fmt.Sprintf("20%02d-%02d-%02d", 20+i%4, 1+i/2%12, 1+i/2%28))
			p := &procurement.Process{OCID: fmt.Sprintf("p%03d", i), Title: fmt.Sprintf("Radios number %d", i), Buyer: &buyer,
				Awards: []procurement.Award{{ID: "a", Status: "active", Suppliers: []procurement.Organisation{supplier}}}}
			if i%7 == 0 {
				p.Awards[0].Status = "cancelled"
			}
			if i%3 == 0 {
				p.Case = &procurement.Case{ID: "story"}
			}
			d := Derived{Process: p, Record: []byte("{}"), Releases: 1, First: string(day), Last: string(day)}
			if i%5 == 0 {
				d.Flags = []procurement.Flag{{OCID: p.OCID, Rule: "one-bid", State: procurement.Raised}, {OCID: p.OCID, Rule: "other", State: procurement.Clear}}
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

func view(t *testing.T, r *Reader, fn func(context.Context, View) error) {
	t.Helper()
	if err := r.Read(t.Context(), func(v View) error { return fn(t.Context(), v) }); err != nil {
		t.Fatal(err)
	}
}

// Page after page is the whole list, each process once, the latest statement
// first, whatever the size of a page and the filter.
func TestPagesCoverTheList(t *testing.T) {
	w, r := openBoth(t)
	town(t, w, 97)
	for _, f := range []ProcessFilter{{}, {Flag: "one-bid"}, {Buyer: "buyer-1"}, {Query: "radios"}, {Supplier: "supplier-2", Case: "story"}, {Year: 2021}, {Buyer: "nobody"}} {
		for _, size := range []int{1, 7, 50, 97, 200} {
			view(t, r, func(ctx context.Context, v View) error {
				whole, total, err := v.Processes(ctx, f)
				if err != nil {
					return err
				}
				if len(whole) != total.N {
					t.Errorf("%+v: %d listed, %d in all", f, len(whole), total.N)
				}
				var paged []ProcessItem
				for page := f; ; {
					page.Limit = size
					items, n, err := v.Processes(ctx, page)
					if err != nil {
						return err
					}
					if n != total {
						t.Errorf("%+v: %v in all on a later page, %v on the first", f, n, total)
					}
					if paged = append(paged, items...); len(items) < size {
						break
					}
					page.Before = items[len(items)-1].Place
				}
				ocid := func(i ProcessItem) string { return i.OCID }
				if !slices.Equal(each(paged, ocid), each(whole, ocid)) {
					t.Errorf("%+v by %d: pages %v, list %v", f, size, each(paged, ocid), each(whole, ocid))
				}
				for i := 1; i < len(whole); i++ {
					if whole[i].Last > whole[i-1].Last {
						t.Errorf("%+v: %s comes after %s", f, whole[i].Last, whole[i-1].Last)
					}
				}
				return nil
			})
		}
	}
}

func each[T, U any](list []T, f func(T) U) []U {
	out := make([]U, len(list))
	for i, x := range list {
		out[i] = f(x)
	}
	return out
}

// A facet counts what choosing it lists.
func TestFacetsCountWhatTheyList(t *testing.T) {
	w, r := openBoth(t)
	town(t, w, 97)
	choose := map[string]func(f ProcessFilter, key string) ProcessFilter{
		"buyer":    func(f ProcessFilter, key string) ProcessFilter { f.Buyer = key; return f },
		"supplier": func(f ProcessFilter, key string) ProcessFilter { f.Supplier = key; return f },
		"flag":     func(f ProcessFilter, key string) ProcessFilter { f.Flag = key; return f },
		"year": func(f ProcessFilter, key string) ProcessFilter {
			fmt.Sscan(key, &f.Year)
			return f
		},
	}
	view(t, r, func(ctx context.Context, v View) error {
		for dimension, with := range choose {
			for _, f := range []ProcessFilter{{}, {Case: "story"}, {Query: "radios", Flag: "one-bid"}} {
				facets, err := v.Facets(ctx, f, dimension, 100)
				if err != nil {
					return err
				}
				if len(facets) == 0 {
					t.Errorf("%s of %+v: none", dimension, f)
				}
				for i, x := range facets {
					_, total, err := v.Processes(ctx, with(f, x.Key))
					if err != nil {
						return err
					}
					if total.N != x.Count || x.Name == "" {
						t.Errorf("%s %q of %+v counts %d, lists %d", dimension, x.Key, f, x.Count, total.N)
					}
					if i > 0 && dimension != "year" && x.Count > facets[i-1].Count {
						t.Errorf("%s of %+v: not the most frequent first", dimension, f)
					}
				}
			}
		}
		few, err := v.Facets(ctx, ProcessFilter{}, "buyer", 2)
		if len(few) != 2 {
			t.Errorf("limited to two: %v", few)
		}
		return err
	})
}

// The supplier of an award that was never made is proposed: found, and no
// supplier.
func TestProposedIsNotSupplier(t *testing.T) {
	w, r := openBoth(t)
	town(t, w, 8)
	view(t, r, func(ctx context.Context, v View) error {
		items, _, err := v.Processes(ctx, ProcessFilter{})
		for _, it := range items {
			cancelled := it.OCID == "p000" || it.OCID == "p007"
			if len(it.Suppliers)+len(it.Proposed) != 1 || len(it.Proposed) == 1 != cancelled {
				t.Errorf("%s: suppliers %v, proposed %v", it.OCID, it.Suppliers, it.Proposed)
			}
		}
		return err
	})
}

// Search finds words in any field, in any order, without regard to case and
// accents, and the last word by its beginning.
func TestSearch(t *testing.T) {
	w, r := openBoth(t)
	err := w.Update(t.Context(), func(tx *Tx) error {
		p := &procurement.Process{OCID: "ocds-x-1", Title: "Téléphones for Sant’Anna's police", Description: "x",
			Tender:    procurement.Tender{Description: "Foundry \"platform\" AND more"},
			Contracts: []procurement.Contract{{ID: "PO/4711", Title: "Größe"}}}
		return tx.PutProcess(t.Context(), Derived{Process: p, Record: []byte("{}"), Last: "2024-01-01"})
	})
	if err != nil {
		t.Fatal(err)
	}
	for query, want := range map[string]int{
		"telephones": 1, "TÉLÉPHONES": 1, "te\u0301le\u0301phones": 1, "police telephones": 1, "telepho": 1, "elephones": 0,
		"ocds-x-1": 1, "4711": 1, "PO/4711": 1, "größe": 1, "grosse": 0, "foundry and more": 1, "foundry OR nothing": 0,
		`"platform"`: 1, "sant anna": 1, "Sant’Anna": 1, "title:police": 0, "-police": 1, "police*": 1, "^police": 1, "(police": 1, "nothing": 0,
		"": 1, "***": 1, "pol ice": 0,
	} {
		view(t, r, func(ctx context.Context, v View) error {
			_, total, err := v.Processes(ctx, ProcessFilter{Query: query})
			if total.N != want {
				t.Errorf("%q finds %d, want %d", query, total.N, want)
			}
			return err
		})
	}
}

// Whatever a reader types, the database is asked nothing it cannot answer.
func FuzzMatch(f *testing.F) {
	for _, s := range []string{"", "a", `"`, `a"b`, "a*", "NEAR(a b)", "a AND", "NOT", "title:x", "{a b}:c", "a\x00b", "\xff", "-", "'; DROP TABLE x", "\u0301", "½", "𝟘", "漢字", "a\u200db", "ﷺ", "\u0345", strings.Repeat("a ", 300), strings.Repeat("b ", 20_000)} {
		f.Add(s)
	}
	w, err := OpenWriter(context.Background(), f.TempDir()+"/record.db")
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { w.Close() })
	f.Fuzz(func(t *testing.T, s string) {
		err := w.Update(t.Context(), func(tx *Tx) error {
			_, _, err := tx.Processes(t.Context(), ProcessFilter{Query: s})
			return err
		})
		if err != nil {
			t.Errorf("%q becomes %q: %v", s, match(s), err)
		}
		if match(s) == "" && strings.ContainsFunc(s, inWord) {
			t.Errorf("%q asks nothing", s)
		}
	})
}
