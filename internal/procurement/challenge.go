package procurement

// Challenge is a legal or formal objection. Threatened is not issued.
type Challenge struct {
	ID          string
	Type        string // preAction, judicialReview, claim, complaint, appeal
	Claimant    string
	Respondent  string
	Stage       string // threatened, letterSent, issued, permission, heard, settled, decided, withdrawn
	Date        Date
	Title       string
	Description string
	Outcome     string
	Sources     []string
}
