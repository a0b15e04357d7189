package access

// Organisation is a body that works at the desk.
type Organisation struct {
	ID        string
	Name      string
	Key       string // as the record knows it; "" where it does not
	Oversight bool   // it may hold mandates
	CreatedAt string
}

// Mandate lets a body decide on a buyer's contracts, by a law or order, from a
// day to a day.
type Mandate struct {
	ID           string
	Organisation string
	Buyer        string // organisation key in the record
	FromDay      string
	ToDay        string // the last day; "" where open
	Source       string // address of the law or order
	RequestedBy  string
	RequestedAt  string
	ApprovedBy   string // "" until a second person has approved it
	ApprovedAt   string
	EndedBy      string
	EndedAt      string
}

// Covers reports whether the mandate holds over a buyer on a day.
func (m Mandate) Covers(buyer, day string) bool {
	return m.Stands() && m.Buyer == buyer && buyer != "" && day >= m.FromDay && (m.ToDay == "" || day <= m.ToDay)
}

// Stands reports whether it is approved and not ended, whatever its days.
func (m Mandate) Stands() bool { return m.ApprovedBy != "" && m.EndedAt == "" }
