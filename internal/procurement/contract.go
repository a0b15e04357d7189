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
	Gross       *Money      // the value with all taxes, where published beside it
	Amendments  []Amendment // made
	Proposed    []Amendment // announced and not yet made: no step of the contract's life
	Options     []Option
	Items       []Item
	Payments    []Payment
	FinalValue  *Money           // what it came to in the end (implementation.finalValue)
	Ended       Date             // in fact, as published (implementation.endDate, else finalStatusDate)
	Ending      []Classification // why it was terminated
	Documents   []Document
	Sources     []string
}

// Made reports whether the contract came into being.
func (c Contract) Made() bool { return c.Status != "cancelled" && c.Status != "pending" }

// Amendment is one recorded change of a contract.
type Amendment struct {
	ID             string
	Date           Date
	Description    string
	Rationale      string
	RationaleCodes []Classification
	AboveThreshold *bool
	Period         Period          // of the contract as amended, where stated
	Value          *Money          // of the contract as amended, where stated; some publishers give the old one
	Extension      *ExtensionTerms // where the source states a longer term
	Sources        []string
}
