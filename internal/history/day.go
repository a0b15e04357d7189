package history

import "daylight/internal/procurement"

// DayEvents tells which conditions of decisions in force are past their stated
// due date on a day, no outcome being recorded. The cause and the date are the
// day after the due date, so an event is the same whichever day it was noticed.
// Figures are those of a condition.
func DayEvents(ocid string, p *procurement.Process, day procurement.Date) []procurement.Event {
	t := newTeller(ocid)
	for i := range p.Decisions {
		d := &p.Decisions[i]
		if d.Status != "" && d.Status != "inForce" {
			continue
		}
		for j := range d.Conditions {
			c := &d.Conditions[j]
			if !c.Overdue(day) {
				continue
			}
			late := dayAfter(c.Due)
			t.at("day:"+string(late), late, p)
			t.tell(procurement.ConditionOverdue, c.ID, late, t.conditionFigures(d, c))
		}
	}
	return t.events
}

func dayAfter(d procurement.Date) procurement.Date {
	last := procurement.Date(d.Last()).Time()
	return procurement.Date(last.AddDate(0, 0, 1).Format("2006-01-02"))
}
