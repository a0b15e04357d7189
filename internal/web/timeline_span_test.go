package web

import (
	"testing"
	"time"

	"daylight/internal/procurement"
)

// one is a chain of steps; the first fact begins it.
func one(facts ...timelineFact) []timelineFact {
	facts[0].First = true
	for i := range facts {
		if facts[i].Kind == "" {
			facts[i].Kind = stepFact
		}
	}
	return facts
}

func TestSpansPlaceWhatIsStatedAndSupposeNothing(t *testing.T) {
	type place struct {
		from, to string // "" where not known
		stated   bool
	}
	for _, test := range []struct {
		name  string
		facts []timelineFact
		want  []place
	}{
		{"stated ends", one(timelineFact{From: "2023-04-01", To: "2024-03-31"}),
			[]place{{"2023-04-01", "2024-03-31", true}}},
		{"a step begins where the one before ended", one(timelineFact{From: "2020-01-01", To: "2020-12-31"}, timelineFact{To: "2021-12-31"}),
			[]place{{"2020-01-01", "2020-12-31", true}, {"2020-12-31", "2021-12-31", true}}},
		{"a month lasts to its end", one(timelineFact{From: "2020-03", To: "2020-06"}),
			[]place{{"2020-03-01", "2020-06-30", true}}},
		{"an award is the earliest start, not the start", one(timelineFact{From: "2023-11-21", Earliest: true, To: "2027-02-15"}),
			[]place{{"2023-11-21", "2027-02-15", false}}},
		{"a stated length gives the end", one(timelineFact{From: "2020-03-01", Days: 91}),
			[]place{{"2020-03-01", "2020-05-31", true}}},
		{"a length that is a ceiling is not stated", one(timelineFact{From: "2026-06-24", Days: 365, UpTo: true}),
			[]place{{"2026-06-24", "2027-06-24", false}}},
		{"without dates nothing is placed", one(timelineFact{Days: 84}),
			[]place{{"", "", false}}},
		{"a step lasts at most until the next", one(timelineFact{Days: 84}, timelineFact{}, timelineFact{From: "2026-06-24", Days: 365, UpTo: true}),
			[]place{{"", "", false}, {"", "2026-06-24", false}, {"2026-06-24", "2027-06-24", false}}},
		{"years from 2099 state no end", one(timelineFact{From: "2020-01-01", To: "2099-12-31"}),
			[]place{{"2020-01-01", "", false}}},
		{"a decision is no step", append(one(timelineFact{From: "2020-01-01"}), timelineFact{Kind: decisionFact, From: "2021-05"}),
			[]place{{"2020-01-01", "", false}, {"2021-05-01", "2021-05-31", true}}},
		{"an end before the start draws nothing backwards", one(timelineFact{From: "2021-01-01", To: "2020-01-01"}),
			[]place{{"2021-01-01", "2021-01-01", true}}},
	} {
		t.Run(test.name, func(t *testing.T) {
			for i, s := range spans(test.facts) {
				if got := (place{written(s.from), written(s.to), s.stated}); got != test.want[i] {
					t.Errorf("fact %d: got %v, want %v", i, got, test.want[i])
				}
			}
		})
	}
}

func written(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.Format(time.DateOnly)
}

func TestUndatedStepsLieInTheirZoneInOrder(t *testing.T) {
	d := draw(one(
		timelineFact{Kind: termFact, Label: "First term", Days: 84},
		timelineFact{Label: "Overrun"},
		timelineFact{Label: "Extension", From: "2026-06-24", Days: 365, UpTo: true},
	), procurement.Date("2026-11-23"))
	term, overrun, extension := d.Rows[0], d.Rows[1], d.Rows[2]
	switch {
	case !d.Undated:
		t.Error("there is no zone for undated steps")
	case term.End > undatedZone:
		t.Errorf("the undated term reaches %v, into the dated part", term.End)
	case overrun.X < term.End:
		t.Errorf("the overrun begins at %v, before the term ends at %v", overrun.X, term.End)
	case overrun.End != extension.X:
		t.Errorf("the overrun ends at %v, the extension begins at %v", overrun.End, extension.X)
	case !term.Hatched || !overrun.Hatched || !extension.Hatched:
		t.Error("a step without stated dates is not hatched")
	case d.Today <= extension.X || d.Today >= extension.End:
		t.Errorf("the recorded day lies at %v, outside the extension", d.Today)
	}
}

func TestWordsKeepTwoThirdsOfTheWidth(t *testing.T) {
	for _, test := range []struct {
		x    float64
		want anchor
	}{{2, atStart}, {33, atStart}, {35, atMiddle}, {65, atMiddle}, {67, atEnd}, {98, atEnd}} {
		if _, got := wordsAt(test.x); got != test.want {
			t.Errorf("words at %v are anchored at their %s, want %s", test.x, got, test.want)
		}
	}
}

func TestLinesFitATelephone(t *testing.T) {
	for _, text := range []string{
		"about six months in fact, price not stated",
		"In the same story: Unified Operational Analytics",
		"Staff-data pilot (Culture Standards and Integrity Ecosystem)",
	} {
		for _, line := range lines(text) {
			if len(line) > lineRoom {
				t.Errorf("%q is longer than %d letters", line, lineRoom)
			}
		}
	}
}
