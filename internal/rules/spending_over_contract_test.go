package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestSpendingOverContract(t *testing.T) {
	spent := func(value, gross *procurement.Money, payments ...*procurement.Money) Dossier {
		c := procurement.Contract{ID: "c", Status: "active", Value: value, Gross: gross}
		for _, p := range payments {
			c.Payments = append(c.Payments, procurement.Payment{Value: p})
		}
		return of(procurement.Process{Contracts: []procurement.Contract{c}})
	}
	final := spent(pounds(100), nil, pounds(10))
	final.Process.Contracts[0].FinalValue = pounds(130)
	euros := &procurement.Money{Minor: 500_00, Currency: "EUR"}
	runTable(t, "spending-over-contract", []tableCase{
		{name: "half as much again", state: procurement.Raised, dossier: spent(pounds(100), nil, pounds(100), pounds(50)),
			summary: "Spent £150 on a contract of £100, 50% more (2 payments).", figures: map[string]any{"over_percent": 50.0}},
		{name: "over the value with taxes", state: procurement.Raised, dossier: spent(pounds(100), pounds(120), pounds(121)),
			summary: "Spent £121 on a contract of £120, 0.8% more (1 payment)."},
		{name: "the final value", state: procurement.Raised, dossier: final, summary: "Spent £130 on a contract of £100, 30% more (the final value)."},
		{name: "within the ceiling", state: procurement.Clear, dossier: spent(pounds(7_500_000), nil, pounds(4_000_000)),
			summary: "Spent £4 million of £7.5 million (1 payment)."},
		{name: "to the penny", state: procurement.Clear, dossier: spent(pounds(100), nil, pounds(100))},
		{name: "within the value with taxes", state: procurement.Clear, dossier: spent(pounds(100), pounds(120), pounds(120))},
		{name: "perhaps tax", state: procurement.NoData, dossier: spent(pounds(100), nil, pounds(120)),
			summary: "Spent £120 on a contract of £100 (1 payment); the difference may be tax, and the value with taxes is not published.", missing: []string{grossField}},
		{name: "no payment", state: procurement.NoData, dossier: spent(pounds(100), nil), missing: []string{paymentField}},
		{name: "a payment without amount", state: procurement.NoData, dossier: spent(pounds(100), nil, pounds(900), nil), missing: []string{paymentField}},
		{name: "another currency", state: procurement.NoData, dossier: spent(pounds(100), nil, euros)},
		{name: "no value", state: procurement.NoData, dossier: spent(nil, nil, pounds(100)), missing: []string{valueField}},
		{name: "a value of nothing", state: procurement.NoData, dossier: spent(pounds(0), nil, pounds(100)), missing: []string{valueField}},
		{name: "no contract", state: procurement.NotApplicable, dossier: of(procurement.Process{})},
	})
}
