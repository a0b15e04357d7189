package rules

import (
	"testing"

	"daylight/internal/procurement"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func TestQuartilesAndFences(t *testing.T) {
	for _, c := range []struct {
		samples   Samples
		want      Quartiles
		low, high float64
	}{
		{Samples{}, Quartiles{}, 0, 0},
		{Samples{7: 1}, Quartiles{1, 7, 7, 7}, 7, 7},
		{Samples{1: 1, 2: 1, 3: 1, 4: 1}, Quartiles{4, 1.75, 2.5, 3.25}, -0.5, 5.5},
		{Samples{10: 3, 20: 1}, Quartiles{4, 10, 10, 12.5}, 6.25, 16.25},
	} {
		got := c.samples.Quartiles()
		low, high := got.Fences()
		if got != c.want || low != c.low || high != c.high {
			t.Errorf("%v: %+v, fences %v and %v", c.samples, got, low, high)
		}
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
	if g.Name != "Buyer, The" || g.All() != (Sum{2, 3, 400}) || g.Keys["a"] != (Sum{1, 2, 300}) {
		t.Errorf("%+v", g)
	}
	if got := Share(g.Keys["a"].Minor, g.All().Minor); got != 75 {
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
		if diff := cmp.Diff(sum(counts), sum(rapid.Permutation(counts).Draw(t, "turned"))); diff != "" {
			t.Fatal(diff)
		}
	})
}
