package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestShortSubmission(t *testing.T) {
	call := func(method string, start, end procurement.Date, change ...func(*procurement.Process)) Dossier {
		p := procurement.Process{OCID: "p", Tender: procurement.Tender{Method: method, Period: procurement.Period{Start: start, End: end}}}
		for _, c := range change {
			c(&p)
		}
		return of(p)
	}
	is := func(above bool) func(*procurement.Process) {
		return func(p *procurement.Process) {
			p.Regime, p.Tender.AboveThreshold = procurement.PA2023, &above
			p.Buyer = &procurement.Organisation{Key: "b", Country: "GB"}
		}
	}
	unsaid := func(p *procurement.Process) { is(true)(p); p.Tender.AboveThreshold = nil }
	lightly := func(p *procurement.Process) { p.Tender.SpecialRegimes = []string{"lightTouch"} }
	notice := func(kind string, day procurement.Date) func(*procurement.Process) {
		return func(p *procurement.Process) {
			p.Tender.Documents = append(p.Tender.Documents, procurement.Document{ID: kind, Notice: kind, Published: day})
		}
	}
	runTable(t, "short-submission", []tableCase{
		{name: "24 days under the Act", state: procurement.Raised, dossier: call("open", "2026-03-01", "2026-03-25", is(true)),
			summary: "Bids could be sent for 24 days; the Procurement Act 2023 asks as a rule for at least 25.",
			figures: map[string]any{"days": 24.0, "least_days": 25.0}},
		{name: "from the day of the notice", state: procurement.Raised, dossier: call("open", "", "2026-03-25", is(true), notice("UK4", "2026-03-10"))},
		{name: "a notice by its type of document", state: procurement.Raised, dossier: call("open", "", "2026-03-10", func(p *procurement.Process) {
			p.Tender.Documents = []procurement.Document{{ID: "2", Type: "tenderNotice", Published: "2026-03-04"}, {ID: "1", Type: "tenderNotice", Published: "2026-03-01"}}
		}), figures: map[string]any{"days": 9.0}},
		{name: "nine days after a planned procurement notice", state: procurement.Raised,
			dossier: call("open", "2026-03-01", "2026-03-10", is(true), notice("UK3", "2025-12-01")), figures: map[string]any{"least_days": 10.0}},
		{name: "planned too late to shorten", state: procurement.Raised, dossier: call("open", "2026-03-01", "2026-03-20", is(true), notice("UK3", "2026-02-01"))},
		{name: "14 days where no law is known", state: procurement.Raised, dossier: call("selective", "2026-03-01", "2026-03-15"),
			summary: "Bids could be sent for 14 days; no law's least is known here, and fewer are called short than 15."},
		{name: "25 days under the Act", state: procurement.Clear, dossier: call("open", "2026-03-01", "2026-03-26", is(true))},
		{name: "ten days after a planned procurement notice", state: procurement.Clear, dossier: call("open", "2026-03-01", "2026-03-11", is(true), notice("UK3", "2025-12-01"))},
		{name: "15 days elsewhere", state: procurement.Clear, dossier: call("open", "2026-03-01", "2026-03-16")},
		{name: "above the threshold or not", state: procurement.NoData, dossier: call("open", "2026-03-01", "2026-03-10", unsaid), missing: []string{aboveField}},
		{name: "no start", state: procurement.NoData, dossier: call("open", "", "2026-03-10"), missing: []string{openedField}},
		{name: "a loose end", state: procurement.NoData, dossier: call("open", "2026-03-01", "2026-03"), missing: []string{deadlineField}},
		{name: "no method", state: procurement.NoData, dossier: call("", "2026-03-01", "2026-03-10"), missing: []string{methodField}},
		{name: "no call", state: procurement.NotApplicable, dossier: call("direct", "2026-03-01", "2026-03-02")},
		{name: "below the threshold", state: procurement.NotApplicable, dossier: call("open", "2026-03-01", "2026-03-05", is(false))},
		{name: "light touch", state: procurement.NotApplicable, dossier: call("open", "2026-03-01", "2026-03-05", is(true), lightly)},
		{name: "a competition under a framework", state: procurement.NotApplicable,
			dossier: call("selective", "2026-03-01", "2026-03-05", func(p *procurement.Process) { p.Tender.MethodDetails = "Call-off from a framework agreement" })},
		{name: "ends before it begins", state: procurement.NotApplicable, dossier: call("open", "2026-03-10", "2026-03-01")},
	})
}
