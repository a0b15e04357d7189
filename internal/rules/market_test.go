package rules

import (
	"maps"
	"math"
	"testing"

	"daylight/internal/outlier"
	"daylight/internal/procurement"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// Samples kept as counts have the quartiles of the samples one by one, and so
// those of Cardinal.
func TestQuartilesAndFences(t *testing.T) {
	if got := (Samples{}).Quartiles(); got != (Quartiles{}) {
		t.Errorf("of nothing: %+v", got)
	}
	for _, samples := range []Samples{{7: 1}, {1: 1, 2: 1, 3: 1, 4: 1}, {10: 3, 20: 1}, {-5: 2, 0: 4, 9: 1, 100: 3}} {
		var all []float64
		for value, n := range samples {
			for range n {
				all = append(all, float64(value))
			}
		}
		sample := outlier.Of(all)
		q1, q3 := sample.Quartiles()
		got := samples.Quartiles()
		low, high := got.Fences()
		if want := (Quartiles{int64(len(all)), q1, sample.Quantile(0.5), q3}); got != want || low != outlier.LowerFence(q1, q3) || high != outlier.UpperFence(q1, q3) {
			t.Errorf("%v: %+v, fences %v and %v; want %+v", samples, got, low, high, want)
		}
	}
	// By hand, of 1, 2, 3 and 4: the place of the first is (4 + 1/3)/4 + 1/3.
	if q := (Samples{1: 1, 2: 1, 3: 1, 4: 1}).Quartiles(); math.Abs(q.Q1-17.0/12) > 1e-12 || q.Q2 != 2.5 || math.Abs(q.Q3-43.0/12) > 1e-12 {
		t.Errorf("%+v", q)
	}
}

func TestSharesAndConcentration(t *testing.T) {
	table := Table{}
	for _, c := range []Count{
		{Group: "buyer", Key: "a", Name: "The Buyer", N: 1, Of: 1, Minor: 300},
		{Group: "buyer", Key: "b", Name: "Buyer, The", N: 1, Of: 1, Minor: 100},
		{Group: "buyer", Key: "a", N: 0, Of: 1},
	} {
		table.Add(c)
	}
	g := table["buyer"]
	if g.Name != "Buyer, The" || g.All() != (Sum{2, 3, 400}) || g.Keys.Of("a") != (Sum{1, 2, 300}) {
		t.Errorf("%+v", g)
	}
	if got := Share(g.Keys.Of("a").Minor, g.All().Minor); got != 75 {
		t.Error("share", got)
	}
	if got := g.Concentration(); got != 0.625 {
		t.Error("concentration", got)
	}
}

func TestYearBefore(t *testing.T) {
	for date, want := range map[procurement.Date]bool{
		"2025-11-24": true, "2026-11-23": true, "2026-11-24": false, "2025-11-23": false, "2026": false, "": false,
	} {
		if got := YearBefore("2026-11-23", date); got != want {
			t.Errorf("%s: %t", date, got)
		}
	}
}

// What is counted does not depend on the order of processes: a survey can be
// taken in parts.
func TestCountsAddUpInAnyOrder(t *testing.T) {
	names := rapid.SampledFrom([]string{"", "a", "b"})
	rapid.Check(t, func(t *rapid.T) {
		counts := rapid.SliceOf(rapid.Custom(func(t *rapid.T) Count {
			c := Count{Group: names.Draw(t, "group"), Key: names.Draw(t, "key"), Name: names.Draw(t, "name"), N: 1, Of: 1, Minor: int64(rapid.IntRange(0, 9).Draw(t, "minor"))}
			if rapid.Bool().Draw(t, "sampled") {
				c.Sample = &c.Minor
			}
			return c
		})).Draw(t, "counts")
		sum := func(list []Count) Table {
			t := Table{}
			for _, c := range list {
				t.Add(c)
			}
			return t
		}
		alike := cmp.Comparer(func(a, b Sums) bool { return maps.Equal(maps.Collect(a.All()), maps.Collect(b.All())) })
		if diff := cmp.Diff(sum(counts), sum(rapid.Permutation(counts).Draw(t, "turned")), alike); diff != "" {
			t.Fatal(diff)
		}
	})
}
