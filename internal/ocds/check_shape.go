package ocds

import (
	"maps"
	"regexp"
	"strings"
	"sync"
)

// shape is a schema made ready: the part of JSON Schema draft 4 that release
// schemas are written in. A reference is the shape it names.
type shape struct {
	types, codes, required []string
	title, about           string
	pattern                *regexp.Regexp
	filled                 bool // a list has an item
	dependencies           []dependency
	properties             map[string]property
	items                  *shape
	means                  func(*node) error
}

// property is a member of an object: a schema may say more of it than of what
// it refers to.
type property struct {
	shape *shape
	about string
}

// dependency is what a member needs beside it.
type dependency struct {
	name  string
	needs []string
}

// extensionShape is the extension's schema, made ready once.
var extensionShape = sync.OnceValue(func() *shape { return shaped(extensionSchema()) })

// shaped makes a schema ready, with its definitions.
func shaped(schema Object) *shape {
	r := shaper{}
	definitions := Child(schema, "definitions")
	for name := range definitions {
		r[name] = &shape{means: meanings[name]}
	}
	for name, s := range maps.Clone(r) {
		r.fill(s, Child(definitions, name))
	}
	s := &shape{}
	r.fill(s, schema)
	return s
}

// shaper makes shapes of schemas; it has those of the definitions, by name.
type shaper map[string]*shape

func (r shaper) shape(schema Object) *shape {
	if ref := String(schema, "$ref"); ref != "" {
		name := strings.TrimPrefix(ref, "#/definitions/")
		if r[name] == nil { // the core's
			r[name] = &shape{means: meanings[name]}
		}
		return r[name]
	}
	if schema == nil {
		return nil
	}
	s := &shape{}
	r.fill(s, schema)
	return s
}

func (r shaper) fill(s *shape, schema Object) {
	s.types, s.codes, s.required = Strings(schema, "type"), Strings(schema, "enum"), Strings(schema, "required")
	s.title, s.about = String(schema, "title"), String(schema, "description")
	if p := String(schema, "pattern"); p != "" {
		s.pattern = regexp.MustCompile(p)
	}
	s.filled = schema["minItems"] != nil
	needs := Child(schema, "dependencies")
	for _, name := range sortedKeys(needs) {
		s.dependencies = append(s.dependencies, dependency{name, Strings(needs, name)})
	}
	s.properties = map[string]property{}
	for name := range Child(schema, "properties") {
		p := Child(Child(schema, "properties"), name)
		s.properties[name] = property{r.shape(p), String(p, "description")}
	}
	s.items = r.shape(Child(schema, "items"))
}
