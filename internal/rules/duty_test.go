package rules

import (
	"testing"

	"daylight/internal/procurement"
)

// noticed is a contract of a Find a Tender process, with its award's and its own
// documents, changed as asked.
func noticed(award, contract []procurement.Document, changes ...func(*procurement.Process)) Dossier {
	p := procurement.Process{
		OCID: "ocds-h6vhtk-1", Regime: procurement.PA2023, Buyer: &procurement.Organisation{Country: "GB"},
		Tender: procurement.Tender{Method: "open", AboveThreshold: yes(true)},
		Awards: []procurement.Award{{ID: "a", Status: "active", Date: "2025-09-01", Documents: award}},
		Contracts: []procurement.Contract{{ID: "c", AwardID: "a", Status: "active", Signed: "2025-09-26", Documents: contract,
			Period: procurement.Period{Start: "2025-10-01", End: "2026-09-30"}}},
	}
	for _, change := range changes {
		change(&p)
	}
	d := of(p)
	d.Day = "2026-11-23"
	return d
}

func yes(b bool) *bool { return &b }

func notice(kind string, published procurement.Date) []procurement.Document {
	return []procurement.Document{{ID: kind, Notice: kind, Published: published}}
}

func old(p *procurement.Process) { p.Regime = procurement.PCR2015 }

func mirrored(p *procurement.Process) { p.OCID = "daylight-1" }

func declared(types ...string) func(*procurement.Process) {
	return func(p *procurement.Process) { p.Sources = []procurement.Source{{ID: "s", CompleteFor: types}} }
}

func signedOn(day procurement.Date) func(*procurement.Process) {
	return func(p *procurement.Process) { p.Contracts[0].Signed = day }
}

func utility(p *procurement.Process) {
	p.Buyer = &procurement.Organisation{Country: "GB", Classifications: []procurement.Classification{{Scheme: "UK_CA_TYPE", ID: "privateUtility"}}}
}

func direct(p *procurement.Process) { p.Tender.Method = "direct" }

// lengthened is by a change that also raises the value by a half, beyond what
// was agreed at the most: the first term.
func lengthened(by procurement.Date, changes ...func(*procurement.Process, *procurement.ExtensionTerms)) func(*procurement.Process) {
	return func(p *procurement.Process) {
		x := procurement.ExtensionTerms{PreviousEnd: "2026-09-30", NewEnd: by, ValueBefore: pounds(100), ValueAfter: pounds(150)}
		p.Contracts[0].Period.MaxExtent = "2026-09-30"
		for _, change := range changes {
			change(p, &x)
		}
		p.Contracts[0].Amendments = []procurement.Amendment{{ID: "1", Date: "2026-06-15", Extension: &x}}
	}
}

// Section 75 of the Procurement Act 2023.
func TestAModificationThatNeedsNotice(t *testing.T) {
	type terms = procurement.ExtensionTerms
	process := func(change func(*procurement.Process)) func(*procurement.Process, *terms) {
		return func(p *procurement.Process, _ *terms) { change(p) }
	}
	step := func(change func(*terms)) func(*procurement.Process, *terms) {
		return func(_ *procurement.Process, x *terms) { change(x) }
	}
	for _, c := range []struct {
		name    string
		by      procurement.Date
		change  func(*procurement.Process, *terms)
		needed  bool
		missing string
	}{
		{"longer by a year, and dearer by a half", "2027-09-30", step(func(*terms) {}), true, ""},
		{"longer by 36 days of 364", "2026-11-05", step(func(*terms) {}), false, ""},
		{"longer by 37 days of 364", "2026-11-06", step(func(*terms) {}), true, ""},
		{"within a tenth of the longest term agreed", "2026-11-06", process(func(p *procurement.Process) { p.Contracts[0].Period.MaxExtent = "2027-09-30" }), false, ""},
		{"the longest term is not published", "2027-09-30", process(func(p *procurement.Process) { p.Contracts[0].Period.MaxExtent = "" }), true, longestTermField},
		{"an option agreed in advance", "2027-09-30", step(func(x *terms) { x.Agreed = procurement.Yes }), false, ""},
		{"dearer by a tenth", "2027-09-30", step(func(x *terms) { x.ValueAfter = pounds(110) }), false, ""},
		{"dearer by more, told as what was added", "2027-09-30", step(func(x *terms) { x.ValueAfter, x.ValueAdded = nil, pounds(16) }), true, ""},
		{"dearer by 14%, works", "2027-09-30", func(p *procurement.Process, x *terms) { p.Tender.Category, x.ValueAfter = "works", pounds(114) }, false, ""},
		{"dearer by 14%, services", "2027-09-30", func(p *procurement.Process, x *terms) { p.Tender.Category, x.ValueAfter = "services", pounds(114) }, true, ""},
		{"dearer by 14%, what for is not published", "2027-09-30", step(func(x *terms) { x.ValueAfter = pounds(114) }), false, ""},
		{"cheaper by a half", "2027-09-30", step(func(x *terms) { x.ValueAfter = pounds(50) }), true, ""},
		{"the value is not published", "2027-09-30", step(func(x *terms) { x.ValueBefore = nil }), true, amendedValueField},
		{"light touch", "2027-09-30", process(func(p *procurement.Process) { p.Tender.SpecialRegimes = []string{"lightTouch"} }), false, ""},
		{"defence", "2027-09-30", process(func(p *procurement.Process) { p.Tender.SpecialRegimes = []string{"defence"} }), false, ""},
	} {
		p := noticed(nil, nil, lengthened(c.by, c.change)).Process
		got := firstChange(p, p.Contracts[0])
		if got.found != c.needed || got.missing != c.missing {
			t.Errorf("%s: %+v", c.name, got)
		}
	}
}
