package ocds

import (
	"slices"
	"strings"

	"daylight/internal/procurement"
)

// milestoneStatus are the conditions' states in OCDS's milestoneStatus, where
// "scheduled" means "not yet evaluated". It has none for waived.
var milestoneStatus = map[string]string{
	"open": "scheduled", "unknown": "scheduled", "met": "met", "partiallyMet": "partiallyMet", "notMet": "notMet",
}

func (p projection) milestone(d procurement.Decision, c procurement.Condition) Object {
	m := Object{
		"id": procurement.Place("decisions", d.ID, "conditions", c.ID), "type": "approval", "code": "oversightCondition",
		"title": "Condition: " + first(d.Title, d.Reference, d.ID), "description": p.conditionText(d, c),
		"dueDate": instant11(c.Due, "T23:59:59Z", true), "dateMet": instant11(c.Met, "T00:00:00Z", false),
		"status": milestoneStatus[c.Status],
	}
	if stands := d.Status == "" || d.Status == "inForce"; !stands && !c.Settled() {
		m["status"] = "" // nobody waits for it any more
	}
	return without(m)
}

func (p projection) conditionText(d procurement.Decision, c procurement.Condition) string {
	s := sentences{}
	s.add(c.Description)
	if c.Due.Known() {
		s.add("Due date (" + c.DueBasis + "): " + c.Due.String())
	}
	if c.Status == "waived" {
		s.add("Waived")
	}
	if c.Met.Known() {
		s.add("Met: " + c.Met.String())
	}
	s.add(c.Evidence)
	if d.Body != nil {
		s.add("Set by " + d.Body.Name)
	}
	if d.Status != "inForce" {
		s.field("Status of the decision", d.Status)
	}
	s.field("As reported by", p.publishers(c.Sources))
	return s.String()
}

func (p projection) document(d procurement.Decision) Object {
	s := sentences{}
	s.add(d.Description)
	s.field("Decision", d.Type)
	s.field("Status", d.Status)
	s.field("Why", d.StatusReason)
	if d.Body != nil {
		s.field("Body", d.Body.Name)
	}
	s.field("Decided by", d.DecidedBy)
	s.field("Date decided", d.Decided.String())
	for _, t := range d.Terms {
		s.field("Term", t.Description)
	}
	s.field("As reported by", p.publishers(d.Sources))
	return document11(procurement.Place("decisions", d.ID), documentType(d), d.Title, s.String(), p.official(d.Sources).URL, d.Published)
}

func (p projection) challenge(c procurement.Challenge) Object {
	s := sentences{}
	s.add(c.Description)
	s.field("Challenge", c.Type)
	s.field("Stage", c.Stage)
	s.field("Claimant", c.Claimant)
	s.field("Respondent", c.Respondent)
	s.field("Date", c.Date.String())
	s.field("Outcome", c.Outcome)
	s.field("As reported by", p.publishers(c.Sources))
	source := p.official(c.Sources)
	return document11(procurement.Place("challenges", c.ID), "complaints", c.Title, s.String(), source.URL, source.Published)
}

// documentType is the nearest in the standard's open codelist, to which the
// extension adds oversightDecision: "complaints" are complaints and decisions
// on them, "cancellationDetails" the reasons why something was cancelled.
func documentType(d procurement.Decision) string {
	switch d.Type {
	case "judgment":
		return "complaints"
	case "refused":
		return "cancellationDetails"
	}
	return "oversightDecision"
}

func document11(id, kind, title, description, address string, published procurement.Date) Object {
	return without(Object{"id": id, "documentType": kind, "title": title, "description": description,
		"url": uri(address), "datePublished": instant11(published, "T00:00:00Z", false)})
}

// official is the first official source with an address, else an empty one.
func (p projection) official(ids []string) procurement.Source {
	for _, id := range ids {
		if s, ok := p.process.Source(id); ok && s.Tier == "official" && uri(s.URL) != "" {
			return s
		}
	}
	return procurement.Source{}
}

// publishers names who published the sources, each once.
func (p projection) publishers(ids []string) string {
	var names []string
	for _, id := range ids {
		if s, ok := p.process.Source(id); ok && s.Publisher != "" && !slices.Contains(names, s.Publisher) {
			names = append(names, s.Publisher)
		}
	}
	return strings.Join(names, ", ")
}

// sentences become a description.
type sentences []string

func (s *sentences) add(text string) {
	if text = strings.TrimSpace(text); text != "" {
		if !strings.ContainsAny(text[len(text)-1:], ".!?") {
			text += "."
		}
		*s = append(*s, text)
	}
}

// field is a value under a name, where there is one.
func (s *sentences) field(name, value string) {
	if value != "" {
		s.add(name + ": " + value)
	}
}

func (s sentences) String() string { return strings.Join(s, " ") }
