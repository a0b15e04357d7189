package rules

import (
	"testing"

	"daylight/internal/procurement"
)

var (
	oneYear = procurement.Period{Start: "2023-04-01", End: "2024-03-31"}
	options = procurement.Period{Start: "2023-04-01", End: "2024-03-31", MaxExtent: "2026-03-31"}
)

func TestRollingExtensions(t *testing.T) {
	approved := chained(oneYear, step("no", "2024-03-31", "2024-06-30"), step("no", "2024-06-30", "2024-09-30"))
	approved.Process.Decisions = []procurement.Decision{
		{ID: "1", Type: "approved", Status: "inForce", Contracts: []string{"c"}},
		{ID: "2", Type: "approved", Status: "inForce", Contracts: []string{"c"}},
		{ID: "3", Type: "approved", Status: "quashed", Contracts: []string{"c"}},
		{ID: "4", Type: "approved", Status: "inForce", Contracts: []string{"another"}},
	}
	paid := func(money *procurement.Money) procurement.Extension {
		s := step("no", "2024-03-31", "2024-06-30")
		s.ValueAdded = money
		return s
	}
	sourced := step("no", "2024-03-31", "2025-03-31")
	sourced.Sources, sourced.Release = []string{"notice"}, "r2"

	runTable(t, "rolling-extensions", []tableCase{
		{name: "two steps outside what was agreed", state: procurement.Raised,
			dossier: chained(oneYear, step("no", "2024-03-31", "2024-06-30"), step("unknown", "2024-06-30", "2024-09-30")),
			summary: "2 extensions not known to be agreed in advance: adding 6 months, on a first term of 12 months; for 1 of 2 the record does not say whether it was agreed.",
			figures: map[string]any{"steps": 2.0, "steps_counted": 2.0, "steps_not_published": 1.0, "months_added_known": 6.0, "first_term_months": 12.0}},
		{name: "one step as long as the first term", state: procurement.Raised, dossier: chained(oneYear, sourced),
			summary: "1 extension not known to be agreed in advance: adding 12 months, on a first term of 12 months.", sources: []string{"notice"}},
		{name: "an overrun and an extension, no dates", state: procurement.Raised,
			dossier: chained(procurement.Period{Days: 84}, lasting("unknown", ""), lasting("unknown", "P12M")),
			summary: "2 extensions not known to be agreed in advance: up to 12 months, and 1 of unknown length, on a first term of 12 weeks; for 2 of 2 the record does not say whether it was agreed.",
			figures: map[string]any{"months_added_known": nil, "months_added_up_to": 12.0, "months_unknown": 1.0, "first_term_months": 3.0}},
		{name: "dates, a ceiling, a successor's own length and a step without any", state: procurement.Raised,
			dossier: chained(procurement.Period{Days: 50}, step("no", "2020-06-30", "2020-12-31"), lasting("no", "P4M"), succeeding("P365D"), lasting("no", "")),
			summary: "4 extensions not known to be agreed in advance: adding 18 months, up to 4 months more, and 1 of unknown length, on a first term of 50 days.",
			figures: map[string]any{"months_added_known": 18.0, "months_added_up_to": 4.0, "months_added_at_most": 22.0, "months_unknown": 1.0}},
		{name: "two steps of unknown length", state: procurement.Raised, dossier: chained(oneYear, lasting("no", ""), lasting("no", "")),
			summary: "2 extensions not known to be agreed in advance, of unknown length, on a first term of 12 months."},
		{name: "one successor as long as the first term", state: procurement.Raised, dossier: chained(oneYear, succeeding("P365D")),
			summary: "1 extension not known to be agreed in advance: adding 12 months, on a first term of 12 months."},
		{name: "options beside steps", state: procurement.Raised,
			dossier: chained(options, step("yes", "2024-03-31", "2026-03-31"), step("no", "2026-03-31", "2027-03-31")),
			summary: "1 extension not known to be agreed in advance: adding 12 months, on a first term of 12 months; agreed in advance and not counted: 1.",
			figures: map[string]any{"steps": 2.0, "steps_counted": 1.0, "steps_agreed_in_advance": 1.0}},
		{name: "each step approved by an overseer: raised, and said so", state: procurement.Raised, dossier: approved,
			summary: "2 extensions not known to be agreed in advance: adding 6 months, on a first term of 12 months; 2 approvals by an overseer recorded.",
			figures: map[string]any{"approvals_in_force": 2.0}},
		{name: "money of one currency is added", state: procurement.Raised,
			dossier: chained(oneYear, paid(pounds(100)), paid(pounds(50)), paid(nil)),
			figures: map[string]any{"amount_added_known": map[string]any{"amount": "150", "currency": "GBP"}, "steps_with_amount_unknown": 1.0}},
		{name: "money of two currencies is not", state: procurement.Raised,
			dossier: chained(oneYear, paid(pounds(100)), paid(&procurement.Money{Minor: 1, Currency: "EUR"})),
			figures: map[string]any{"amount_added_known": nil, "steps_with_amount_unknown": 0.0}},

		{name: "options used within the agreed limit", state: procurement.Clear,
			dossier: chained(options, step("yes", "2024-03-31", "2025-03-31"), step("yes", "2025-03-31", "2026-03-31")),
			summary: "2 extensions recorded, agreed in advance.", figures: map[string]any{"steps_counted": 0.0, "months_added_known": nil}},
		{name: "one short step", state: procurement.Clear, dossier: chained(oneYear, step("unknown", "2024-03-31", "2024-06-30")),
			summary: "1 extension not known to be agreed in advance: adding 3 months, on a first term of 12 months; for 1 of 1 the record does not say whether it was agreed."},
		{name: "one step whose ceiling is below the first term", state: procurement.Clear, dossier: chained(oneYear, lasting("no", "P11M")),
			summary: "1 extension not known to be agreed in advance: up to 11 months, on a first term of 12 months."},
		{name: "no step", state: procurement.Clear, dossier: chained(oneYear), summary: "No extension is recorded."},
		{name: "no step and no chain", state: procurement.Clear, dossier: of(procurement.Process{Contracts: []procurement.Contract{{ID: "c", Period: oneYear}}})},
		{name: "no step, a length alone", state: procurement.Clear, dossier: chained(procurement.Period{Days: 84})},

		{name: "no end and no step", state: procurement.NoData, dossier: chained(procurement.Period{Start: "2023-04-01"}), missing: []string{"contracts/period/endDate"}},
		{name: "an end that means none", state: procurement.NoData, dossier: chained(procurement.Period{Start: "2023-04-01", End: "2099-12-31"})},
		{name: "one step of unknown length", state: procurement.NoData, dossier: chained(oneYear, lasting("no", "")),
			summary: "1 extension not known to be agreed in advance, of unknown length, on a first term of 12 months."},
		{name: "one step whose ceiling reaches the first term", state: procurement.NoData, dossier: chained(oneYear, lasting("no", "P12M")),
			summary: "1 extension not known to be agreed in advance: up to 12 months, on a first term of 12 months; how much of that it adds in fact is not published.",
			missing: []string{"contracts/amendments/extension/newEnd"}},
		{name: "one step that ends before it begins", state: procurement.NoData, dossier: chained(oneYear, step("no", "2025-03-31", "2024-03-31"))},
		{name: "one step, a first term that ends before it begins", state: procurement.NoData,
			dossier: chained(procurement.Period{Start: "2024-03-31", End: "2023-04-01"}, step("no", "2023-04-01", "2023-06-30")), missing: []string{"contracts/period"}},
		{name: "one step, no first term", state: procurement.NoData, dossier: chained(procurement.Period{}, lasting("no", "P12M")), missing: []string{"contracts/period"}},

		{name: "a contract that was never made", state: procurement.NotApplicable,
			dossier: of(procurement.Process{Contracts: []procurement.Contract{{ID: "c", Status: "cancelled"}}})},
		{name: "a contract counted with the one it continues", state: procurement.NotApplicable,
			dossier: Dossier{Process: &procurement.Process{OCID: "p", Contracts: []procurement.Contract{{ID: "later"}}},
				Chains: []procurement.Chain{{OCID: "q", Contract: "first", Members: []procurement.ContractRef{{OCID: "q", Contract: "first"}, {OCID: "p", Contract: "later"}}}}},
			summary: "Counted with the contract that this one continues.",
			figures: map[string]any{"counted_with_ocid": "q", "counted_with_contract": "first"}},
	})
}

func TestFirstTermInWords(t *testing.T) {
	for _, c := range []struct {
		first  procurement.Period
		months int
		words  string
	}{
		{procurement.Period{Start: "2023-04-01", End: "2024-03-31"}, 12, "12 months"},
		{procurement.Period{Days: 84}, 3, "12 weeks"},
		{procurement.Period{Days: 91}, 3, "3 months"},
		{procurement.Period{Days: 50}, 2, "50 days"},
		{procurement.Period{Days: 7}, 1, "1 week"},
		{procurement.Period{Days: 189}, 6, "6 months"},
		{procurement.Period{}, 0, ""},
	} {
		if got := agreedTerm(c.first); got.months != c.months || got.words != c.words {
			t.Errorf("%+v: %+v, want %d, %q", c.first, got, c.months, c.words)
		}
	}
}

func TestStepsAreListedOneByOne(t *testing.T) {
	s := step("no", "2024-03-31", "2025-03-31")
	s.Date, s.Instrument, s.ValueBefore, s.ValueAfter = "2024-02", procurement.ByAmendment, pounds(100), pounds(175)
	d := chained(oneYear, s)
	flag := rollingExtensions(lifeOf(d, procurement.Contract{ID: "c"}, &d.Chains[0]))
	got := asJSON(t, flag.Evidence.Figures)["step_list"].([]any)[0].(map[string]any)
	for name, want := range map[string]any{"number": 1.0, "date": "2024-02", "kind": "amendment", "previous_end": "2024-03-31",
		"new_end": "2025-03-31", "months": 12.0, "agreed": "no", "contract": "c"} {
		if got[name] != want {
			t.Errorf("%s is %v, want %v", name, got[name], want)
		}
	}
	if added := got["added"].(map[string]any); added["amount"] != "75" || added["currency"] != "GBP" {
		t.Errorf("added is %v, want 75 GBP", added)
	}
}

func TestSourcesOfAnotherProcessAreNotNamed(t *testing.T) {
	d := chained(oneYear, step("no", "2024-03-31", "2025-03-31"))
	foreign := &d.Chains[0].Steps[0]
	foreign.OCID, foreign.Sources, foreign.Release = "q", []string{"notice"}, "r9"
	e := rollingExtensions(lifeOf(d, d.Process.Contracts[0], &d.Chains[0])).Evidence
	if len(e.Sources) != 0 || len(e.Releases) != 1 {
		t.Errorf("sources %v, releases %v; want none and r9", e.Sources, e.Releases)
	}
}

func TestOneResultForEachContractMade(t *testing.T) {
	d := chained(oneYear)
	d.Process.Contracts = append(d.Process.Contracts, procurement.Contract{ID: "b", Period: oneYear}, procurement.Contract{ID: "a", Status: "pending"})
	var subjects []string
	for _, f := range Check(d) {
		if f.Rule == "rolling-extensions" {
			subjects = append(subjects, f.Contract)
		}
	}
	if len(subjects) != 2 || subjects[0] != "b" || subjects[1] != "c" {
		t.Errorf("results for %q, want b and c", subjects)
	}
}
