package cardinal

import "daylight/internal/outlier"

// r038 is "Excessive disqualified bids": of a buyer's, a procuring entity's or a
// tenderer's submitted bids, the share that was disqualified is at least the
// upper fence. Only those with a minimum of submitted bids count; the minimum
// of buyers and procuring entities is called one of contracting processes, and
// Cardinal compares it with bids all the same. Method:
// https://cardinal.readthedocs.io/en/latest/cli/indicators/R/038.html
type r038 struct {
	*tally
	threshold                            *float64
	minimumBids, minimumProcesses        int64
	buyers, procuringEntities, tenderers ratios
}

func newR038(s *section, t *tally) indicator {
	return &r038{tally: t, threshold: s.float("threshold"),
		minimumBids:      s.count("minimum_submitted_bids", 2),
		minimumProcesses: s.count("minimum_contracting_processes", 2),
		buyers:           ratios{}, procuringEntities: ratios{}, tenderers: ratios{}}
}

func (x *r038) fold(r *release) {
	disqualified, submitted := 0, 0
	for i := range r.bids.all {
		b := &r.bids.all[i]
		if !b.submitted() {
			continue
		}
		one := 0
		if b.status.is("disqualified") {
			one = 1
		}
		submitted++
		disqualified += one
		for _, id := range b.tenderers.all {
			if id != nil {
				x.tenderers.add(id, one, 1)
			}
		}
	}
	if submitted == 0 {
		return
	}
	x.count(x.buyers, "ocid_buyer_r038", r, r.buyer, disqualified, submitted)
	x.count(x.procuringEntities, "ocid_procuringentity_r038", r, r.tender.procuringEntity, disqualified, submitted)
}

func (x *r038) count(of ratios, name string, r *release, id text, disqualified, submitted int) {
	if id == nil {
		return
	}
	of.add(id, disqualified, submitted)
	if disqualified > 0 {
		x.link(name, string(r.ocid), string(id))
	}
}

func (x *r038) finish() {
	x.flag(Buyer, x.buyers, x.minimumProcesses)
	x.flag(ProcuringEntity, x.procuringEntities, x.minimumProcesses)
	x.flag(Tenderer, x.tenderers, x.minimumBids)
}

func (x *r038) flag(g Group, all ratios, minimum int64) {
	shares := make([]float64, 0, len(all))
	for _, r := range all {
		if int64(r.all) >= minimum {
			shares = append(shares, r.float())
		}
	}
	if len(shares) == 0 {
		return
	}
	fence := x.upperFence("R038", string(g)+"_", x.threshold, outlier.Of(shares))
	if !(fence > 0) {
		return
	}
	for id, r := range all {
		if share := r.float(); int64(r.all) >= minimum && share >= fence {
			x.set(g, id, "R038", share)
		}
	}
}
