package ocds

import (
	"cmp"
	"strconv"

	"daylight/internal/procurement"
)

// Attribution says who published releases that stand next to each other in a
// package or a record of ours, and on what terms: so many, by one publisher.
// OCDS itself names only those of the package.
type Attribution struct {
	Publisher string
	procurement.Publication
	Releases int
}

// Object is the attribution as it is written. What it says of a publication has
// the names that OCDS gives it in a package.
func (a Attribution) Object() Object {
	o := Object{"publisher": a.Publisher, "releases": Number(strconv.Itoa(a.Releases))}
	if a.Licence != "" {
		o["license"] = a.Licence
	}
	if a.Policy != "" {
		o["publicationPolicy"] = a.Policy
	}
	if list := a.Declared(); len(list) > 0 {
		extensions := make([]any, len(list))
		for i, x := range list {
			extensions[i] = x
		}
		o["extensions"] = extensions
	}
	return o
}

// Attributions are a list of them as it is written.
func Attributions(list []Attribution) []any {
	out := []any{}
	for _, a := range list {
		out = append(out, a.Object())
	}
	return out
}

// Attributed adds a release to a list of attributions.
func Attributed(list []Attribution, publisher string, p procurement.Publication) []Attribution {
	if n := len(list); n > 0 && list[n-1].Publisher == publisher && list[n-1].Publication == p {
		list[n-1].Releases++
		return list
	}
	return append(list, Attribution{publisher, p, 1})
}

// readAttributions reads the member "attribution" of a package or a record;
// what is no list of attributions reads as none.
func readAttributions(v any) (list []Attribution) {
	for _, o := range Children(Object{"": v}, "") {
		n, err := strconv.Atoi(String(o, "releases"))
		if err != nil || n < 1 {
			return nil
		}
		p := publication("", String(o, "publicationPolicy"), Strings(o, "extensions"))
		p.Licence = licenceName(String(o, "license"))
		list = append(list, Attribution{String(o, "publisher"), p, n})
	}
	return list
}

// attribute says who published the next release of a holder, where it has an
// attribution.
func (h *holder) attribute(item *Item) {
	if len(h.attribution) == 0 {
		return
	}
	a := &h.attribution[0]
	item.attributed = a
	if a.Releases--; a.Releases == 0 {
		h.attribution = h.attribution[1:]
	}
}

// Speaker is who published a release: whom its package or record names for it,
// else who published the package, by name where there is one.
func (i *Item) Speaker() string {
	if i.attributed != nil {
		return i.attributed.Publisher
	}
	return cmp.Or(i.Package.Publisher.Name, i.Package.Publisher.URI)
}
