package rules

import (
	"cmp"
	"iter"
	"maps"
	"slices"
	"strings"
)

// Sum is what was counted under one key, or under all.
type Sum struct{ N, Of, Minor int64 }

func (s Sum) plus(t Sum) Sum { return Sum{s.N + t.N, s.Of + t.Of, s.Minor + t.Minor} }

// Sums are a group's sums by key. Of most groups, such as a supplier, there is
// one key or a few, for which a map takes four times the memory: those stand in
// a list. The zero Sums are none.
type Sums struct {
	list []keyed        // sorted by key, up to few
	many map[string]Sum // then these
}

type keyed struct {
	key string
	sum Sum
}

const fewSums = 8

// Of is the sum under a key, zero where nothing was counted.
func (s *Sums) Of(key string) Sum {
	if s.many != nil {
		return s.many[key]
	}
	if at, found := s.find(key); found {
		return s.list[at].sum
	}
	return Sum{}
}

// Len is how many keys there are.
func (s *Sums) Len() int { return len(s.list) + len(s.many) }

// All are the keys with their sums, in no order.
func (s *Sums) All() iter.Seq2[string, Sum] {
	return func(yield func(string, Sum) bool) {
		for _, k := range s.list {
			if !yield(k.key, k.sum) {
				return
			}
		}
		maps.All(s.many)(yield)
	}
}

// Sorted are the keys in order.
func (s *Sums) Sorted() []string {
	keys := make([]string, 0, s.Len())
	for key := range s.All() {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	return keys
}

// add counts under a key, of which it keeps a copy.
func (s *Sums) add(key string, sum Sum) {
	if s.many != nil {
		was, known := s.many[key]
		if !known {
			key = strings.Clone(key)
		}
		s.many[key] = was.plus(sum)
		return
	}
	at, found := s.find(key)
	switch {
	case found:
		s.list[at].sum = s.list[at].sum.plus(sum)
	case len(s.list) < fewSums:
		s.list = slices.Insert(s.list, at, keyed{strings.Clone(key), sum})
	default:
		s.many = make(map[string]Sum, 2*fewSums)
		for _, k := range s.list {
			s.many[k.key] = k.sum
		}
		s.list = nil
		s.add(key, sum)
	}
}

func (s *Sums) find(key string) (int, bool) {
	return slices.BinarySearchFunc(s.list, key, func(k keyed, key string) int { return cmp.Compare(k.key, key) })
}
