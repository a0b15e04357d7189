package forms

import (
	"net/url"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
)

// idOf is the id of the n-th item of a list: that of the item it was filled
// from, else one of its own.
func idOf[T any](a *Answers, was []T, n int, what string, id func(T) string) string {
	if n <= len(was) {
		return id(was[n-1])
	}
	return a.Mint(what, n)
}

// whole notes items that were filed before and are left out now: what was
// merged by its id cannot be taken out of a list.
func whole[T any](a *Answers, was procurement.Decision, items []T, said int, q, sentence string) {
	if was.FiledByTheBody && said < len(items) {
		a.Wrong(Item(q, said+1, "text"), sentence)
	}
}

func (a *Answers) findings(was procurement.Decision) (list []any) {
	a.Each("finding", mostFindings, func(n int, item *Answers) {
		f := ocds.Object{"id": idOf(a, was.Findings, n, "finding", func(x procurement.Finding) string { return x.ID }),
			"description": item.Text("text"), "sources": a.cited()}
		set(f, "classification", item.Text("code"))
		set(f, "quotation", item.Text("quotation"))
		list = append(list, f)
	})
	whole(a, was, was.Findings, len(list), "finding", "A finding that was filed stays: correct its words.")
	return list
}

func (a *Answers) terms(was procurement.Decision) (list []any) {
	a.Each("term", mostTerms, func(n int, item *Answers) {
		list = append(list, ocds.Object{"id": idOf(a, was.Terms, n, "term", func(x procurement.Term) string { return x.ID }), "description": item.Text("text")})
	})
	whole(a, was, was.Terms, len(list), "term", "A term that was filed stays: correct its words.")
	return list
}

func (a *Answers) conditions(was procurement.Decision) (list []any) {
	a.Each("condition", mostConditions, func(n int, item *Answers) {
		c := ocds.Object{"id": idOf(a, was.Conditions, n, "condition", func(x procurement.Condition) string { return x.ID }),
			"description": item.Text("text"), "sources": a.cited()}
		due, basis := item.Date("due"), item.Text("basis")
		switch {
		case due.Known() && basis == "":
			item.Wrong("basis", "Choose whether the decision states the date, or it was worked out.")
		case !due.Known() && basis != "":
			item.Wrong("due", "Write the date, or choose “No date”.")
		case due.Known():
			c["dueDate"], c["dueBasis"] = string(due), basis
		}
		if n > len(was.Conditions) {
			c["status"] = "open"
		} else {
			c["status"] = was.Conditions[n-1].Status
		}
		list = append(list, c)
	})
	whole(a, was, was.Conditions, len(list), "condition", "A condition that was filed stays: record that it is waived.")
	return list
}

func (a *Answers) documents(was procurement.Decision) (list []any) {
	a.Each("document", mostDocuments, func(n int, item *Answers) {
		list = append(list, ocds.Object{"id": idOf(a, was.Documents, n, "document", func(x procurement.Document) string { return x.ID }),
			"title": item.Text("title"), "url": item.Text("url")})
	})
	if was.FiledByTheBody && len(list) < len(was.Documents) {
		a.Wrong(Item("document", len(list)+1, "title"), "A document that was filed stays: correct its title or address.")
	}
	return list
}

// fillDecision answers the questions as the decision chosen does.
func fillDecision(a About) url.Values {
	v := url.Values{"source-publisher": {a.Speaker.Name}, "source-tier": {"official"}}
	d := subject(own(a), a.Subject)
	if d.ID == "" {
		return v
	}
	put := func(name, value string) {
		if value != "" {
			v.Set(name, value)
		}
	}
	put("title", d.Title)
	put("type", d.Type)
	put("date", d.Decided.String())
	put("reference", d.Reference)
	put("by", d.DecidedBy)
	put("grounds", d.Description)
	put("supersedes", d.Supersedes)
	put("length", d.GrantedUpTo.String())
	put("value", written(d.GrantedValue))
	put("until", d.GrantedPeriod.End.String())
	v["contracts"], v["awards"] = d.Contracts, d.Awards
	for i, f := range d.Findings {
		put(Item("finding", i+1, "code"), f.Classification)
		put(Item("finding", i+1, "text"), f.Description)
		put(Item("finding", i+1, "quotation"), f.Quotation)
	}
	for i, x := range d.Documents {
		put(Item("document", i+1, "title"), x.Title)
		put(Item("document", i+1, "url"), x.URL)
	}
	for i, t := range d.Terms {
		put(Item("term", i+1, "text"), t.Description)
	}
	for i, c := range d.Conditions {
		put(Item("condition", i+1, "text"), c.Description)
		put(Item("condition", i+1, "due"), c.Due.String())
		put(Item("condition", i+1, "basis"), c.DueBasis)
	}
	return v
}

func written(m *procurement.Money) string {
	if m == nil {
		return ""
	}
	return m.Amount() + " " + m.Currency
}
