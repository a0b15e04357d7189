package rules

import (
	"cmp"
	"slices"
	"strings"
	"sync"

	"daylight/internal/procurement"
)

// Caveat goes with every flag, wherever it is shown.
const Caveat = "a reason to look, not proof of wrongdoing"

// Subject is what a rule's results are about.
type Subject string

// Subjects of a rule. A result about a contract carries its id; one about an
// organisation is no process's and stands in the run of the survey.
const (
	OfProcess      Subject = "process"
	OfContract     Subject = "contract"
	OfOrganisation Subject = "organisation"
)

// Rule is one red flag. What it computes stands here; what readers are told
// (title, sources, the guide's codes, versions) stands in its document, and is
// read from there.
type Rule struct {
	ID      string // of the address /flags/{id}; never changed
	Subject Subject
	Needs   []string // fields by path; what "no data" misses is one of them

	// Where the rule applies, where it does not everywhere: ISO 3166-1 codes of
	// the buyer's country, and procurement laws.
	Countries []string
	Regimes   []procurement.Regime

	// Check gives the state, the evidence and, where the subject is a contract,
	// its id. The rest is filled in. It is nil where the subject is an
	// organisation: Survey.Result gives those.
	Check  func(Dossier) []procurement.Flag
	Survey *Survey // of the market, for rules that need one

	// Whole is for a rule about contracts that looks beyond the contract, its
	// chain, its award and what the process says outside of parties, awards and
	// contracts.
	Whole bool

	// Around is for a rule that looks at the neighbours: others get none.
	Around bool

	Doc // from its document

	otherLaw, unknownLaw string // sentences
}

// Version is the number of the rule's latest change: one more with each change
// of threshold or method.
func (r Rule) Version() int { return r.Changes[len(r.Changes)-1].Version }

var catalogue = map[string]Rule{}

// register adds a rule to the catalogue with its document. It is called from
// init and panics where the document is missing or faulty, or the id is taken.
func register(r Rule) {
	if _, taken := catalogue[r.ID]; taken {
		panic("rules: two rules are called " + r.ID)
	}
	r.Doc = readDoc(r.ID)
	r.sayLaws()
	catalogue[r.ID] = r
}

// sorted is the catalogue once every init has run.
var sorted = sync.OnceValue(func() []Rule {
	list := make([]Rule, 0, len(catalogue))
	for _, r := range catalogue {
		list = append(list, r)
	}
	slices.SortFunc(list, func(a, b Rule) int { return cmp.Compare(a.ID, b.ID) })
	return list
})

// All is every rule, sorted by id.
func All() []Rule { return slices.Clone(sorted()) }

// Find is the rule with the id.
func Find(id string) (Rule, bool) {
	r, ok := catalogue[id]
	return r, ok
}

// Check applies every rule about processes and contracts to a dossier, whose
// Process must not be nil. Results stand in the order of rule and contract, one
// for each; where a publisher gave two contracts one id, the weightiest holds.
func Check(d Dossier) []procurement.Flag {
	d.overview, d.chains = &overview{noticed: anyNotice(d.Process)}, &chainIndex{}
	rules := sorted()
	flags := make([]procurement.Flag, 0, len(rules)+len(d.Process.Contracts))
	for i := range rules {
		if r := &rules[i]; r.Subject != OfOrganisation {
			flags = append(flags, inOrder(r.check(d))...)
		}
	}
	return flags
}

// inOrder sorts results by rule and contract, and keeps the weightiest of each.
func inOrder(flags []procurement.Flag) []procurement.Flag {
	byWeight(flags)
	return slices.CompactFunc(flags, func(a, b procurement.Flag) bool { return bySubject(&a, &b) == 0 })
}

// byWeight sorts results by rule and contract, and the weightiest of each first.
func byWeight(flags []procurement.Flag) {
	if len(flags) > 1 {
		slices.SortStableFunc(flags, func(a, b procurement.Flag) int {
			return cmp.Or(bySubject(&a, &b), cmp.Compare(weight(a.State), weight(b.State)))
		})
	}
}

// bySubject orders results by rule and contract.
func bySubject(a, b *procurement.Flag) int {
	if c := strings.Compare(a.Rule, b.Rule); c != 0 {
		return c
	}
	return strings.Compare(a.Contract, b.Contract)
}

// check is one rule's results, filled in.
func (r *Rule) check(d Dossier) []procurement.Flag {
	flags, _ := r.answer(d)
	return flags
}

// answer is what check is, and whether it stays whatever a release says that
// does not change law, country or survey.
func (r *Rule) answer(d Dossier) (flags []procurement.Flag, fixed bool) {
	switch {
	case !r.applies(d.Process):
		flags, fixed = r.outside(d.Process), true
	case r.Survey != nil && d.Market.Rules[r.ID] != r.Version():
		flags, fixed = unsurveyed(), true
	case r.Survey != nil:
		flags = r.Check(d.surveyed(r.ID))
	default:
		if !r.Around {
			d.Neighbours = nil
		}
		flags = r.Check(d)
	}
	for i := range flags {
		flags[i].OCID, flags[i].Rule, flags[i].Version = d.Process.OCID, r.ID, r.Version()
	}
	return flags, fixed
}

// weight orders states from the one a reader must not miss.
func weight(s procurement.FlagState) int {
	return slices.Index(weights, s)
}

var weights = []procurement.FlagState{procurement.Raised, procurement.NoData, procurement.Clear, procurement.NotApplicable}

// result is the one answer of a rule about a process.
func result(state procurement.FlagState, e procurement.Evidence) []procurement.Flag {
	return []procurement.Flag{{State: state, Evidence: e}}
}
