package cardinal

import "bytes"

// r030 is "Late bid won": a valid bid is dated after the end of the tender
// period, and its tenderer is a supplier of an active award. The dates are
// compared as texts, as Cardinal does: they agree where both are written alike.
// Method: https://cardinal.readthedocs.io/en/latest/cli/indicators/R/030.html
type r030 struct {
	perRelease
	*tally
	suppliers ids
}

func newR030(_ *section, t *tally) indicator { return &r030{tally: t} }

func (x *r030) fold(r *release) {
	if r.tender.end == nil {
		return
	}
	r.activeSuppliers(&x.suppliers)
	for i := range r.bids.all {
		b := &r.bids.all[i]
		if !b.status.is("valid") || b.date == nil || bytes.Compare(b.date, r.tender.end) <= 0 {
			continue
		}
		for _, id := range b.tenderers.all {
			if id != nil && x.suppliers.has(id) {
				x.set(OCID, string(r.ocid), "R030", 1)
				x.set(Tenderer, string(id), "R030", 1)
				x.link("ocid_tenderer_r030", string(r.ocid), string(id))
			}
		}
	}
}

// activeSuppliers are those of active awards.
func (r *release) activeSuppliers(found *ids) {
	found.clear()
	for i := range r.awards.all {
		if a := &r.awards.all[i]; a.status.is("active") {
			found.addAll(a.suppliers)
		}
	}
}
