package ocds

import "slices"

// array is a merged array of objects, in order of first appearance.
type array struct {
	items  []item
	places map[itemKey]int // of the items, once they are many
	cached []any           // as in object
}

type item struct {
	key itemKey
	object
}

// itemKey tells the objects of an array apart: by the type and text of the
// id, or by the place of one without.
type itemKey struct {
	kind  byte
	text  string
	place int
}

const noID = '-'

func (a *array) add(from []node, s *Strategies, m *Merger) bool {
	changed := false
	if a.items == nil {
		a.items = m.items.take(len(from))[:0]
	}
	for i := range from {
		changed = a.addItem(&from[i], s, m) || changed
	}
	if changed {
		a.cached = nil
	}
	return changed
}

func (a *array) addItem(from *node, s *Strategies, m *Merger) bool {
	id := from.member("id")
	key := a.keyOf(id)
	if i := a.find(key); i >= 0 {
		return a.items[i].add(from.list, s, m)
	}
	x := item{key: key}
	// An id alone is content enough to keep the object.
	if !x.add(from.list, s, m) && (id.isNull() || s.member("id").omit) {
		return false
	}
	if !id.isNull() {
		x.place(field{name: "id", latest: value{of: id}, fixed: true})
	}
	a.items = append(a.items, x)
	a.index()
	return true
}

func (a *array) drop(key itemKey) {
	at := a.find(key)
	if at < 0 {
		return
	}
	a.items = slices.Delete(slices.Clone(a.items), at, at+1)
	a.cached, a.places = nil, nil
	if len(a.items) > few {
		a.places = make(map[itemKey]int, 2*len(a.items))
		for i := range a.items {
			a.places[a.items[i].key] = i
		}
	}
}

func (a *array) keyOf(id *node) itemKey {
	switch {
	case id == nil:
		return itemKey{kind: noID, place: len(a.items)}
	case id.kind == '"':
		return itemKey{kind: '"', text: id.text}
	case id.kind == '0':
		return itemKey{kind: '0', text: canonical(id.text)}
	}
	return itemKey{kind: '?', text: string(id.append(nil))}
}

// few is how many items are found by looking, rather than by a map.
const few = 16

func (a *array) find(k itemKey) int {
	if a.places != nil {
		if i, ok := a.places[k]; ok {
			return i
		}
		return -1
	}
	for i := range a.items {
		if a.items[i].key == k {
			return i
		}
	}
	return -1
}

// index notes the place of the newest item, and of all when they become many.
func (a *array) index() {
	n := len(a.items)
	switch {
	case n <= few:
	case a.places == nil:
		a.places = make(map[itemKey]int, 2*n)
		for i := range a.items {
			a.places[a.items[i].key] = i
		}
	default:
		a.places[a.items[n-1].key] = n - 1
	}
}

func (a *array) compiled() []any {
	if a.cached == nil {
		a.cached = make([]any, len(a.items))
		for i := range a.items {
			a.cached[i] = a.items[i].compiled()
		}
	}
	return a.cached
}

// append writes the compiled form, after the items before.
func (a *array) append(b []byte, before []node) []byte {
	b = append(b, '[')
	for i := range before {
		b = before[i].append(separate(b, i))
	}
	for i := range a.items {
		b = a.items[i].append(separate(b, len(before)+i))
	}
	return append(b, ']')
}

func (a *array) versioned(by []stamp) []node {
	list := make([]node, len(a.items))
	for i := range a.items {
		list[i] = a.items[i].versioned(by)
	}
	return list
}
