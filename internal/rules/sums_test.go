package rules

import (
	"maps"
	"slices"
	"strconv"
	"testing"
)

// Few keys stand in a list and many in a map: both say the same.
func TestSumsAreThoseOfAMap(t *testing.T) {
	for _, keys := range []int{0, 1, fewSums, fewSums + 1, 100} {
		var s Sums
		want := map[string]Sum{}
		for i := range 3 * keys {
			key, sum := strconv.Itoa(i*7%keys), Sum{1, int64(i), -int64(i)}
			s.add(key, sum)
			want[key] = want[key].plus(sum)
		}
		if got := maps.Collect(s.All()); !maps.Equal(got, want) || s.Len() != len(want) {
			t.Errorf("%d keys: got %v, want %v", keys, got, want)
		}
		if got := s.Sorted(); !slices.Equal(got, slices.Sorted(maps.Keys(want))) {
			t.Errorf("%d keys in order: %v", keys, got)
		}
		for key, sum := range want {
			if s.Of(key) != sum {
				t.Errorf("%s: got %v, want %v", key, s.Of(key), sum)
			}
		}
		if s.Of("none") != (Sum{}) {
			t.Error("something was counted under no key")
		}
	}
}
