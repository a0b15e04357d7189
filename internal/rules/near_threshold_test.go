package rules

import (
	"testing"

	"daylight/internal/procurement"
)

// boughtFor is a direct award under the Procurement Act by a buyer whose
// threshold in 2026 is £207,720, for an amount with taxes.
func boughtFor(gross int64, changes ...func(*procurement.Process)) procurement.Process {
	p := procurement.Process{OCID: "p", Regime: procurement.PA2023,
		Buyer: &procurement.Organisation{Key: "council", Country: "GB",
			Classifications: []procurement.Classification{{Scheme: "UK_CA_TYPE", ID: "publicAuthoritySubCentralGovernment"}}},
		Tender: procurement.Tender{Method: "direct", Category: "services"},
		Awards: []procurement.Award{{ID: "1", Status: "active", Date: "2026-05-01", Gross: pounds(gross), Suppliers: []procurement.Organisation{{Key: "acme"}},
			Items: []procurement.Item{{ID: "1", Classification: procurement.Classification{Scheme: "CPV", ID: "72200000"}}}}},
	}
	for _, change := range changes {
		change(&p)
	}
	return p
}

func net(n int64) func(*procurement.Process) {
	return func(p *procurement.Process) { p.Awards[0].Gross, p.Awards[0].Value = nil, pounds(n) }
}

func openly(p *procurement.Process)    { p.Tender.Method = "open" }
func calledOff(p *procurement.Process) { p.Tender.MethodDetails = "Direct call-off from a framework" }
func grounded(p *procurement.Process)  { p.Tender.LegalBasis = "Schedule 5, paragraph 8: repeat goods" }
func unclassed(p *procurement.Process) {
	p.Buyer = &procurement.Organisation{Key: "council", Country: "GB"}
}
func unpriced(p *procurement.Process)        { p.Awards[0].Gross = nil }
func underAnotherLaw(p *procurement.Process) { p.Regime = procurement.RegimeUnknown }

func TestNearThreshold(t *testing.T) {
	runTable(t, "near-threshold", []tableCase{
		{name: "two percent below", state: procurement.Raised, dossier: of(boughtFor(203_000)),
			summary: "Awarded without competition for £203,000 with taxes, near the threshold of £207,720 from which a contract must be competed: 2.3% below it.",
			figures: map[string]any{"below_percent": 2.3, "near_percent": 5.0}},
		{name: "at the threshold", state: procurement.Clear, dossier: of(boughtFor(207_720)), summary: "£207,720 is at or above the threshold of £207,720."},
		{name: "six percent below", state: procurement.Clear, dossier: of(boughtFor(195_000)), summary: "£195,000 is not near the threshold of £207,720."},
		{name: "without taxes far below", state: procurement.Clear, dossier: of(boughtFor(0, net(100_000)))},
		// A police force's three awards at £490,000: what an overseer has to sign
		// is no threshold of this table.
		{name: "near an amount that is no threshold", state: procurement.Clear, dossier: of(boughtFor(490_000))},
		{name: "taxes decide", state: procurement.NoData, dossier: of(boughtFor(0, net(180_000))), missing: []string{awardGrossField}},
		{name: "no value", state: procurement.NoData, dossier: of(boughtFor(0, unpriced)), missing: []string{awardValueField}},
		{name: "a buyer of unknown class", state: procurement.NoData, dossier: of(boughtFor(203_000, unclassed)), missing: []string{classField}},
		{name: "competed", state: procurement.NotApplicable, dossier: of(boughtFor(203_000, openly))},
		{name: "a call-off", state: procurement.NotApplicable, dossier: of(boughtFor(203_000, calledOff))},
		{name: "on a legal ground", state: procurement.NotApplicable, dossier: of(boughtFor(203_000, grounded))},
		{name: "another law", state: procurement.NotApplicable, dossier: of(boughtFor(203_000, underAnotherLaw))},
		{name: "another currency", state: procurement.NotApplicable,
			dossier: of(boughtFor(203_000, func(p *procurement.Process) { p.Awards[0].Gross.Currency = "EUR" }))},
	})
}
