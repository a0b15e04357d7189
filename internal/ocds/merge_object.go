package ocds

// object is a merged object: the fields any release has set so far.
type object struct {
	names  index[string]
	fields []field
	id     any    // of an object in an array, as first published; not versioned
	cached Object // its compiled form; nil after a change. Handed out, so never changed
}

// field is one path: the values it held itself, and what lies under it.
// Mostly it has one or the other.
type field struct {
	latest  value
	earlier []value // oldest first
	set     bool    // latest holds a value
	leads   bool    // the first value came before anything under the path
	object  *object
	array   *array
}

type value struct {
	of      any
	release int
}

// add merges what a release says of this object and reports whether anything
// changed. A new object in which nothing changed holds nothing: drop it.
func (o *object) add(from Object, s *Strategies, release int) bool {
	changed := false
	o.expect(len(from))
	for name, v := range from {
		if name == "id" && o.id != nil {
			continue
		}
		if m := s.member(name); !m.omit && o.addField(name, v, m, release) {
			changed = true
		}
	}
	if changed {
		o.cached = nil
	}
	return changed
}

func (o *object) addField(name string, v any, s *Strategies, release int) bool {
	if i := o.names.find(name); i >= 0 {
		return o.fields[i].add(v, s, release)
	}
	var f field
	if !f.add(v, s, release) {
		return false
	}
	o.names.add(name)
	o.fields = append(o.fields, f)
	return true
}

// expect makes room, so that a new object need not grow field by field.
func (o *object) expect(n int) {
	if o.fields == nil {
		o.fields, o.names.keys = make([]field, 0, n), make([]string, 0, n)
	}
}

func (f *field) add(v any, s *Strategies, release int) bool {
	if s.whole {
		return f.replace(v, release)
	}
	switch v := v.(type) {
	case Object:
		return f.addObject(v, s, release)
	case []any:
		if !allObjects(v) {
			return f.replace(v, release)
		}
		return f.addArray(v, s, release)
	}
	return f.replace(v, release)
}

// replace sets the path's own value. A release that sets it twice, in objects
// with the same id, has said only the last.
func (f *field) replace(v any, release int) bool {
	switch {
	case !f.set:
		f.leads = f.object == nil && f.array == nil
	case equal(f.latest.of, v):
		return false
	case f.latest.release == release:
		return f.restate(v)
	default:
		f.earlier = append(f.earlier, f.latest)
	}
	f.latest, f.set = value{clone(v), release}, true
	return true
}

func (f *field) restate(v any) bool {
	if n := len(f.earlier); n > 0 && equal(f.earlier[n-1].of, v) {
		f.latest, f.earlier = f.earlier[n-1], f.earlier[:n-1]
	} else {
		f.latest.of = clone(v)
	}
	return true
}

func (f *field) addObject(from Object, s *Strategies, release int) bool {
	if f.object != nil {
		return f.object.add(from, s, release)
	}
	o := &object{}
	if !o.add(from, s, release) {
		return false
	}
	f.object, f.array = o, nil
	return true
}

func (f *field) addArray(from []any, s *Strategies, release int) bool {
	if f.array != nil {
		return f.array.add(from, s, release)
	}
	a := &array{}
	if !a.add(from, s, release) {
		return false
	}
	f.array, f.object = a, nil
	return true
}

func allObjects(list []any) bool {
	for _, x := range list {
		if _, ok := x.(Object); !ok {
			return false
		}
	}
	return true
}

func (o *object) compiled() Object {
	if o.cached != nil {
		return o.cached
	}
	out := make(Object, len(o.fields)+1)
	if o.id != nil {
		out["id"] = o.id
	}
	for i := range o.fields {
		if v := o.fields[i].compiled(); v != nil {
			out[o.names.keys[i]] = v
		}
	}
	o.cached = out
	return out
}

func (f *field) compiled() any {
	switch {
	case f.object != nil:
		return f.object.compiled()
	case f.array != nil:
		before, _ := f.latest.of.([]any)
		return f.beforeItems(before, f.array.compiled())
	}
	return f.latest.of
}

// beforeItems is what the reference makes of a path that held a plain array
// and then an array of objects: the one followed by the other.
func (f *field) beforeItems(before, items []any) []any {
	if !f.leads || len(before) == 0 {
		return items
	}
	return append(before[:len(before):len(before)], items...)
}

func (o *object) versioned(by []stamp) Object {
	out := make(Object, len(o.fields)+1)
	if o.id != nil {
		out["id"] = o.id
	}
	for i := range o.fields {
		out[o.names.keys[i]] = o.fields[i].versioned(by)
	}
	return out
}

func (f *field) versioned(by []stamp) any {
	switch {
	case f.object != nil:
		return f.object.versioned(by)
	case f.array != nil:
		return f.beforeItems(f.versions(by), f.array.versioned(by))
	}
	return f.versions(by)
}

func (f *field) versions(by []stamp) []any {
	if !f.set {
		return nil
	}
	out := make([]any, 0, len(f.earlier)+1)
	for _, v := range append(f.earlier[:len(f.earlier):len(f.earlier)], f.latest) {
		r := by[v.release]
		out = append(out, Object{"releaseID": r.id, "releaseDate": r.date, "releaseTag": r.tag, "value": v.of})
	}
	return out
}
