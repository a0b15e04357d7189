package ocds

// field is one path: the values it held itself, and what lies under it.
// Mostly it has one or the other.
type field struct {
	name    string
	latest  value
	earlier []value // oldest first
	leads   bool    // the first value came before anything under the path
	fixed   bool    // the id of an object in an array: as first published, not versioned
	object  *object
	array   *array
}

// value is what a release set; of is nil where none did.
type value struct {
	of      *node
	release int
}

func (f *field) add(v *node, s *Strategies, m *Merger) bool {
	switch {
	case f.fixed:
		return false
	case s.whole:
		return f.replace(v, m.release())
	case v.kind == '{':
		return f.addObject(v.list, s, m)
	case v.kind == '[' && v.allObjects():
		return f.addArray(v.list, s, m)
	}
	return f.replace(v, m.release())
}

// replace sets the path's own value. A release that sets it twice, in objects
// with the same id, has said only the last.
func (f *field) replace(v *node, release int) bool {
	switch {
	case f.latest.of == nil:
		f.leads = f.object == nil && f.array == nil
	case f.latest.of.equal(v):
		return false
	case f.latest.release == release:
		return f.restate(v)
	default:
		f.earlier = append(f.earlier, f.latest)
	}
	f.latest = value{v, release}
	return true
}

func (f *field) restate(v *node) bool {
	if n := len(f.earlier); n > 0 && f.earlier[n-1].of.equal(v) {
		f.latest, f.earlier = f.earlier[n-1], f.earlier[:n-1]
	} else {
		f.latest.of = v
	}
	return true
}

func (f *field) addObject(from []node, s *Strategies, m *Merger) bool {
	if f.object != nil {
		return f.object.add(from, s, m)
	}
	o := m.objects.one()
	if !o.add(from, s, m) {
		return false
	}
	f.object, f.array = o, nil
	return true
}

func (f *field) addArray(from []node, s *Strategies, m *Merger) bool {
	if f.array != nil {
		return f.array.add(from, s, m)
	}
	a := m.arrays.one()
	if !a.add(from, s, m) {
		return false
	}
	f.array, f.object = a, nil
	return true
}

// removed tells a path that a release set to null, and with nothing under it.
func (f *field) removed() bool {
	return f.object == nil && f.array == nil && f.latest.of.isNull()
}

// before are the items of a plain array that the path held before it held an
// array of objects. The reference makes one array of them.
func (f *field) before() []node {
	if !f.leads || f.latest.of.kind != '[' {
		return nil
	}
	return f.latest.of.list
}

func (f *field) compiled() any {
	switch {
	case f.object != nil:
		return f.object.compiled()
	case f.array != nil && len(f.before()) > 0:
		return append(f.latest.of.tree().([]any), f.array.compiled()...)
	case f.array != nil:
		return f.array.compiled()
	}
	return f.latest.of.tree()
}

func (f *field) append(b []byte) []byte {
	switch {
	case f.object != nil:
		return f.object.append(b)
	case f.array != nil:
		return f.array.append(b, f.before())
	}
	return f.latest.of.append(b)
}

func (f *field) versioned(by []stamp) node {
	switch {
	case f.fixed:
		return *f.latest.of
	case f.object != nil:
		return f.object.versioned(by)
	case f.array == nil:
		return node{kind: '[', list: f.versions(by)}
	case f.leads:
		return node{kind: '[', list: append(f.versions(by), f.array.versioned(by)...)}
	}
	return node{kind: '[', list: f.array.versioned(by)}
}

func (f *field) versions(by []stamp) []node {
	list := make([]node, 0, len(f.earlier)+1)
	for _, v := range append(f.earlier[:len(f.earlier):len(f.earlier)], f.latest) {
		r := by[v.release]
		list = append(list, node{kind: '{', list: []node{
			r.date.named("releaseDate"), r.id.named("releaseID"), r.tag.named("releaseTag"), v.of.named("value"),
		}})
	}
	return list
}
