package rules

import (
	"testing"

	"daylight/internal/procurement"
)

// announced is an open competition of which a notice from before the call is on
// record, changed as asked.
func announced(changes ...func(*procurement.Process)) Dossier {
	p := procurement.Process{
		OCID: "ocds-h6vhtk-1", Regime: procurement.PA2023, Buyer: &procurement.Organisation{Country: "GB"},
		Documents: notice("UK2", "2026-01-12"),
		Tender:    procurement.Tender{Method: "open", AboveThreshold: yes(true), Period: procurement.Period{Start: "2026-03-02", End: "2026-04-10"}},
	}
	for _, change := range changes {
		change(&p)
	}
	d := of(p)
	d.Day = "2026-11-23"
	return d
}

func TestKeyInformationMissing(t *testing.T) {
	with := func(documents ...procurement.Document) func(*procurement.Process) {
		return func(p *procurement.Process) { p.Tender.Documents = documents }
	}
	called := procurement.Document{ID: "1", Notice: "UK4", Type: "tenderNotice", Published: "2026-03-02"}
	oldCall := procurement.Document{ID: "1", Type: "tenderNotice", Published: "2026-03-02"}
	papers := procurement.Document{ID: "2", Type: "biddingDocuments"}
	undated := func(p *procurement.Process) { p.Tender.Period = procurement.Period{} }
	noEnd := func(p *procurement.Process) { p.Tender.Period.End = "" }
	selective := func(p *procurement.Process) { p.Tender.Method = "selective" }
	method := func(m string) func(*procurement.Process) {
		return func(p *procurement.Process) { p.Tender.Method = m }
	}
	threshold := func(above *bool) func(*procurement.Process) {
		return func(p *procurement.Process) { p.Tender.AboveThreshold = above }
	}
	unplanned := func(p *procurement.Process) { p.Documents = nil }
	framework := func(p *procurement.Process) {
		p.Related = []procurement.RelatedProcess{{Relationships: []string{"framework"}}}
	}
	won := func(p *procurement.Process) {
		p.Awards = []procurement.Award{{ID: "a", Status: "active", Date: "2026-05-04"}}
	}
	signed := func(p *procurement.Process) { p.Contracts = []procurement.Contract{{ID: "c", Status: "active"}} }
	cancelled := func(p *procurement.Process) { p.Tender.Status = "cancelled" }
	on := func(day procurement.Date, d Dossier) Dossier {
		d.Day = day
		return d
	}
	const clear, raised, noData, not = procurement.Clear, procurement.Raised, procurement.NoData, procurement.NotApplicable

	runTable(t, "key-information-missing", []tableCase{
		{name: "all on record", state: clear, dossier: announced(with(called, papers)),
			summary: "On record: the tender notice (UK4), the last day for bids, the tender documents."},
		{name: "no tender notice", state: raised, dossier: announced(with(papers)),
			summary: "Not on record: the tender notice (UK4).", figures: map[string]any{"missing": 1.0, "bids_invited_by": "2026-03-02"}},
		{name: "on the day bids are invited", state: noData, dossier: on("2026-03-02", announced()), missing: []string{tenderPaperField}},
		{name: "no tender notice yet", state: clear, dossier: on("2026-03-01", announced(with(papers))),
			summary: "Not on record, and in time until 2 March 2026: the tender notice (UK4)."},
		{name: "the record begins after the call", state: noData, dossier: announced(unplanned, with(papers), won), missing: []string{tenderNoticeField}},
		{name: "absent from a copy", state: noData, dossier: announced(mirrored, with(papers)), missing: []string{tenderNoticeField}},
		{name: "absent from a copy declared to hold all", state: raised, dossier: announced(mirrored, unplanned, declared("UK4"), with(papers))},
		{name: "called before the Act", state: noData, dossier: announced(with(papers), func(p *procurement.Process) { p.Tender.Period.Start = "2025-02-01" })},
		{name: "no last day in the notice", state: raised, dossier: announced(noEnd, with(called, papers)), summary: "Not on record: the last day for bids."},
		{name: "requests to participate come first", state: clear, dossier: announced(selective, noEnd, with(called, papers))},
		{name: "no documents", state: noData, dossier: announced(with(called)), missing: []string{tenderPaperField},
			summary: "Not on record: the tender documents; no source on record is declared to hold all of the kind, so that this is not known to be missing."},
		{name: "no documents at a source that holds all", state: raised, dossier: announced(with(called), declared("biddingDocuments")),
			summary: "Not on record: the tender documents."},
		{name: "no documents, before the last day", state: clear, dossier: on("2026-04-10", announced(with(called), declared("biddingDocuments")))},
		{name: "under the regulations of 2015, on record", state: clear, dossier: announced(old, threshold(nil), with(oldCall, papers))},
		{name: "under the regulations of 2015, no source is declared", state: noData, dossier: announced(old, threshold(nil), with(papers))},
		{name: "under the regulations of 2015, declared", state: raised, dossier: announced(old, threshold(nil), declared("tenderNotice"), with(papers)),
			summary: "Not on record: the tender notice."},
		{name: "awarded nobody knows when", state: noData, dossier: announced(undated, signed), missing: []string{openedField}},
		{name: "no day recorded", state: noData, dossier: on("", announced(with(papers))), missing: []string{openedField}},
		{name: "no method", state: noData, dossier: announced(method("")), missing: []string{methodField}},
		{name: "no threshold", state: noData, dossier: announced(threshold(nil)), missing: []string{thresholdField}},
		{name: "below the threshold", state: not, dossier: announced(threshold(yes(false)))},
		{name: "nothing called yet", state: not, dossier: announced(undated), summary: "No call for bids is on record yet."},
		{name: "direct award", state: not, dossier: announced(method("direct"))},
		{name: "call-off", state: not, dossier: announced(framework)},
		{name: "private utility", state: not, dossier: announced(utility)},
		{name: "cancelled", state: not, dossier: announced(cancelled)},
	})

	d := on("2026-03-01", announced(with(papers)))
	if got := holdsUntil(Check(d), "key-information-missing"); got != "2026-03-02" {
		t.Errorf("holds until %q", got)
	}
	d = on("2026-03-15", announced(with(papers), func(p *procurement.Process) { p.Tender.Period.Start = "2026-03" }))
	if got := holdsUntil(Check(d), "key-information-missing"); got != "2026-03-31" {
		t.Errorf("invited in March, holds until %q", got)
	}
}
