package forms

import (
	"net/url"

	"daylight/internal/ocds"
)

func init() {
	register(&Form{
		Name: "standing", Title: "Withdraw a decision, or say that it stands no more", Order: 30, Decision: true,
		Lede: "A decision that your body filed. It stays in the history, with the day from which it stood no more.",
		Subject: func(a About) (list []Option) {
			for _, d := range own(a) {
				if d.FiledByTheBody {
					list = append(list, Option{d.ID, named(d.Title, "Decision", d.ID), ""})
				}
			}
			return list
		},
		Questions: func(About) []Question {
			return []Question{
				{Name: "standing", Label: "Where it stands", Kind: Choice, Required: "Choose where the decision stands.", Options: []Option{
					{"withdrawn", "Withdrawn", "your body took it back"}, {"quashed", "Quashed", "a court or higher body set it aside"},
					{"superseded", "Superseded", "a later decision took its place"}, {"inForce", "In force", "it stands again"},
				}},
				{Name: "why", Label: "Why?", Hint: "Shown beside the decision", Kind: Long, Required: "Write why the decision stands so now: the reason is shown beside it."},
			}
		},
		Fill: func(a About) url.Values {
			return url.Values{"source-publisher": {a.Speaker.Name}, "source-tier": {"official"}}
		},
		Build: func(a *Answers) ocds.Object {
			return ocds.Object{"tag": tagsOf(a.Process), "decisions": []any{ocds.Object{"id": a.Subject, "status": a.Text("standing"), "statusReason": a.Text("why")}}}
		},
	})
}
