package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestAwardedWithoutCompetition(t *testing.T) {
	runTable(t, "awarded-without-competition", []tableCase{
		{name: "direct award on a stated ground", state: procurement.Raised,
			dossier: of(procurement.Process{Awards: made, Tender: procurement.Tender{Method: "direct", Sources: []string{"notice"},
				Rationale: "Additional licences", LegalBasis: "Procurement Act 2023, Schedule 5, paragraphs 6 and 7"}}),
			summary: "Awarded without competition, as the procurement method says; a reason and a legal basis are stated.",
			figures: map[string]any{"method": "direct", "rationale_stated": true, "legal_basis_stated": true},
			sources: []string{"notice"}},
		{name: "direct award, no ground stated", state: procurement.Raised,
			dossier: of(procurement.Process{Contracts: []procurement.Contract{{ID: "c"}}, Tender: procurement.Tender{Method: "direct"}}),
			summary: "Awarded without competition, as the procurement method says; neither a reason nor a legal basis is stated.",
			figures: map[string]any{"rationale_stated": false, "legal_basis_stated": false}},
		{name: "direct award, a law but no reason", state: procurement.Raised,
			dossier: of(procurement.Process{Awards: made, Tender: procurement.Tender{Method: "direct", LegalBasis: "regulation 32"}}),
			summary: "Awarded without competition, as the procurement method says; a legal basis is stated, a reason is not."},
		{name: "call-off with one supplier invited", state: procurement.Raised,
			dossier: of(procurement.Process{Awards: made, Tender: procurement.Tender{Method: "selective", MethodDetails: "Call-off from a framework agreement", Invited: number(1)}}),
			figures: map[string]any{"suppliers_invited": 1.0, "method_details": "Call-off from a framework agreement"}},
		{name: "a platform that was competed for", state: procurement.Clear,
			dossier: of(procurement.Process{Awards: made, Tender: procurement.Tender{Method: "selective", MethodDetails: "Competitive dialogue"}}),
			summary: "Suppliers competed, as the procurement method says."},
		{name: "two competitors, no method", state: procurement.Clear,
			dossier: of(procurement.Process{Awards: made, Tender: procurement.Tender{Bidders: number(2)}}),
			summary: "Suppliers competed, as the number of tenderers shows."},
		{name: "a pilot of which no method is published", state: procurement.NoData,
			dossier: of(procurement.Process{Awards: made}),
			missing: []string{"tender/procurementMethod", "tender/numberOfTenderers"}},
		{name: "limited alone", state: procurement.NoData,
			dossier: of(procurement.Process{Awards: made, Tender: procurement.Tender{Method: "limited"}}),
			missing: []string{"tender/procurementMethodDetails", "tender/numberOfTenderers"}},
		{name: "a call-off of unknown kind", state: procurement.NoData,
			dossier: of(procurement.Process{Awards: made, Tender: procurement.Tender{Method: "selective", MethodDetails: "Call-off from a framework agreement"}}),
			missing: []string{"tender/numberOfTenderers"}},
		{name: "a proposal that was refused", state: procurement.NotApplicable,
			dossier: of(procurement.Process{Awards: proposed, Tender: procurement.Tender{Method: "direct"}})},
		{name: "a contract still pending", state: procurement.NotApplicable,
			dossier: of(procurement.Process{Contracts: []procurement.Contract{{ID: "c", Status: "pending"}}, Tender: procurement.Tender{Method: "direct"}})},
	})
}
