package procurement

// Statement is what somebody said: a claim, a concern or a reply, never a
// finding.
type Statement struct {
	ID           string
	Kind         string // statement, concern, reply
	Speaker      string // an office, or a person in office
	Office       string
	Organisation string
	Date         Date
	Text         string // in our words
	Quotation    string
	Answers      string // id of the decision, finding, rule or statement it answers
	Sources      []string
}
