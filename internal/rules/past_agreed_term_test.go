package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestPastAgreedTerm(t *testing.T) {
	moved := of(procurement.Process{OCID: "p", Contracts: []procurement.Contract{{ID: "c", Period: procurement.Period{End: "2028-03-31", MaxExtent: "2028-03-31"}}}})
	moved.States = []*procurement.Process{{OCID: "p", Contracts: []procurement.Contract{{ID: "c", Period: options}}}, moved.Process}

	runTable(t, "past-agreed-term", []tableCase{
		{name: "one of two steps", state: procurement.Raised,
			dossier: chained(options, step("yes", "2024-03-31", "2026-03-31"), step("no", "2026-03-31", "2026-04-01")),
			summary: "1 of 2 extensions run past the longest term agreed at award (31 March 2026).",
			figures: map[string]any{"steps": 2.0, "steps_past": 1.0, "agreed_end": "2026-03-31", "latest_end": "2026-04-01"}},
		{name: "a single step", state: procurement.Raised, dossier: chained(options, step("unknown", "2024-03-31", "2026-05")),
			summary: "1 of 1 extension runs past the longest term agreed at award (31 March 2026)."},
		{name: "a later change of the limit does not move it", state: procurement.Raised, dossier: moved,
			summary: "The contract ends on 31 March 2028, past the longest term agreed at award (31 March 2026)."},

		{name: "on the last day agreed", state: procurement.Clear, dossier: chained(options, step("yes", "2024-03-31", "2026-03-31")),
			summary: "The contract ends within the longest term agreed at award (31 March 2026)."},
		{name: "in the last month agreed, day unknown", state: procurement.Clear, dossier: chained(options, step("unknown", "2024-03-31", "2026-03"))},
		{name: "an option of unknown end", state: procurement.Clear, dossier: chained(options, lasting("yes", ""))},
		{name: "a step of unknown end, then a known one", state: procurement.Clear, dossier: chained(options, lasting("no", ""), step("no", "2024-09-30", "2025-03-31"))},

		{name: "no agreed limit", state: procurement.NoData, dossier: chained(oneYear, step("no", "2024-03-31", "2030-03-31")),
			missing: []string{"contracts/period/maxExtentDate"}},
		{name: "a limit that means none", state: procurement.NoData, dossier: chained(procurement.Period{End: "2024-03-31", MaxExtent: "2099-12-31"})},
		{name: "no end", state: procurement.NoData, dossier: chained(procurement.Period{MaxExtent: "2026-03-31"}), missing: []string{"contracts/period/endDate"}},
		{name: "an end that means none", state: procurement.NoData, dossier: chained(procurement.Period{End: "2099-12-31", MaxExtent: "2026-03-31"})},
		{name: "a step to an end that means none", state: procurement.NoData, dossier: chained(options, step("no", "2024-03-31", "2099-12-31"))},
		{name: "a last step of unknown end", state: procurement.NoData, dossier: chained(options, lasting("unknown", "P12M")),
			summary: "The new end of 1 later extension is not published.", missing: []string{"contracts/amendments/extension/newEnd"}},

		{name: "no contract made", state: procurement.NotApplicable, dossier: of(procurement.Process{Awards: proposed})},
		{name: "a contract counted with the one it continues", state: procurement.NotApplicable,
			dossier: Dossier{Process: &procurement.Process{OCID: "p", Contracts: []procurement.Contract{{ID: "later"}}},
				Chains: []procurement.Chain{{OCID: "p", Contract: "first", Members: []procurement.ContractRef{{OCID: "p", Contract: "first"}, {OCID: "p", Contract: "later"}}}}}},
	})
}
