package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestAwardContractDiffer(t *testing.T) {
	signed := func(award *procurement.Money, contracts ...*procurement.Money) Dossier {
		p := procurement.Process{OCID: "p", Awards: []procurement.Award{{ID: "1", Status: "active", Value: award}}}
		for i, v := range contracts {
			p.Contracts = append(p.Contracts, procurement.Contract{ID: string(rune('a' + i)), AwardID: "1", Status: "active", Value: v})
		}
		return of(p)
	}
	grew := signed(pounds(100), pounds(300))
	grew.Chains = []procurement.Chain{{OCID: "p", Contract: "a", Values: []procurement.Valuation{
		{Contract: "a", Value: *pounds(110)}, {Contract: "a", Value: *pounds(300)}}}}
	stray := signed(pounds(100), pounds(100))
	stray.Process.Contracts[0].AwardID = "2"
	euros := &procurement.Money{Minor: 900_00, Currency: "EUR"}
	never := signed(pounds(100), pounds(900))
	never.Process.Contracts[0].Status = "cancelled"
	runTable(t, "award-contract-differ", []tableCase{
		{name: "more", state: procurement.Raised, dossier: signed(pounds(100), pounds(130)),
			summary: "The award is of £100, the contract of £130: 30% more."},
		{name: "less", state: procurement.Raised, dossier: signed(pounds(100), pounds(60)),
			summary: "The award is of £100, the contract of £60: 40% less.", figures: map[string]any{"difference_percent": -40.0}},
		{name: "two contracts together", state: procurement.Raised, dossier: signed(pounds(100), pounds(80), pounds(80)),
			summary: "The award is of £100, 2 contracts of £160: 60% more."},
		{name: "a fifth more", state: procurement.Clear, dossier: signed(pounds(100), pounds(120)),
			summary: "1 award compared; each contract is within 20% of its award."},
		{name: "lots under one award", state: procurement.Clear, dossier: signed(pounds(100), pounds(40), pounds(60))},
		{name: "grown since", state: procurement.Clear, dossier: grew},
		{name: "an award without a value", state: procurement.NoData, dossier: signed(nil, pounds(100)), missing: []string{awardValueField}},
		{name: "a nominal award", state: procurement.NoData, dossier: signed(pounds(0), pounds(100)), missing: []string{awardValueField}},
		{name: "a contract without a value", state: procurement.NoData, dossier: signed(pounds(100), pounds(100), nil), missing: []string{valueField}},
		{name: "another currency", state: procurement.NoData, dossier: signed(pounds(100), euros), missing: []string{valueField}},
		{name: "of no award", state: procurement.NoData, dossier: stray, missing: []string{awardIDField}},
		{name: "nothing made", state: procurement.NotApplicable, dossier: never},
	})
}
