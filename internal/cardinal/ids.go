package cardinal

// ids is a set of ids, in order of their first appearance. Sets are mostly
// small, so that walking them is quicker than hashing.
type ids struct {
	list  []text
	index map[string]bool // of all, once there are many
}

const many = 32

func (s *ids) clear() {
	s.list = s.list[:0]
	s.index = nil
}

// add reports whether the id is new.
func (s *ids) add(id text) bool {
	if s.has(id) {
		return false
	}
	s.list = append(s.list, id)
	switch {
	case s.index != nil:
		s.index[string(id)] = true
	case len(s.list) > many:
		s.index = make(map[string]bool, 2*many)
		for _, id := range s.list {
			s.index[string(id)] = true
		}
	}
	return true
}

// addAll adds those of a list that are ids.
func (s *ids) addAll(l list[text]) {
	for _, id := range l.all {
		if id != nil {
			s.add(id)
		}
	}
}

func (s *ids) has(id text) bool {
	if s.index != nil {
		return s.index[string(id)]
	}
	for _, other := range s.list {
		if string(other) == string(id) {
			return true
		}
	}
	return false
}

// only is the one id of a set of one, or nil.
func (s *ids) only() text {
	if len(s.list) != 1 {
		return nil
	}
	return s.list[0]
}
