package web

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"daylight/internal/ocds"
)

// recordChange is one field of the record, before and after.
type recordChange struct{ Field, Before, After string }

// recordChanges are the fields in which two compiled records differ, in the order of
// the later.
func recordChanges(before, after []byte) []recordChange {
	was, is := fieldsIn(before), fieldsIn(after)
	var list []recordChange
	for _, name := range slices.Sorted(maps.Keys(is)) {
		if was[name] != is[name] {
			list = append(list, recordChange{name, was[name], is[name]})
		}
	}
	for _, name := range slices.Sorted(maps.Keys(was)) {
		if _, still := is[name]; !still {
			list = append(list, recordChange{name, was[name], ""})
		}
	}
	return list
}

// fieldsIn are the values of a record by their place, in words. What a merge
// sets by itself is left out.
func fieldsIn(record []byte) map[string]string {
	all := map[string]string{}
	if len(record) == 0 {
		return all
	}
	o, err := ocds.ParseObject(record)
	if err != nil {
		return all
	}
	for _, name := range []string{"id", "date", "tag", "ocid", "initiationType", "language"} {
		delete(o, name)
	}
	flatten(all, nil, o)
	return all
}

func flatten(all map[string]string, place []string, v any) {
	switch v := v.(type) {
	case ocds.Object:
		for name, x := range v {
			if name != "id" || len(v) == 1 {
				flatten(all, append(slices.Clip(place), apart(name)), x)
			}
		}
	case []any:
		for i, x := range v {
			o, isObject := x.(ocds.Object)
			if !isObject {
				var words []string
				for _, x := range v {
					words = append(words, strings.Trim(string(ocds.Write(x)), `"`))
				}
				all[strings.Join(place, " › ")] = strings.Join(words, ", ")
				return
			}
			name := ocds.String(o, "id")
			if name == "" {
				name = strconv.Itoa(i + 1)
			}
			flatten(all, append(slices.Clip(place), name), x)
		}
	case string:
		all[strings.Join(place, " › ")] = v
	default:
		all[strings.Join(place, " › ")] = string(ocds.Write(v))
	}
}
