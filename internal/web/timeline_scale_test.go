package web

import (
	"slices"
	"testing"
	"time"

	"daylight/internal/procurement"
)

func at(day string) time.Time { return procurement.Date(day).Time() }

func TestScaleKeepsDatesInProportion(t *testing.T) {
	dated := newScale([]time.Time{at("2020-01-01"), at("2030-01-01")}, false)
	undated := newScale([]time.Time{at("2030-01-01"), at("2020-01-01")}, true)
	for _, test := range []struct {
		name  string
		scale scale
		day   string
		want  float64
	}{
		{"the first day", dated, "2020-01-01", 2},
		{"the last day", dated, "2030-01-01", 98},
		{"the middle", dated, "2025-01-01", 50.01}, // leap days are not spread evenly
		{"a quarter", dated, "2022-07-02", 25.99},
		{"the first day, right of the undated zone", undated, "2020-01-01", 30},
		{"the last day, right of the undated zone", undated, "2030-01-01", 98},
		{"one day alone lies in the middle", newScale([]time.Time{at("2026-06-24")}, false), "2026-06-24", 50},
	} {
		t.Run(test.name, func(t *testing.T) {
			if got := test.scale.at(at(test.day)); got < test.want-0.02 || got > test.want+0.02 {
				t.Errorf("got %v, want %v", got, test.want)
			}
		})
	}
}

func TestTicksAreRoundAndFitATelephone(t *testing.T) {
	for _, test := range []struct {
		name     string
		from, to string
		undated  bool
		want     []string // on a telephone
	}{
		{"a quarter century by five years", "1999-07-28", "2027-03-31", false, []string{"2000", "2005", "2010", "2015", "2020", "2025"}},
		{"a few years", "2020-03-01", "2026-11-23", false, []string{"2021", "2022", "2023", "2024", "2025", "2026"}},
		{"little more than a year", "2026-04-27", "2027-06-30", true, []string{"Jul 2026", "Jan 2027"}},
		{"a month", "2026-06-20", "2026-07-10", false, []string{"Jul 2026"}},
		{"a day", "2026-06-20", "2026-06-20", false, nil},
	} {
		t.Run(test.name, func(t *testing.T) {
			var labels []string
			for _, tick := range newScale([]time.Time{at(test.from), at(test.to)}, test.undated).ticks() {
				if !tick.Minor {
					labels = append(labels, tick.Label)
				}
			}
			if !slices.Equal(labels, test.want) {
				t.Errorf("got %q, want %q", labels, test.want)
			}
		})
	}
}

func TestWiderScreensHaveMoreTicks(t *testing.T) {
	minor := 0
	for _, tick := range newScale([]time.Time{at("2026-04-27"), at("2027-06-30")}, true).ticks() {
		if tick.Minor {
			minor++
		}
	}
	if minor == 0 {
		t.Error("no tick is kept for wide screens")
	}
}
