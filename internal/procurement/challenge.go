package procurement

// Challenge is a legal or formal objection. Threatened is not issued.
type Challenge struct {
	ID          string
	Type        string // preAction, judicialReview, claim, complaint, appeal
	Claimant    string
	Respondent  string
	Stage       string // threatened, letterSent, issued, permission, heard, settled, decided, withdrawn
	Date        Date
	Concerns    string // procedure or other; "" means the procedure
	Title       string
	Description string
	Outcome     string // "" where no end is known
	Sources     []string
}

// OfTheProcedure reports whether the challenge is about how the contract was
// let, changed or run, or about a decision on that.
func (c Challenge) OfTheProcedure() bool { return c.Concerns != "other" }
