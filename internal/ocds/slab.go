package ocds

// A slab hands out slices of a few blocks, so that many small things are made
// for the price of one. Reset takes back all of them at once.
type slab[T any] struct{ block []T }

const smallestBlock = 16

// take gives n zero values.
func (s *slab[T]) take(n int) []T {
	start := len(s.block)
	if n > cap(s.block)-start {
		s.block = make([]T, 0, max(n, 2*cap(s.block), smallestBlock))
		start = 0
	}
	s.block = s.block[:start+n]
	return s.block[start : start+n : start+n]
}

func (s *slab[T]) one() *T { return &s.take(1)[0] }

func (s *slab[T]) reset() {
	clear(s.block)
	s.block = s.block[:0]
}
