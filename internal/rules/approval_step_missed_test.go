package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestApprovalStepMissed(t *testing.T) {
	decision := func(kind, status string, classes ...string) procurement.Decision {
		d := procurement.Decision{ID: "d1", Body: &procurement.Organisation{Name: "City Overseer"}, Type: kind, Status: status,
			Decided: "2026-05-20", Sources: []string{"letter"}, FiledByTheBody: true}
		for _, c := range classes {
			d.Findings = append(d.Findings, procurement.Finding{Classification: c, Sources: []string{"annex"}})
		}
		return d
	}
	with := func(decisions ...procurement.Decision) Dossier { return of(procurement.Process{Decisions: decisions}) }
	runTable(t, "approval-step-missed", []tableCase{
		{name: "found, and refused for it", state: procurement.Raised, dossier: with(decision("refused", "inForce", "approvalStepMissed")),
			summary: "City Overseer found that a step that needed approval was taken without it (decision of 20 May 2026).",
			figures: map[string]any{"decision": "d1", "decision_type": "refused"}, sources: []string{"annex", "letter"}},
		{name: "found, and approved all the same", state: procurement.Raised, dossier: with(decision("exceptionGranted", "inForce", "approvalStepMissed"))},
		{name: "each step with a decision of its own", state: procurement.Clear, dossier: with(decision("approved", "inForce")),
			summary: "City Overseer approved it, and found no step missed (decision of 20 May 2026).", figures: map[string]any{"approvals": 1.0}},
		{name: "found by a decision since quashed", state: procurement.NoData, dossier: with(decision("refused", "quashed", "approvalStepMissed")),
			summary: "The decision that found a missed approval step is no longer in force.", missing: []string{findingField}},
		{name: "an approval since withdrawn", state: procurement.NoData, dossier: with(decision("approved", "withdrawn"))},
		{name: "refused for another reason", state: procurement.NoData, dossier: with(decision("refused", "inForce", "valueForMoneyNotShown"))},
		{name: "no overseer looked", state: procurement.NoData, dossier: with(), missing: []string{findingField}},
	}, procurement.NotApplicable)
}
