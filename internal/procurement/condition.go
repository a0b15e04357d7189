package procurement

// Condition is something an overseer asked to be done, with a life of its own.
type Condition struct {
	ID          string
	Decision    string
	Description string
	Due         Date
	DueBasis    string // stated or inferred
	Status      string // open, met, partiallyMet, notMet, waived, unknown
	Met         Date
	Evidence    string
	Sources     []string
}

// Settled reports whether an outcome is recorded.
func (c Condition) Settled() bool {
	switch c.Status {
	case "met", "partiallyMet", "notMet", "waived":
		return true
	}
	return false
}

// Overdue reports whether a stated due date has passed on the day with no
// outcome recorded. It never means "not met"; an inferred date raises nothing.
func (c Condition) Overdue(day Date) bool {
	return c.DueBasis == "stated" && c.Due.Known() && day.Known() && !c.Settled() && c.Due.Last() < day.First()
}
