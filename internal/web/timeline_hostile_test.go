package web

import (
	"testing"

	"pgregory.net/rapid"

	"daylight/internal/procurement"
)

// maxTicks is as many places on the axis as a wide screen can name.
const maxTicks = 40

// Whatever a publisher writes by a slip of the pen, or to do harm, the drawing
// is made, stays inside its frame and names few places.
func TestNoDateOrLengthBreaksTheDrawing(t *testing.T) {
	dates := []procurement.Date{"", "0001", "0001-01-01", "0999-12", "1899-12-31", "1900-01-01", "1999-07-28", "2026-06-24", "2026-06~",
		"2098-12-31", "2099-12-31", "2150-12-31", "2151-01-01", "9999", "9999-12-31"}
	lengths := []int{0, 1, -1, 84, 365, longestDays, longestDays + 1, 999_999_999_999, -999_999_999_999, 1<<63 - 1, -1 << 63, days("P999999Y")}
	kinds := []string{termFact, stepFact, optionFact, proposedFact, recordFact, decisionFact, challengeFact, dueFact}
	rapid.Check(t, func(t *rapid.T) {
		fact := rapid.Custom(func(t *rapid.T) timelineFact {
			f := timelineFact{Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), From: rapid.SampledFrom(dates).Draw(t, "from"),
				To: rapid.SampledFrom(dates).Draw(t, "to"), Days: rapid.SampledFrom(lengths).Draw(t, "days"), First: rapid.Bool().Draw(t, "first")}
			if f.moment() && !f.From.Known() { // moments without a date are not on a timeline
				f.From = "2026"
			}
			return f
		})
		d := draw(rapid.SliceOfN(fact, 1, 60).Draw(t, "facts"), rapid.SampledFrom(dates).Draw(t, "day"))
		if len(d.Ticks) > maxTicks {
			t.Fatalf("%d ticks", len(d.Ticks))
		}
		for _, r := range d.Rows {
			if r.X < 0 || r.Width < 0 || r.End > 100 {
				t.Fatalf("%+v lies from %v, %v wide", r.timelineFact, r.X, r.Width)
			}
		}
		for _, tick := range d.Ticks {
			if tick.X < 0 || tick.X > 100 {
				t.Fatalf("a tick at %v", tick.X)
			}
		}
	})
}
