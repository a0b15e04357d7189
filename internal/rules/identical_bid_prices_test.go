package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestIdenticalBidPrices(t *testing.T) {
	a, b := bid("valid", "a"), bid("valid", "b")
	euros := b
	euros.Value = &procurement.Money{Minor: 10000, Currency: "EUR"}
	nameless := priced(b, 100)
	nameless.Value = &procurement.Money{Minor: 10000}
	runTable(t, "identical-bid-prices", []tableCase{
		{name: "two", state: procurement.Raised, dossier: bidFor(nil, priced(a, 100), priced(b, 100)),
			summary: "Two bidders gave the same price, £100.", figures: map[string]any{"bids": 2.0, "price": map[string]any{"amount": "100", "currency": "GBP"}}},
		{name: "one of them disqualified", state: procurement.Raised, dossier: bidFor(nil, priced(a, 100), priced(bid("disqualified", "b"), 100))},
		{name: "one bidder twice, then another", state: procurement.Raised, dossier: bidFor(nil, priced(a, 100), priced(a, 100), priced(b, 100))},
		{name: "found although another has no price", state: procurement.Raised, dossier: bidFor(nil, bid("valid", "c"), priced(a, 100), priced(b, 100))},
		{name: "partners who overlap", state: procurement.Raised, dossier: bidFor(nil, priced(bid("valid", "a", "b"), 100), priced(b, 100))},
		{name: "different", state: procurement.Clear, dossier: bidFor(nil, priced(a, 100), priced(b, 101)), summary: "No two bidders gave the same price."},
		{name: "one bidder twice", state: procurement.Clear, dossier: bidFor(nil, priced(a, 100), priced(a, 100))},
		{name: "the same partners", state: procurement.Clear, dossier: bidFor(nil, priced(bid("valid", "a", "b"), 100), priced(bid("valid", "b", "a"), 100))},
		{name: "other currencies", state: procurement.Clear, dossier: bidFor(nil, priced(a, 100), euros)},
		{name: "no price", state: procurement.NoData, dossier: bidFor(nil, priced(a, 100), b), missing: []string{bidValueField}},
		{name: "no currency", state: procurement.NoData, dossier: bidFor(nil, nameless, priced(a, 100)), missing: []string{bidValueField}},
		{name: "no bids", state: procurement.NoData, dossier: bidFor(nil), missing: []string{bidsField}},
		{name: "one bid", state: procurement.NotApplicable, dossier: bidFor(nil, priced(a, 100)), summary: "1 bid was submitted: there is nothing to compare."},
		{name: "the other withdrew", state: procurement.NotApplicable, dossier: bidFor(nil, priced(a, 100), priced(bid("withdrawn", "b"), 100))},
	})
}
