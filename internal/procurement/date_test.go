package procurement

import "testing"

func TestParseDate(t *testing.T) {
	for _, x := range []struct{ in, want, words, first, last string }{
		{"2026-06-24", "2026-06-24", "24 June 2026", "2026-06-24", "2026-06-24"},
		{"2026-06-24T23:30:00+14:00", "2026-06-24", "24 June 2026", "2026-06-24", "2026-06-24"},
		{"2026-06-24~", "2026-06-24~", "about 24 June 2026", "2026-06-24", "2026-06-24"},
		{"2024-02", "2024-02", "February 2024", "2024-02-01", "2024-02-29"},
		{"2026~", "2026~", "about 2026", "2026-01-01", "2026-12-31"},
		{"", "", "", "", ""},
	} {
		d, err := ParseDate(x.in)
		if err != nil || string(d) != x.want || d.String() != x.words || d.First() != x.first || d.Last() != x.last {
			t.Errorf("ParseDate(%q) = %q (%s, %s to %s), %v", x.in, d, d, d.First(), d.Last(), err)
		}
	}
	for _, bad := range []string{"2026-02-30", "next spring", "24.6.2026", "2026-13", "0000", "20260624", "~"} {
		if d, err := ParseDate(bad); err == nil {
			t.Errorf("ParseDate(%q) = %q, want an error", bad, d)
		}
	}
}

func TestAfter(t *testing.T) {
	for _, x := range []struct {
		a, b Date
		want bool
	}{
		{"2026-06-25", "2026-06-24", true},
		{"2026-06-24", "2026-06", false}, // inside the month
		{"2026-07", "2026-06-24", true},
		{"2027", "2026-06", true},
		{"", "2026", false},
		{"2026", "", false},
	} {
		if got := x.a.After(x.b); got != x.want {
			t.Errorf("%q after %q: %v", x.a, x.b, got)
		}
	}
}

func TestMonthsBetween(t *testing.T) {
	for _, x := range []struct {
		from, to Date
		want     int
		known    bool
	}{
		{"2023-03-31", "2024-03-31", 12, true},
		{"2023-01-31", "2023-02-28", 1, true}, // both the last of a month
		{"2024-04-01", "2025-03-31", 12, true},
		{"2024-04-01", "2024-04-14", 0, true},
		{"2024-04-01", "2024-04-16", 1, true},
		{"2020-12", "2022-12~", 24, true},
		{"2020", "2022-12-31", 0, false}, // a year says nothing about months
		{"", "2022-12-31", 0, false},
	} {
		got, known := MonthsBetween(x.from, x.to)
		if got != x.want || known != x.known {
			t.Errorf("from %q to %q: %d, %v", x.from, x.to, got, known)
		}
	}
}

func TestTruncate(t *testing.T) {
	for _, x := range []struct {
		in        Date
		precision string
		want      Date
	}{
		{"2020-12-01", "month", "2020-12"},
		{"2020-12-01", "month~", "2020-12~"},
		{"2020-12-01", "year", "2020"},
		{"2020-12-01", "day~", "2020-12-01~"},
		{"2020-12-01", "day", "2020-12-01"},
		{"", "year~", ""},
	} {
		if got := x.in.Truncate(x.precision); got != x.want {
			t.Errorf("%q to the %s: %q", x.in, x.precision, got)
		}
	}
}

func TestDuration(t *testing.T) {
	for _, x := range []struct {
		in     string
		months int
		words  string
	}{
		{"P12M", 12, "12 months"},
		{"P1Y6M", 18, "1 year 6 months"},
		{"P12W", 3, "12 weeks"},
		{"P1D", 0, "1 day"},
	} {
		d, err := ParseDuration(x.in)
		months, known := d.Months()
		if err != nil || months != x.months || !known || d.String() != x.words {
			t.Errorf("%s: %d months, %q, %v", x.in, months, d, err)
		}
	}
	for _, bad := range []string{"P", "12M", "P1.5Y", "PT5H", "a year", "P101Y", "P999999999999D"} {
		if _, err := ParseDuration(bad); err == nil {
			t.Errorf("ParseDuration(%q): want an error", bad)
		}
	}
}

func FuzzParseDate(f *testing.F) {
	f.Add("2026-06-24~")
	f.Fuzz(func(t *testing.T, s string) {
		d, err := ParseDate(s)
		if err != nil {
			return
		}
		again, err := ParseDate(string(d))
		if err != nil || again != d {
			t.Fatalf("%q reads as %q, and that as %q, %v", s, d, again, err)
		}
		if d.First() > d.Last() {
			t.Fatalf("%q begins after it ends", d)
		}
	})
}
