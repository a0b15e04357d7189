package ocds

// array is a merged array of objects, in order of first appearance.
type array struct {
	keys   index[itemKey]
	items  []*object
	cached []any // as in object
}

// itemKey tells the objects of an array apart: by the type and text of the
// id, or by the place of one without.
type itemKey struct {
	kind  byte
	text  string
	place int
}

const noID = '-'

func (a *array) add(from []any, s *Strategies, release int) bool {
	changed := false
	for _, x := range from {
		if a.addItem(x.(Object), s, release) {
			changed = true
		}
	}
	if changed {
		a.cached = nil
	}
	return changed
}

func (a *array) addItem(from Object, s *Strategies, release int) bool {
	key := a.keyOf(from)
	if i := a.keys.find(key); i >= 0 {
		return a.items[i].add(from, s, release)
	}
	o := &object{id: clone(from["id"])}
	// An id alone is content enough to keep the object.
	if !o.add(from, s, release) && (o.id == nil || s.member("id").omit) {
		return false
	}
	a.keys.add(key)
	a.items = append(a.items, o)
	return true
}

func (a *array) keyOf(o Object) itemKey {
	id, ok := o["id"]
	if !ok {
		return itemKey{kind: noID, place: len(a.items)}
	}
	switch id := id.(type) {
	case string:
		return itemKey{kind: '"', text: id}
	case Number:
		return itemKey{kind: '0', text: canonical(id)}
	}
	return itemKey{kind: '?', text: string(Write(id))}
}

func (a *array) compiled() []any {
	if a.cached == nil {
		a.cached = make([]any, len(a.items))
		for i, o := range a.items {
			a.cached[i] = o.compiled()
		}
	}
	return a.cached
}

func (a *array) versioned(by []stamp) []any {
	out := make([]any, len(a.items))
	for i, o := range a.items {
		out[i] = o.versioned(by)
	}
	return out
}

// index finds the place of a key among few by looking, among many by a map.
type index[K comparable] struct {
	keys []K
	at   map[K]int
}

const few = 16

func (x *index[K]) find(k K) int {
	if x.at != nil {
		if i, ok := x.at[k]; ok {
			return i
		}
		return -1
	}
	for i := range x.keys {
		if x.keys[i] == k {
			return i
		}
	}
	return -1
}

func (x *index[K]) add(k K) {
	x.keys = append(x.keys, k)
	if len(x.keys) > few && x.at == nil {
		x.at = make(map[K]int, 2*len(x.keys))
		for i, k := range x.keys {
			x.at[k] = i
		}
	} else if x.at != nil {
		x.at[k] = len(x.keys) - 1
	}
}
