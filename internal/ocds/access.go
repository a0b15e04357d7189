package ocds

import (
	"slices"
)

func sortedKeys(o Object) []string {
	keys := make([]string, 0, len(o))
	for k := range o {
		keys = append(keys, k)
	}
	slices.Sort(keys)
	return keys
}

// The readers below forgive: a field of another type than asked for reads as
// absent. Check reports what was wrong; reading a record never fails.

// String is the text at key, or "".
func String(o Object, key string) string {
	switch v := o[key].(type) {
	case string:
		return v
	case Number:
		return string(v)
	}
	return ""
}

// Child is the object at key, or nil (which reads as empty).
func Child(o Object, key string) Object {
	c, _ := o[key].(Object)
	return c
}

// Children are the objects in the array at key; a lone object counts as one.
func Children(o Object, key string) []Object {
	switch v := o[key].(type) {
	case Object:
		return []Object{v}
	case []any:
		list := make([]Object, 0, len(v))
		for _, x := range v {
			if c, ok := x.(Object); ok {
				list = append(list, c)
			}
		}
		return list
	}
	return nil
}

// Strings are the texts in the array at key; a lone text counts as one.
func Strings(o Object, key string) []string {
	switch v := o[key].(type) {
	case string:
		return []string{v}
	case []any:
		list := make([]string, 0, len(v))
		for _, x := range v {
			if s, ok := x.(string); ok {
				list = append(list, s)
			}
		}
		return list
	}
	return nil
}

// boolean is the truth value at key, or nil; some publishers quote it.
func boolean(o Object, key string) *bool {
	var b bool
	switch o[key] {
	case true, "true":
		b = true
	case false, "false":
	default:
		return nil
	}
	return &b
}
