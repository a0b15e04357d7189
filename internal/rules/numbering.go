package rules

import "slices"

// numbering numbers names in the order they come, from 0. Few are found by
// looking, more by an index; its memory is used again.
type numbering struct {
	names  []string
	places map[string]int
}

const fewNames = 8

func (n *numbering) reset() {
	n.names = n.names[:0]
	clear(n.places)
}

// find is the number of a name, or -1.
func (n *numbering) find(name string) int {
	if len(n.names) <= fewNames {
		return slices.Index(n.names, name)
	}
	if i, ok := n.places[name]; ok {
		return i
	}
	return -1
}

// of is the number of a name, a new one where it has none yet.
func (n *numbering) of(name string) int {
	i := n.find(name)
	if i < 0 {
		i = len(n.names)
		n.names = append(n.names, name)
		n.index(i)
	}
	return i
}

func (n *numbering) index(newest int) {
	switch {
	case newest < fewNames:
		return
	case n.places == nil:
		n.places = map[string]int{}
	}
	from := newest
	if newest == fewNames {
		from = 0
	}
	for i := from; i <= newest; i++ {
		n.places[n.names[i]] = i
	}
}
