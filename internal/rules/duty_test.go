package rules

import "daylight/internal/procurement"

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

func direct(p *procurement.Process) { p.Tender.Method = "direct" }

func lengthened(by procurement.Date) func(*procurement.Process) {
	return func(p *procurement.Process) {
		p.Contracts[0].Amendments = []procurement.Amendment{{ID: "1", Date: "2026-06-15", Extension: &procurement.ExtensionTerms{PreviousEnd: "2026-09-30", NewEnd: by}}}
	}
}
