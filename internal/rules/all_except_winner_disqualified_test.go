package rules

import (
	"testing"

	"daylight/internal/procurement"
)

// bid is one of a tenderer, or of several partners.
func bid(status string, tenderers ...string) procurement.Bid {
	return procurement.Bid{ID: status + tenderers[0], Status: status, Tenderers: organisations(tenderers...)}
}

func priced(b procurement.Bid, n int64) procurement.Bid {
	b.Value = pounds(n)
	return b
}

func organisations(keys ...string) []procurement.Organisation {
	var list []procurement.Organisation
	for _, k := range keys {
		list = append(list, procurement.Organisation{Key: k})
	}
	return list
}

func award(status string, suppliers ...string) procurement.Award {
	return procurement.Award{ID: status, Status: status, Suppliers: organisations(suppliers...)}
}

func bidFor(awards []procurement.Award, bids ...procurement.Bid) Dossier {
	return of(procurement.Process{Tender: procurement.Tender{Method: "open"}, Bids: bids, Awards: awards})
}

func won(suppliers ...string) []procurement.Award {
	return []procurement.Award{award("active", suppliers...)}
}

func TestAllExceptWinnerDisqualified(t *testing.T) {
	out := func(who string) procurement.Bid { return bid("disqualified", who) }
	runTable(t, "all-except-winner-disqualified", []tableCase{
		{name: "one other", state: procurement.Raised, dossier: bidFor(won("a"), bid("valid", "a"), out("b")),
			summary: "1 other bidder was disqualified, and the one left was awarded.", figures: map[string]any{"valid_bidders": 1.0, "disqualified_bidders": 1.0}},
		{name: "two others, several bids each", state: procurement.Raised, dossier: bidFor(won("a"), bid("valid", "a"), bid("valid", "a"), out("b"), out("b"), out("c")),
			summary: "2 other bidders were disqualified, and the one left was awarded."},
		{name: "two awards to the one left", state: procurement.Raised, dossier: bidFor([]procurement.Award{award("active", "a"), award("active", "a"), award("cancelled", "b")}, bid("valid", "a"), out("b"))},
		{name: "a withdrawn bid does not count", state: procurement.Raised, dossier: bidFor(won("a"), bid("valid", "a"), out("b"), bid("withdrawn", "c"))},
		{name: "two left", state: procurement.Clear, dossier: bidFor(won("a"), bid("valid", "a"), bid("valid", "c"), out("b")), summary: "2 bidders had valid bids."},
		{name: "nobody disqualified", state: procurement.Clear, dossier: bidFor(won("a"), bid("valid", "a")), summary: "No other bidder was disqualified."},
		{name: "the winner's own other bid", state: procurement.Clear, dossier: bidFor(won("a"), bid("valid", "a"), out("a"))},
		{name: "another was awarded", state: procurement.Clear, dossier: bidFor(won("c"), bid("valid", "a"), out("b"))},
		{name: "two suppliers", state: procurement.Clear, dossier: bidFor(won("a", "c"), bid("valid", "a"), out("b"))},
		{name: "no bids listed", state: procurement.NoData, dossier: bidFor(won("a")), missing: []string{bidsField}},
		{name: "a bid without status", state: procurement.NoData, dossier: bidFor(won("a"), bid("valid", "a"), bid("", "b")), missing: []string{bidStatusField}},
		{name: "a bid of nobody", state: procurement.NoData, dossier: bidFor(won("a"), bid("valid", "a"), out("")), missing: []string{bidderField}},
		{name: "an award without status", state: procurement.NoData, dossier: bidFor([]procurement.Award{award("", "a")}, bid("valid", "a")), missing: []string{awardStateField}},
		{name: "an award to nobody", state: procurement.NoData, dossier: bidFor(won(), bid("valid", "a")), missing: []string{supplierField}},
		{name: "an award pending", state: procurement.NotApplicable, dossier: bidFor([]procurement.Award{award("active", "a"), award("pending", "b")}, bid("valid", "a"), out("b"))},
		{name: "nothing awarded", state: procurement.NotApplicable, dossier: bidFor(nil, bid("valid", "a"), out("b"))},
		{name: "cancelled", state: procurement.NotApplicable,
			dossier: of(procurement.Process{Tender: procurement.Tender{Method: "open", Status: "cancelled"}, Bids: []procurement.Bid{bid("valid", "a"), out("b")}, Awards: won("a")})},
		{name: "awarded directly", state: procurement.NotApplicable, dossier: of(procurement.Process{Tender: procurement.Tender{Method: "direct"}, Awards: won("a")})},
	})
	agreesWithCardinal(t, "all-except-winner-disqualified", "R035")
}
