package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestNoGroundStated(t *testing.T) {
	notice := []procurement.Document{{ID: "1", Notice: "UK5", Published: "2026-03-01"}}
	direct := func(change func(*procurement.Process)) Dossier {
		p := procurement.Process{OCID: "p", Regime: procurement.PA2023, Awards: made,
			Tender: procurement.Tender{Method: "direct", Documents: notice}}
		change(&p)
		return of(p)
	}
	below := false
	runTable(t, "no-ground-stated", []tableCase{
		{name: "a transparency notice without a ground", state: procurement.Raised, dossier: direct(func(*procurement.Process) {}),
			summary: "The transparency notice of a direct award states neither a reason nor a legal basis.", figures: map[string]any{"transparency_notice": true}},
		{name: "noticed, not yet awarded", state: procurement.Raised, dossier: direct(func(p *procurement.Process) { p.Awards = nil })},
		{name: "no notice in a source that would hold it", state: procurement.Raised,
			dossier: direct(func(p *procurement.Process) {
				p.Tender.Documents, p.Sources = nil, []procurement.Source{{ID: "s", CompleteFor: []string{"UK5"}}}
			}),
			summary: "Awarded without competition; neither a reason nor a legal basis is stated, and the source holds no transparency notice."},
		{name: "a paragraph is named", state: procurement.Clear, dossier: direct(func(p *procurement.Process) { p.Tender.LegalBasis = "Schedule 5, paragraph 6" }),
			summary: "Awarded without competition; a legal basis is stated, a reason is not."},
		{name: "a reason is given", state: procurement.Clear, dossier: direct(func(p *procurement.Process) { p.Tender.Rationale = "Only one firm can." })},
		{name: "another law", state: procurement.NoData, dossier: direct(func(p *procurement.Process) { p.Regime = procurement.RegimeUnknown }), missing: []string{rationaleField, legalBasisField}},
		{name: "the notice was not read", state: procurement.NoData, dossier: direct(func(p *procurement.Process) { p.Tender.Documents = nil })},
		{name: "no method", state: procurement.NoData, dossier: direct(func(p *procurement.Process) { p.Tender.Method = "" }), missing: []string{methodField}},
		{name: "competed", state: procurement.NotApplicable, dossier: direct(func(p *procurement.Process) { p.Tender.Method = "open" })},
		{name: "below the threshold", state: procurement.NotApplicable, dossier: direct(func(p *procurement.Process) { p.Tender.AboveThreshold = &below })},
		{name: "a call-off has no ground of its own", state: procurement.NotApplicable,
			dossier: direct(func(p *procurement.Process) { p.Tender.MethodDetails = "Direct call-off from a framework" })},
		{name: "nothing awarded", state: procurement.NotApplicable, dossier: of(procurement.Process{Awards: proposed, Tender: procurement.Tender{Method: "direct"}})},
	})
}
