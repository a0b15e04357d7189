package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestLateNotice(t *testing.T) {
	lightTouch := func(p *procurement.Process) { p.Tender.SpecialRegimes = []string{"lightTouch"} }
	below := func(p *procurement.Process) { p.Tender.AboveThreshold = yes(false) }
	unsaid := func(p *procurement.Process) { p.Tender.AboveThreshold = nil }
	nowhere := func(p *procurement.Process) { p.Buyer = nil }
	ended := func(p *procurement.Process) { p.Contracts[0].Ended = "2026-06-30" }
	framework := func(p *procurement.Process) {
		p.Related = []procurement.RelatedProcess{{Relationships: []string{"framework"}}}
	}
	unknown := func(p *procurement.Process) { p.Regime = procurement.RegimeUnknown }
	const clear, raised, noData, not = procurement.Clear, procurement.Raised, procurement.NoData, procurement.NotApplicable

	runTable(t, "late-notice", []tableCase{
		{name: "164 days, and Find a Tender holds all", state: raised, dossier: noticed(nil, notice("UK7", "2026-03-09")),
			summary: "The contract details notice (UK7) came 134 days after its last day (26 October 2025).",
			figures: map[string]any{"days_to_notice": 164.0, "days_late": 134.0}},
		{name: "164 days in a copy: a gap, not a finding", state: noData, dossier: noticed(nil, notice("UK7", "2026-03-09"), mirrored),
			summary: "The contract details notice (UK7) came 134 days after its last day (26 October 2025); whether another came before cannot be told: " +
				"no source on record is declared to hold every notice of its kind (UK7).",
			figures: map[string]any{"days_to_notice": 164.0}, missing: []string{noticeTypeField}},
		{name: "a copy that is declared to hold all", state: raised, dossier: noticed(nil, notice("UK7", "2026-03-09"), mirrored, declared("UK7"))},
		{name: "on the last day", state: clear, dossier: noticed(nil, notice("UK7", "2025-10-26")), summary: "In time: 1 notice on record."},
		{name: "a day after", state: raised, dossier: noticed(nil, notice("UK7", "2025-10-27"))},
		{name: "an update after one in time", state: clear, dossier: noticed(nil, append(notice("UK7", "2026-03-09"), notice("UK7", "2025-10-01")...))},
		{name: "light touch has 120 days", state: clear, dossier: noticed(nil, notice("UK7", "2026-01-24"), lightTouch)},
		{name: "and no more", state: raised, dossier: noticed(nil, notice("UK7", "2026-01-25"), lightTouch)},
		{name: "signed in a month counts from its end", state: clear, dossier: noticed(nil, notice("UK7", "2025-10-30"), signedOn("2025-09"))},
		{name: "in time in a copy", state: clear, dossier: noticed(nil, notice("UK7", "2025-10-01"), mirrored)},
		{name: "award notice before signature", state: clear, dossier: noticed(notice("UK6", "2025-09-10"), nil)},
		{name: "award notice on the day of signature", state: clear, dossier: noticed(notice("UK6", "2025-09-26"), nil)},
		{name: "award notice after signature", state: raised, dossier: noticed(notice("UK6", "2025-09-28"), nil),
			summary: "The contract award notice (UK6) came 2 days after its last day (26 September 2025)."},
		{name: "transparency notice after a direct award was signed", state: raised, dossier: noticed(notice("UK5", "2025-10-01"), nil, direct)},
		{name: "a call-off needs none", state: not, dossier: noticed(notice("UK5", "2025-10-01"), nil, direct, framework)},
		{name: "change told before it was made", state: clear, dossier: noticed(nil, notice("UK10", "2026-06-01"), lengthened("2027-09-30"))},
		{name: "change told after it was made", state: raised, dossier: noticed(nil, notice("UK10", "2026-07-01"), lengthened("2027-09-30"))},
		{name: "a change by less than a tenth", state: not, dossier: noticed(nil, notice("UK10", "2026-07-01"), lengthened("2026-10-31"))},
		{name: "ended, told 30 days after", state: clear, dossier: noticed(nil, notice("UK11", "2026-07-30"), ended)},
		{name: "ended, told 31 days after", state: raised, dossier: noticed(nil, notice("UK11", "2026-07-31"), ended)},
		{name: "old award notice, late by the record", state: noData, dossier: noticed([]procurement.Document{{ID: "1", Type: "awardNotice", Published: "2025-11-26"}}, nil, old),
			figures: map[string]any{"days_to_notice": 61.0}},
		{name: "old award notice, late, of a source that holds all", state: raised,
			dossier: noticed([]procurement.Document{{ID: "1", Type: "awardNotice", Published: "2025-11-26"}}, nil, old, declared("awardNotice"))},
		{name: "undated", state: noData, dossier: noticed(nil, notice("UK7", "")), missing: []string{noticeDateField}},
		{name: "signed nobody knows when", state: noData, dossier: noticed(nil, notice("UK7", "2026-03-09"), signedOn("")), missing: []string{signedField}},
		{name: "an Act has one country", state: raised, dossier: noticed(nil, notice("UK7", "2026-03-09"), nowhere)},
		{name: "above the threshold or not", state: noData, dossier: noticed(nil, notice("UK7", "2026-03-09"), unsaid), missing: []string{thresholdField}},
		{name: "below the threshold", state: not, dossier: noticed(nil, notice("UK7", "2026-03-09"), below)},
		{name: "another law", state: not, dossier: noticed(nil, notice("UK7", "2026-03-09"), unknown)},
		{name: "no notice", state: not, dossier: noticed(nil, nil)},
	})
}
