package procurement

// Decision is what an overseer decided about a process.
type Decision struct {
	ID             string
	Body           *Organisation
	Reference      string
	Title          string
	Description    string
	Type           string // refused, approved, approvedWithConditions, exceptionGranted, breachFound, recommendation, judgment, noAction
	Status         string // inForce, superseded, withdrawn, quashed
	DecidedBy      string // office or office-holder
	Decided        Date
	Published      Date
	Findings       []Finding
	Terms          []Term
	Conditions     []Condition
	Contracts      []string
	Awards         []string
	GrantedUpTo    Duration
	GrantedPeriod  Period
	GrantedValue   *Money
	Supersedes     string
	Documents      []Document
	Sources        []string
	FiledByTheBody bool   // false: as reported by the release's filer
	ReportedBy     string // the publisher that reported it
	Release        string // identity of the release that last set it
}

// Finding is what the overseer found, classified and in words.
type Finding struct {
	ID             string
	Classification string
	Description    string
	Quotation      string
	Sources        []string
}

// OneSupplierConsidered classifies an overseer's finding that a buyer
// seriously considered one supplier only.
const OneSupplierConsidered = "oneSupplierConsidered"

// Term is a limit or break clause set by a decision; not a condition.
type Term struct {
	ID          string
	Description string
}
