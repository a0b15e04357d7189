package procurement

// The instruments by which a contract comes to last longer.
const (
	ByOption    = "option"    // agreed when the contract was let
	ByAmendment = "amendment" // a change of the contract
	BySuccessor = "successor" // an uncompeted contract that continues it
	ByOverrun   = "overrun"   // it ran past its planned length, no instrument found
)

// Whether a step was agreed when the contract was let.
const (
	Yes     = "yes"
	No      = "no"
	Unknown = "unknown"
)

// ExtensionTerms is an extension as a source states it, perhaps without dates.
type ExtensionTerms struct {
	PreviousEnd, NewEnd                 Date
	AddedUpTo                           Duration // at most; of a successor, its own length
	Agreed                              string   // yes, no or unknown
	Instrument                          string
	ValueBefore, ValueAfter, ValueAdded *Money
	Planned, Actual                     string // lengths in the source's words, for an overrun
}

// Extension is a step in a contract's life after which it ends later, or one
// that a source states without dates.
type Extension struct {
	OCID     string
	Contract string // the extended one
	Number   int    // from 1, in the order of the contract's life
	ExtensionTerms
	Date       Date   // of the step itself
	Told       Date   // of the release that made it known: the latest day it can have been taken
	Amendment  string // id, where an amendment records it
	Successor  string // contract id, where a later contract is the step
	SuccessorP string // ocid of the successor's process, where it is another
	Release    string // identity of the release that made it known
	Derived    bool   // computed from dates, rather than stated
	Sources    []string
}

// Counts reports whether the step counts towards rolling extensions: those
// agreed in advance never do.
func (e Extension) Counts() bool { return e.Agreed != Yes }

// Months is the time the step added, where dates or a duration say.
func (e Extension) Months() (int, bool) {
	if e.dated() {
		return MonthsBetween(e.PreviousEnd, e.NewEnd)
	}
	return e.AddedUpTo.Months()
}

// Ceiling reports whether Months is the most that the step may add, so that
// what it adds in fact may be less: "up to 12 months" with a break clause.
// Dates are no ceiling, nor is the length of a contract that is the step.
func (e Extension) Ceiling() bool {
	return !e.dated() && e.Instrument != BySuccessor && e.Successor == "" && e.AddedUpTo != ""
}

func (e Extension) dated() bool { return e.PreviousEnd.EndStated() && e.NewEnd.EndStated() }

// Added is the money the step added, where stated or computable.
func (e Extension) Added() *Money {
	if e.ValueAdded != nil {
		return e.ValueAdded
	}
	if e.ValueBefore != nil && e.ValueAfter != nil && e.ValueBefore.Currency == e.ValueAfter.Currency {
		return &Money{Minor: e.ValueAfter.Minor - e.ValueBefore.Minor, Currency: e.ValueAfter.Currency}
	}
	return nil
}

// Chain is one contract and every step that made it, or what continued it
// without competition, last longer.
type Chain struct {
	OCID     string // of the process where the first contract stands
	Contract string // the first contract
	Members  []ContractRef
	First    Period // the term first agreed
	Steps    []Extension
	Values   []Valuation // of members in the same process whose value changed
}

// Valuation is what a contract was stated to be worth from one release on. Of a
// contract whose value changed there are several, the first stated first; which
// of them was agreed when, the release may not tell.
type Valuation struct {
	Contract string
	Value    Money
	Told     Date   // of the release
	Release  string // its identity
	By       string // ByModification, ByCorrection, or "" where the release does not say, and for the first
}

// What made the figure another, as the release says. An OCDS contractUpdate "may
// add new information or make corrections" and "should not be used for formal
// legal amendments" (OCDS 1.1.5, codelist releaseTag).
const (
	ByModification = "modification" // a contractAmendment, or told with an amendment or a step
	ByCorrection   = "correction"   // a contractUpdate alone
)

// ContractRef names a contract across processes.
type ContractRef struct{ OCID, Contract string }
