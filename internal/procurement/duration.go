package procurement

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// Duration is an ISO 8601 duration of whole years, months, weeks and days,
// such as "P12M"; "" is unknown.
type Duration string

var durationForm = regexp.MustCompile(`^P(?:(\d{1,6})Y)?(?:(\d{1,6})M)?(?:(\d{1,6})W)?(?:(\d{1,6})D)?$`)

// maxYears is longer than any contract: more is a slip of the pen.
const maxYears = 100

// ParseDuration reads an ISO 8601 duration without a time part.
func ParseDuration(s string) (Duration, error) {
	if s == "" {
		return "", nil
	}
	years, months, weeks, days := Duration(s).parts()
	if !durationForm.MatchString(s) || s == "P" || years+months/12+weeks/52+days/365 > maxYears {
		return "", fmt.Errorf("%q is not a duration of years, months, weeks or days: write P12M or P8W", s)
	}
	return Duration(s), nil
}

func (d Duration) parts() (years, months, weeks, days int) {
	m := durationForm.FindStringSubmatch(string(d))
	if m == nil {
		return
	}
	n := func(i int) int { v, _ := strconv.Atoi(m[i]); return v }
	return n(1), n(2), n(3), n(4)
}

// Months is the length in whole months, weeks and days counted as 30.44 days
// to a month and rounded. The second result is false where it is unknown.
func (d Duration) Months() (int, bool) {
	if d == "" {
		return 0, false
	}
	y, m, w, days := d.parts()
	return y*12 + m + int((float64(w*7+days)/30.44)+0.5), true
}

// String is the length in words: "12 months", "1 year 6 months".
func (d Duration) String() string {
	y, m, w, days := d.parts()
	var words []string
	for _, p := range []struct {
		n    int
		unit string
	}{{y, "year"}, {m, "month"}, {w, "week"}, {days, "day"}} {
		if p.n > 0 {
			words = append(words, Count(p.n, p.unit))
		}
	}
	return strings.Join(words, " ")
}

// Count is a number with its unit, in the plural where English wants it.
func Count(n int, unit string) string {
	if n == 1 {
		return "1 " + unit
	}
	switch {
	case strings.HasSuffix(unit, "ss"):
		unit += "es"
	case strings.HasSuffix(unit, "y") && !strings.HasSuffix(unit, "ay"):
		unit = strings.TrimSuffix(unit, "y") + "ies"
	default:
		unit += "s"
	}
	return strconv.Itoa(n) + " " + unit
}
