package ocds

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// A node is a JSON value in the form that is merged, compared and written: the
// members of an object stand sorted, so that all three are one walk along them.
// Nodes are never changed once made, and so can be shared.
type node struct {
	name string        // of a member of an object
	kind jsontext.Kind // '{', '[', '"', '0', 't', 'f' or 'n'
	text string        // what a string says; of a number its digits; else true, false or null
	list []node        // members, sorted by name; or items
}

func sortMembers(list []node) {
	if len(list) > few {
		slices.SortStableFunc(list, func(a, b node) int { return strings.Compare(a.name, b.name) })
		return
	}
	for i := range list {
		to := i
		for to > 0 && list[to-1].name > list[i].name {
			to--
		}
		if to < i {
			moved := list[i]
			copy(list[to+1:], list[to:i])
			list[to] = moved
		}
	}
}

// tree is the value as the rest of the package holds it. That of a nil node is
// nil, as that of a null.
func (n *node) tree() any {
	switch {
	case n.isNull():
		return nil
	case n.kind == '{':
		o := make(Object, len(n.list))
		for i := range n.list {
			o[n.list[i].name] = n.list[i].tree()
		}
		return o
	case n.kind == '[':
		list := make([]any, len(n.list))
		for i := range n.list {
			list[i] = n.list[i].tree()
		}
		return list
	case n.kind == '"':
		return n.text
	case n.kind == '0':
		return Number(n.text)
	}
	return n.kind == 't'
}

// append writes the value without white space.
func (n *node) append(b []byte) []byte {
	switch n.kind {
	case '"':
		return appendString(b, n.text)
	case '[':
		b = append(b, '[')
		for i := range n.list {
			b = n.list[i].append(separate(b, i))
		}
		return append(b, ']')
	case '{':
		b = append(b, '{')
		for i := range n.list {
			b = appendName(separate(b, i), n.list[i].name)
			b = n.list[i].append(b)
		}
		return append(b, '}')
	}
	return append(b, n.text...)
}

// separate writes the comma before all members and items but the first.
func separate(b []byte, i int) []byte {
	if i > 0 {
		return append(b, ',')
	}
	return b
}

func appendName(b []byte, name string) []byte { return append(appendString(b, name), ':') }

func appendString(b []byte, s string) []byte {
	if plain(s) {
		return append(append(append(b, '"'), s...), '"')
	}
	b, err := jsontext.AppendQuote(b, s)
	if err != nil {
		panic(err)
	}
	return b
}

// plain tells a text that stands in JSON as it is, and is mostly quickly told.
func plain(s string) bool {
	for i := range len(s) {
		if c := s[i]; c < ' ' || c == '"' || c == '\\' || c >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// member is an object's member of that name, or nil.
func (n *node) member(name string) *node {
	if n.kind == '{' {
		for i := range n.list {
			if n.list[i].name == name {
				return &n.list[i]
			}
		}
	}
	return nil
}

// string is the text or number at name, or "".
func (n *node) string(name string) string { return n.member(name).plain() }

// plain is a text or a number as it is, else "".
func (n *node) plain() string {
	if n == nil || n.kind != '"' && n.kind != '0' {
		return ""
	}
	return n.text
}

func (n *node) isNull() bool { return n == nil || n.kind == 'n' }

// named is the value as a member of that name; nil as null.
func (n *node) named(name string) node {
	m := node{kind: 'n', text: "null"}
	if n != nil {
		m = *n
	}
	m.name = name
	return m
}

// equal compares values; numbers by what they are worth, however written.
func (n *node) equal(m *node) bool {
	if n.kind != m.kind || len(n.list) != len(m.list) {
		return false
	}
	if n.text != m.text {
		return n.kind == '0' && canonical(n.text) == canonical(m.text)
	}
	for i := range n.list {
		if a, b := &n.list[i], &m.list[i]; a.name != b.name || !a.equal(b) {
			return false
		}
	}
	return true
}

// allObjects tells an array of objects from one of anything else.
func (n *node) allObjects() bool {
	for i := range n.list {
		if n.list[i].kind != '{' {
			return false
		}
	}
	return true
}
