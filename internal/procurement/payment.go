package procurement

// Payment is money spent on a contract (OCDS implementation.transactions).
type Payment struct {
	ID    string
	Date  Date
	Value *Money
}

// Spent is the sum of the payments; nil where there is none, where one has no
// amount, or where currencies differ.
func (c Contract) Spent() *Money {
	var amounts []*Money
	for _, p := range c.Payments {
		if p.Value == nil {
			return nil
		}
		amounts = append(amounts, p.Value)
	}
	return Sum(amounts...)
}
