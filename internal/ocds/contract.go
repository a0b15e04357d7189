package ocds

import "daylight/internal/procurement"

func (r resolver) award(o Object) procurement.Award {
	return procurement.Award{
		ID: String(o, "id"), Title: String(o, "title"), Description: String(o, "description"), Status: String(o, "status"),
		Date: date(o, "date"), Value: money(o, "value"), Suppliers: r.organisations(Children(o, "suppliers")),
		Period: period(o, "contractPeriod"), Options: each(Children(o, "options"), option),
		Documents: each(Children(o, "documents"), document), Sources: Strings(o, "sources"),
	}
}

func (r resolver) contract(o Object) procurement.Contract {
	return procurement.Contract{
		ID: String(o, "id"), AwardID: String(o, "awardID"), Extends: String(o, "extendsContractID"),
		Title: String(o, "title"), Description: String(o, "description"), Status: String(o, "status"),
		Signed: date(o, "dateSigned"), Period: period(o, "period"), Value: money(o, "value"),
		Amendments: each(Children(o, "amendments"), amendment), Options: each(Children(o, "options"), option),
		Documents: each(Children(o, "documents"), document), Sources: Strings(o, "sources"),
	}
}

func amendment(o Object) procurement.Amendment {
	a := procurement.Amendment{ID: String(o, "id"), Date: date(o, "date"), Description: String(o, "description"),
		Rationale: String(o, "rationale"), Sources: Strings(o, "sources")}
	if x := Child(o, "extension"); x != nil {
		a.Extension = &procurement.ExtensionTerms{
			PreviousEnd: date(x, "previousEnd"), NewEnd: date(x, "newEnd"), AddedUpTo: duration(x, "addedUpTo"),
			Agreed: first(String(x, "agreedInAdvance"), procurement.Unknown), Instrument: first(String(x, "instrument"), procurement.ByAmendment),
			ValueBefore: money(x, "valueBefore"), ValueAfter: money(x, "valueAfter"), ValueAdded: money(x, "valueAdded"),
			Planned: String(x, "planned"), Actual: String(x, "actual"),
		}
	}
	return a
}

func option(o Object) procurement.Option {
	return procurement.Option{ID: String(o, "id"), Description: String(o, "description"), Period: period(o, "period"),
		AddedUpTo: duration(o, "addedUpTo"), Value: money(o, "value"), Sources: Strings(o, "sources")}
}
