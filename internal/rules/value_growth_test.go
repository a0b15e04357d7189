package rules

import (
	"testing"

	"daylight/internal/procurement"
)

// valuedAt is the dossier of contract "c" of process "p", with the values that
// successive releases gave it.
func valuedAt(values ...*procurement.Money) Dossier {
	c := procurement.Contract{ID: "c", Status: "active"}
	chain := procurement.Chain{OCID: "p", Contract: "c", Members: []procurement.ContractRef{{OCID: "p", Contract: "c"}}}
	for i, v := range values {
		c.Value = v
		if len(values) > 1 {
			chain.Values = append(chain.Values, procurement.Valuation{Contract: "c", Value: *v, Release: string(rune('1' + i)), By: procurement.ByModification})
		}
	}
	d := of(procurement.Process{OCID: "p", Contracts: []procurement.Contract{c}})
	d.Chains = []procurement.Chain{chain}
	return d
}

// changing adds steps to the chain of a dossier, and amendments to its contract.
func changing(d Dossier, steps []procurement.Extension, amendments ...procurement.Amendment) Dossier {
	for i := range steps {
		steps[i].OCID, steps[i].Contract, steps[i].Number = "p", "c", i+1
	}
	d.Chains[0].Steps = steps
	d.Process.Contracts[0].Amendments = amendments
	return d
}

func disputed(d Dossier) Dossier {
	d.Process.Disputes = []procurement.Dispute{{ID: "cost"}}
	return d
}

// told says what the releases call the later values of a dossier.
func told(d Dossier, by ...string) Dossier {
	for i, how := range by {
		d.Chains[0].Values[i+1].By = how
	}
	return d
}

func worthStep(agreed string, before, after, added *procurement.Money) procurement.Extension {
	return procurement.Extension{ExtensionTerms: procurement.ExtensionTerms{Agreed: agreed, ValueBefore: before, ValueAfter: after, ValueAdded: added}}
}

func TestValueGrowth(t *testing.T) {
	euros := &procurement.Money{Minor: 900_00, Currency: "EUR"}
	under := func(d Dossier, regime procurement.Regime, category string) Dossier {
		d.Process.Regime, d.Process.Tender.Category = regime, category
		return d
	}
	steps := func(list ...procurement.Extension) []procurement.Extension { return list }
	plain := procurement.Amendment{ID: "1", Description: "Amendment 1"}
	runTable(t, "value-growth", []tableCase{
		{name: "more than doubled in two changes", state: procurement.Raised, dossier: valuedAt(pounds(495), pounds(677), pounds(1151)),
			summary: "The value grew from £495 to £1,151, by 132.5% in 2 changes.",
			figures: map[string]any{"largest_change_percent": 70.0, "changes": 2.0, "threshold_percent": 50.0}},
		{name: "sources differ", state: procurement.Raised, dossier: disputed(valuedAt(pounds(14), pounds(39))),
			summary: "The value grew from £14 to £39, by 178.6% in 1 change; sources differ on this process (1 dispute)."},
		{name: "by half exactly", state: procurement.Raised, dossier: valuedAt(pounds(100), pounds(150))},
		{name: "under a law with a cap", state: procurement.Raised, dossier: under(valuedAt(pounds(100), pounds(150), pounds(160)), procurement.PCR2015, "services"),
			summary: "The value grew from £100 to £160, by 60% in 2 changes; 50 of 50 percentage points used that the Public Contracts Regulations 2015 allow one change to add, on the grounds that have a limit."},
		{name: "before the first value published", state: procurement.Raised,
			dossier: changing(valuedAt(pounds(320)), steps(worthStep("unknown", nil, pounds(320), pounds(120)))),
			summary: "The value grew from £200 to £320, by 60% in 1 change."},
		{name: "what steps add and no value shows", state: procurement.Raised,
			dossier: changing(valuedAt(pounds(100)), steps(worthStep("no", nil, nil, pounds(30)), worthStep("unknown", nil, nil, pounds(30)))),
			summary: "The value grew from £100 to £160, by 60% in 2 changes."},
		{name: "an option in part", state: procurement.Raised,
			dossier: changing(valuedAt(pounds(100), pounds(140), pounds(155)), steps(worthStep("yes", pounds(100), pounds(140), nil))),
			summary: "The value grew from £100 to £155, by 55% in 2 changes, of which 15% is not known to be agreed in advance."},
		{name: "a correction is no growth", state: procurement.Clear, dossier: told(valuedAt(pounds(100), pounds(200)), procurement.ByCorrection),
			summary: "No change of the contract's value is recorded (£200); the figure was changed in publication, from £100 to £200.",
			figures: map[string]any{"changes": 0.0}},
		{name: "the same figures by a modification are", state: procurement.Raised, dossier: valuedAt(pounds(100), pounds(200))},
		{name: "a correction before growth", state: procurement.Raised, dossier: told(valuedAt(pounds(10), pounds(100), pounds(160)), procurement.ByCorrection),
			summary: "The value grew from £100 to £160, by 60% in 1 change; the figure was changed in publication, from £10 to £100."},
		{name: "a correction of what a change came to", state: procurement.Clear,
			dossier: told(valuedAt(pounds(100), pounds(1100), pounds(110)), procurement.ByModification, procurement.ByCorrection),
			summary: "The value grew from £100 to £110, by 10% in 1 change; the figure was changed in publication, from £1,100 to £110."},
		{name: "a correction of the currency", state: procurement.Clear, dossier: told(valuedAt(euros, pounds(900)), procurement.ByCorrection)},
		{name: "another figure, and no word of a change", state: procurement.NoData, dossier: told(valuedAt(pounds(100), pounds(200)), ""),
			summary: "£100 was published as the value, and £200 later; whether the contract was changed is not published.", missing: []string{amendmentsField}},
		{name: "another figure, once a change without a value was told", state: procurement.Raised,
			dossier: changing(told(valuedAt(pounds(100), pounds(200)), ""), nil, plain)},
		{name: "a step came to it, whatever the release is called", state: procurement.Raised,
			dossier: changing(told(valuedAt(pounds(100), pounds(200)), procurement.ByCorrection), steps(worthStep("no", pounds(100), pounds(200), nil)))},
		{name: "a nominal start is passed over", state: procurement.Raised, dossier: valuedAt(pounds(1), pounds(100), pounds(200)),
			summary: "The value grew from £100 to £200, by 100% in 1 change."},
		{name: "amended without a value, and grown", state: procurement.Raised,
			dossier: changing(valuedAt(pounds(100), pounds(150)), nil, plain, procurement.Amendment{ID: "2", Description: "Names changed"}),
			figures: map[string]any{"changes_without_value": 1.0}},

		{name: "below half", state: procurement.Clear, dossier: valuedAt(pounds(100), pounds(149)),
			summary: "The value grew from £100 to £149, by 49% in 1 change."},
		{name: "by options agreed in advance alone", state: procurement.Clear,
			dossier: changing(valuedAt(pounds(100), pounds(200)), steps(worthStep("yes", pounds(100), pounds(200), nil)))},
		{name: "a small change beside an option", state: procurement.Clear,
			dossier: changing(valuedAt(pounds(100), pounds(145), pounds(155)), steps(worthStep("yes", pounds(100), pounds(145), nil)))},
		{name: "works may change by more", state: procurement.Clear,
			dossier: under(changing(valuedAt(pounds(100), pounds(140), pounds(155)), steps(worthStep("yes", pounds(100), pounds(140), nil))), procurement.PCR2015, "works")},
		{name: "a ceiling that stays", state: procurement.Clear, dossier: valuedAt(pounds(7_500_000)),
			summary: "One value is recorded (£7.5 million), and no change of it."},
		{name: "up and down again", state: procurement.Clear, dossier: valuedAt(pounds(100), pounds(300), pounds(90)),
			summary: "The value fell from £100 to £90 in 2 changes."},
		{name: "an empty amendment", state: procurement.Clear, dossier: changing(valuedAt(pounds(100)), nil, procurement.Amendment{})},
		{name: "an option without a value", state: procurement.Clear, dossier: changing(valuedAt(pounds(100)), steps(worthStep("yes", nil, nil, nil)))},

		{name: "no value", state: procurement.NoData, dossier: valuedAt(), missing: []string{valueField}},
		{name: "a nominal value alone", state: procurement.NoData, dossier: valuedAt(pounds(1)), summary: "The value published is nominal: £1."},
		{name: "in two currencies", state: procurement.NoData, dossier: valuedAt(pounds(100), euros), missing: []string{valueField}},
		{name: "added in another currency", state: procurement.NoData, dossier: changing(valuedAt(pounds(100)), steps(worthStep("no", nil, nil, euros)))},
		{name: "amended, and one value throughout", state: procurement.NoData, dossier: changing(valuedAt(pounds(100)), nil, plain),
			summary: "1 change recorded, and one value throughout; whether it is the value before or after is not published.", missing: []string{amendedValueField}},
		{name: "a value that only the amendment gives", state: procurement.NoData,
			dossier: changing(valuedAt(pounds(100)), nil, procurement.Amendment{ID: "1", Value: pounds(200)}),
			summary: "An amendment gives £200, the contract £100; which of them holds is not confirmed."},
		{name: "nothing made", state: procurement.NotApplicable, dossier: of(procurement.Process{Awards: proposed})},
	})
}
