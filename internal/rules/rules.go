package rules

import (
	"cmp"
	"slices"

	"daylight/internal/procurement"
)

// Caveat goes with every flag, wherever it is shown.
const Caveat = "a reason to look, not proof of wrongdoing"

// Dossier is all that a rule may know.
type Dossier struct {
	Process    *procurement.Process   // as merged
	States     []*procurement.Process // its successive states, oldest first; the last equals Process
	Chains     []procurement.Chain    // those that a contract of the process begins or belongs to
	Neighbours []*procurement.Process // by stated link or case, at most 50, in any order
	Day        procurement.Date       // the recorded day
}

// Subjects of a rule.
const (
	OfProcess  = "process"
	OfContract = "contract"
)

// Rule is one red flag. Its Check gives the state, the evidence and, where the
// subject is a contract, its id; package function Check fills in the rest.
type Rule struct {
	ID      string // of the address /flags/{id}; never changed
	Title   string // from its document
	Version int    // one more with each change of threshold or method
	Subject string // OfProcess or OfContract
	Check   func(Dossier) []procurement.Flag
	Doc     Doc
}

var catalogue = map[string]Rule{}

// register adds a rule to the catalogue with its document. It is called from
// init and panics where the document is missing or the id is taken.
func register(r Rule) {
	if _, taken := catalogue[r.ID]; taken {
		panic("rules: two rules are called " + r.ID)
	}
	r.Doc = readDoc(r.ID)
	r.Title = r.Doc.Title
	catalogue[r.ID] = r
}

// All is every rule, sorted by id.
func All() []Rule {
	list := make([]Rule, 0, len(catalogue))
	for _, r := range catalogue {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b Rule) int { return cmp.Compare(a.ID, b.ID) })
	return list
}

// Find is the rule with the id.
func Find(id string) (Rule, bool) {
	r, ok := catalogue[id]
	return r, ok
}

// Check applies every rule to a dossier, whose Process must not be nil. Results
// stand in the order of rule and contract, one for each; where a publisher gave
// two contracts one id, the weightiest holds.
func Check(d Dossier) []procurement.Flag {
	var flags []procurement.Flag
	for _, r := range All() {
		for _, f := range r.Check(d) {
			f.OCID, f.Rule, f.Version = d.Process.OCID, r.ID, r.Version
			flags = append(flags, f)
		}
	}
	slices.SortStableFunc(flags, func(a, b procurement.Flag) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Contract, b.Contract),
			cmp.Compare(weight(a.State), weight(b.State)))
	})
	return slices.CompactFunc(flags, func(a, b procurement.Flag) bool {
		return a.Rule == b.Rule && a.Contract == b.Contract
	})
}

// weight orders states from the one a reader must not miss.
func weight(s procurement.FlagState) int {
	return slices.Index([]procurement.FlagState{procurement.Raised, procurement.NoData, procurement.Clear, procurement.NotApplicable}, s)
}

// result is the one answer of a rule about a process.
func result(state procurement.FlagState, e procurement.Evidence) []procurement.Flag {
	return []procurement.Flag{{State: state, Evidence: e}}
}
