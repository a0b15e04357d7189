package rules

import (
	"cmp"

	"daylight/internal/procurement"
)

// Limit is one figure of a law: an amount, a share or a number of days that
// holds for some processes between two days. Changing one is a new version of
// each rule that reads it.
type Limit struct {
	Kind     LimitKind
	Country  string
	Regime   procurement.Regime
	Class    procurement.BuyerClass // "" for all
	Category string                 // goods, services, works; "" for all
	Special  string                 // "lightTouch" for contracts of that kind; "" for all others
	From, To string                 // days from and to which it holds; "" without end

	Minor   int64 // pence, for amounts; with VAT
	Percent int   // for shares
	Days    int   // for clocks
}

// LimitKind is what a limit is for.
type LimitKind string

// The limits there are. Amounts are in pounds and with VAT.
const (
	CompetitionThreshold LimitKind = "competition threshold"      // from which a contract must be competed
	SubstantialTerm      LimitKind = "substantial change of term" // in percent of the longest term provided for
	SmallChange          LimitKind = "small change of value"      // in percent of value
	LargeChange          LimitKind = "largest change of value"    // in percent, for the grounds that have one, each time
	TenderPeriod         LimitKind = "tender period"              // least days, without planned procurement notice
	PlannedTenderPeriod  LimitKind = "tender period, planned"     // least days, after a planned procurement notice
	DetailsNotice        LimitKind = "contract details notice"    // days from signature to UK7
	AwardNotice          LimitKind = "contract award notice"      // days from the award
	TerminationNotice    LimitKind = "termination notice"         // days from the end to UK11
	ContractCopy         LimitKind = "copy of the contract"       // days from signature, above CopyThreshold
	CopyThreshold        LimitKind = "copy of the contract, from" // amount
	PaymentNotice        LimitKind = "payment notice, from"       // amount
)

const (
	pound      = 100
	lightTouch = "lightTouch"
	gb         = "GB"
	act        = procurement.PA2023
	actBegins  = "2025-02-24" // Procurement Act 2023 in force
	since2026  = "2026-01-01"
	end2025    = "2025-12-31"
)

// limits is the table. Only figures with a source stand in it; what is not here
// is unknown. A narrower row (class, category, special) stands before a wider.
//
// Amounts: Procurement Policy Note 023, thresholds from 1 January 2026 with VAT,
// and the ones it replaced. Changes: Procurement Act 2023, section 74(3)-(4)
// and Schedule 8; Public Contracts Regulations 2015, regulation 72(1)(b), (c)
// and (5). Clocks: Public Contracts Regulations 2015, regulation 50(1);
// Procurement Act 2023, section 80; Find a Tender, Notice types and sequences.
var limits = []Limit{
	{Kind: CompetitionThreshold, Country: gb, Regime: act, Special: lightTouch, From: since2026, Minor: 663_540 * pound},
	{Kind: CompetitionThreshold, Country: gb, Regime: act, Category: "works", From: since2026, Minor: 5_193_000 * pound},
	{Kind: CompetitionThreshold, Country: gb, Regime: act, Class: procurement.Utility, From: since2026, Minor: 415_440 * pound},
	{Kind: CompetitionThreshold, Country: gb, Regime: act, Class: procurement.Central, From: since2026, Minor: 135_018 * pound},
	{Kind: CompetitionThreshold, Country: gb, Regime: act, Class: procurement.SubCentral, From: since2026, Minor: 207_720 * pound},
	{Kind: CompetitionThreshold, Country: gb, Regime: act, Class: procurement.Central, From: actBegins, To: end2025, Minor: 139_688 * pound},
	{Kind: CompetitionThreshold, Country: gb, Regime: act, Class: procurement.SubCentral, From: actBegins, To: end2025, Minor: 214_904 * pound},

	{Kind: SubstantialTerm, Country: gb, Regime: act, Percent: 10},
	{Kind: SmallChange, Country: gb, Regime: act, Category: "works", Percent: 15},
	{Kind: SmallChange, Country: gb, Regime: act, Category: "goods", Percent: 10},
	{Kind: SmallChange, Country: gb, Regime: act, Category: "services", Percent: 10},
	{Kind: SmallChange, Country: gb, Regime: procurement.PCR2015, Category: "works", Percent: 15},
	{Kind: SmallChange, Country: gb, Regime: procurement.PCR2015, Category: "goods", Percent: 10},
	{Kind: SmallChange, Country: gb, Regime: procurement.PCR2015, Category: "services", Percent: 10},
	{Kind: LargeChange, Country: gb, Regime: act, Class: procurement.Central, Percent: 50}, // not for utilities
	{Kind: LargeChange, Country: gb, Regime: act, Class: procurement.SubCentral, Percent: 50},
	{Kind: LargeChange, Country: gb, Regime: procurement.PCR2015, Percent: 50},

	{Kind: TenderPeriod, Country: gb, Regime: act, Days: 25},
	{Kind: PlannedTenderPeriod, Country: gb, Regime: act, Days: 10},
	{Kind: DetailsNotice, Country: gb, Regime: act, Special: lightTouch, Days: 120},
	{Kind: DetailsNotice, Country: gb, Regime: act, Days: 30},
	{Kind: AwardNotice, Country: gb, Regime: procurement.PCR2015, Days: 30},
	{Kind: TerminationNotice, Country: gb, Regime: act, Days: 30},
	{Kind: ContractCopy, Country: gb, Regime: act, Special: lightTouch, Days: 180},
	{Kind: ContractCopy, Country: gb, Regime: act, Days: 90},
	{Kind: CopyThreshold, Country: gb, Regime: act, Special: lightTouch, Minor: 5_000_000 * pound},
	{Kind: CopyThreshold, Country: gb, Regime: act, Minor: 5_000_000 * pound},
	{Kind: PaymentNotice, Country: gb, Regime: act, From: "2026-04-01", Minor: 30_000 * pound},
}

// LimitFor is the limit of a kind that holds for a process on a day. It is not
// found where no row is known to hold: missing then names the fields that would
// tell, or none where all are known and the table has no such limit.
func LimitFor(kind LimitKind, p *procurement.Process, day procurement.Date) (l Limit, found bool, missing []string) {
	for i := range limits {
		l := &limits[i]
		if l.Kind != kind {
			continue
		}
		fits, unknown := l.holds(p, day)
		if fits && len(unknown) == 0 && len(missing) == 0 {
			return *l, true, nil
		}
		if fits {
			missing = union(missing, unknown) // a narrower row may hold: no wider one is taken
		}
	}
	return Limit{}, false, missing
}

// Fields that tell which limit holds.
const (
	classField    = "parties/details/classifications"
	categoryField = "tender/mainProcurementCategory"
	dayField      = "tender/tenderPeriod/startDate"
)

// lawCountry is the country of each law: who buys under it is in that country.
var lawCountry = map[procurement.Regime]string{procurement.PA2023: gb, procurement.PCR2015: gb}

// holds reports whether a limit is not known not to hold, and what would have
// to be known to say that it does.
func (l *Limit) holds(p *procurement.Process, day procurement.Date) (bool, []string) {
	regime := p.Regime
	if regime == procurement.RegimeUnknown {
		regime = ""
	}
	if l.Regime != "" && regime != "" && l.Regime != regime || p.Tender.LightTouch() != (l.Special == lightTouch) {
		return false, nil // as mostly
	}
	var unknown []string
	agree := func(want, got, field string) bool {
		if want != "" && got == "" {
			unknown = append(unknown, field)
		}
		return want == "" || got == "" || want == got
	}
	var class procurement.BuyerClass
	if p.Buyer != nil && l.Class != "" {
		class = p.Buyer.Class()
	}
	ok := agree(l.Country, cmp.Or(buyerCountry(p), lawCountry[p.Regime]), countryField) && agree(string(l.Regime), string(regime), regimeField) &&
		agree(string(l.Class), string(class), classField) && agree(l.Category, p.Tender.Category, categoryField)
	if l.From != "" || l.To != "" {
		switch {
		case !day.Known():
			unknown = append(unknown, dayField)
		case day.Last() < l.From, l.To != "" && day.First() > l.To:
			return false, nil
		case day.First() < l.From, l.To != "" && day.Last() > l.To:
			unknown = append(unknown, dayField) // a loose date on both sides of a change
		}
	}
	return ok, unknown
}

// Money is the amount of a limit.
func (l Limit) Money() procurement.Money {
	return procurement.Money{Minor: l.Minor, Currency: "GBP"}
}

// vat is the standard rate of value added tax in the United Kingdom in percent,
// and the highest: Value Added Tax Act 1994, section 2, since 4 January 2011.
// Limits include it and most amounts published do not: an amount is below a
// limit only with the tax added, and above only without.
const vat = 20

func withVAT(m procurement.Money) procurement.Money {
	m.Minor += m.Minor * vat / 100
	return m
}
