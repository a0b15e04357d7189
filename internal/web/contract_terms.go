package web

import (
	"strings"

	"daylight/internal/procurement"
)

// termsView is what the notices say is bought, for how much and how long, and
// between whom.
type termsView struct {
	Facts     []termFactLine
	Contracts folded[contractLine]
	Proposed  folded[proposedLine]
	Lots      folded[lotLine]
	Options   folded[optionView]
	Parties   folded[partyLine]
}

// termFactLine is one thing said of the procedure.
type termFactLine struct{ Name, Value string }

// contractLine is a contract, or an award of which no contract is on record.
type contractLine struct {
	Kind, Title, Value, Signed, Term, Status string
}

// proposedLine is a change of a contract that was announced and is not on
// record as made.
type proposedLine struct{ Contract, Date, Change, Why string }

// partyLine is an organisation with its roles and its registered identifier.
type partyLine struct {
	procurement.Organisation
	As, Registered string
}

// foldAt is how many items of a list are shown; the rest are behind a count.
const foldAt = 8

// folded is a list of which the first items are shown at once.
type folded[T any] struct{ Shown, Rest []T }

func fold[T any](list []T) folded[T] {
	n := len(list)
	if n > foldAt+1 { // never a count of one
		n = foldAt
	}
	return folded[T]{list[:n], list[n:]}
}

// worth is an amount in words, before and with tax where both are published.
func worth(net, gross *procurement.Money) string {
	switch {
	case net == nil && gross == nil:
		return ""
	case net == nil:
		return gross.String() + " with tax"
	case gross == nil || *gross == *net:
		return net.String()
	}
	return net.String() + " before tax, " + gross.String() + " with tax"
}

// lasting is a period in words, with the latest end that every option allows.
func lasting(p procurement.Period) string {
	var parts []string
	if p.Start.Known() {
		parts = append(parts, "from "+p.Start.String())
	}
	if p.End.EndStated() {
		parts = append(parts, "to "+p.End.String())
	}
	if len(parts) == 0 && p.Days > 0 {
		parts = append(parts, procurement.Count(p.Days, "day"))
	}
	words := strings.Join(parts, " ")
	if p.MaxExtent.EndStated() && p.MaxExtent.After(p.End) {
		words = phrase(words, "to "+p.MaxExtent.String()+" at the latest, with every option used")
	}
	return words
}

func (v processView) terms() (t termsView) {
	p := v.Process
	tender := p.Tender
	add := func(name, value string) {
		if value != "" {
			t.Facts = append(t.Facts, termFactLine{name, value})
		}
	}
	add("Value estimated", worth(tender.Value, tender.Gross))
	add("Term planned", lasting(tender.Contract))
	if tender.Period.End.Known() {
		add("Tenders due", dueWords(tender))
	}
	if n := len(tender.Lots); n > 1 {
		add("Lots", thousands(int64(n)))
	}
	add("State of the tender", apart(tender.Status))
	var lines []contractLine
	var proposed []proposedLine
	signed := map[string]bool{}
	for _, c := range p.Contracts {
		signed[c.AwardID] = true
		lines = append(lines, contractLine{"Contract", titleOf(c.Title, c.ID), worth(c.Value, c.Gross), dated(c.Signed), lasting(c.Period), apart(c.Status)})
		for _, a := range c.Proposed {
			change := phrase(lasting(a.Period), worth(a.Value, nil))
			proposed = append(proposed, proposedLine{titleOf(c.Title, c.ID), dated(a.Date), change, phrase(a.Description, a.Rationale)})
		}
		for _, o := range c.Options {
			t.Options.Shown = append(t.Options.Shown, optionView{o, v.citer.cited(o.Sources)})
		}
	}
	for _, a := range p.Awards {
		if a.Stands() && !signed[a.ID] {
			lines = append(lines, contractLine{"Award", titleOf(a.Title, a.ID), worth(a.Value, a.Gross), dated(a.Date), lasting(a.Period), apart(a.Status)})
		}
	}
	for _, o := range tender.Options {
		t.Options.Shown = append(t.Options.Shown, optionView{o, v.citer.cited(o.Sources)})
	}
	t.Contracts, t.Proposed, t.Options, t.Parties, t.Lots = fold(lines), fold(proposed), fold(t.Options.Shown), fold(parties(p)), fold(lots(p))
	return t
}

func titleOf(title, id string) string {
	if title == "" {
		return id
	}
	return title
}

func dated(d procurement.Date) string {
	if !d.Known() {
		return ""
	}
	return d.String()
}

// parties are the organisations of a process, each once, with all its roles.
func parties(p *procurement.Process) []partyLine {
	var list []partyLine
	at := map[string]int{}
	for _, o := range p.Parties {
		i, known := at[o.Key]
		if !known {
			i = len(list)
			at[o.Key] = i
			list = append(list, partyLine{Organisation: o})
			if o.Scheme != "" && o.Identifier != "" {
				list[i].Registered = o.Scheme + " " + o.Identifier
			}
		}
		for _, role := range o.Roles {
			if words := apart(role); !strings.Contains(", "+list[i].As+",", ", "+words+",") {
				list[i].As = phrase(list[i].As, words)
			}
		}
	}
	return list
}

// lawWords is the law that the procedure runs under: what the notice names,
// else the regime where it is known.
func lawWords(p *procurement.Process) string {
	law := p.Tender.Law
	name := strings.TrimSpace(law.Scheme + " " + law.ID)
	switch {
	case labels["law"][name] != "":
		return labels["law"][name] + ", as the notice says"
	case law.Description != "":
		return law.Description + ", as the notice says"
	case name != "":
		return name + ", as the notice says"
	case p.Regime != procurement.RegimeUnknown:
		return label("regime", string(p.Regime))
	}
	return "Unknown: no source read says which procurement law applied"
}

// longDescription is from how many bytes on a description is folded.
const longDescription = 420

// Opening is the beginning of a long description, to the end of a word, and
// whether it is only that.
func opening(text string) (string, bool) {
	if len(text) <= longDescription {
		return text, false
	}
	cut := strings.LastIndexAny(text[:longDescription-100], " \n")
	if cut < 100 {
		cut = longDescription - 100
	}
	return strings.ToValidUTF8(text[:cut], "") + " …", true
}
