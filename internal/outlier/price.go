package outlier

// A Comparison sets the lowest price of the winner beside the lowest of all
// others.
type Comparison struct {
	Winner, Next           string // tenderers
	WinnerPrice, NextPrice float64
	bids                   [2]bool // whether there is one of the winner, of another
}

// Add takes a price that was bid; won says whether by the winner. Of equal
// prices the first counts.
func (c *Comparison) Add(tenderer string, price float64, won bool) {
	switch {
	case won && (!c.bids[0] || price < c.WinnerPrice):
		c.Winner, c.WinnerPrice, c.bids[0] = tenderer, price, true
	case !won && (!c.bids[1] || price < c.NextPrice):
		c.Next, c.NextPrice, c.bids[1] = tenderer, price, true
	}
}

// Comparable reports whether the winner has a price and another has one that
// is no lower. Where the lowest did not win, more than the price decided.
func (c *Comparison) Comparable() bool {
	return c.bids[0] && c.bids[1] && c.NextPrice >= c.WinnerPrice
}

// Ratio is (next − winner) / winner, for what is Comparable.
func (c *Comparison) Ratio() float64 { return (c.NextPrice - c.WinnerPrice) / c.WinnerPrice }
