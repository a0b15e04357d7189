package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestDirectAwardThenGrowth(t *testing.T) {
	by := func(method string, d Dossier) Dossier {
		d.Process.Tender.Method = method
		return d
	}
	// in2026 is under the Procurement Act, by a ministry: threshold £135,018.
	in2026 := func(d Dossier) Dossier {
		d.Process.Regime, d.Process.Tender.Category = procurement.PA2023, "services"
		d.Process.Buyer = &procurement.Organisation{Key: "ministry", Country: "GB", Classifications: []procurement.Classification{
			{Scheme: "UK_CA_TYPE", ID: "publicAuthorityCentralGovernment"}}}
		d.Process.Contracts[0].Signed = "2026-03-01"
		return by("direct", d)
	}
	option := worthStep("yes", pounds(100), pounds(200), nil)
	runTable(t, "direct-award-then-growth", []tableCase{
		{name: "more than doubled", state: procurement.Raised, dossier: by("direct", valuedAt(pounds(45), pounds(100))),
			summary: "Awarded without competition. The value grew from £45 to £100, by 122.2% in 1 change."},
		{name: "past the threshold", state: procurement.Raised, dossier: in2026(valuedAt(pounds(100_000), pounds(140_000))),
			summary: "Awarded without competition. The value grew from £100,000 to £140,000, by 40% in 1 change, past the £135,018 from which the law asks for a competition."},
		{name: "perhaps above it from the start, with VAT", state: procurement.Clear, dossier: in2026(valuedAt(pounds(120_000), pounds(140_000)))},
		{name: "past the threshold by a small change", state: procurement.Clear, dossier: in2026(valuedAt(pounds(112_000), pounds(123_000)))},
		{name: "below half", state: procurement.Clear, dossier: by("direct", valuedAt(pounds(100), pounds(149)))},
		{name: "by an option agreed in advance", state: procurement.Clear,
			dossier: by("direct", changing(valuedAt(pounds(100), pounds(200)), []procurement.Extension{option}))},
		{name: "no change", state: procurement.Clear, dossier: by("direct", valuedAt(pounds(100))),
			summary: "Awarded without competition. One value is recorded (£100), and no change of it."},
		{name: "amended, and one value throughout", state: procurement.NoData,
			dossier: by("direct", changing(valuedAt(pounds(100)), nil, procurement.Amendment{ID: "1", Date: "2026"})), missing: []string{amendedValueField}},
		{name: "nobody says how it was let", state: procurement.NoData, dossier: by("", valuedAt(pounds(100), pounds(200))), missing: []string{methodField}},
		{name: "competed for", state: procurement.NotApplicable, dossier: by("open", valuedAt(pounds(100), pounds(200)))},
		{name: "no contract", state: procurement.NotApplicable, dossier: of(procurement.Process{Tender: procurement.Tender{Method: "direct"}})},
	})
}
