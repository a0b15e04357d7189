package procurement

// Bid is one tender received (OCDS bids extension).
type Bid struct {
	ID        string
	Status    string // invited, pending, valid, disqualified, withdrawn
	Date      Date
	Tenderers []Organisation
	Value     *Money
}
