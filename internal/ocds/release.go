package ocds

import (
	"bytes"
	"errors"
)

// A Release is a release as it was published, in the form that merging reads.
// It is never changed, so it can be shared.
type Release struct{ n node }

// ReadRelease reads a release; what is no JSON object is refused, as by
// ParseObject.
func ReadRelease(text []byte) (*Release, error) {
	if err := validate(text); err != nil {
		return nil, err
	}
	r := readValid(text)
	if r.n.kind != '{' {
		return nil, errors.New("not a JSON object")
	}
	return r, nil
}

// Release reads an item that Read yielded, and so has checked already.
func (i *Item) Release() *Release { return readValid(i.Body) }

func readValid(text []byte) *Release {
	return withBuilder(func(b *builder) *Release { return &Release{b.keep(text)} })
}

// keep reads a text into nodes that outlive the builder.
func (b *builder) keep(valid []byte) node {
	most := bytes.Count(valid, []byte(",")) + bytes.Count(valid, []byte("{")) + bytes.Count(valid, []byte("["))
	own := b.done
	b.done = slab[node]{make([]node, 0, most)}
	n := b.read(valid)
	b.done = own
	return n
}

// Object is the release as a tree, made anew at each call.
func (r *Release) Object() Object { return r.n.tree().(Object) }

// String is the text at a name, or "".
func (r *Release) String(name string) string { return r.n.string(name) }

// Strings are the texts in the array at a name; a lone text counts as one.
func (r *Release) Strings(name string) []string {
	m := r.n.member(name)
	switch {
	case m == nil:
		return nil
	case m.kind == '"':
		return []string{m.text}
	case m.kind != '[':
		return nil
	}
	list := make([]string, 0, len(m.list))
	for i := range m.list {
		if m.list[i].kind == '"' {
			list = append(list, m.list[i].text)
		}
	}
	return list
}

// HasAny reports whether the release has a member of one of the names.
func (r *Release) HasAny(names []string) bool {
	for _, name := range names {
		if r.n.member(name) != nil {
			return true
		}
	}
	return false
}
