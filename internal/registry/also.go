package registry

import (
	"maps"
	"slices"
	"strings"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
)

// compared are the fields on which publishers of the same process are held
// against each other.
var compared = []struct {
	name string
	of   func(*procurement.Process) string
}{
	{"title", func(p *procurement.Process) string { return p.Tender.Title }},
	{"buyer", func(p *procurement.Process) string {
		if p.Buyer == nil {
			return ""
		}
		return p.Buyer.Name
	}},
	{"method", func(p *procurement.Process) string { return p.Tender.Method }},
	{"suppliers", func(p *procurement.Process) string {
		var names []string
		for _, s := range p.Suppliers() {
			names = append(names, s.Name)
		}
		slices.Sort(names)
		return strings.Join(names, "; ")
	}},
	{"value", func(p *procurement.Process) string {
		if v := p.Value(); v != nil {
			return v.Amount() + " " + v.Currency
		}
		return ""
	}},
	{"signed", func(p *procurement.Process) string { return string(p.Signed()) }},
	{"end", func(p *procurement.Process) string { return string(p.End()) }},
}

// alsoReported is what each publisher other than the one of record says, and
// where it differs from the record.
func alsoReported(p *procurement.Process, others map[string]*ocds.Merger) []procurement.AlsoReported {
	var list []procurement.AlsoReported
	for _, publisher := range slices.Sorted(maps.Keys(others)) {
		theirs := ocds.ReadProcess(others[publisher].Compiled(), publisher)
		also := procurement.AlsoReported{Publisher: publisher, Title: theirs.Title}
		for _, c := range compared {
			recorded, reported := c.of(p), c.of(theirs)
			if reported != "" && reported != recorded {
				also.Differences = append(also.Differences, procurement.Difference{Field: c.name, Recorded: recorded, Reported: reported})
			}
		}
		list = append(list, also)
	}
	return list
}
