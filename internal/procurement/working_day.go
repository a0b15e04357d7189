package procurement

import (
	"slices"
	"time"
)

// proclaimed is what royal proclamations changed for one year: bank holidays
// moved from the day of the rule, and added. Add to it when GOV.UK announces
// one (https://www.gov.uk/bank-holidays).
var proclaimed = map[int]struct{ moved, added []string }{
	2020: {moved: []string{"05-04"}, added: []string{"05-08"}},
	2022: {moved: []string{"05-30"}, added: []string{"06-02", "06-03", "09-19"}},
	2023: {added: []string{"05-08"}},
}

// firstYear is the first whose bank holidays were compared with GOV.UK's list.
const firstYear = 2017

// bankHolidays are the bank holidays of England and Wales in a year, as MM-DD:
// the Banking and Financial Dealings Act 1971, Schedule 1 (Easter Monday, the
// last Mondays in May and August, 26 December), common law (Good Friday,
// Christmas Day), and what is proclaimed every year (New Year's Day, the first
// Monday in May, and the next free weekday for each that falls on a weekend).
// Compared with GOV.UK's lists of 2017 to 2023 and 2025 to 2028.
func bankHolidays(year int) []string {
	on := func(month time.Month, day int) time.Time { return time.Date(year, month, day, 0, 0, 0, 0, time.UTC) }
	easter := easterSunday(year)
	days := []time.Time{on(1, 1), easter.AddDate(0, 0, -2), easter.AddDate(0, 0, 1),
		mondayFrom(on(5, 1)), mondayFrom(on(5, 25)), mondayFrom(on(8, 25)), on(12, 25), on(12, 26)}
	var list []string
	for _, day := range days {
		if weekend(day) { // both of Christmas and the day after find one, whichever it is
			for weekend(day) || slices.Contains(days, day) || slices.Contains(list, monthDay(day)) {
				day = day.AddDate(0, 0, 1)
			}
		}
		list = append(list, monthDay(day))
	}
	change := proclaimed[year]
	list = slices.DeleteFunc(list, func(day string) bool { return slices.Contains(change.moved, day) })
	list = append(list, change.added...)
	slices.Sort(list)
	return list
}

func monthDay(t time.Time) string { return t.Format("01-02") }

func weekend(t time.Time) bool { return t.Weekday() == time.Saturday || t.Weekday() == time.Sunday }

// mondayFrom is the first Monday from a day on.
func mondayFrom(t time.Time) time.Time {
	return t.AddDate(0, 0, int(time.Monday-t.Weekday()+7)%7)
}

// easterSunday is that of the Gregorian calendar, by the method published in
// Nature on 20 April 1876 (Meeus, Astronomical Algorithms, chapter 8).
func easterSunday(year int) time.Time {
	a, b, c := year%19, year/100, year%100
	h := (19*a + b - b/4 - (b-(b+8)/25+1)/3 + 15) % 30
	l := (32 + 2*(b%4) + 2*(c/4) - h - c%4) % 7
	sum := h + l - 7*((a+11*h+22*l)/451) + 114
	return time.Date(year, time.Month(sum/31), sum%31+1, 0, 0, 0, 0, time.UTC)
}

// WorkingDay is the n-th working day in England after a day (YYYY-MM-DD), which
// itself is not counted: neither Saturday, Sunday nor bank holiday. It is "" in
// years before 2017. A bank holiday proclaimed after this was written is not
// known to it.
func WorkingDay(after Date, n int) Date {
	day := after.Time()
	holidays, of := []string(nil), 0
	for n > 0 {
		day = day.AddDate(0, 0, 1)
		if day.Year() < firstYear {
			return ""
		}
		if day.Year() != of {
			holidays, of = bankHolidays(day.Year()), day.Year()
		}
		if !weekend(day) && !slices.Contains(holidays, monthDay(day)) {
			n--
		}
	}
	return Date(day.Format(time.DateOnly))
}
