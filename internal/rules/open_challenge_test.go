package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestOpenChallenge(t *testing.T) {
	challenge := func(stage, outcome string, date procurement.Date) procurement.Challenge {
		return procurement.Challenge{ID: stage, Type: "judicialReview", Stage: stage, Date: date, Outcome: outcome, Sources: []string{"court"}}
	}
	with := func(list ...procurement.Challenge) Dossier { return of(procurement.Process{Challenges: list}) }
	reply := challenge("issued", "", "2026-01-05")
	reply.Concerns = "other"
	runTable(t, "open-challenge", []tableCase{
		{name: "issued", state: procurement.Raised, dossier: with(challenge("issued", "", "2026-05-04")),
			summary: "1 challenge recorded, the latest issued (4 May 2026), no outcome.",
			figures: map[string]any{"open": 1.0, "stage": "issued", "date": "2026-05-04"}, sources: []string{"court"}},
		{name: "permission sought, another decided", state: procurement.Raised, dossier: with(challenge("decided", "Dismissed", "2025"), challenge("permission", "", "")),
			summary: "1 challenge recorded, the latest at the stage of permission, no outcome."},
		{name: "threatened is not issued", state: procurement.Clear, dossier: with(challenge("threatened", "", "2026-06")),
			summary: "1 challenge threatened; none is recorded as issued."},
		{name: "a letter before action", state: procurement.Clear, dossier: with(challenge("letterSent", "", "2026-06"))},
		{name: "decided", state: procurement.Clear, dossier: with(challenge("decided", "Dismissed", "2026-06"))},
		{name: "issued, and ended without a judgment", state: procurement.Clear, dossier: with(challenge("issued", "Ended without a judgment", "2026-06")),
			summary: "1 challenge recorded, ended."},
		{name: "a challenge at no stage", state: procurement.NoData, dossier: with(challenge("", "", "2026-06")), missing: []string{stageField}},
		{name: "a claim about something else", state: procurement.NotApplicable, dossier: with(reply)},
		{name: "none", state: procurement.NotApplicable, dossier: with()},
	})
}
