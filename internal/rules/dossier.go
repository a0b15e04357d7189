package rules

import "daylight/internal/procurement"

// Dossier is all that a rule may know of one process. What a rule says may turn
// with the Day and may not name it: a result is looked at again only when a
// release changes the dossier, or when the day has passed that the result says it
// holds Until. A rule that reads the Day sets that on every result that a later
// day would make another. As a process is followed, the Day is that of each
// release in turn and of each day on which a result fell due, up to the recorded
// day. A rule with a survey gets the Process, the survey and the day of
// the survey only.
type Dossier struct {
	Process    *procurement.Process   // as merged
	States     []*procurement.Process // its successive states, oldest first; the last equals Process
	Chains     []procurement.Chain    // those that a contract of the process begins or belongs to
	Neighbours []*procurement.Process // by stated link or case, at most 50, in any order; for rules that look Around
	Day        procurement.Date       // the recorded day
	Market     Market                 // the latest survey
	rule       string                 // being checked, where it has a survey
	overview   *overview              // of the whole process; found anew where nil
	chains     *chainIndex            // of Chains; looked through where nil
}
