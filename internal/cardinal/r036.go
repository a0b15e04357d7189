package cardinal

// r036 is "Lowest bid disqualified": of the bids with a price in the main
// currency the lowest is disqualified (of equal ones the first counts), another
// is valid, and an award is active. It assumes that price alone decides.
// Method: https://cardinal.readthedocs.io/en/latest/cli/indicators/R/036.html
type r036 struct {
	perRelease
	*tally
	methods methods
}

func newR036(_ *section, t *tally) indicator {
	return &r036{tally: t, methods: t.settings.comparable()}
}

func (x *r036) fold(r *release) {
	if !x.methods.match(r) || !r.awarded() {
		return
	}
	var lowest *bid
	valid := false
	for i := range r.bids.all {
		b := &r.bids.all[i]
		if !b.submitted() || !b.price() || !x.mainCurrency(b.currency) {
			continue
		}
		if lowest == nil || b.amount < lowest.amount {
			lowest = b
		}
		valid = valid || b.status.is("valid")
	}
	if valid && lowest.status.is("disqualified") {
		x.set(OCID, string(r.ocid), "R036", 1)
	}
}

func (r *release) awarded() bool {
	for i := range r.awards.all {
		if r.awards.all[i].status.is("active") {
			return true
		}
	}
	return false
}
