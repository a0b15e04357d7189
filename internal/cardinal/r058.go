package cardinal

// r058 is "Heavily discounted bid": the next price is so far above the winner's
// that their ratio is at least the upper fence of all ratios. Where that fence
// is zero it is silent. Method:
// https://cardinal.readthedocs.io/en/latest/cli/indicators/R/058.html
type r058 struct {
	perMarket
	*tally
	threshold *float64
}

func newR058(s *section, t *tally) indicator { return &r058{tally: t, threshold: s.float("threshold")} }

func (x *r058) finish() {
	fence := x.upperFence("R058", "", x.threshold, x.ratios())
	if !(fence > 0) {
		return
	}
	for ocid, c := range x.compared {
		if c.ratio >= fence {
			x.set(OCID, ocid, "R058", c.ratio)
			x.set(Tenderer, c.winner, "R058", 0)
			x.link("ocid_tenderer_r058", ocid, c.winner)
		}
	}
}
