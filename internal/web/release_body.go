package web

import (
	"maps"
	"slices"
	"strconv"

	"github.com/go-json-experiment/json/jsontext"

	"daylight/internal/ocds"
)

// indent sets JSON out for reading; values keep their spelling.
func indent(body []byte) string {
	v := jsontext.Value(slices.Clone(body))
	if err := v.Indent(jsontext.WithIndent("  ")); err != nil {
		return string(body)
	}
	return string(v)
}

// sections are the parts of the standard that a release fills in.
func sections(release ocds.Object) []string {
	var list []string
	for _, name := range slices.Sorted(maps.Keys(release)) {
		switch release[name].(type) {
		case ocds.Object, []any:
			if name != "tag" && name != "sources" {
				list = append(list, apart(name))
			}
		}
	}
	return list
}

// parseNumber reads a number in a path.
func parseNumber(text, want string) (int64, error) {
	n, err := strconv.ParseInt(text, 10, 64)
	if err != nil || n < 0 {
		return 0, bad(want)
	}
	return n, nil
}
