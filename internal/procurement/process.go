package procurement

// Process is one contracting process as its merged record states it.
type Process struct {
	OCID        string
	Title       string
	Description string
	Language    string

	Publisher string // of record: the first to publish the process
	Parties   []Organisation
	Buyer     *Organisation
	Case      *Case
	Regime    Regime
	Products  []Product

	Documents  []Document // of the planning
	Tender     Tender
	Bids       []Bid
	Statistics []BidStatistic // of the bids
	Awards     []Award
	Contracts  []Contract
	Decisions  []Decision
	Challenges []Challenge
	Statements []Statement
	Disputes   []Dispute
	Corrected  []Correction
	Sources    []Source
	Related    []RelatedProcess
	Also       []AlsoReported
}

// Regime is the procurement law a process runs under.
type Regime string

// The regimes Daylight tells apart. Unknown is the default: nothing that
// depends on a regime's clock or cap is computed from it.
const (
	RegimeUnknown Regime = "unknown"
	PA2023        Regime = "PA2023"
	PCR2015       Regime = "PCR2015"
	RegimeOther   Regime = "other"
)

// Case is a story that several processes belong to.
type Case struct {
	ID          string
	Title       string
	Summary     string
	DateChecked Date // when a person last looked for newer sources
}

// Product is what was bought, under every name it is known by.
type Product struct {
	ID      string
	Name    string
	Aliases []string
	Sources []string
}

// Tender is how the buyer went to market, or did not.
type Tender struct {
	ID             string
	Title          string
	Description    string
	Status         string // OCDS tenderStatus
	Method         string // OCDS method: open, selective, limited, direct
	MethodDetails  string
	Rationale      string
	LegalBasis     string
	RationaleCodes []Classification // of the rationale, such as the paragraph of Schedule 5
	Law            Classification   // that the procedure runs under, as published (OCDS legalBasis)
	SpecialRegimes []string         // UK extension: lightTouch, utilities, concession …
	AboveThreshold *bool            // as the buyer states it
	Category       string           // OCDS mainProcurementCategory: goods, works, services
	Value          *Money
	Gross          *Money // the value with all taxes, where published beside it
	Period         Period // for submitting tenders
	AwardPeriod    Period // planned for deciding
	Opened         Date   // bids (OCDS bidOpening)
	Ended          Date   // of the procedure (finalStatusDate)
	Contract       Period // planned for the contract
	Options        []Option
	Items          []Item
	Lots           []Lot
	Due            string // time of day by which tenders are due, as "15:04Z07:00"; "" where none is published
	Tenderers      []Organisation
	Bidders        *int // bids received, where a count is published
	Invited        *int // suppliers invited or approached
	Considered     *SuppliersConsidered
	Documents      []Document
	Sources        []string
}

// SuppliersConsidered is how many suppliers the buyer is said to have thought
// about; a different thing from bids received.
type SuppliersConsidered struct {
	Count   int
	Basis   string // overseerFinding, buyerStatement or reported
	Sources []string
}

// Period is a stretch of time. MaxExtent is the latest end the agreement
// allows with every option used (OCDS maxExtentDate).
type Period struct {
	Start, End, MaxExtent Date
	Days                  int // 0 where not stated
}

// Option is a choice agreed in advance to go on for longer or buy more.
type Option struct {
	ID          string
	Description string
	Period      Period
	AddedUpTo   Duration
	Value       *Money
	Sources     []string
}

// RelatedProcess is a link that a source states.
type RelatedProcess struct {
	ID            string
	Relationships []string // OCDS relatedProcess codes
	Title         string
	OCID          string
}

// AlsoReported is what a publisher other than the one of record says about the
// process. It never overwrites; Differences are shown beside the record.
type AlsoReported struct {
	Publisher   string
	Title       string
	Differences []Difference
}

// Difference is one field on which two publishers do not agree.
type Difference struct{ Field, Recorded, Reported string }

// Supplier organisations of awards that stand, in the order first named.
func (p *Process) Suppliers() []Organisation {
	var list []Organisation
	seen := map[string]bool{}
	for _, a := range p.Awards {
		if !a.Stands() {
			continue
		}
		for _, s := range a.Suppliers {
			if !seen[s.Key] {
				seen[s.Key] = true
				list = append(list, s)
			}
		}
	}
	return list
}

// Proposed are the suppliers of awards that were proposed and never made.
func (p *Process) Proposed() []Organisation {
	var list []Organisation
	seen := map[string]bool{}
	for _, a := range p.Awards {
		if a.Stands() {
			continue
		}
		for _, s := range a.Suppliers {
			if !seen[s.Key] {
				seen[s.Key] = true
				list = append(list, s)
			}
		}
	}
	return list
}

// Value is the sum of what the contracts are worth, or of the standing awards
// where no contract states a value; nil where unknown or in several
// currencies.
func (p *Process) Value() *Money {
	var amounts []*Money
	for _, c := range p.Contracts {
		if c.Made() {
			amounts = append(amounts, c.Value)
		}
	}
	if v := Sum(amounts...); v != nil || stated(amounts) {
		return v
	}
	amounts = nil
	for _, a := range p.Awards {
		if a.Stands() {
			amounts = append(amounts, a.Value)
		}
	}
	return Sum(amounts...)
}

func stated(amounts []*Money) bool {
	for _, m := range amounts {
		if m != nil {
			return true
		}
	}
	return false
}

// Signed is the earliest date a contract was signed.
func (p *Process) Signed() Date {
	var first Date
	for _, c := range p.Contracts {
		if c.Signed.Known() && (first == "" || c.Signed.First() < first.First()) {
			first = c.Signed
		}
	}
	return first
}

// End is the latest stated end of a contract; unknown where a contract without
// one began after it.
func (p *Process) End() Date {
	var last, open Date
	for _, c := range p.Contracts {
		switch {
		case !c.Made():
		case c.Period.End.EndStated():
			if c.Period.End.Last() > last.Last() {
				last = c.Period.End
			}
		case c.Period.Start.First() > open.First():
			open = c.Period.Start
		}
	}
	if open.First() > last.Last() {
		return ""
	}
	return last
}

// Award and contract by id; nil where there is none.
func (p *Process) Award(id string) *Award {
	for i := range p.Awards {
		if p.Awards[i].ID == id {
			return &p.Awards[i]
		}
	}
	return nil
}

// Contract finds a contract by its id; nil where there is none.
func (p *Process) Contract(id string) *Contract {
	for i := range p.Contracts {
		if p.Contracts[i].ID == id {
			return &p.Contracts[i]
		}
	}
	return nil
}

// Source finds a source by its id.
func (p *Process) Source(id string) (Source, bool) {
	for _, s := range p.Sources {
		if s.ID == id {
			return s, true
		}
	}
	return Source{}, false
}

// LastSource is the source published latest, or nil where none is dated.
func (p *Process) LastSource() *Source {
	var last *Source
	for i, s := range p.Sources {
		if s.Published.Known() && (last == nil || s.Published.First() > last.Published.First()) {
			last = &p.Sources[i]
		}
	}
	return last
}
