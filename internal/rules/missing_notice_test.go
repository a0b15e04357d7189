package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestMissingNotice(t *testing.T) {
	on := func(day procurement.Date, d Dossier) Dossier {
		d.Day = day
		return d
	}
	awarded, both := notice("UK6", "2025-09-10"), notice("UK7", "2025-10-20")
	ended := func(p *procurement.Process) { p.Contracts[0].Ended = "2026-06-30" }
	choice := func(p *procurement.Process) { p.Tender.Method, p.Tender.Rationale = "direct", "User choice contracts" }
	defended := func(p *procurement.Process) {
		p.Tender.SpecialRegimes, p.Related = []string{"defence"}, []procurement.RelatedProcess{{Relationships: []string{"framework"}}}
	}
	orphan := func(p *procurement.Process) { p.Contracts[0].AwardID = "" }
	none := func(p *procurement.Process) { p.Contracts = nil }
	const clear, raised, noData, not = procurement.Clear, procurement.Raised, procurement.NoData, procurement.NotApplicable

	runTable(t, "missing-notice", []tableCase{
		{name: "all on record", state: clear, dossier: noticed(awarded, both), summary: "On record: 2 notices due."},
		{name: "late is not missing", state: clear, dossier: noticed(awarded, notice("UK7", "2026-03-09"))},
		{name: "no details notice, the day after its last", state: raised, dossier: on("2025-10-27", noticed(awarded, nil)),
			summary: "The contract details notice (UK7) is not on record; its last day was 26 October 2025.",
			figures: map[string]any{"missing": 1.0, "on_record": 1.0}},
		{name: "on its last day", state: clear, dossier: on("2025-10-26", noticed(awarded, nil)),
			summary: "The contract details notice (UK7) is not on record and is in time until 26 October 2025."},
		{name: "no award notice, and signed", state: raised, dossier: noticed(nil, both)},
		{name: "the award is not known", state: noData, dossier: noticed(nil, both, orphan), missing: []string{awardRefField}},
		{name: "absent from a copy", state: noData, dossier: noticed(awarded, nil, mirrored), missing: []string{noticeTypeField},
			summary: "The contract details notice (UK7) is not on record; whether it was published cannot be told: no source on record is declared to hold every notice of its kind (UK7)."},
		{name: "absent from a copy declared to hold all", state: raised, dossier: noticed(awarded, nil, mirrored, declared("UK7"))},
		{name: "no notice of any type on record", state: noData, dossier: noticed(nil, nil)},
		{name: "signed before the Act, on Find a Tender", state: noData, dossier: noticed(awarded, nil, signedOn("2025-01-10"))},
		{name: "signed nobody knows when", state: noData, dossier: noticed(awarded, nil, signedOn("")), missing: []string{signedField}},
		{name: "direct award without transparency notice", state: raised, dossier: noticed(awarded, both, direct)},
		{name: "direct award by user choice", state: not, dossier: noticed(nil, nil, choice)},
		{name: "call-off of defence and security, no award notice", state: clear, dossier: noticed(nil, both, defended)},
		{name: "private utility, award notice alone", state: clear, dossier: noticed(awarded, nil, direct, utility, ended), summary: "On record: 1 notice due."},
		{name: "longer by a year without change notice", state: raised, dossier: noticed(awarded, both, lengthened("2027-09-30"))},
		{name: "longer, by what value nobody knows", state: noData, missing: []string{amendedValueField},
			dossier: noticed(awarded, both, lengthened("2027-09-30", func(_ *procurement.Process, x *procurement.ExtensionTerms) { x.ValueAfter = nil }))},
		{name: "longer by a month", state: clear, dossier: noticed(awarded, both, lengthened("2026-10-31"))},
		{name: "ended without termination notice", state: raised, dossier: noticed(awarded, both, ended)},
		{name: "just ended", state: clear, dossier: on("2026-07-15", noticed(awarded, both, ended))},
		{name: "under the regulations of 2015 no source is declared", state: noData, dossier: noticed(nil, nil, old)},
		{name: "no day recorded", state: noData, dossier: on("", noticed(awarded, nil))},
		{name: "no contract", state: not, dossier: noticed(awarded, nil, none)},
	})

	d := on("2025-10-01", noticed(awarded, nil))
	if got := Check(d); holdsUntil(got, "missing-notice") != "2025-10-26" {
		t.Errorf("holds until %q", holdsUntil(got, "missing-notice"))
	}
}

// holdsUntil is until when the result of a rule holds.
func holdsUntil(flags []procurement.Flag, rule string) procurement.Date {
	for _, f := range flags {
		if f.Rule == rule {
			return f.Until
		}
	}
	return ""
}
