package procurement

import (
	"slices"
	"time"
)

// bankHolidays are the bank holidays of England and Wales, year by year, with
// substitute days. Source: GOV.UK, https://www.gov.uk/bank-holidays, which
// announces a few years ahead (read 2026); they rest on the Banking and
// Financial Dealings Act 1971, Schedule 1, and on common law for Good Friday
// and Christmas Day.
var bankHolidays = map[int][]string{
	2025: {"01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"},
	2026: {"01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"},
	2027: {"01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"},
	2028: {"01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"},
}

// WorkingDay is the n-th working day in England after a day (YYYY-MM-DD), which
// itself is not counted: neither Saturday, Sunday nor bank holiday. It is ""
// where the bank holidays of a year it would pass through are not known.
func WorkingDay(after Date, n int) Date {
	day := after.Time()
	for n > 0 {
		day = day.AddDate(0, 0, 1)
		holidays, known := bankHolidays[day.Year()]
		if !known {
			return ""
		}
		weekend := day.Weekday() == time.Saturday || day.Weekday() == time.Sunday
		if !weekend && !slices.Contains(holidays, day.Format("01-02")) {
			n--
		}
	}
	return Date(day.Format(time.DateOnly))
}
