package cardinal

import "daylight/internal/outlier"

// r025 is "Excessive unsuccessful bids": a tenderer with valid bids in at least
// as many processes as the third quartile wins a share of them that is at most
// the lower fence. A process counts once for each tenderer, if one award to
// one supplier is active and none is pending. Method:
// https://cardinal.readthedocs.io/en/latest/cli/indicators/R/025.html
type r025 struct {
	*tally
	percentile int64
	threshold  *float64
	wins       ratios // of processes with a valid bid, by tenderer
	seen       ids
}

func newR025(s *section, t *tally) indicator {
	return &r025{tally: t, percentile: s.count("percentile", 75), threshold: s.float("threshold"), wins: ratios{}}
}

func (x *r025) fold(r *release) {
	if !r.final() {
		return
	}
	supplier := r.soleSupplier()
	if supplier == nil {
		return
	}
	x.seen.clear()
	for i := range r.bids.all {
		b := &r.bids.all[i]
		tenderer := only(b.tenderers)
		if !b.status.is("valid") || tenderer == nil || !x.seen.add(tenderer) {
			continue
		}
		won := 0
		if string(tenderer) == string(supplier) {
			won = 1
		}
		x.wins.add(tenderer, won, 1)
	}
}

func (x *r025) finish() {
	counts, shares := make([]float64, 0, len(x.wins)), make([]float64, 0, len(x.wins))
	for _, w := range x.wins {
		counts, shares = append(counts, float64(w.all)), append(shares, w.float())
	}
	many := outlier.Of(counts).Quantile(float64(x.percentile) / 100)
	x.meta("R025", "upper_fence", many)
	fence, ok := x.lowerFence("R025", x.threshold, outlier.Of(shares))
	if !ok {
		return
	}
	for id, w := range x.wins {
		if share := w.float(); float64(w.all) >= many && share <= fence {
			x.set(Tenderer, id, "R025", share)
		}
	}
}
