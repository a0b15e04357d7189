package procurement

import "strings"

// Correction says that something was recorded wrongly, and why it is put right:
// the record was wrong, not the contract changed.
type Correction struct {
	ID       string
	About    string // a Place
	Reason   string
	TakesOut []string // places of what should not have been recorded at all
	Sources  []string
}

// Place names something in a process by its list and id, such as "awards/1" or
// "contracts/1/amendments/2": no two are alike.
func Place(names ...string) string {
	escaped := make([]string, len(names))
	for i, n := range names {
		escaped[i] = inPlace.Replace(n)
	}
	return strings.Join(escaped, "/")
}

var inPlace, outOfPlace = strings.NewReplacer("~", "~0", "/", "~1"), strings.NewReplacer("~1", "/", "~0", "~")

// ParsePlace gives the names of a place.
func ParsePlace(place string) []string {
	names := strings.Split(place, "/")
	for i, n := range names {
		names[i] = outOfPlace.Replace(n)
	}
	return names
}

// Touches reports whether the correction is about a thing or part of it.
func (c Correction) Touches(names ...string) bool {
	rest, about := strings.CutPrefix(c.About, Place(names...))
	return about && (rest == "" || rest[0] == '/')
}
