package procurement

import (
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
		{"2028-12-29", 1, ""},            // not announced yet
		{"2024-12-30", 1, ""},
	} {
		if got := WorkingDay(x.after, x.n); got != x.want {
			t.Errorf("%d working days after %s: %q, want %q", x.n, x.after, got, x.want)
		}
	}
}

// A bank holiday is a day that people work on otherwise, eight times a year.
func TestBankHolidays(t *testing.T) {
	for year, days := range bankHolidays {
		if len(days) != 8 {
			t.Errorf("%d has %d bank holidays", year, len(days))
		}
		for _, d := range days {
			day := Date(time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006-") + d).Time()
			if w := day.Weekday(); w == time.Saturday || w == time.Sunday || day.Year() != year {
				t.Errorf("%s %d is a %v", d, year, w)
			}
		}
	}
}
