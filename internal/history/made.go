package history

import "daylight/internal/procurement"

// made are the contracts of a state that came into being. Of contracts with one
// id, which only a faulty release has, the first stands.
type made struct {
	contracts []procurement.Contract
	places    map[string]int // of each by its id, once there are many; of later states too
	grown     bool           // what the state before has is where it was, and as made
}

// next are those of a later state. States mostly share the memory of what did
// not change, and so the index.
func (m made) next(p *procurement.Process) made {
	n := made{contracts: p.Contracts, grown: len(p.Contracts) >= len(m.contracts)}
	for i := 0; n.grown && i < len(m.contracts); i++ {
		was, is := &m.contracts[i], &p.Contracts[i]
		n.grown = was == is || was.ID == is.ID && was.Made() == is.Made()
	}
	if len(p.Contracts) <= few {
		return n
	}
	from := 0
	if n.grown && m.places != nil {
		n.places, from = m.places, len(m.contracts)
	} else {
		n.places = make(map[string]int, 2*len(p.Contracts))
	}
	for i := from; i < len(p.Contracts); i++ {
		c := &p.Contracts[i]
		if _, taken := n.places[c.ID]; !taken && c.Made() {
			n.places[c.ID] = i
		}
	}
	return n
}

// find is the contract of that id, or nil.
func (m made) find(id string) *procurement.Contract {
	if m.places != nil {
		if i, ok := m.places[id]; ok && i < len(m.contracts) {
			return &m.contracts[i]
		}
		return nil
	}
	for i := range m.contracts {
		if c := &m.contracts[i]; c.ID == id && c.Made() {
			return c
		}
	}
	return nil
}

// is reports whether a contract of the state is one of them.
func (m made) is(c *procurement.Contract) bool { return m.find(c.ID) == c }
