package forms

import (
	"net/url"
	"strings"

	"daylight/internal/ocds"
)

func init() {
	register(&Form{
		Name: "challenge", Title: "A challenge", Order: 60, Corrects: func(a About) bool { return strings.HasPrefix(a.Subject, toCorrect) },
		Lede: "A legal or formal objection, and how far it has come. Threatened is not issued.",
		Subject: func(a About) []Option {
			list := []Option{{"", "A new challenge", ""}}
			if a.Process == nil {
				return list
			}
			for _, c := range a.Process.Challenges {
				if a.Stated[c.ID] {
					list = append(list, Option{c.ID, named(c.Title, "Challenge", c.ID), "a later stage of it"},
						Option{toCorrect + c.ID, named(c.Title, "Challenge", c.ID), "to correct what you recorded; it stays in the history"})
				}
			}
			return list
		},
		Questions: func(About) []Question {
			return []Question{
				{Name: "title", Label: "The challenge in a line", Kind: Text, Required: "Write the challenge in a line."},
				{Name: "kind", Label: "What kind it is", Kind: Choice, Required: "Choose what kind of challenge it is.", Options: []Option{
					{"preAction", "Before action", "a threat or letter before a claim"}, {"judicialReview", "Judicial review", ""}, {"claim", "Claim", "in a court"},
					{"complaint", "Complaint", "to a body that is not a court"}, {"appeal", "Appeal", ""},
				}},
				{Name: "stage", Label: "How far it has come", Kind: Choice, Required: "Choose how far it has come.", Options: []Option{
					{"threatened", "Threatened", "nothing was sent"}, {"letterSent", "Letter sent", ""}, {"issued", "Issued", "lodged with the court or body"},
					{"permission", "Permission", "asked for or given"}, {"heard", "Heard", "no decision yet"}, {"settled", "Settled", ""},
					{"decided", "Decided", "see the outcome"}, {"withdrawn", "Withdrawn", ""},
				}},
				{Name: "date", Label: "When did it reach this stage?", Hint: dateHint, Kind: Date},
				{Name: "claimant", Label: "Who objects?", Kind: Text, Required: "Write who objects."},
				{Name: "respondent", Label: "Who has to answer?", Kind: Text},
				{Name: "description", Label: "What is objected to?", Kind: Long},
				{Name: "outcome", Label: "How did it end?", Hint: "Only where it has ended", Kind: Long},
			}
		},
		Fill: func(a About) url.Values {
			v := url.Values{}
			if a.Process == nil {
				return v
			}
			for _, c := range a.Process.Challenges {
				if c.ID == strings.TrimPrefix(a.Subject, toCorrect) {
					for name, said := range map[string]string{"title": c.Title, "kind": c.Type, "stage": c.Stage, "date": c.Date.String(), "claimant": c.Claimant,
						"respondent": c.Respondent, "description": c.Description, "outcome": c.Outcome} {
						v.Set(name, said)
					}
				}
			}
			return v
		},
		Build: func(a *Answers) ocds.Object {
			id := strings.TrimPrefix(a.Subject, toCorrect)
			a.corrects("challenges", id)
			c := ocds.Object{"id": id, "type": a.Text("kind"), "stage": a.Text("stage"), "title": a.Text("title"), "claimant": a.Text("claimant"), "sources": a.cited()}
			if a.Subject == "" {
				c["id"] = a.Mint("challenge", 0)
			}
			a.say(c, "respondent", a.Text("respondent"))
			a.say(c, "description", a.Text("description"))
			a.say(c, "outcome", a.Text("outcome"))
			a.say(c, "date", string(a.Date("date")))
			return ocds.Object{"tag": tagsOf(a.Process), "challenges": []any{c}}
		},
	})
}

// toCorrect begins the subject of a form that otherwise adds to the subject.
const toCorrect = "correct "

// say sets a member; what it said before is taken away where nothing is said
// now.
func (a *Answers) say(o ocds.Object, name, text string) {
	if text != "" {
		o[name] = text
	} else if a.Subject != "" {
		o[name] = nil
	}
}
