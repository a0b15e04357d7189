package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"daylight/internal/procurement"
)

// found is a decision with a finding in it.
type found struct {
	decision procurement.Decision
	finding  procurement.Finding
}

// findings are those of a class, by decisions in force and by decisions that
// have fallen, each the earliest first.
func findings(p *procurement.Process, class string) (standing, fallen []found) {
	for _, decision := range p.Decisions {
		for _, finding := range decision.Findings {
			if finding.Classification != class {
				continue
			}
			if inForce(p, decision) {
				standing = append(standing, found{decision, finding})
			} else {
				fallen = append(fallen, found{decision, finding})
			}
		}
	}
	byDate := func(a, b found) int {
		return cmp.Or(cmp.Compare(a.decision.Decided.First(), b.decision.Decided.First()), cmp.Compare(a.decision.ID, b.decision.ID))
	}
	slices.SortStableFunc(standing, byDate)
	slices.SortStableFunc(fallen, byDate)
	return standing, fallen
}

// fallenBy is the status of a decision not in force: its own, or "superseded"
// where a later decision says so.
func fallenBy(d procurement.Decision) string {
	if standing(d) {
		return "superseded"
	}
	return d.Status
}

// cite adds the decision to the evidence and says who found what, when, and
// whether that is only reported.
func (f found) cite(e procurement.Evidence, what string) procurement.Evidence {
	decision, overseer := f.decision, overseer(f.decision)
	if decision.Body != nil {
		set(e.Figures, "overseer", decision.Body.Name)
	}
	set(e.Figures, "decision", decision.ID)
	set(e.Figures, "decision_type", decision.Type)
	set(e.Figures, "decided", string(decision.Decided))
	set(e.Figures, "quotation", f.finding.Quotation)
	e.Figures["filed_by_the_body"] = decision.FiledByTheBody
	e.Summary = fmt.Sprintf("%s found that %s%s.", overseer, what, provenance(decision))
	e.Sources = union(f.finding.Sources, decision.Sources, e.Sources)
	e.Releases = union([]string{decision.Release})
	return e
}

// overseer is who decided, as a sentence names them.
func overseer(d procurement.Decision) string {
	if d.Body != nil && d.Body.Name != "" {
		return d.Body.Name
	}
	return "An overseer"
}

// provenance is when a decision was made and whether the body has filed it
// itself, in brackets.
func provenance(d procurement.Decision) string {
	var notes []string
	if d.Decided.Known() {
		notes = append(notes, "decision of "+d.Decided.String())
	}
	if !d.FiledByTheBody {
		notes = append(notes, "as reported")
	}
	if len(notes) == 0 {
		return ""
	}
	return " (" + strings.Join(notes, ", ") + ")"
}
