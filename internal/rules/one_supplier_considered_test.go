package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestOneSupplierConsidered(t *testing.T) {
	considered := func(n int, basis string) *procurement.SuppliersConsidered {
		return &procurement.SuppliersConsidered{Count: n, Basis: basis, Sources: []string{"report"}}
	}
	decision := func(status string) procurement.Decision {
		return procurement.Decision{ID: "d1", Body: &procurement.Organisation{Name: "City Overseer"}, Type: "refused", Status: status,
			Decided: "2026-05-20", Sources: []string{"letter"}, Release: "r1", FiledByTheBody: true,
			Findings: []procurement.Finding{{ID: "f", Classification: procurement.OneSupplierConsidered, Quotation: "one supplier", Sources: []string{"annex"}}}}
	}
	with := func(c *procurement.SuppliersConsidered, decisions ...procurement.Decision) Dossier {
		return of(procurement.Process{Awards: proposed, Tender: procurement.Tender{Considered: c}, Decisions: decisions})
	}
	missing := []string{"tender/suppliersConsidered", "decisions/findings/classification"}
	runTable(t, "one-supplier-considered", []tableCase{
		{name: "a refused award, as the overseer filed it", state: procurement.Raised,
			dossier: with(considered(1, "overseerFinding"), decision("inForce")),
			summary: "City Overseer found that one supplier was considered (decision of 20 May 2026).",
			figures: map[string]any{"overseer": "City Overseer", "decision": "d1", "decision_type": "refused", "quotation": "one supplier", "suppliers_considered": 1.0, "filed_by_the_body": true},
			sources: []string{"annex", "letter", "report"}},
		{name: "a number found by an overseer, no decision recorded", state: procurement.Raised,
			dossier: with(considered(1, "overseerFinding")), summary: "An overseer found that one supplier was considered."},
		{name: "a decision without body, date or reporter", state: procurement.Raised,
			dossier: with(nil, procurement.Decision{Findings: []procurement.Finding{{Classification: procurement.OneSupplierConsidered}}}),
			summary: "An overseer found that one supplier was considered (as reported)."},
		{name: "a quashed decision repeated by one in force", state: procurement.Raised, dossier: with(nil, decision("quashed"), func() procurement.Decision {
			d := decision("inForce")
			d.ID = "d2"
			return d
		}()), figures: map[string]any{"decision": "d2"}},
		{name: "superseded by one since withdrawn", state: procurement.Raised,
			dossier: with(nil, decision("inForce"), procurement.Decision{ID: "d2", Supersedes: "d1", Status: "withdrawn"})},
		{name: "a decision said to supersede itself", state: procurement.Raised, dossier: with(nil, func() procurement.Decision {
			d := decision("inForce")
			d.Supersedes = d.ID
			return d
		}())},
		{name: "several considered", state: procurement.Clear, dossier: with(considered(3, "overseerFinding")),
			summary: "An overseer found that 3 suppliers were considered."},
		{name: "as a newspaper reports", state: procurement.NoData, dossier: with(considered(1, "reported")), missing: missing,
			summary: "A number of suppliers considered is stated, but not found by an overseer; only an overseer's finding counts here."},
		{name: "as the buyer states", state: procurement.NoData, dossier: with(considered(4, "buyerStatement")), missing: missing},
		{name: "a finding without a number", state: procurement.NoData, dossier: with(considered(0, "overseerFinding"))},
		{name: "nothing recorded", state: procurement.NoData, dossier: with(nil), missing: missing,
			summary: "No overseer's finding on the number of suppliers considered is recorded."},
		{name: "a decision that finds something else", state: procurement.NoData,
			dossier: with(nil, procurement.Decision{Findings: []procurement.Finding{{Classification: "valueForMoneyNotShown"}}})},
		{name: "quashed", state: procurement.NoData, dossier: with(considered(1, "overseerFinding"), decision("quashed")),
			summary: "The decision that found one supplier considered is no longer in force."},
		{name: "withdrawn", state: procurement.NoData, dossier: with(nil, decision("withdrawn"))},
		{name: "superseded", state: procurement.NoData, dossier: with(nil, decision("superseded"))},
		{name: "superseded by one that says so", state: procurement.NoData,
			dossier: with(nil, decision("inForce"), procurement.Decision{ID: "d2", Supersedes: "d1"}), figures: map[string]any{"decision_status": "superseded"}},
	}, procurement.NotApplicable)
}
