package web

import (
	"cmp"
	"slices"
	"strings"

	"daylight/internal/procurement"
)

// bibliography numbers the sources of a page, each once.
type bibliography struct {
	list  []numberedSource
	place map[string]int // number by address and title
}

// numberedSource is a source in the list at the foot of a page.
type numberedSource struct {
	procurement.Source
	Number int
}

func (b *bibliography) number(s procurement.Source) numberedSource {
	if b.place == nil {
		b.place = map[string]int{}
	}
	key := s.URL + "\n" + s.Title
	if b.place[key] == 0 {
		b.list = append(b.list, numberedSource{s, len(b.list) + 1})
		b.place[key] = len(b.list)
	}
	return b.list[b.place[key]-1]
}

// add numbers all sources of a process, and gives what cites them.
func (b *bibliography) add(p *procurement.Process) citer {
	for _, s := range p.Sources {
		b.number(s)
	}
	return b.of(p)
}

// of cites sources of a process that is not itself shown: those that are cited
// get a number, and no others.
func (b *bibliography) of(p *procurement.Process) citer { return citer{b, p} }

// citer finds the sources of one process by id.
type citer struct {
	books   *bibliography
	process *procurement.Process
}

// cited is who says a thing, the firmest first; empty where no source is named.
type cited []numberedSource

func (c citer) cited(ids []string) cited {
	var list cited
	for _, id := range ids {
		if s, known := c.process.Source(id); known {
			list = append(list, c.books.number(s))
		}
	}
	slices.SortStableFunc(list, func(a, b numberedSource) int {
		return cmp.Or(cmp.Compare(firmness(a.Tier), firmness(b.Tier)), cmp.Compare(a.Number, b.Number))
	})
	return list
}

func firmness(tier string) int {
	if i := slices.Index(procurement.Tiers, tier); i >= 0 {
		return i
	}
	return len(procurement.Tiers)
}

// and adds sources that are not yet among them.
func (c cited) and(more cited) cited {
	for _, s := range more {
		if !slices.ContainsFunc(c, func(x numberedSource) bool { return x.Number == s.Number }) {
			c = append(c, s)
		}
	}
	return c
}

// Numbered are the same in order of number, as readers see them.
func (c cited) Numbered() cited {
	return slices.SortedStableFunc(slices.Values(c), func(a, b numberedSource) int { return cmp.Compare(a.Number, b.Number) })
}

// Official reports whether a source of the firmest tier says so.
func (c cited) Official() bool { return len(c) > 0 && c[0].Tier == "official" }

// Reported reports whether sources say so, none of them official: such a thing
// is shown "as reported".
func (c cited) Reported() bool { return len(c) > 0 && !c.Official() }

// Names are the publishers in words, at most three by name, each with the tier
// of its source.
func (c cited) Names() string {
	var names []string
	for _, s := range c {
		name := publisherName(s.Source)
		if s.Tier != "" {
			name += " (" + label("tier", s.Tier) + ")"
		}
		if !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	if more := len(names) - 3; more > 1 {
		names = append(names[:3], procurement.Count(more, "other source"))
	}
	if n := len(names); n > 1 {
		return strings.Join(names[:n-1], ", ") + " and " + names[n-1]
	}
	return strings.Join(names, "")
}

// publisherName leaves out the note in brackets that says where a copy was read.
func publisherName(s procurement.Source) string {
	name, _, _ := strings.Cut(s.Publisher, " (")
	return cmp.Or(name, s.Title)
}
