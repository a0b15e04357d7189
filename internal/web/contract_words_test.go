package web

import (
	"testing"

	"daylight/internal/procurement"
)

func TestTermsInWords(t *testing.T) {
	for _, test := range []struct {
		period       procurement.Period
		length, when string
	}{
		{procurement.Period{Start: "2023-04-01", End: "2024-03-31"}, "12 months", "1 April 2023 to 31 March 2024"},
		{procurement.Period{Start: "2023-04-01", End: "2025-03-31"}, "2 years", "1 April 2023 to 31 March 2025"},
		{procurement.Period{Start: "2020-03", Days: 91}, "about 3 months (91 days)", "from March 2020; end not stated"},
		{procurement.Period{Days: 84}, "12 weeks", "dates not stated"},
		{procurement.Period{Days: 365}, "about 12 months (365 days)", "dates not stated"},
		{procurement.Period{Start: "1999-07-28", End: "2023-03-31"}, "23 years 8 months", "28 July 1999 to 31 March 2023"},
		{procurement.Period{End: "2023-03-31"}, "", "to 31 March 2023; start not stated"},
		{procurement.Period{Start: "2020-01-01", End: "2099-12-31"}, "", "from 1 January 2020, no end stated"},
		{procurement.Period{}, "", "dates not stated"},
	} {
		if got := termLength(test.period); got != test.length {
			t.Errorf("%v lasts %q, want %q", test.period, got, test.length)
		}
		if got := between(test.period.Start, test.period.End); got != test.when {
			t.Errorf("%v is %q, want %q", test.period, got, test.when)
		}
	}
}

func TestShortNames(t *testing.T) {
	for name, want := range map[string]string{
		"Mayor's Office for Policing and Crime (MOPAC)": "MOPAC",
		"Palantir Technologies UK, Ltd":                 "Palantir Technologies UK, Ltd",
		"Army (Switzerland)":                            "Army (Switzerland)",
	} {
		if got := shortName(name); got != want {
			t.Errorf("%q is shortened to %q, want %q", name, got, want)
		}
	}
}
