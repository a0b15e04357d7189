package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestLateBidWon(t *testing.T) {
	dated := func(b procurement.Bid, on procurement.Date) procurement.Bid {
		b.Date = on
		return b
	}
	due := func(deadline procurement.Date, awards []procurement.Award, bids ...procurement.Bid) Dossier {
		d := bidFor(awards, bids...)
		d.Process.Tender.Period.End = deadline
		return d
	}
	const end = procurement.Date("2024-03-15")
	a := bid("valid", "a")
	runTable(t, "late-bid-won", []tableCase{
		{name: "a day late", state: procurement.Raised, dossier: due(end, won("a"), dated(a, "2024-03-16")),
			summary: "The winning bid is dated 16 March 2024, after the deadline of 15 March 2024.", figures: map[string]any{"deadline": "2024-03-15", "bid_date": "2024-03-16"}},
		{name: "late by months, loosely dated", state: procurement.Raised, dossier: due("2024-03", won("a"), dated(a, "2024-05"))},
		{name: "one partner of two", state: procurement.Raised, dossier: due(end, won("b"), dated(bid("valid", "a", "b"), "2024-04-01"))},
		{name: "one bid on time, one late", state: procurement.Raised, dossier: due(end, won("a"), dated(a, "2024-03-01"), dated(a, "2024-04-01"))},
		{name: "in time", state: procurement.Clear, dossier: due(end, won("a"), dated(a, "2024-03-14")), summary: "The winning bid is dated before the deadline."},
		{name: "a late bid that lost", state: procurement.Clear, dossier: due(end, won("a"), dated(a, "2024-03-14"), dated(bid("valid", "b"), "2024-04-01"))},
		{name: "a late bid that was disqualified", state: procurement.Clear, dossier: due(end, won("a"), dated(a, "2024-03-14"), dated(bid("disqualified", "a"), "2024-04-01"))},
		{name: "on the day", state: procurement.NoData, dossier: due(end, won("a"), dated(a, end)), missing: []string{bidDateField}},
		{name: "in the month of the deadline", state: procurement.NoData, dossier: due(end, won("a"), dated(a, "2024-03")), missing: []string{bidDateField}},
		{name: "no date", state: procurement.NoData, dossier: due(end, won("a"), a), missing: []string{bidDateField}},
		{name: "no deadline", state: procurement.NoData, dossier: due("", won("a"), dated(a, "2024-03-16")), missing: []string{deadlineField}},
		{name: "no bid of the winner", state: procurement.NoData, dossier: due(end, won("c"), dated(a, "2024-03-16")), missing: []string{bidderField}},
		{name: "nothing awarded", state: procurement.NotApplicable, dossier: due(end, nil, dated(a, "2024-03-16"))},
	})
	agreesWithCardinal(t, "late-bid-won", "R030")
}
