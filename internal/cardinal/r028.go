package cardinal

import "slices"

// r028 is "Identical bid prices": two bids of different tenderers have the same
// amount and currency. Method:
// https://cardinal.readthedocs.io/en/latest/cli/indicators/R/028.html
type r028 struct {
	perRelease
	*tally
	methods methods
	last    map[price]*bid
	a, b    ids
}

func newR028(_ *section, t *tally) indicator {
	return &r028{tally: t, methods: t.settings.comparable(), last: map[price]*bid{}}
}

// A price is an amount in a currency.
type price struct {
	amount   float64
	currency string
}

// Of bids with one price only the last is remembered: with A, A and B, A and B
// meet all the same.
func (x *r028) fold(r *release) {
	if len(r.bids.all) < 2 || !x.methods.match(r) {
		return
	}
	clear(x.last)
	for i := range r.bids.all {
		b := &r.bids.all[i]
		if !b.competes() {
			continue
		}
		p := price{b.amount, string(b.currency)}
		if other := x.last[p]; other != nil && !x.same(other, b) {
			x.flag(r, other)
			x.flag(r, b)
		}
		x.last[p] = b
	}
}

// competes reports whether a bid was submitted by somebody at some price.
func (b *bid) competes() bool {
	return b.submitted() && b.price() && slices.ContainsFunc(b.tenderers.all, func(id text) bool { return id != nil })
}

// same reports whether two bids are of the same tenderers.
func (x *r028) same(a, b *bid) bool {
	x.a.clear()
	x.b.clear()
	x.a.addAll(a.tenderers)
	x.b.addAll(b.tenderers)
	return len(x.a.list) == len(x.b.list) && !slices.ContainsFunc(x.a.list, func(id text) bool { return !x.b.has(id) })
}

func (x *r028) flag(r *release, b *bid) {
	ocid := string(r.ocid)
	x.set(OCID, ocid, "R028", 1)
	for _, id := range b.tenderers.all {
		if id != nil {
			x.set(Tenderer, string(id), "R028", 1)
			x.link("ocid_tenderer_r028", ocid, string(id))
		}
	}
}
