package procurement

// Contract is a signed agreement, with the changes made to it since.
type Contract struct {
	ID          string
	AwardID     string
	Extends     string // id of the contract that this one continues (extendsContractID)
	Title       string
	Description string
	Status      string // OCDS contractStatus: pending, active, cancelled, terminated
	Signed      Date
	Period      Period
	Value       *Money
	Amendments  []Amendment
	Options     []Option
	Documents   []Document
	Sources     []string
}

// Made reports whether the contract came into being.
func (c Contract) Made() bool { return c.Status != "cancelled" && c.Status != "pending" }

// Amendment is one recorded change of a contract.
type Amendment struct {
	ID          string
	Date        Date
	Description string
	Rationale   string
	Extension   *ExtensionTerms // where the source states a longer term
	Sources     []string
}
