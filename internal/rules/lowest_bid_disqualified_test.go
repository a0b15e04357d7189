package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestLowestBidDisqualified(t *testing.T) {
	a, b, out := bid("valid", "a"), bid("valid", "b"), bid("disqualified", "c")
	euros := out
	euros.Value = &procurement.Money{Minor: 1, Currency: "EUR"}
	runTable(t, "lowest-bid-disqualified", []tableCase{
		{name: "the lowest", state: procurement.Raised, dossier: bidFor(won("a"), priced(a, 100), priced(out, 90)),
			summary: "The lowest of 2 bids, £90, was disqualified.", figures: map[string]any{"lowest_status": "disqualified", "bids": 2.0}},
		{name: "lower ones withdrawn", state: procurement.Raised, dossier: bidFor(won("a"), priced(bid("withdrawn", "d"), 80), priced(out, 90), priced(a, 100))},
		{name: "a higher one", state: procurement.Clear, dossier: bidFor(won("a"), priced(a, 100), priced(out, 110)), summary: "The lowest of 2 bids was not disqualified."},
		{name: "as low as a valid one", state: procurement.Clear, dossier: bidFor(won("a"), priced(out, 100), priced(a, 100))},
		{name: "a lower one is pending", state: procurement.Clear, dossier: bidFor(won("a"), priced(a, 100), priced(out, 90), priced(bid("pending", "d"), 80))},
		{name: "no price", state: procurement.NoData, dossier: bidFor(won("a"), priced(a, 100), out), missing: []string{bidValueField}},
		{name: "no bids", state: procurement.NoData, dossier: bidFor(won("a")), missing: []string{bidsField}},
		{name: "two currencies", state: procurement.NotApplicable, dossier: bidFor(won("a"), priced(a, 100), euros)},
		{name: "one bid", state: procurement.NotApplicable, dossier: bidFor(won("a"), priced(a, 100))},
		{name: "none valid", state: procurement.NotApplicable, dossier: bidFor(won("a"), priced(out, 90), priced(bid("pending", "a"), 100))},
		{name: "nothing awarded", state: procurement.NotApplicable, dossier: bidFor(nil, priced(a, 100), priced(b, 90))},
	})
}
