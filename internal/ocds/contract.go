package ocds

import (
	"slices"
	"strings"

	"daylight/internal/procurement"
)

func (r resolver) award(o Object) procurement.Award {
	return procurement.Award{
		ID: String(o, "id"), Title: String(o, "title"), Description: String(o, "description"), Status: String(o, "status"),
		Date: date(o, "date"), Value: money(o, "value"), Gross: gross(o, "value"), Suppliers: r.organisations(r.present(Children(o, "suppliers"), "awards", String(o, "id"), "suppliers")),
		Period: term(o, "contractPeriod"), Options: options(o), Lots: Strings(o, "relatedLots"),
		Items: each(Children(o, "items"), bought), Category: String(o, "mainProcurementCategory"), Standstill: period(o, "standstillPeriod"),
		Documents: each(Children(o, "documents"), document), Sources: Strings(o, "sources"),
	}
}

func (r resolver) contract(o Object) procurement.Contract {
	c := procurement.Contract{
		ID: String(o, "id"), AwardID: String(o, "awardID"), Extends: String(o, "extendsContractID"),
		Title: String(o, "title"), Description: String(o, "description"), Status: String(o, "status"),
		Signed: date(o, "dateSigned"), Period: term(o, "period"), Value: money(o, "value"), Gross: gross(o, "value"),
		Options: options(o), Items: each(Children(o, "items"), bought),
		Ending:    classifications(o, "terminationRationaleClassifications"),
		Documents: each(Children(o, "documents"), document), Sources: Strings(o, "sources"),
	}
	implementation(Child(o, "implementation"), &c)
	if !c.Ended.Known() {
		c.Ended = date(o, "finalStatusDate")
	}
	made := Children(o, "amendments")
	if len(made) == 0 {
		made = Children(o, "amendment") // OCDS 1.0 has one
	}
	made = r.present(made, "contracts", c.ID, "amendments")
	change := func(o Object) procurement.Amendment { return amendment(o, &c) }
	c.Amendments = each(made, change)
	proposed := slices.DeleteFunc(Children(o, "proposedAmendments"), func(p Object) bool {
		id := String(p, "id") // what was proposed may have been made since
		return id != "" && slices.ContainsFunc(made, func(m Object) bool { return String(m, "id") == id })
	})
	c.Proposed = each(proposed, change)
	return c
}

// amendment reads a change of a contract. Where it does not state an extension
// as ours does, it states one by giving the contract a later end than the
// contract has (UK extension), or an earlier former one (OCDS 1.0).
func amendment(o Object, c *procurement.Contract) procurement.Amendment {
	a := procurement.Amendment{ID: String(o, "id"), Date: date(o, "date"), Description: String(o, "description"),
		Rationale:      rationale(o),
		RationaleCodes: classifications(o, "rationaleClassifications"), AboveThreshold: boolean(o, "aboveThreshold"), Period: period(o, "period"), Value: money(o, "value"), Sources: Strings(o, "sources")}
	if x := Child(o, "extension"); x != nil {
		a.Extension = &procurement.ExtensionTerms{
			PreviousEnd: date(x, "previousEnd"), NewEnd: date(x, "newEnd"), AddedUpTo: duration(x, "addedUpTo"),
			Agreed: first(String(x, "agreedInAdvance"), procurement.Unknown), Instrument: first(String(x, "instrument"), procurement.ByAmendment),
			ValueBefore: money(x, "valueBefore"), ValueAfter: money(x, "valueAfter"), ValueAdded: money(x, "valueAdded"),
			Planned: String(x, "planned"), Actual: String(x, "actual"),
		}
		return a
	}
	t := procurement.ExtensionTerms{PreviousEnd: c.Period.End, NewEnd: a.Period.End, ValueBefore: c.Value, ValueAfter: a.Value}
	if former := formerEnd(o); former.Known() {
		t = procurement.ExtensionTerms{PreviousEnd: former, NewEnd: c.Period.End}
	}
	if t.PreviousEnd.EndStated() && t.NewEnd.EndStated() && t.NewEnd.After(t.PreviousEnd) {
		t.Agreed, t.Instrument = procurement.Unknown, procurement.ByAmendment
		if longest := c.Period.MaxExtent; longest.EndStated() && !t.NewEnd.After(longest) {
			t.Agreed, t.Instrument = procurement.Yes, procurement.ByOption
		}
		a.Extension = &t
	}
	return a
}

// formerEnd is the contract's end before an OCDS 1.0 amendment.
func formerEnd(o Object) procurement.Date {
	for _, change := range Children(o, "changes") {
		if name := String(change, "property"); strings.HasSuffix(strings.ReplaceAll(name, "/", "."), "period.endDate") {
			return date(change, "former_value")
		}
	}
	return ""
}

// rationale is a text, or what its classifications say.
func rationale(o Object) string {
	words := []string{String(o, "rationale")}
	for _, c := range Children(o, "rationaleClassifications") {
		words = append(words, first(String(c, "description"), String(c, "id")))
	}
	return strings.TrimSpace(strings.Join(words, "\n"))
}

func option(o Object) procurement.Option {
	return procurement.Option{ID: String(o, "id"), Description: String(o, "description"), Period: period(o, "period"),
		AddedUpTo: duration(o, "addedUpTo"), Value: money(o, "value"), Sources: Strings(o, "sources")}
}
