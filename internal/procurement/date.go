package procurement

import (
	"fmt"
	"strconv"
	"strings"
	"time"
)

// Date is a day or a looser statement of one, written as EDTF (ISO 8601-2)
// level 0 and 1: "2026-06-24", "2026-06", "2026", each with "~" appended where
// the source says "about". The empty Date is unknown.
type Date string

// NoEnd is the first year that publishers use to say "no end stated".
const NoEnd = 2099

// ParseDate reads an EDTF date, or the day of an RFC 3339 instant as it was
// written, without moving it to another zone.
func ParseDate(s string) (Date, error) {
	s = strings.TrimSpace(s)
	if s == "" {
		return "", nil
	}
	text, about := strings.CutSuffix(s, "~")
	if len(text) > 10 && (text[10] == 'T' || text[10] == ' ') {
		text = text[:10]
	}
	for _, layout := range []string{"2006-01-02", "2006-01", "2006"} {
		if t, err := time.Parse(layout, text); err == nil && t.Year() > 0 {
			if about {
				text += "~"
			}
			return Date(text), nil
		}
	}
	return "", fmt.Errorf("%q is not a date: write YYYY-MM-DD, YYYY-MM or YYYY, with ~ for about", s)
}

// Known reports whether anything is stated.
func (d Date) Known() bool { return d != "" }

// About reports whether the source gives the date as approximate.
func (d Date) About() bool { return strings.HasSuffix(string(d), "~") }

func (d Date) plain() string { return strings.TrimSuffix(string(d), "~") }

// Exact reports whether the date is one stated day.
func (d Date) Exact() bool { return len(d) == 10 }

// First is the earliest day the date can mean, as YYYY-MM-DD, or "".
func (d Date) First() string {
	switch p := d.plain(); len(p) {
	case 4:
		return p + "-01-01"
	case 7:
		return p + "-01"
	default:
		return p
	}
}

// Last is the latest day the date can mean, as YYYY-MM-DD, or "": a month is
// due at its end.
func (d Date) Last() string {
	switch p := d.plain(); len(p) {
	case 4:
		return p + "-12-31"
	case 7:
		t, _ := time.Parse("2006-01", p)
		return t.AddDate(0, 1, -1).Format("2006-01-02")
	default:
		return p
	}
}

// Year is the year stated, or 0.
func (d Date) Year() int {
	if d == "" {
		return 0
	}
	y, _ := strconv.Atoi(d.plain()[:min(4, len(d.plain()))])
	return y
}

// EndStated reports whether the date states an end: publishers write years
// from 2099 for "none".
func (d Date) EndStated() bool { return d.Known() && d.Year() < NoEnd }

// After reports whether every day d can mean is later than all e can mean.
// Unknown dates are after nothing.
func (d Date) After(e Date) bool { return d.Known() && e.Known() && d.First() > e.Last() }

// Plus is the day so many days after the latest day the date can mean; "" where
// there is no such day.
func (d Date) Plus(days int) Date {
	t, err := time.Parse(time.DateOnly, d.Last())
	if err != nil || t.AddDate(0, 0, days).Year() > 9999 {
		return ""
	}
	return Date(t.AddDate(0, 0, days).Format(time.DateOnly))
}

// Time is the first day of the date at midnight UTC.
func (d Date) Time() time.Time {
	t, _ := time.Parse("2006-01-02", d.First())
	return t
}

// Truncate coarsens a date to the precision a source really gave: "year",
// "month" or "day", each with an optional "~".
func (d Date) Truncate(precision string) Date {
	p, about := strings.CutSuffix(precision, "~")
	text := d.plain()
	switch p {
	case "year":
		text = text[:min(4, len(text))]
	case "month":
		text = text[:min(7, len(text))]
	}
	if about && text != "" {
		text += "~"
	}
	return Date(text)
}

// String is the date in words: "24 June 2026", "June 2026", "about 2026".
func (d Date) String() string {
	layouts := map[int][2]string{4: {"2006", "2006"}, 7: {"2006-01", "January 2006"}, 10: {"2006-01-02", "2 January 2006"}}
	layout, ok := layouts[len(d.plain())]
	if !ok {
		return ""
	}
	t, err := time.Parse(layout[0], d.plain())
	if err != nil {
		return d.plain()
	}
	if d.About() {
		return "about " + t.Format(layout[1])
	}
	return t.Format(layout[1])
}

// MonthsBetween counts calendar months from one date to another, a rest of half
// a month or more counting as one. It is not known where a date is not, or
// states a year only.
func MonthsBetween(from, to Date) (int, bool) {
	if len(from.plain()) < len("2006-01") || len(to.plain()) < len("2006-01") {
		return 0, false
	}
	a, b := from.Time(), to.Time()
	months := (b.Year()-a.Year())*12 + int(b.Month()) - int(a.Month())
	days := b.Day() - a.Day()
	// The ends of two months are whole months apart, whatever their lengths.
	if lastOfMonth(a) && lastOfMonth(b) {
		days = 0
	}
	switch {
	case days >= 15:
		months++
	case days < -15:
		months--
	}
	return months, true
}

func lastOfMonth(t time.Time) bool { return t.AddDate(0, 0, 1).Day() == 1 }
