package ocds

import "strings"

// wants is what a field of a kind holds, in words; "" for anything.
func wants(kind string) string {
	switch kind {
	case "any":
		return ""
	case "number":
		return "a number"
	case "integer":
		return "a whole number"
	case "boolean":
		return "true or false"
	case "date":
		return "a date"
	case "text", "code", "uri", "id":
		return "a text"
	}
	return "an object"
}

// fits reports whether a value is of the kind of a field.
func fits(kind string, v any) bool {
	n, isNumber := v.(Number)
	switch kind {
	case "id", "integer":
		_, isText := v.(string)
		return isText && kind == "id" || isNumber && !strings.ContainsAny(string(n), ".eE")
	case "number":
		return isNumber
	case "boolean":
		_, ok := v.(bool)
		return ok
	case "text", "code", "uri", "date":
		_, ok := v.(string)
		return ok
	}
	_, ok := v.(Object)
	return ok
}
