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
	StatusReason   string // why it stands as it does
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

// Classes of findings that rules read (findingClassification.csv): the buyer
// seriously considered one supplier only; a step that needed approval was taken
// without it.
const (
	OneSupplierConsidered = "oneSupplierConsidered"
	ApprovalStepMissed    = "approvalStepMissed"
)

// Refused is the type of a decision that refuses what it is about.
const Refused = "refused"

// Approves reports whether the decision lets what it is about go on.
func (d Decision) Approves() bool {
	switch d.Type {
	case "approved", "approvedWithConditions", "exceptionGranted":
		return true
	}
	return false
}

// Term is a limit or break clause set by a decision; not a condition.
type Term struct {
	ID          string
	Description string
}
