package cardinal

import "daylight/internal/outlier"

// prices compares the winner's lowest valid bid with the lowest valid one of
// all others, for R024 and R058, where one award to one supplier is active and
// none is pending. A bid counts if it has one tenderer and a price in the main
// currency.
type prices struct {
	perRelease
	*tally
	methods methods
}

// priced is a comparison as it is kept.
type priced struct {
	ratio        float64 // (next − winner) / winner
	winner, next string
}

func (x *prices) fold(r *release) {
	if !x.methods.match(r) || !r.final() {
		return
	}
	supplier := r.soleSupplier()
	if supplier == nil {
		return
	}
	var c outlier.Comparison
	for i := range r.bids.all {
		b := &r.bids.all[i]
		tenderer := only(b.tenderers)
		if b.status.is("valid") && tenderer != nil && b.price() && x.mainCurrency(b.currency) {
			c.Add(string(tenderer), b.amount, string(tenderer) == string(supplier))
		}
	}
	if c.Comparable() {
		x.compared[string(r.ocid)] = priced{c.Ratio(), c.Winner, c.Next}
	}
}

// ratios are those of all comparisons.
func (t *tally) ratios() outlier.Sample {
	list := make([]float64, 0, len(t.compared))
	for _, c := range t.compared {
		list = append(list, c.ratio)
	}
	return outlier.Of(list)
}
