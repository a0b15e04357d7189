package cardinal

// r035 is "All except winning bid disqualified": one tenderer alone has valid
// bids, it is the supplier of all active awards, and at least threshold others
// were disqualified. The figure is how many. Method:
// https://cardinal.readthedocs.io/en/latest/cli/indicators/R/035.html
type r035 struct {
	perRelease
	*tally
	threshold                      int64
	suppliers, valid, disqualified ids
}

func newR035(s *section, t *tally) indicator {
	return &r035{tally: t, threshold: max(s.count("threshold", 1), 1)}
}

func (x *r035) fold(r *release) {
	if !r.final() {
		return
	}
	r.activeSuppliers(&x.suppliers)
	r.tenderers(&x.valid, "valid")
	winner := x.valid.only()
	if winner == nil || string(winner) != string(x.suppliers.only()) || x.suppliers.only() == nil {
		return
	}
	r.tenderers(&x.disqualified, "disqualified")
	others := len(x.disqualified.list)
	if x.disqualified.has(winner) {
		others--
	}
	if int64(others) >= x.threshold {
		x.set(OCID, string(r.ocid), "R035", float64(others))
		x.set(Tenderer, string(winner), "R035", 0)
		x.link("ocid_tenderer_r035", string(r.ocid), string(winner))
	}
}

// tenderers are those of bids with that status.
func (r *release) tenderers(found *ids, status string) {
	found.clear()
	for i := range r.bids.all {
		if b := &r.bids.all[i]; b.status.is(status) {
			found.addAll(b.tenderers)
		}
	}
}
