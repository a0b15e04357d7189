package forms

import (
	"net/url"
	"strconv"

	"daylight/internal/ocds"
)

// What the form for a new contract recorded of the tender, put right.
func init() {
	register(&Form{
		Name: "tender", Title: "Correct what is bought, by whom and how", Order: 15, Core: true, Corrects: ofSubject,
		Lede: "Where the title, the buyer or the procedure was recorded wrongly. What was recorded before stays in the history.",
		Subject: func(a About) []Option {
			if a.Own == nil || a.Record["tender"] == nil && a.Record["buyer"] == nil {
				return nil
			}
			return []Option{{"tender", named(a.Own.Tender.Title, "The tender", a.Own.Tender.ID), ""}}
		},
		Questions: func(About) []Question { return processQuestions() },
		Fill: func(a About) url.Values {
			v := url.Values{}
			if a.Own == nil {
				return v
			}
			t := a.Own.Tender
			v = url.Values{"title": {t.Title}, "description": {t.Description}, "method": {t.Method}, "rationale": {t.Rationale}}
			if a.Own.Buyer != nil {
				v.Set("buyer", suggested(*a.Own.Buyer))
			}
			if t.Considered != nil {
				v.Set("considered", strconv.Itoa(t.Considered.Count))
			}
			return v
		},
		Build: func(a *Answers) ocds.Object {
			a.corrects("tender")
			was := ocds.Child(a.Record, "tender")
			tender := a.tender()
			tender["title"], tender["sources"] = a.Text("title"), a.cited()
			a.procedure(tender)
			clear(tender, was, "description", "procurementMethod", "procurementMethodRationale", "suppliersConsidered")
			buyer := a.asked("buyer", "buyer")
			if before := ocds.Child(a.Record, "buyer"); before != nil && ocds.String(before, "id") != ocds.String(buyer, "id") {
				a.leave(ocds.String(before, "id"), "buyer")
				for name := range before {
					if _, says := buyer[name]; !says {
						buyer[name] = nil
					}
				}
			}
			return ocds.Object{"tag": []any{"tenderUpdate"}, "buyer": buyer, "tender": tender}
		},
	})
}
