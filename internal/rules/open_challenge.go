package rules

import (
	"fmt"
	"slices"

	"daylight/internal/procurement"
)

const stageField = "challenges/stage"

func init() {
	register(Rule{ID: "open-challenge", Subject: OfProcess, Needs: []string{stageField, "challenges/outcome"}, Check: openChallenge})
}

// openStages are those at which a challenge is before a court, a tribunal or a
// review body. Basis: R020 of the Open Contracting Partnership's guide (2024),
// "tender has a complaint", of which it asks for an id only. A threat or a
// letter before action is not yet one; set in 2026.
var openStages = []string{"issued", "permission", "heard"}

func openChallenge(d Dossier) []procurement.Flag {
	e := procurement.Evidence{Figures: map[string]any{}, Fields: []string{stageField}}
	var open, unclear, threatened []procurement.Challenge
	all := 0
	for _, c := range d.Process.Challenges {
		if !c.OfTheProcedure() {
			continue
		}
		all++
		switch {
		case slices.Contains(openStages, c.Stage) && c.Outcome == "":
			open = append(open, c)
		case c.Stage == "":
			unclear = append(unclear, c)
		case c.Stage == "threatened", c.Stage == "letterSent":
			threatened = append(threatened, c)
		}
	}
	e.Figures["challenges"], e.Figures["open"], e.Figures["threatened"] = all, len(open), len(threatened)
	switch {
	case all == 0:
		e.Summary = "No challenge to the procedure or to a decision about it is recorded."
		return result(procurement.NotApplicable, e)
	case len(open) > 0:
		latest := open[0]
		for _, c := range open[1:] {
			if c.Date.First() > latest.Date.First() {
				latest = c
			}
		}
		set(e.Figures, "stage", latest.Stage)
		set(e.Figures, "type", latest.Type)
		set(e.Figures, "date", string(latest.Date))
		e.Summary = fmt.Sprintf("%s recorded%s, no outcome.", procurement.Count(len(open), "challenge"), reached(latest))
		for _, c := range open {
			e.Sources = union(e.Sources, c.Sources)
		}
		return result(procurement.Raised, e)
	case len(unclear) > 0:
		e.Summary, e.Missing = "A challenge is recorded, and not how far it went.", []string{stageField}
		e.Sources = unclear[0].Sources
		return result(procurement.NoData, e)
	case len(threatened) > 0:
		e.Summary = fmt.Sprintf("%s threatened; none is recorded as issued.", procurement.Count(len(threatened), "challenge"))
		e.Sources = threatened[0].Sources
		return result(procurement.Clear, e)
	}
	e.Summary = fmt.Sprintf("%s recorded, ended.", procurement.Count(all, "challenge"))
	return result(procurement.Clear, e)
}

var stageWords = map[string]string{"issued": "issued", "permission": "at the stage of permission", "heard": "heard"}

// reached is how far a challenge is known to have gone, and when.
func reached(c procurement.Challenge) string {
	said := ", the latest " + stageWords[c.Stage]
	if c.Date.Known() {
		said += " (" + c.Date.String() + ")"
	}
	return said
}
