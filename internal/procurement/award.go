package procurement

// Award is a buyer's choice of supplier, made or only proposed.
type Award struct {
	ID          string
	Title       string
	Description string
	Status      string // OCDS awardStatus: pending, active, cancelled, unsuccessful
	Date        Date
	Value       *Money
	Gross       *Money   // the value with all taxes, where published beside it
	Lots        []string // ids of those it is of
	Suppliers   []Organisation
	Period      Period // planned for the contract
	Options     []Option
	Items       []Item
	Category    string // OCDS mainProcurementCategory, where the award states its own
	Standstill  Period
	Documents   []Document
	Sources     []string
}

// Stands reports whether the award was made: a proposal that was refused or
// withdrawn counts in no value, total or chain.
func (a Award) Stands() bool {
	switch a.Status {
	case "cancelled", "unsuccessful", "pending":
		return false
	}
	return true
}
