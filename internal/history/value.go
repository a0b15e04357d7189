package history

import (
	"slices"

	"daylight/internal/procurement"
)

// revaluedBy is what made the value of a contract another, as the release says.
// Where an amendment on record states no value, an update may give it: then it
// is not said to be a correction.
func (f *fold) revaluedBy(s State, before, c *procurement.Contract, mark int) string {
	step := slices.ContainsFunc(f.steps[mark:], func(st *step) bool { return st.contract == c.ID && st.successor == "" })
	switch {
	case step, slices.Contains(s.Tags, "contractAmendment"), len(newAmendments(before, c)) > 0:
		return procurement.ByModification
	case slices.Contains(s.Tags, "contractUpdate") && !slices.ContainsFunc(c.Amendments, unpriced):
		return procurement.ByCorrection
	}
	return ""
}

// unpriced reports an amendment that says neither what the contract is worth
// after it nor what it added.
func unpriced(a procurement.Amendment) bool {
	x := a.Extension
	return a.Value == nil && (x == nil || x.ValueAfter == nil && x.ValueAdded == nil)
}

// lastBy is what the latest value of a contract was made another by.
func (f *fold) lastBy(contract string) string {
	values := f.first[contract].values
	if len(values) == 0 {
		return ""
	}
	return values[len(values)-1].By
}
