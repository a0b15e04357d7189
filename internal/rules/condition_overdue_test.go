package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestConditionOverdue(t *testing.T) {
	condition := func(due procurement.Date, basis, status string) procurement.Condition {
		return procurement.Condition{ID: string(due) + status, Due: due, DueBasis: basis, Status: status, Sources: []string{"annex"}}
	}
	on := func(day procurement.Date, status string, conditions ...procurement.Condition) Dossier {
		d := of(procurement.Process{Decisions: []procurement.Decision{{ID: "d", Status: status, Release: "r1", Sources: []string{"letter"}, Conditions: conditions}}})
		d.Day = day
		return d
	}
	runTable(t, "condition-overdue", []tableCase{
		{name: "a day past", state: procurement.Raised, dossier: on("2026-07-01", "inForce", condition("2026-06-30", "stated", "open")),
			summary: "1 of 1 condition past the due date (30 June 2026), no outcome recorded.",
			figures: map[string]any{"overdue": 1.0, "due": "2026-06-30"}, sources: []string{"annex", "letter"}},
		{name: "one of three, the earliest named", state: procurement.Raised,
			dossier: on("2027-01-01", "inForce", condition("2026-12", "stated", "unknown"), condition("2026-06", "stated", "open"), condition("2028", "stated", "open")),
			summary: "2 of 3 conditions past the due date (June 2026), no outcome recorded."},
		{name: "due today", state: procurement.Clear, dossier: on("2026-06-30", "inForce", condition("2026-06-30", "stated", "open")),
			summary: "1 condition, the next one due 30 June 2026."},
		{name: "a month is due at its end", state: procurement.Clear, dossier: on("2026-06-30", "inForce", condition("2026-06", "stated", "open"))},
		{name: "past, and met", state: procurement.Clear, dossier: on("2027-01-01", "inForce", condition("2026-06-30", "stated", "met")),
			summary: "An outcome is recorded for 1 condition."},
		{name: "past, and not met: an outcome too", state: procurement.Clear, dossier: on("2027-01-01", "inForce", condition("2026-06-30", "stated", "notMet"))},
		{name: "a date that we inferred", state: procurement.NoData, dossier: on("2027-01-01", "inForce", condition("2026-06", "inferred", "unknown")),
			summary: "1 of 1 condition without a due date that the overseer stated.", missing: []string{dueField}},
		{name: "no date", state: procurement.NoData, dossier: on("2027-01-01", "inForce", condition("", "", "open"), condition("2028", "stated", "open"))},
		{name: "no day recorded", state: procurement.NoData, dossier: on("", "inForce", condition("2026-06-30", "stated", "open"))},
		{name: "of a decision since withdrawn", state: procurement.NotApplicable, dossier: on("2027-01-01", "withdrawn", condition("2026-06-30", "stated", "open"))},
		{name: "a decision without conditions", state: procurement.NotApplicable, dossier: on("2027-01-01", "inForce")},
	})
}
