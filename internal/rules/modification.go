package rules

import (
	"cmp"

	"daylight/internal/procurement"
)

const longestTermField = "contracts/period/maxExtentDate"

// modification is the first change of a contract that needs a notice before it
// is made, or may.
type modification struct {
	found   bool
	day     procurement.Date
	missing string // what would tell whether it needs one
}

// firstChange is the first modification of a contract that needs a contract
// change notice: section 75 of the Procurement Act 2023 asks for none where it
// changes the term by 10 per cent or less of the maximum term provided for on
// award, or the estimated value by 10 per cent or less (15 for works). It can be
// read so that either is enough: only what exceeds both is counted. An option
// agreed in advance is no modification. None is needed for contracts of defence
// and security, under the light-touch rules or of private utilities (section
// 75(6)).
func firstChange(p *procurement.Process, c procurement.Contract) (first modification) {
	if p.Tender.LightTouch() || defence(p) || p.Buyer != nil && p.Buyer.Class() == procurement.Utility {
		return first
	}
	for _, a := range c.Amendments {
		x := a.Extension
		if x == nil || !a.Date.Known() || x.Agreed == procurement.Yes || !x.PreviousEnd.Exact() || !x.NewEnd.EndStated() || !c.Period.Start.Exact() {
			continue
		}
		added := daysFrom(x.PreviousEnd, x.NewEnd)
		longest := longestAgreed(c)
		if added <= 0 || added*10 <= daysFrom(c.Period.Start, cmp.Or(longest, x.PreviousEnd)) {
			continue // the first term is no longer than the longest
		}
		missing := ""
		switch grown, known := valueChange(*x); {
		case known && grown <= smallModification(p):
			continue
		case !longest.Known():
			missing = longestTermField
		case !known:
			missing = amendedValueField
		}
		m := modification{true, a.Date, missing}
		if !first.found || first.missing != "" && missing == "" || (first.missing == "") == (missing == "") && m.day.First() < first.day.First() {
			first = m
		}
	}
	return first
}

// longestAgreed is the end of the maximum term provided for on award, as
// published; "" where it is not, for an earlier end may leave out options.
func longestAgreed(c procurement.Contract) procurement.Date {
	if end := c.Period.MaxExtent; end.Exact() && end.EndStated() && end.After(c.Period.Start) {
		return end
	}
	return ""
}

// valueChange is by what part of the value before it a modification changes the
// value, up or down.
func valueChange(x procurement.ExtensionTerms) (part float64, known bool) {
	before, after := x.ValueBefore, x.ValueAfter
	switch {
	case before == nil || before.Minor <= 0:
		return 0, false
	case after != nil && after.Currency == before.Currency:
		part = ratio(after.Minor-before.Minor, before.Minor)
	case x.ValueAdded != nil && x.ValueAdded.Currency == before.Currency:
		part = ratio(x.ValueAdded.Minor, before.Minor)
	default:
		return 0, false
	}
	return max(part, -part), true
}

// smallModification is the part of the value that a modification may change
// without notice; where what is bought is not known, that of works, which is
// more.
func smallModification(p *procurement.Process) float64 {
	if l, found, _ := LimitFor(SmallChange, p, ""); found {
		return float64(l.Percent) / 100
	}
	return 0.15
}
