package procurement

// Source is where a statement was read.
type Source struct {
	ID        string
	Title     string
	Publisher string
	URL       string
	Published Date
	Accessed  Date
	Tier      string // official, press, repost, interested, weak
	Note      string // such as "mirror of Find a Tender"
	SHA256    string // of a kept copy

	CompleteFor []string // types of notices of which the source holds all for this process, such as UK7
}

// Tiers of sources, the firmest first.
var Tiers = []string{"official", "press", "repost", "interested", "weak"}

// Dispute is a fact on which sources differ; none of them wins in silence.
type Dispute struct {
	ID     string
	About  string
	Note   string
	Values []DisputedValue
}

// DisputedValue is one version of a disputed fact and who says it.
type DisputedValue struct {
	ID      string
	Says    string
	Sources []string
}
