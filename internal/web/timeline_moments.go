package web

import (
	"slices"
	"strings"

	"daylight/internal/procurement"
)

// moments are decisions, challenges, due dates and the dates of the record, in
// order of time.
func (t told) moments() []timelineFact {
	var list []timelineFact
	if !t.aside {
		list = t.recordMoments()
	}
	for _, d := range t.process.Decisions {
		list = append(list, t.decisionMoments(d)...)
	}
	for _, c := range t.process.Challenges {
		list = append(list, timelineFact{Kind: challengeFact, From: c.Date, Label: "Challenge " + stage(c.Stage),
			Detail: phrase(c.Claimant, label("stage", c.Stage)), When: dateWords(c.Date), Href: t.anchor("challenge", c.ID), Cited: t.cited(c.Sources)})
	}
	list = slices.DeleteFunc(list, func(f timelineFact) bool { return !f.From.Known() })
	slices.SortStableFunc(list, func(a, b timelineFact) int { return strings.Compare(a.From.First(), b.From.First()) })
	return list
}

// anchor is where an item is shown in full: on this page, or on its own.
func (t told) anchor(kind, id string) string {
	if kind != "decision" { // whose ids are unique everywhere
		kind = t.prefix + kind
	}
	if t.aside {
		return href("contracts", t.process.OCID) + "#" + fragment(kind, id)
	}
	return "#" + fragment(kind, id)
}

// stage is a challenge's stage in a word or two.
func stage(code string) string {
	short, _, _ := strings.Cut(label("stage", code), ",")
	return short
}

func (t told) recordMoments() []timelineFact {
	var list []timelineFact
	if t.first.Known() && made(t.process) > 0 && !t.begun() {
		list = append(list, timelineFact{Kind: recordFact, From: t.first, Label: "First on record", Detail: "the start is not stated",
			When: dateWords(t.first), Cited: t.cited(t.process.Tender.Sources)})
	}
	for _, a := range t.process.Awards {
		if a.Stands() && a.Date.Known() && !t.signed(a) {
			list = append(list, timelineFact{Kind: recordFact, From: a.Date, Label: "Awarded", Detail: supplierNames(a.Suppliers),
				When: dateWords(a.Date), Cited: t.cited(a.Sources)})
		}
	}
	for _, c := range t.process.Contracts {
		if c.Made() && c.Signed.Known() && c.Period.Start.Known() {
			list = append(list, timelineFact{Kind: recordFact, From: c.Signed, Label: "Signed", Detail: c.Title,
				When: dateWords(c.Signed), Cited: t.cited(c.Sources)})
		}
	}
	return list
}

// begun reports whether a source states when a contract was awarded, was
// signed or began.
func (t told) begun() bool {
	for _, c := range t.process.Contracts {
		if c.Period.Start.Known() || c.Signed.Known() {
			return true
		}
	}
	for _, a := range t.process.Awards {
		if a.Stands() && a.Date.Known() {
			return true
		}
	}
	return false
}

// signed reports whether the contract of an award was signed the same day.
func (t told) signed(a procurement.Award) bool {
	for _, c := range t.process.Contracts {
		if c.AwardID == a.ID && c.Signed == a.Date {
			return true
		}
	}
	return false
}

func (t told) decisionMoments(d procurement.Decision) []timelineFact {
	when := d.Decided
	if !when.Known() {
		when = d.Published
	}
	body := ""
	if d.Body != nil {
		body = shortName(d.Body.Name)
	}
	list := []timelineFact{{Kind: decisionFact, From: when, Label: label("decision", d.Type), Detail: body,
		When: dateWords(when), Href: t.anchor("decision", d.ID), Cited: t.cited(d.Sources)}}
	for _, c := range d.Conditions {
		name, when := label("demand", d.Type)+" due", "by "+dateWords(c.Due)
		if c.DueBasis != "stated" {
			name, when = name+" (inferred)", when+", inferred"
		}
		list = append(list, timelineFact{Kind: dueFact, From: c.Due, Label: name, Detail: label("condition", c.Status),
			When: when, Href: t.anchor("condition", c.ID), Cited: t.cited(c.Sources)})
	}
	return list
}
