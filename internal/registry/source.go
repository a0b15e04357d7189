package registry

import "daylight/internal/ocds"

// ownSources is a release whose sources, and what cites them, have names that are
// the publisher's own: two publishers may well number their sources alike. The
// publisher of record keeps the plain ids; the stored body is left as it is.
func ownSources(release ocds.Object, publisher string) ocds.Object {
	out := clone(release)
	for _, name := range oversightLists {
		if list, ok := release[name]; ok {
			out[name] = citing(list, publisher)
		}
	}
	if list, ok := release["sources"].([]any); ok {
		out["sources"] = mapped(list, func(x any) any {
			source, ok := x.(ocds.Object)
			if !ok {
				return x
			}
			source = clone(source)
			source["id"] = sourceName(source["id"], publisher)
			return source
		})
	}
	return out
}

// citing is a value in which every list of source ids is renamed.
func citing(v any, publisher string) any {
	switch v := v.(type) {
	case []any:
		return mapped(v, func(x any) any { return citing(x, publisher) })
	case ocds.Object:
		out := clone(v)
		for name, x := range v {
			out[name] = citing(x, publisher)
		}
		if ids, ok := v["sources"].([]any); ok {
			out["sources"] = mapped(ids, func(id any) any { return sourceName(id, publisher) })
		}
		return out
	}
	return v
}

func mapped(list []any, change func(any) any) []any {
	out := make([]any, len(list))
	for i, x := range list {
		out[i] = change(x)
	}
	return out
}

func sourceName(id any, publisher string) any {
	if s, ok := id.(string); ok && s != "" {
		return publisher + ": " + s
	}
	return id
}
