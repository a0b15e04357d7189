package forms

import (
	"net/url"

	"daylight/internal/ocds"
)

func init() {
	register(&Form{
		Name: "statement", Title: "What somebody said", Order: 70, Corrects: ofSubject,
		Lede: "A claim or a concern, with who voiced it. It is shown as what they said, never as a finding.",
		Subject: func(a About) []Option {
			list := []Option{{"", "Something not in the record yet", ""}}
			if a.Process == nil {
				return list
			}
			for _, s := range a.Process.Statements {
				if a.Stated[s.ID] {
					list = append(list, Option{s.ID, shortened(s.Text + s.Quotation), "to correct what you recorded; the earlier words stay in the history"})
				}
			}
			return list
		},
		Questions: func(a About) []Question {
			return []Question{
				{Name: "kind", Label: "What it is", Kind: Choice, Required: "Choose what it is.", Options: []Option{{"statement", "A statement", ""}, {"concern", "A concern", "something worries them"}}},
				{Name: "text", Label: "What was said, in your words", Kind: Long, Required: "Write what was said."},
				{Name: "quotation", Label: "In their own words, briefly", Kind: Long},
				{Name: "by", Label: "On whose behalf", Hint: "The organisation", Kind: Text, Required: "Write on whose behalf it was said."},
				{Name: "speaker", Label: "Who said it", Hint: "Only somebody who speaks for it in public", Kind: Text},
				{Name: "office", Label: "Their office", Kind: Text},
				{Name: "date", Label: "When was it said?", Hint: dateHint, Kind: Date},
			}
		},
		Fill: func(a About) url.Values {
			v := url.Values{}
			if a.Process == nil {
				return v
			}
			for _, s := range a.Process.Statements {
				if s.ID == a.Subject {
					for name, said := range map[string]string{"kind": s.Kind, "text": s.Text, "quotation": s.Quotation, "by": s.Organisation, "speaker": s.Speaker,
						"office": s.Office, "date": s.Date.String()} {
						v.Set(name, said)
					}
				}
			}
			return v
		},
		Build: func(a *Answers) ocds.Object {
			s := ocds.Object{"id": a.Subject, "kind": a.Text("kind"), "text": a.Text("text"), "organisation": a.Text("by"), "sources": a.cited()}
			if a.Subject == "" {
				s["id"] = a.Mint("statement", 0)
			}
			a.corrects("statements", a.Subject)
			a.say(s, "quotation", a.Text("quotation"))
			a.say(s, "speaker", a.Text("speaker"))
			a.say(s, "office", a.Text("office"))
			a.say(s, "date", string(a.Date("date")))
			return ocds.Object{"tag": tagsOf(a.Process), "statements": []any{s}}
		},
	})
}

func shortened(text string) string {
	if r := []rune(text); len(r) > 80 {
		return string(r[:79]) + "…"
	}
	return text
}
