package web

import (
	"math"
	"time"

	"daylight/internal/procurement"
)

// scale maps days to places across the drawing, in per cent of its width.
// Left of its beginning lies a zone for what has no stated place in time.
type scale struct {
	from, to   time.Time
	begin, end float64
}

// undatedZone is how wide the zone for undated facts is, in per cent.
const undatedZone = 28

// margin keeps marks at the ends of the scale inside the drawing.
const margin = 2.0

func newScale(moments []time.Time, undated bool) scale {
	s := scale{begin: margin, end: 100 - margin}
	if undated {
		s.begin = undatedZone + margin
	}
	for _, t := range moments {
		t = clamp(t)
		if s.from.IsZero() || t.Before(s.from) {
			s.from = t
		}
		if t.After(s.to) {
			s.to = t
		}
	}
	return s
}

// at is the place of a day. Everything lies in the middle where the scale
// spans no time.
func (s scale) at(t time.Time) float64 {
	span := s.to.Sub(s.from).Hours()
	if span == 0 {
		return (s.begin + s.end) / 2
	}
	share := clamp(t).Sub(s.from).Hours() / span
	return hundredth(s.begin + share*(s.end-s.begin))
}

// tick is a named place on the axis; a minor one is named where there is room.
type tick struct {
	X     float64
	Label string
	Minor bool
}

// Labels of months and of years need this much of a telephone's width.
const monthTick, yearTick = 24.0, 13.0

// wider is how many times more labels fit on a wide screen.
const wider = 3

// steps are the round periods between ticks, in months.
var steps = []int{1, 2, 3, 6, 12, 24, 60, 120, 240}

// ticks are the beginnings of round periods, as many as fit on a wide screen;
// those too many for a telephone are minor.
func (s scale) ticks() []tick {
	if s.from.IsZero() || !s.to.After(s.from) {
		return nil
	}
	coarse := s.finest(1, 0)
	major := map[float64]bool{}
	for _, t := range s.every(coarse) {
		major[t.X] = true
	}
	all := s.every(s.finest(wider, coarse))
	for i := range all {
		all[i].Minor = !major[all[i].X]
	}
	return all
}

// finest is the shortest step whose labels fit on a telephone, if it were so
// many times wider; it divides the step whole, where that is not 0.
func (s scale) finest(times float64, whole int) int {
	for _, months := range steps {
		width := monthTick
		if months >= 12 {
			width = yearTick
		}
		if whole%months == 0 && float64(len(s.every(months)))*width <= times*(s.end-s.begin) {
			return months
		}
	}
	return steps[len(steps)-1]
}

// every is a tick for each period; the window of the scale bounds how many.
func (s scale) every(months int) []tick {
	layout := "2006"
	if months < 12 {
		layout = "Jan 2006"
	}
	year := s.from.Year()
	if years := months / 12; years > 1 {
		year -= year % years
	}
	var list []tick
	for t := time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC); !t.After(s.to); t = t.AddDate(0, months, 0) {
		if !t.Before(s.from) {
			list = append(list, tick{X: s.at(t), Label: t.Format(layout)})
		}
	}
	return list
}

// last is the end of the day a date can mean at the latest.
func last(d procurement.Date) time.Time { return procurement.Date(d.Last()).Time() }

// hundredth rounds a place to what can be seen.
func hundredth(x float64) float64 { return math.Round(x*100) / 100 }
