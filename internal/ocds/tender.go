package ocds

import "daylight/internal/procurement"

func (r resolver) tender(o Object) procurement.Tender {
	t := procurement.Tender{
		ID: String(o, "id"), Title: String(o, "title"), Description: String(o, "description"), Status: String(o, "status"),
		Method: String(o, "procurementMethod"), MethodDetails: String(o, "procurementMethodDetails"),
		Rationale: String(o, "procurementMethodRationale"), LegalBasis: legalBasis(o),
		RationaleCodes: classifications(o, "procurementMethodRationaleClassifications"), Law: classification(Child(o, "legalBasis")),
		SpecialRegimes: Strings(o, "specialRegime"), AboveThreshold: boolean(o, "aboveThreshold"), Category: String(o, "mainProcurementCategory"),
		Value: money(o, "value"), Gross: gross(o, "value"), Period: period(o, "tenderPeriod"),
		AwardPeriod: period(o, "awardPeriod"), Opened: date(Child(o, "bidOpening"), "date"), Ended: date(o, "finalStatusDate"), Contract: term(o, "contractPeriod"),
		Options: options(o), Items: each(Children(o, "items"), bought), Lots: each(Children(o, "lots"), lot), Due: clock(Child(o, "tenderPeriod"), "endDate"),
		Tenderers: r.organisations(r.present(Children(o, "tenderers"), "tender", "tenderers")), Bidders: count(o, "numberOfTenderers"),
		Documents: each(Children(o, "documents"), document), Sources: Strings(o, "sources"),
	}
	t.Invited = count(Child(o, "suppliersInvited"), "count")
	if c := Child(o, "suppliersConsidered"); c != nil {
		if n := count(c, "count"); n != nil {
			t.Considered = &procurement.SuppliersConsidered{Count: *n, Basis: String(c, "basis"), Sources: Strings(c, "sources")}
		}
	}
	// Find a Tender states the agreed end per lot; the latest holds for all.
	for _, lot := range Children(o, "lots") {
		p := term(lot, "contractPeriod")
		t.Options = append(t.Options, options(lot)...)
		if p.End.Last() > t.Contract.End.Last() {
			t.Contract.Start, t.Contract.End = p.Start, p.End
		}
		if p.MaxExtent.Last() > t.Contract.MaxExtent.Last() {
			t.Contract.MaxExtent = p.MaxExtent
		}
	}
	return t
}

// legalBasis is a text in our seed, an object with a description or id in the
// UK extension.
func legalBasis(o Object) string {
	if s := String(o, "procurementMethodRationaleLegalBasis"); s != "" {
		return s
	}
	b := Child(o, "procurementMethodRationaleLegalBasis")
	words := first(String(b, "description"), String(b, "id"))
	for _, c := range Children(o, "procurementMethodRationaleClassifications") {
		words += "\n" + String(c, "id") + " " + String(c, "description")
	}
	return words
}

// bid reads a tender received (bids extension).
func (r resolver) bid(o Object) procurement.Bid {
	return procurement.Bid{ID: String(o, "id"), Status: String(o, "status"), Date: date(o, "date"),
		Tenderers: r.organisations(r.present(Children(o, "tenderers"), "bids", "details", String(o, "id"), "tenderers")), Value: money(o, "value")}
}
