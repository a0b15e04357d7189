package ocds

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"sync"

	"daylight/internal/procurement"
)

// extension checks what the oversight extension adds to a release against its
// published schema. Null says that a field is removed, and may stand for any;
// what the schema does not mention is the core standard's or the publisher's.
func (c *checker) extension(release Object) {
	schemaChecker{c, extensionSchema()}.object("", extensionSchema(), release)
}

// schemaChecker reads the part of JSON Schema draft 4 that release schemas are
// written in: $ref, type, enum, pattern, minItems, required, dependencies,
// properties and items. Beyond draft 4, objects that need an id need one of
// their own in each list, and some definitions have a meaning.
type schemaChecker struct {
	*checker
	root Object
}

// meanings are what a pattern cannot say, by the name of the definition.
var meanings = map[string]func(v any) error{
	"LooseDate": func(v any) error { _, err := procurement.ParseDate(text(v)); return err },
	"Duration":  func(v any) error { _, err := procurement.ParseDuration(text(v)); return err },
	"Value": func(v any) error {
		if money(Object{"value": v}, "value") == nil {
			return errors.New("an amount is an object with an amount and a currency")
		}
		return nil
	},
}

func (c schemaChecker) value(at string, schema Object, v any) {
	ref := String(schema, "$ref")
	name := strings.TrimPrefix(ref, "#/definitions/")
	if ref != "" {
		schema = Child(Child(c.root, "definitions"), name)
	}
	if o, isObject := v.(Object); v == nil || isObject && takesAway(o) {
		return
	}
	if code, rule := broken(schema, v); rule != "" {
		c.report(code, at, v, rule)
		return
	}
	if means := meanings[name]; means != nil {
		if err := means(v); err != nil {
			c.report(ExtensionForm, at, v, err.Error())
			return
		}
	}
	switch v := v.(type) {
	case Object:
		c.object(at, schema, v)
	case []any:
		c.list(at, schema, v)
	}
}

// takesAway reports whether an object says of each of its members that it is
// removed: a merge takes away values, so this is how an object goes.
func takesAway(o Object) bool {
	for _, v := range o {
		inner, isObject := v.(Object)
		if v != nil && !(isObject && takesAway(inner)) {
			return false
		}
	}
	return len(o) > 0
}

// broken is the rule that a value itself breaks, or "", and its code.
func broken(schema Object, v any) (Reason, string) {
	if types := Strings(schema, "type"); types != nil && !slices.ContainsFunc(types, func(t string) bool { return isType(v, t) }) {
		return ExtensionType, "this is " + typeWords[types[0]]
	}
	if codes := Strings(schema, "enum"); codes != nil && !slices.Contains(codes, text(v)) {
		return ExtensionCode, strings.ToLower(String(schema, "title")) + " is one of " + strings.Join(codes, ", ")
	}
	if p := String(schema, "pattern"); p != "" && !pattern(p).MatchString(text(v)) {
		return ExtensionForm, String(schema, "description")
	}
	if list, ok := v.([]any); ok && len(list) == 0 && schema["minItems"] != nil {
		return ExtensionMissing, "a list has at least one item, or is left out"
	}
	return "", ""
}

var patterns sync.Map

// pattern compiles an expression of the schema once.
func pattern(p string) *regexp.Regexp {
	if known, ok := patterns.Load(p); ok {
		return known.(*regexp.Regexp)
	}
	re := regexp.MustCompile(p)
	patterns.Store(p, re)
	return re
}

var typeWords = map[string]string{"string": "a text", "array": "a list", "object": "an object",
	"integer": "a whole number", "number": "a number", "boolean": "true or false"}

func isType(v any, name string) bool {
	switch v := v.(type) {
	case string:
		return name == "string"
	case bool:
		return name == "boolean"
	case []any:
		return name == "array"
	case Object:
		return name == "object"
	case Number:
		return name == "number" || name == "integer" && !strings.ContainsAny(string(v), ".eE-")
	}
	return name == "null"
}

func (c schemaChecker) object(at string, schema, o Object) {
	properties := Child(schema, "properties")
	need := func(name string) {
		if o[name] == nil || o[name] == "" {
			c.report(ExtensionMissing, at+"/"+name, o[name], "this is needed: "+String(Child(properties, name), "description"))
		}
	}
	for _, name := range Strings(schema, "required") {
		need(name)
	}
	for name := range Child(schema, "dependencies") {
		if o[name] != nil {
			for _, other := range Strings(Child(schema, "dependencies"), name) {
				need(other)
			}
		}
	}
	for _, name := range sortedKeys(o) {
		if member := Child(properties, name); member != nil {
			c.value(at+"/"+token(name), member, o[name])
		}
	}
}

// list checks an array. One that the schema gives no type is the core's: it
// only leads to what the extension adds further down.
func (c schemaChecker) list(at string, schema Object, list []any) {
	ours := schema["type"] != nil
	seen := map[string]bool{}
	for i, x := range list {
		here := fmt.Sprintf("%s/%d", at, i)
		o, isObject := x.(Object)
		id := String(o, "id")
		switch {
		case ours && x == nil:
			c.report(ExtensionType, here, x, "an item of a list is not null")
		case ours && isObject && id == "":
			c.report(ExtensionID, here+"/id", o["id"], "every object in a list has an id, unique in its process, to merge by")
		case ours && isObject && seen[id]:
			c.report(ExtensionID, here+"/id", id, "this id stands twice in the list")
		default:
			c.value(here, Child(schema, "items"), x)
		}
		seen[id] = true
	}
}
