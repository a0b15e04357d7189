package procurement

import (
	"fmt"
	"slices"
	"testing"
	"time"
)

func TestWorkingDay(t *testing.T) {
	for _, x := range []struct {
		after Date
		n     int
		want  Date
	}{
		{"2026-11-23", 0, "2026-11-23"},
		{"2026-11-23", 2, "2026-11-25"},  // Monday to Wednesday
		{"2026-11-20", 1, "2026-11-23"},  // over a weekend
		{"2026-11-21", 2, "2026-11-24"},  // sent on a Saturday
		{"2026-04-02", 2, "2026-04-08"},  // Good Friday and Easter Monday
		{"2026-12-24", 2, "2026-12-30"},  // Boxing Day is a Saturday: the Monday stands in
		{"2027-12-24", 1, "2027-12-29"},  // Christmas at a weekend: two days stand in
		{"2027-12-31", 1, "2028-01-04"},  // New Year's Day is a Saturday
		{"2026-05-22", 10, "2026-06-08"}, // spring bank holiday
		{"2028-12-29", 1, "2029-01-02"},  // by the rule
		{"2022-06-01", 1, "2022-06-06"},  // two days of jubilee
		{"2016-12-29", 1, ""},
	} {
		if got := WorkingDay(x.after, x.n); got != x.want {
			t.Errorf("%d working days after %s: %q, want %q", x.n, x.after, got, x.want)
		}
	}
}

// The lists of GOV.UK, with the days in lieu. What it had of 2022 before September
// and of 2023 before May stands here with the two days proclaimed after.
func TestBankHolidays(t *testing.T) {
	for year, want := range map[int][]string{
		2017: {"01-02", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"},
		2018: {"01-01", "03-30", "04-02", "05-07", "05-28", "08-27", "12-25", "12-26"},
		2019: {"01-01", "04-19", "04-22", "05-06", "05-27", "08-26", "12-25", "12-26"},
		2020: {"01-01", "04-10", "04-13", "05-08", "05-25", "08-31", "12-25", "12-28"},
		2021: {"01-01", "04-02", "04-05", "05-03", "05-31", "08-30", "12-27", "12-28"},
		2022: {"01-03", "04-15", "04-18", "05-02", "06-02", "06-03", "08-29", "09-19", "12-26", "12-27"},
		2023: {"01-02", "04-07", "04-10", "05-01", "05-08", "05-29", "08-28", "12-25", "12-26"},
		2025: {"01-01", "04-18", "04-21", "05-05", "05-26", "08-25", "12-25", "12-26"},
		2026: {"01-01", "04-03", "04-06", "05-04", "05-25", "08-31", "12-25", "12-28"},
		2027: {"01-01", "03-26", "03-29", "05-03", "05-31", "08-30", "12-27", "12-28"},
		2028: {"01-03", "04-14", "04-17", "05-01", "05-29", "08-28", "12-25", "12-26"},
	} {
		if got := bankHolidays(year); !slices.Equal(got, want) {
			t.Errorf("%d: %v, want %v", year, got, want)
		}
	}
}

// A bank holiday is a day that people work on otherwise, eight times a year.
func TestBankHolidaysOfManyYears(t *testing.T) {
	for year := 2024; year < 2200; year++ {
		days := bankHolidays(year)
		if len(slices.Compact(slices.Clone(days))) != 8 {
			t.Errorf("%d has %v", year, days)
		}
		for _, d := range days {
			if day, err := time.Parse(time.DateOnly, fmt.Sprintf("%d-%s", year, d)); err != nil || weekend(day) {
				t.Errorf("%s %d is a %v", d, year, day.Weekday())
			}
		}
	}
}
