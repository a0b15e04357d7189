package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestContractNotPublished(t *testing.T) {
	worth := func(net, gross *procurement.Money) func(*procurement.Process) {
		return func(p *procurement.Process) { p.Contracts[0].Value, p.Contracts[0].Gross = net, gross }
	}
	large := worth(pounds(6_000_000), nil)
	on := func(day procurement.Date, d Dossier) Dossier {
		d.Day = day
		return d
	}
	paper := func(kind string) []procurement.Document { return []procurement.Document{{ID: "1", Type: kind}} }
	awarded := notice("UK6", "2025-09-10")
	lightTouch := func(p *procurement.Process) { p.Tender.SpecialRegimes = []string{"lightTouch"} }
	runTable(t, "contract-not-published", []tableCase{
		{name: "the day after its last", state: procurement.Raised, dossier: on("2025-12-26", noticed(awarded, nil, large)),
			summary: "No copy of the contract is on record; its last day was 25 December 2025."},
		{name: "on its last day", state: procurement.Clear, dossier: on("2025-12-25", noticed(awarded, nil, large))},
		{name: "light touch has 180 days", state: procurement.Clear, dossier: on("2026-03-25", noticed(awarded, nil, large, lightTouch))},
		{name: "with tax it is above", state: procurement.Raised, dossier: noticed(awarded, nil, worth(pounds(4_500_000), pounds(5_400_000)))},
		{name: "published", state: procurement.Clear, dossier: noticed(awarded, paper("contractSigned"), large)},
		{name: "five million exactly", state: procurement.NotApplicable, dossier: noticed(awarded, nil, worth(pounds(5_000_000), nil))},
		{name: "no value", state: procurement.NoData, dossier: noticed(awarded, nil), missing: []string{"contracts/value"}},
		{name: "in euros", state: procurement.NoData, dossier: noticed(awarded, nil, worth(&procurement.Money{Minor: 9e8, Currency: "EUR"}, nil))},
		{name: "signed nobody knows when", state: procurement.NoData, dossier: noticed(awarded, nil, large, signedOn("")), missing: []string{signedField}},
		{name: "a document of no type", state: procurement.NoData, dossier: noticed(awarded, paper(""), large), missing: []string{paperTypeField}},
		{name: "absent from a copy", state: procurement.NoData, dossier: noticed(awarded, nil, large, mirrored), missing: []string{paperTypeField}},
		{name: "no day recorded", state: procurement.NoData, dossier: on("", noticed(awarded, nil, large))},
		{name: "under the regulations of 2015", state: procurement.NotApplicable, dossier: noticed(awarded, nil, large, old)},
	})
}
