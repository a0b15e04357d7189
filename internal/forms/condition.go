package forms

import (
	"net/url"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
)

func init() {
	register(&Form{
		Name: "condition", Title: "What became of a condition", Order: 20, Decision: true,
		Lede: "Progress on a condition that your body set, or its outcome. Each report is a release of its own: what was said before stays in the history.",
		Subject: func(a About) (list []Option) {
			for _, x := range conditions(a) {
				list = append(list, Option{x.value(), x.c.Description, named(x.d.Title, "Decision", x.d.ID)})
			}
			return list
		},
		Questions: func(About) []Question {
			return []Question{
				{Name: "outcome", Label: "Where it stands", Kind: Choice, Required: "Choose where the condition stands.", Options: []Option{
					{"open", "Open", "not yet done"}, {"partiallyMet", "Met in part", ""}, {"met", "Met", ""}, {"notMet", "Not met", "a due date that has passed is not enough"},
					{"waived", "Waived", "your body no longer asks for it"},
				}},
				{Name: "met", Label: "When was it done?", Hint: dateHint, Kind: Date},
				{Name: "evidence", Label: "What this rests on", Hint: "The progress, and what shows it", Kind: Long, Required: "Write what this rests on."},
			}
		},
		Fill: func(a About) url.Values {
			return url.Values{"source-publisher": {a.Speaker.Name}, "source-tier": {"official"}}
		},
		Build: func(a *Answers) ocds.Object {
			for _, x := range conditions(a.About) {
				if x.value() == a.Subject {
					return a.progress(x)
				}
			}
			a.Wrong("outcome", "This condition is no longer in the record. Begin again from the contract.")
			return ocds.Object{}
		},
	})
}

// ownCondition is a condition and the decision that set it.
type ownCondition struct {
	d procurement.Decision
	c procurement.Condition
}

func (x ownCondition) value() string { return x.d.ID + " " + x.c.ID }

// conditions are those of decisions that the speaker filed itself.
func conditions(a About) (list []ownCondition) {
	for _, d := range own(a) {
		for _, c := range d.Conditions {
			if d.FiledByTheBody {
				list = append(list, ownCondition{d, c})
			}
		}
	}
	return list
}

func (a *Answers) progress(x ownCondition) ocds.Object {
	met := a.Date("met")
	if outcome := a.Text("outcome"); met.Known() && outcome != "met" && outcome != "partiallyMet" {
		a.Wrong("met", "Only what was done has a day on which it was done. Leave it out.")
	}
	if met.After(a.Today) {
		a.Wrong("met", "This day has not come yet.")
	}
	c := ocds.Object{"id": x.c.ID, "status": a.Text("outcome"), "evidence": a.Text("evidence"), "sources": a.cited()}
	set(c, "dateMet", string(met))
	if !met.Known() && x.c.Met.Known() {
		c["dateMet"] = nil
	}
	return ocds.Object{"tag": tagsOf(a.Process), "decisions": []any{ocds.Object{"id": x.d.ID, "conditions": []any{c}}}}
}
