package registry

import (
	"slices"
	"strconv"
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
	{"bids", func(p *procurement.Process) string {
		if n, _ := p.CountTenderers(); n > 0 {
			return strconv.Itoa(n)
		}
		return ""
	}},
	{"estimated value", func(p *procurement.Process) string { return written(p.Tender.Value) }},
	{"value", func(p *procurement.Process) string { return written(p.Value()) }},
	{"signed", func(p *procurement.Process) string { return string(p.Signed()) }},
	{"end", func(p *procurement.Process) string { return string(p.End()) }},
}

// voices are the publishers other than the one of record, and the process as
// each tells it, in order of name.
type voices []*voice

type voice struct {
	publisher string
	merger    *ocds.Merger
	reader    *ocds.StateReader
	process   *procurement.Process
}

func (v *voices) add(s statement) {
	i, known := slices.BinarySearchFunc(*v, s.Publisher, func(x *voice, publisher string) int { return strings.Compare(x.publisher, publisher) })
	if !known {
		*v = slices.Insert(*v, i, &voice{
			publisher: s.Publisher, merger: ocds.NewMerger(ocds.Strategies11), reader: ocds.NewStateReader(s.Publisher),
		})
	}
	x := (*v)[i]
	x.merger.AddRelease(s.said)
	x.process = x.reader.Next(x.merger.Compiled())
}

// alsoReported is what each publisher other than the one of record says, and
// where it differs from the record.
func (v voices) alsoReported(p *procurement.Process) []procurement.AlsoReported {
	var list []procurement.AlsoReported
	for _, x := range v {
		theirs := x.process
		also := procurement.AlsoReported{Publisher: x.publisher, Title: theirs.Title}
		for _, c := range compared {
			recorded, reported := c.of(p), c.of(theirs)
			if reported != "" && reported != recorded {
				also.Differences = append(also.Differences, procurement.Difference{Field: c.name, Recorded: recorded, Reported: reported})
			}
		}
		also.Differences = append(also.Differences, decidedOtherwise(p, theirs)...)
		list = append(list, also)
	}
	return list
}

func written(m *procurement.Money) string {
	if m == nil {
		return ""
	}
	return m.Amount() + " " + m.Currency
}

// decidedOtherwise is where a publisher tells decisions of which somebody else
// spoke first in other words than theirs.
func decidedOtherwise(p, theirs *procurement.Process) []procurement.Difference {
	var list []procurement.Difference
	for _, d := range p.Decisions {
		i := slices.IndexFunc(theirs.Decisions, func(x procurement.Decision) bool { return x.ID == d.ID })
		if i < 0 {
			continue
		}
		x := theirs.Decisions[i]
		for _, c := range []struct{ field, recorded, reported string }{
			{"type", d.Type, x.Type}, {"status", d.Status, x.Status}, {"date", string(d.Decided), string(x.Decided)},
		} {
			if c.reported != "" && c.reported != c.recorded {
				list = append(list, procurement.Difference{Field: c.field + " of decision " + d.ID, Recorded: c.recorded, Reported: c.reported})
			}
		}
	}
	return list
}
