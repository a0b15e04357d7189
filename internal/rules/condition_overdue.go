package rules

import (
	"fmt"

	"daylight/internal/procurement"
)

const (
	dueField       = "decisions/conditions/dueDate"
	conditionField = "decisions/conditions/status"
)

func init() {
	register(Rule{ID: "condition-overdue", Subject: OfProcess, Needs: []string{dueField}, Check: conditionOverdue})
}

// conditionOverdue compares stated due dates with the recorded day. It has no
// threshold: a day past is past. A month is due at its end, and an inferred
// date raises nothing (procurement.Condition.Overdue).
func conditionOverdue(d Dossier) []procurement.Flag {
	flags, due := conditionsOn(d)
	flags[0].Until = due
	return flags
}

// conditionsOn is the result on the day, and the next day that a condition is due.
func conditionsOn(d Dossier) (flags []procurement.Flag, due procurement.Date) {
	e := procurement.Evidence{Figures: map[string]any{}, Fields: []string{dueField, conditionField}}
	var overdue, dated, undated, settled []asked
	for _, x := range conditionsOf(d.Process) {
		switch {
		case x.condition.Overdue(d.Day):
			overdue = append(overdue, x)
		case x.condition.Settled():
			settled = append(settled, x)
		case x.condition.DueBasis == "stated" && x.condition.Due.Known():
			dated = append(dated, x)
		default:
			undated = append(undated, x)
		}
	}
	if len(dated) > 0 {
		due = procurement.Date(earliestDue(dated).condition.Due.Last())
	}
	all := len(overdue) + len(dated) + len(undated) + len(settled)
	e.Figures["conditions"], e.Figures["overdue"], e.Figures["settled"] = all, len(overdue), len(settled)
	switch {
	case all == 0:
		e.Summary = "No condition of an overseer's decision in force is recorded."
		return result(procurement.NotApplicable, e), ""
	case len(overdue) > 0:
		first := earliestDue(overdue)
		set(e.Figures, "due", string(first.condition.Due))
		e.Summary = fmt.Sprintf("%d of %s past the due date (%s), no outcome recorded.",
			len(overdue), procurement.Count(all, "condition"), first.condition.Due)
		e.Sources, e.Releases = evidenceOf(overdue)
		return result(procurement.Raised, e), due
	case len(undated) > 0:
		e.Figures["without_stated_date"] = len(undated)
		e.Summary = fmt.Sprintf("%d of %s without a due date that the overseer stated.", len(undated), procurement.Count(all, "condition"))
		e.Missing = []string{dueField}
		e.Sources, e.Releases = evidenceOf(undated)
		return result(procurement.NoData, e), due
	case len(dated) > 0 && !d.Day.Known():
		e.Summary, e.Missing = "No day is recorded to hold the due dates against.", []string{dueField}
		return result(procurement.NoData, e), due
	case len(dated) > 0:
		next := earliestDue(dated)
		set(e.Figures, "due", string(next.condition.Due))
		e.Summary = fmt.Sprintf("%s, the next one due %s.", procurement.Count(all, "condition"), next.condition.Due)
		e.Sources, e.Releases = evidenceOf(dated)
		return result(procurement.Clear, e), due
	}
	e.Summary = fmt.Sprintf("An outcome is recorded for %s.", procurement.Count(all, "condition"))
	e.Sources, e.Releases = evidenceOf(settled)
	return result(procurement.Clear, e), due
}

// asked is a condition with the decision that set it.
type asked struct {
	decision  procurement.Decision
	condition procurement.Condition
}

// conditionsOf are the conditions of decisions in force.
func conditionsOf(p *procurement.Process) []asked {
	var list []asked
	for _, d := range p.Decisions {
		if !inForce(p, d) {
			continue
		}
		for _, c := range d.Conditions {
			list = append(list, asked{d, c})
		}
	}
	return list
}

func earliestDue(list []asked) asked {
	first := list[0]
	for _, x := range list[1:] {
		if x.condition.Due.Last() < first.condition.Due.Last() {
			first = x
		}
	}
	return first
}

func evidenceOf(list []asked) (sources, releases []string) {
	for _, x := range list {
		sources = union(sources, x.condition.Sources, x.decision.Sources)
		releases = union(releases, []string{x.decision.Release})
	}
	return sources, releases
}
