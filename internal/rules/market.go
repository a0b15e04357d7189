package rules

import (
	"maps"
	"math"
	"slices"

	"daylight/internal/outlier"
	"daylight/internal/procurement"
)

// Samples are how often each value was counted: values of all processes take
// no more room than there are different ones, and two add up.
type Samples map[int64]int64

// Quartiles are the three that part sorted samples in four.
type Quartiles struct {
	N          int64 // samples
	Q1, Q2, Q3 float64
}

// Quartiles are those of the package outlier, Hyndman and Fan's type 8, which
// they recommend as nearly median-unbiased whatever the distribution.
func (s Samples) Quartiles() Quartiles {
	values := slices.Sorted(maps.Keys(s))
	var n int64
	for _, count := range s {
		n += count
	}
	if n == 0 {
		return Quartiles{}
	}
	at := func(rank int64) float64 {
		for _, v := range values {
			if rank -= s[v]; rank < 0 {
				return float64(v)
			}
		}
		return float64(values[len(values)-1])
	}
	quantile := func(p float64) float64 { return outlier.Quantile(n, p, at) }
	return Quartiles{n, quantile(0.25), quantile(0.5), quantile(0.75)}
}

// Fences are Tukey's: a value below Low or above High is far from the rest.
func (q Quartiles) Fences() (low, high float64) {
	return outlier.LowerFence(q.Q1, q.Q3), outlier.UpperFence(q.Q1, q.Q3)
}

// Figures are the quartiles and fences under their names, to a hundredth.
func (q Quartiles) Figures() Figures {
	low, high := q.Fences()
	return Figures{"samples": q.N, "q1": hundredth(q.Q1), "median": hundredth(q.Q2), "q3": hundredth(q.Q3),
		"lower_fence": hundredth(low), "upper_fence": hundredth(high)}
}

func hundredth(f float64) float64 { return math.Round(100*f) / 100 }

// Share is a part of a whole in percent, to a tenth; 0 of nothing.
func Share(part, whole int64) float64 {
	if whole == 0 {
		return 0
	}
	return math.Round(1000*float64(part)/float64(whole)) / 10
}

// Concentration is the Herfindahl-Hirschman index of the money under the keys
// of a group: the sum of squared shares, from near 0 to 1 for a single key.
func (t *Tally) Concentration() float64 {
	all := float64(t.All().Minor)
	if all <= 0 {
		return 0
	}
	sum := 0.0
	for _, key := range t.Keys.Sorted() { // in order: sums of fractions depend on it
		share := float64(t.Keys.Of(key).Minor) / all
		sum += share * share
	}
	return math.Round(sum*1e4) / 1e4
}

// YearBefore reports whether a day is one of the twelve months up to and with
// the day of the survey.
func YearBefore(day, date procurement.Date) bool {
	if !day.Exact() || !date.Known() {
		return false
	}
	begin := procurement.Date(day.Time().AddDate(-1, 0, 0).Format("2006-01-02"))
	return date.First() > string(begin) && date.Last() <= string(day)
}

// contracted is when a process was contracted: the earliest signature, else the
// earliest date of an award that stands; "" where neither is published.
func contracted(p *procurement.Process) procurement.Date {
	if d := p.Signed(); d.Known() {
		return d
	}
	var first procurement.Date
	for _, a := range p.Awards {
		if a.Stands() && a.Date.Known() && (first == "" || a.Date.First() < first.First()) {
			first = a.Date
		}
	}
	return first
}
