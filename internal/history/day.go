package history

import (
	"iter"

	"daylight/internal/procurement"
)

// DayEvents tells which conditions of decisions in force are past their stated
// due date on a day, no outcome being recorded. The cause and the date are the
// day after the due date, so an event is the same whichever day it was noticed.
// Figures are those of a condition.
func DayEvents(ocid string, p *procurement.Process, day procurement.Date) []procurement.Event {
	t := newTeller(ocid)
	for d, c := range askedFor(p) {
		if c.Overdue(day) {
			late := c.Due.Plus(1)
			t.at(DayCause(late), late, p)
			t.tell(procurement.ConditionOverdue, c.ID, late, t.conditionFigures(d, c))
		}
	}
	return t.events
}

// Due is the next day after another on which there will be more to tell as things
// stand; unknown where there will not.
func Due(p *procurement.Process, day procurement.Date) procurement.Date {
	var next procurement.Date
	for _, c := range askedFor(p) {
		if late := c.Due.Plus(1); late > day && c.Overdue(late) && (next == "" || late < next) {
			next = late
		}
	}
	return next
}

// askedFor are the conditions of decisions in force.
func askedFor(p *procurement.Process) iter.Seq2[*procurement.Decision, *procurement.Condition] {
	return func(yield func(*procurement.Decision, *procurement.Condition) bool) {
		for i := range p.Decisions {
			d := &p.Decisions[i]
			if d.Status != "" && d.Status != "inForce" {
				continue
			}
			for j := range d.Conditions {
				if !yield(d, &d.Conditions[j]) {
					return
				}
			}
		}
	}
}

// DayCause is the cause of an event that a day brought, not a release.
func DayCause(day procurement.Date) string { return "day:" + string(day) }
