package web

import (
	"time"

	"daylight/internal/procurement"
)

// span is where a fact lies in time as far as it is known; a zero time is not
// known. Stated spans are drawn solid, all others hatched.
type span struct {
	from, to time.Time
	stated   bool
}

// Nothing is drawn outside this window, and no stated length is longer than a
// century: beyond lie slips of the pen, which would draw the rest of a life as a
// dot. What a source wrote stands in the table in its own words.
var (
	windowFrom = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	windowTo   = time.Date(2150, 12, 31, 0, 0, 0, 0, time.UTC)
)

const longestDays = 36_525

// clamp moves a time into the window.
func clamp(t time.Time) time.Time {
	switch {
	case t.Before(windowFrom):
		return windowFrom
	case t.After(windowTo):
		return windowTo
	}
	return t
}

// spans places facts in time. A step of a chain begins where the one before
// ends; one whose end is not stated ends by its length, else at the latest
// where the next begins. Nothing else is supposed.
func spans(facts []timelineFact) []span {
	list := make([]span, len(facts))
	var before time.Time // end of the step before
	for i, f := range facts {
		if f.First || f.moment() {
			before = time.Time{}
		}
		list[i] = f.span(before)
		before = list[i].to
	}
	for i := len(facts) - 2; i >= 0; i-- {
		next := facts[i+1]
		if list[i].to.IsZero() && !facts[i].moment() && !next.moment() && !next.First {
			list[i].to = list[i+1].from
		}
	}
	return list
}

func (f timelineFact) span(before time.Time) span {
	s := span{stated: !f.UpTo && !f.Earliest}
	switch {
	case f.From.Known():
		s.from = clamp(f.From.Time())
	default:
		s.from = before
	}
	switch {
	case f.moment():
		s.to = clamp(last(f.From))
	case f.To.EndStated():
		s.to = clamp(last(f.To))
	case f.Days > 0 && !s.from.IsZero():
		s.to = clamp(s.from.AddDate(0, 0, min(f.Days, longestDays)))
	}
	if s.from.IsZero() || s.to.IsZero() {
		s.stated = false
	}
	if !s.to.IsZero() && s.to.Before(s.from) {
		s.to = s.from
	}
	return s
}

// days is a duration in days, months counted as 30.44 of them.
func days(d procurement.Duration) int {
	months, known := d.Months()
	if !known {
		return 0
	}
	return int(min(float64(months)*30.44+0.5, longestDays))
}
