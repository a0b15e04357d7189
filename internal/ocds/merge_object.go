package ocds

import (
	"slices"
	"strings"
)

// object is a merged object: the fields any release has set so far.
type object struct {
	fields []field // sorted by name, as the members of a node are
	cached Object  // its compiled form; nil after a change. Handed out, so never changed
}

// add merges the members of a release's object and reports whether anything
// changed. A new object in which nothing changed holds nothing: drop it.
func (o *object) add(from []node, s *Strategies, m *Merger) bool {
	changed, known, at := false, len(o.fields), 0
	if known == 0 {
		o.fields = m.fields.take(len(from))[:0]
	}
	for i := range from {
		v, rule := &from[i], s.member(from[i].name)
		if rule.omit {
			continue
		}
		if at = o.seek(at, known, v.name); at < known && o.fields[at].name == v.name {
			changed = o.fields[at].add(v, rule, m) || changed
		} else if f := (field{name: v.name}); f.add(v, rule, m) {
			o.fields = append(o.fields, f)
			changed = true
		}
	}
	if known > 0 && len(o.fields) > known {
		slices.SortFunc(o.fields, func(a, b field) int { return strings.Compare(a.name, b.name) })
	}
	if changed {
		o.cached = nil
	}
	return changed
}

// seek is where in fields[from:to] a name stands or would stand. Releases
// mostly set what others set before, so the next is likely the one.
func (o *object) seek(from, to int, name string) int {
	if from < to && o.fields[from].name < name {
		from++
	}
	if from == to || o.fields[from].name >= name {
		return from
	}
	i, _ := slices.BinarySearchFunc(o.fields[from:to], name, func(f field, name string) int { return strings.Compare(f.name, name) })
	return from + i
}

func (o *object) find(name string) (int, bool) {
	i := o.seek(0, len(o.fields), name)
	return i, i < len(o.fields) && o.fields[i].name == name
}

// place puts a field where its name belongs, for any other of that name.
func (o *object) place(f field) {
	i, found := o.find(f.name)
	if !found {
		o.fields = slices.Insert(o.fields, i, field{})
	}
	o.fields[i] = f
}

func (o *object) compiled() Object {
	if o.cached == nil {
		o.cached = make(Object, len(o.fields))
		for i := range o.fields {
			if f := &o.fields[i]; !f.removed() {
				o.cached[f.name] = f.compiled()
			}
		}
	}
	return o.cached
}

// append writes the compiled form, as Write would.
func (o *object) append(b []byte) []byte {
	b = append(b, '{')
	first := true
	for i := range o.fields {
		f := &o.fields[i]
		if f.removed() {
			continue
		}
		if !first {
			b = append(b, ',')
		}
		b, first = f.append(appendName(b, f.name)), false
	}
	return append(b, '}')
}

func (o *object) versioned(by []stamp) node {
	list := make([]node, len(o.fields))
	for i := range o.fields {
		list[i] = o.fields[i].versioned(by)
		list[i].name = o.fields[i].name
	}
	return node{kind: '{', list: list}
}
