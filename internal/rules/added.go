package rules

import (
	"fmt"
	"math"
	"strings"

	"daylight/internal/procurement"
)

// added is the time that steps add, in whole months: what dates or a length
// say apart from what is only a ceiling, and how many steps say nothing. Months
// of steps that give neither are not zero but unknown.
type added struct {
	known, upTo            int // months
	stated, capped, silent int // steps
}

func (a *added) count(step procurement.Extension) {
	months, ok := stepMonths(step)
	switch {
	case !ok:
		a.silent++
	case step.Ceiling():
		a.capped++
		a.upTo += months
	default:
		a.stated++
		a.known += months
	}
}

// stepMonths is the time a step added, or adds at most; a step that adds less
// than nothing has dates that cannot be relied on.
func stepMonths(step procurement.Extension) (int, bool) {
	months, ok := step.Months()
	return months, ok && months >= 0
}

// words follow the number of steps: ": adding 42 months, and up to 4 months more".
func (a added) words() string {
	if a.stated+a.capped == 0 {
		return ", of unknown length"
	}
	var parts []string
	if a.stated > 0 {
		parts = append(parts, "adding "+procurement.Count(a.known, "month"))
	}
	if a.capped > 0 {
		more := ""
		if a.stated > 0 {
			more = " more"
		}
		parts = append(parts, "up to "+procurement.Count(a.upTo, "month")+more)
	}
	if a.silent > 0 {
		parts = append(parts, fmt.Sprintf("%d of unknown length", a.silent))
	}
	if last := len(parts) - 1; last > 0 {
		parts[last] = "and " + parts[last]
	}
	return ": " + strings.Join(parts, ", ")
}

func (a added) figures(figures map[string]any) {
	if a.stated > 0 {
		figures["months_added_known"] = a.known
	}
	if a.capped > 0 {
		figures["months_added_up_to"] = a.upTo
	}
	if a.stated > 0 && a.capped > 0 {
		figures["months_added_at_most"] = a.known + a.upTo
	}
	figures["months_unknown"] = a.silent
}

// agreed is the term first agreed, in whole months, at least one, and in words;
// zero is not known.
type agreed struct {
	months int
	words  string
}

func agreedTerm(first procurement.Period) agreed {
	months, known := procurement.MonthsBetween(first.Start, first.End)
	switch {
	case known && first.End.EndStated() && first.End.Last() >= first.Start.First():
		months = max(1, months)
		return agreed{months, procurement.Count(months, "month")}
	case first.Days > 0:
		return agreedDays(first.Days)
	}
	return agreed{}
}

// Below fewMonths, days that are not about whole months are named as weeks or
// days: 84 days are twelve weeks rather than three months, 91 are three months.
const (
	fewMonths = 6
	about     = 2 // days
)

func agreedDays(days int) agreed {
	months, _ := procurement.Duration(fmt.Sprintf("P%dD", days)).Months()
	months = max(1, months)
	switch {
	case months >= fewMonths, math.Abs(float64(days)-30.44*float64(months)) <= about:
		return agreed{months, procurement.Count(months, "month")}
	case days%7 == 0:
		return agreed{months, procurement.Count(days/7, "week")}
	}
	return agreed{months, procurement.Count(days, "day")}
}

func (a agreed) known() bool { return a.months > 0 }
