package web

import (
	"cmp"
	"maps"
	"slices"
	"strconv"
	"strings"

	"daylight/internal/ocds"
)

// recordChange is one field of the record, before and after.
type recordChange struct{ Field, Before, After string }

// recordChanges are the fields in which two compiled records differ, in the
// order of their places. Of sources and what cites them it tells the titles:
// their other fields stand among the answers.
func recordChanges(before, after []byte) []recordChange {
	was, is := fieldsIn(before), fieldsIn(after)
	places := maps.Clone(was)
	maps.Copy(places, is)
	var list []recordChange
	for _, place := range slices.Sorted(maps.Keys(places)) {
		if was[place].value != is[place].value {
			list = append(list, recordChange{places[place].name, was[place].value, is[place].value})
		}
	}
	return list
}

// recordField is a field of a record: its place in words, and its value.
type recordField struct{ name, value string }

// setByMerging are fields that no release means to say.
var setByMerging = []string{"id", "date", "tag", "ocid", "initiationType", "language", "parties"}

// fieldsIn are the fields of a record by their place.
func fieldsIn(record []byte) map[string]recordField {
	all := map[string]recordField{}
	if len(record) == 0 {
		return all
	}
	o, err := ocds.ParseObject(record)
	if err != nil {
		return all
	}
	for _, name := range setByMerging {
		delete(o, name)
	}
	for _, s := range ocds.Children(o, "sources") {
		maps.DeleteFunc(s, func(name string, _ any) bool { return name != "id" && name != "title" })
	}
	flatten(all, nil, nil, o)
	return all
}

// flatten adds the fields under a place. Objects in lists are told apart by
// their ids, and called by their titles.
func flatten(all map[string]recordField, place, words []string, v any) {
	put := func(text string) { all[strings.Join(place, "/")] = recordField{strings.Join(words, " › "), text} }
	switch v := v.(type) {
	case ocds.Object:
		for name, x := range v {
			_, cites := x.([]any)
			if name != "id" && name != "awardID" && (name != "sources" || !cites || len(place) == 0) {
				flatten(all, append(slices.Clip(place), name), append(slices.Clip(words), apart(name)), x)
			}
		}
	case []any:
		var plain []string
		for i, x := range v {
			o, isObject := x.(ocds.Object)
			if !isObject {
				plain = append(plain, strings.Trim(string(ocds.Write(x)), `"`))
				continue
			}
			id := cmp.Or(ocds.String(o, "id"), strconv.Itoa(i+1))
			flatten(all, append(slices.Clip(place), id), append(slices.Clip(words), called(o, i)), x)
		}
		if plain != nil {
			put(strings.Join(plain, ", "))
		}
	case string:
		put(v)
	default:
		put(string(ocds.Write(v)))
	}
}

// longestCall is how much of what an object says it is called by.
const longestCall = 40

func called(o ocds.Object, i int) string {
	name := cmp.Or(ocds.String(o, "title"), ocds.String(o, "name"), ocds.String(o, "description"), ocds.String(o, "text"), strconv.Itoa(i+1))
	if r := []rune(name); len(r) > longestCall {
		name = string(r[:longestCall-1]) + "…"
	}
	return "“" + name + "”"
}
