package web

import (
	"cmp"
	"slices"
	"strings"

	"daylight/internal/procurement"
)

// decisionView is an overseer's decision with everything that belongs to it.
type decisionView struct {
	procurement.Decision
	Anchor     string
	Date       procurement.Date
	Cited      cited
	Findings   []findingView
	Conditions []conditionView
	Answers    []statementView
	Reply      string // address of the form to answer it
	Corrected  []correctionView
}

type findingView struct {
	procurement.Finding
	Cited cited
}

type conditionView struct {
	procurement.Condition
	Anchor            string
	Inferred, Overdue bool
	Cited             cited
}

func (v processView) decisions(day procurement.Date, said *spoken) []decisionView {
	var list []decisionView
	for _, d := range v.Process.Decisions {
		x := decisionView{Decision: d, Anchor: fragment("decision", d.ID), Date: dateOf(d), Cited: v.citer.cited(d.Sources), Answers: said.answering(d.ID),
			Reply: v.replyTo(d.ID), Corrected: correcting(v.Corrected, "decisions", d.ID)}
		for _, f := range d.Findings {
			x.Findings = append(x.Findings, findingView{f, v.citer.cited(f.Sources)})
			x.Answers = append(x.Answers, said.answering(f.ID)...)
		}
		for _, c := range d.Conditions {
			x.Conditions = append(x.Conditions, conditionView{c, v.Prefix + fragment("condition", c.ID), c.Due.Known() && c.DueBasis != "stated", c.Overdue(day), v.citer.cited(c.Sources)})
			x.Answers = append(x.Answers, said.answering(c.ID)...)
		}
		list = append(list, x)
	}
	slices.SortStableFunc(list, func(a, b decisionView) int { return strings.Compare(b.Date.First(), a.Date.First()) })
	return list
}

// challengeView is a challenge with what its stage is not.
type challengeView struct {
	procurement.Challenge
	Anchor string
	Note   string
	Cited  cited
}

func (v processView) challenges() []challengeView {
	var list []challengeView
	for _, c := range v.Process.Challenges {
		list = append(list, challengeView{c, v.Prefix + fragment("challenge", c.ID), stageNotes[c.Stage], v.citer.cited(c.Sources)})
	}
	slices.SortStableFunc(list, func(a, b challengeView) int { return strings.Compare(b.Date.First(), a.Date.First()) })
	return list
}

// disputeView is a fact on which sources differ, each value with who says it.
type disputeView struct {
	procurement.Dispute
	Values []disputedView
}

type disputedView struct {
	Says  string
	Cited cited
}

func (v processView) disputes() []disputeView {
	var list []disputeView
	for _, d := range v.Process.Disputes {
		x := disputeView{Dispute: d}
		for _, value := range d.Values {
			x.Values = append(x.Values, disputedView{value.Says, v.citer.cited(value.Sources)})
		}
		list = append(list, x)
	}
	return list
}

// documentView is a paper and what it belongs to.
type documentView struct {
	procurement.Document
	Of string
}

// documents are the papers of a process, notices first.
func documents(p *procurement.Process) []documentView {
	var list []documentView
	add := func(of string, docs []procurement.Document) {
		for _, d := range docs {
			switch {
			case d.Notice != "":
				d.Title = noticeName(d.Notice)
			case d.Title == "" && d.Type != "":
				d.Title = upperFirst(apart(d.Type))
			case d.Title == "":
				d.Title = "Document " + d.ID
			}
			list = append(list, documentView{d, of})
		}
	}
	add("planning", p.Documents)
	add("tender", p.Tender.Documents)
	for _, a := range p.Awards {
		add("award", a.Documents)
	}
	for _, c := range p.Contracts {
		add("contract", c.Documents)
	}
	for _, d := range p.Decisions {
		add("decision", d.Documents)
	}
	slices.SortStableFunc(list, func(a, b documentView) int { return cmp.Compare(notNotice(a), notNotice(b)) })
	return list
}

func notNotice(d documentView) int {
	if d.Notice != "" {
		return 0
	}
	return 1
}
