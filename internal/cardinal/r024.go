package cardinal

import "daylight/internal/outlier"

// r024 is "Price close to winning bid": the next price is so little above the
// winner's that their ratio is at most the lower fence of all ratios. Where a
// quarter of the ratios are zero it is silent, else it would flag them all.
// Method: https://cardinal.readthedocs.io/en/latest/cli/indicators/R/024.html
type r024 struct {
	perMarket
	*tally
	threshold *float64
}

func newR024(s *section, t *tally) indicator { return &r024{tally: t, threshold: s.float("threshold")} }

func (x *r024) finish() {
	fence, ok := x.lowerFence("R024", x.threshold, x.ratios())
	if !ok {
		return
	}
	for ocid, c := range x.compared {
		if c.ratio <= fence {
			x.set(OCID, ocid, "R024", c.ratio)
			for _, id := range []string{c.winner, c.next} {
				x.set(Tenderer, id, "R024", 0)
				x.link("ocid_tenderer_r024", ocid, id)
			}
		}
	}
}

// lowerFence is the threshold where there is one, else the lower fence of a
// sample, and whether it can tell anything: it and Q1 are above zero. It notes
// the figures.
func (t *tally) lowerFence(code string, threshold *float64, s outlier.Sample) (float64, bool) {
	fence, q1 := 0.0, 1.0
	if threshold != nil {
		fence = *threshold
	} else {
		var q3 float64
		q1, q3 = s.Quartiles()
		t.meta(code, "q1", q1)
		t.meta(code, "q3", q3)
		fence = outlier.LowerFence(q1, q3)
	}
	t.meta(code, "lower_fence", fence)
	return fence, q1 > 0 && fence > 0
}

// upperFence is the threshold where there is one, else the upper fence of a
// sample. It notes the figures, with prefix before their names.
func (t *tally) upperFence(code, prefix string, threshold *float64, s outlier.Sample) float64 {
	fence := 0.0
	if threshold != nil {
		fence = *threshold
	} else {
		q1, q3 := s.Quartiles()
		t.meta(code, prefix+"q1", q1)
		t.meta(code, prefix+"q3", q3)
		fence = outlier.UpperFence(q1, q3)
	}
	t.meta(code, prefix+"upper_fence", fence)
	return fence
}
