package history

import (
	"cmp"
	"slices"

	"daylight/internal/procurement"
)

// corrections are those that one release made.
type corrections []procurement.Correction

func newCorrections(before, after *procurement.Process) corrections {
	if len(after.Corrected) == 0 {
		return nil
	}
	var was []procurement.Correction
	if before != nil {
		was = before.Corrected
	}
	return slices.DeleteFunc(slices.Clone(after.Corrected), func(c procurement.Correction) bool {
		return slices.ContainsFunc(was, func(o procurement.Correction) bool { return o.ID == c.ID })
	})
}

// touch reports whether one of them is about a thing or part of it.
func (list corrections) touch(names ...string) bool {
	return slices.ContainsFunc(list, func(c procurement.Correction) bool { return c.Touches(names...) })
}

// correct puts right what was remembered of a contract: what was recorded
// wrongly was never agreed, so it is no step, and not what a step began from.
func (f *fold) correct(before, c *procurement.Contract, fixed corrections) {
	b := f.first[c.ID]
	if b == nil {
		return
	}
	for _, term := range []struct{ first, was, now *procurement.Date }{
		{&b.period.Start, &before.Period.Start, &c.Period.Start}, {&b.period.End, &before.Period.End, &c.Period.End},
		{&b.period.MaxExtent, &before.Period.MaxExtent, &c.Period.MaxExtent},
	} {
		if *term.first == *term.was {
			*term.first = *term.now
		}
	}
	if before.Value != nil {
		if b.value != nil && *b.value == *before.Value {
			b.value = c.Value
		}
		if last := len(b.values) - 1; last >= 0 && b.values[last].Value == *before.Value {
			b.values = slices.Clone(b.values) // which chains read before may hold
			if c.Value != nil {
				b.values[last].Value = *c.Value
			} else {
				b.values = b.values[:last]
			}
		}
	}
	for _, st := range f.steps {
		if st.contract == c.ID && st.stated && fixed.touch("contracts", c.ID, "amendments", st.amendment) {
			st.move, st.valueBefore, st.valueAfter = nil, nil, nil
		}
	}
}

// corrections tells of what was put right: figures "about" (its place), "what"
// kind of thing it is, "named" (what it is called), "reason", and "takenOut"
// where it should not have been recorded.
func (t *teller) corrections(before, after *procurement.Process) {
	for _, c := range t.fixed {
		what, named := thing(after, c.About)
		if named == "" {
			_, named = thing(before, c.About)
		}
		t.tell(procurement.RecordCorrected, c.ID, "", figures{}.put("about", c.About).put("what", what).put("named", named).
			put("reason", c.Reason).put("takenOut", slices.Contains(c.TakesOut, c.About)))
	}
}

// thing is what stands at a place: its kind, and what it is called where it is
// there and has a name.
func thing(p *procurement.Process, place string) (what, named string) {
	names := procurement.ParsePlace(place)
	id := names[len(names)-1]
	switch {
	case names[0] == "tender":
		if id == "numberOfTenderers" {
			return "number of bids", ""
		}
		return "tender", p.Tender.Title
	case len(names) == 4 && names[2] == "amendments":
		if c := p.Contract(names[1]); c != nil {
			if a := amendment(c, id); a != nil {
				named = a.Description
			}
		}
		return "extension", named
	case names[0] == "bids":
		for _, b := range p.Bids {
			if b.ID == id && len(b.Tenderers) > 0 {
				named = b.Tenderers[0].Name
			}
		}
		return "bid", named
	case names[0] == "awards":
		if a := p.Award(id); a != nil {
			named = a.Title
		}
		return "award", named
	case names[0] == "contracts":
		if c := p.Contract(id); c != nil {
			named = c.Title
		}
		return "contract", named
	case names[0] == "decisions":
		for _, d := range p.Decisions {
			if d.ID == id {
				named = d.Title
			}
		}
		return "decision", named
	case names[0] == "challenges":
		for _, c := range p.Challenges {
			if c.ID == id {
				named = c.Title
			}
		}
		return "challenge", named
	case names[0] == "statements":
		for _, s := range p.Statements {
			if s.ID == id {
				named = cmp.Or(s.Organisation, s.Speaker, s.Office)
			}
		}
		return "statement", named
	}
	return names[0], ""
}
