package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestOneBid(t *testing.T) {
	tendered := func(method string, n *int) Dossier {
		return of(procurement.Process{Awards: made, Tender: procurement.Tender{Method: method, Bidders: n}})
	}
	bids := func(status ...string) Dossier {
		p := procurement.Process{Tender: procurement.Tender{Method: "open"}}
		for i, s := range status {
			p.Bids = append(p.Bids, procurement.Bid{ID: string(rune('a' + i)), Status: s})
		}
		return of(p)
	}
	runTable(t, "one-bid", []tableCase{
		{name: "one tender to a data centre exit", state: procurement.Raised, dossier: tendered("selective", number(1)),
			summary: "1 bid recorded in a selective procedure.", figures: map[string]any{"method": "selective", "tenderers": 1.0}},
		{name: "one bid listed, no number", state: procurement.Raised, dossier: bids("valid"), summary: "1 bid recorded in an open procedure."},
		{name: "one received of three invited", state: procurement.Raised, dossier: bids("invited", "disqualified", "withdrawn")},
		{name: "a call-off of unknown kind, one tenderer", state: procurement.Raised,
			dossier: of(procurement.Process{Awards: made, Tender: procurement.Tender{Method: "selective", MethodDetails: "Call-off from a framework agreement", Bidders: number(1)}})},
		{name: "two competitors", state: procurement.Clear, dossier: tendered("open", number(2)), summary: "2 bidders recorded."},
		{name: "two bids, one disqualified", state: procurement.Clear, dossier: bids("valid", "disqualified")},
		{name: "a number of one against a list of two", state: procurement.Clear,
			dossier: of(procurement.Process{Tender: procurement.Tender{Method: "open", Bidders: number(1), Tenderers: []procurement.Organisation{{Key: "a"}, {Key: "b"}}}})},
		{name: "no number", state: procurement.NoData, dossier: tendered("open", nil), missing: []string{"tender/numberOfTenderers"}},
		{name: "a number below one", state: procurement.NoData, dossier: tendered("open", number(-1)), missing: []string{"tender/numberOfTenderers"}},
		{name: "a bid of unknown status", state: procurement.NoData, dossier: bids("")},
		{name: "no method", state: procurement.NoData, dossier: tendered("", number(1)), missing: []string{"tender/procurementMethod"}},
		{name: "direct", state: procurement.NotApplicable, dossier: tendered("direct", number(1))},
		{name: "limited", state: procurement.NotApplicable, dossier: tendered("limited", number(1))},
		{name: "a direct call-off", state: procurement.NotApplicable,
			dossier: of(procurement.Process{Awards: made, Tender: procurement.Tender{Method: "selective", MethodDetails: "Direct call-off", Bidders: number(1)}})},
		{name: "one bid in a tender cancelled since", state: procurement.Raised, summary: "1 bid recorded in an open procedure.",
			dossier: of(procurement.Process{Awards: proposed, Tender: procurement.Tender{Method: "open", Status: "cancelled", Bidders: number(1)}})},
	})
	agreesWithCardinal(t, "one-bid", "R018")
}
