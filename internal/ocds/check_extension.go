package ocds

import (
	"errors"
	"slices"
	"strings"

	"daylight/internal/procurement"
)

// schemaChecker checks what the oversight extension adds to a release against
// its published schema. Null says that a field is removed, and may stand for
// any; what the schema does not mention is the core standard's or the
// publisher's. Beyond the schema, objects that need an id need one of their own
// in each list, and some definitions have a meaning.
type schemaChecker struct{ *checker }

// meanings are what a pattern cannot say, by the name of the definition.
var meanings = map[string]func(v *node) error{
	"LooseDate": func(v *node) error { _, err := procurement.ParseDate(v.plain()); return err },
	"Duration":  func(v *node) error { _, err := procurement.ParseDuration(v.plain()); return err },
	"Value": func(v *node) error {
		if _, err := procurement.ParseMoney(v.string("amount"), v.string("currency")); err != nil || v.string("amount") == "" {
			return errors.New("an amount is an object with an amount and a currency")
		}
		return nil
	},
}

func (c schemaChecker) value(s *shape, v *node) {
	if s == nil || v.isNull() || v.takesAway() {
		return
	}
	if code, rule := s.broken(v); rule != "" {
		c.report(code, c.at(""), v, rule)
		return
	}
	if s.means != nil {
		if err := s.means(v); err != nil {
			c.report(ExtensionForm, c.at(""), v, err.Error())
			return
		}
	}
	switch v.kind {
	case '{':
		c.object(s, v)
	case '[':
		c.list(s, v)
	}
}

// takesAway reports whether an object says of each of its members that it is
// removed: a merge takes away values, so this is how an object goes.
func (n *node) takesAway() bool {
	if n.kind != '{' {
		return false
	}
	for i := range n.list {
		if m := &n.list[i]; !m.isNull() && !m.takesAway() {
			return false
		}
	}
	return len(n.list) > 0
}

// broken is the rule that a value itself breaks, or "", and its code.
func (s *shape) broken(v *node) (Reason, string) {
	if s.types != nil && !slices.ContainsFunc(s.types, v.isType) {
		return ExtensionType, "this is " + typeWords[s.types[0]]
	}
	if s.codes != nil && !slices.Contains(s.codes, v.plain()) {
		return ExtensionCode, strings.ToLower(s.title) + " is one of " + strings.Join(s.codes, ", ")
	}
	if s.pattern != nil && !s.pattern.MatchString(v.plain()) {
		return ExtensionForm, s.about
	}
	if v.kind == '[' && len(v.list) == 0 && s.filled {
		return ExtensionMissing, "a list has at least one item, or is left out"
	}
	return "", ""
}

var typeWords = map[string]string{"string": "a text", "array": "a list", "object": "an object",
	"integer": "a whole number", "number": "a number", "boolean": "true or false"}

func (n *node) isType(name string) bool {
	switch n.kind {
	case '"':
		return name == "string"
	case 't', 'f':
		return name == "boolean"
	case '[':
		return name == "array"
	case '{':
		return name == "object"
	case '0':
		return name == "number" || name == "integer" && !strings.ContainsAny(n.text, ".eE-")
	}
	return name == "null"
}

func (c schemaChecker) object(s *shape, o *node) {
	need := func(name string) {
		if m := o.member(name); m.isNull() || m.kind == '"' && m.text == "" {
			c.report(ExtensionMissing, c.at("/"+name), m, "this is needed: "+s.properties[name].about)
		}
	}
	for _, name := range s.required {
		need(name)
	}
	for _, d := range s.dependencies {
		if !o.member(d.name).isNull() {
			for _, other := range d.needs {
				need(other)
			}
		}
	}
	for i := range o.list {
		if p, ours := s.properties[o.list[i].name]; ours {
			c.path = append(c.path, step{o.list[i].name, -1})
			c.value(p.shape, &o.list[i])
			c.path = c.path[:len(c.path)-1]
		}
	}
}

// list checks an array. One that the schema gives no type is the core's: it
// only leads to what the extension adds further down.
func (c schemaChecker) list(s *shape, list *node) {
	seen := map[string]bool{}
	for i := range list.list {
		c.path = append(c.path, step{place: i})
		x := &list.list[i]
		id := x.string("id")
		switch {
		case s.types == nil:
			c.value(s.items, x)
		case x.isNull():
			c.report(ExtensionType, c.at(""), nil, "an item of a list is not null")
		case x.kind == '{' && id == "":
			c.report(ExtensionID, c.at("/id"), x.member("id"), "every object in a list has an id, unique in its process, to merge by")
		case x.kind == '{' && seen[id]:
			c.report(ExtensionID, c.at("/id"), &node{kind: '"', text: id}, "this id stands twice in the list")
		default:
			c.value(s.items, x)
		}
		if s.types != nil {
			seen[id] = true
		}
		c.path = c.path[:len(c.path)-1]
	}
}
