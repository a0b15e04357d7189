package procurement

// Flag is the result of one rule for one subject: a reason to look, not proof
// of wrongdoing.
type Flag struct {
	OCID     string
	Contract string // where the flag is about one contract
	Rule     string
	Version  int
	State    FlagState
	Until    Date // the last day on which the calendar leaves the result as it is; unknown where only a release can change it
	Evidence Evidence
}

// FlagState is what a rule found. "Could not check" is never "clear".
type FlagState string

// The four states of a rule's result.
const (
	Raised        FlagState = "raised"
	Clear         FlagState = "clear"
	NoData        FlagState = "no data"
	NotApplicable FlagState = "not applicable"
)

// Evidence is why a rule found what it found.
type Evidence struct {
	Summary  string         `json:"summary"`            // one neutral sentence, from a template
	Figures  map[string]any `json:"figures,omitempty"`  // numbers and short texts by name
	Fields   []string       `json:"fields,omitempty"`   // the fields they were read from
	Missing  []string       `json:"missing,omitempty"`  // fields that would be needed
	Sources  []string       `json:"sources,omitempty"`  // ids of sources in the process
	Releases []string       `json:"releases,omitempty"` // identities of the releases that gave them
}

// OrganisationFlag is the result of one rule about one organisation. It rests
// on the survey of the market and belongs to no process.
type OrganisationFlag struct {
	Organisation string // key
	Name         string
	Rule         string
	Version      int
	State        FlagState
	Evidence     Evidence
}
