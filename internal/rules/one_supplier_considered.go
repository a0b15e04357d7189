package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "one-supplier-considered", Subject: OfProcess,
		Needs: []string{"tender/suppliersConsidered", "decisions/findings/classification"},
		Check: oneSupplierConsidered})
}

// mostConsidered is the largest number of suppliers considered that raises the
// flag. Basis: the words of the rule itself; no published counterpart. Set in
// 2026. A number below one is no count.
const mostConsidered = 1

// overseerFinding is the only basis of a number of suppliers considered that
// settles the matter; what a buyer or a newspaper says does not.
const overseerFinding = "overseerFinding"

// found is a decision with its finding that one supplier was considered.
type found struct {
	decision procurement.Decision
	finding  procurement.Finding
}

func oneSupplierConsidered(d Dossier) []procurement.Flag {
	p := d.Process
	standing, fallen := findings(p)
	considered := p.Tender.Considered
	e := procurement.Evidence{Figures: map[string]any{}, Fields: []string{"tender/suppliersConsidered", "decisions/findings/classification"}}
	if considered != nil && considered.Count > 0 {
		e.Figures["suppliers_considered"] = considered.Count
		set(e.Figures, "basis", considered.Basis)
		e.Sources = considered.Sources
	}
	byOverseer := considered != nil && considered.Basis == overseerFinding && considered.Count > 0
	switch {
	case len(standing) > 0:
		return result(procurement.Raised, cite(e, standing[0]))
	case byOverseer && considered.Count > mostConsidered:
		e.Summary = fmt.Sprintf("An overseer found that %d suppliers were considered.", considered.Count)
		return result(procurement.Clear, e)
	case len(fallen) > 0:
		e.Summary = "The decision that found one supplier considered is no longer in force."
		e.Missing = []string{"decisions/findings/classification"}
		set(e.Figures, "decision", fallen[0].decision.ID)
		e.Figures["decision_status"] = fallenBy(fallen[0].decision)
		return result(procurement.NoData, e)
	case byOverseer:
		e.Summary = "An overseer found that one supplier was considered."
		return result(procurement.Raised, e)
	}
	e.Missing = e.Fields
	e.Summary = "No overseer's finding on the number of suppliers considered is recorded."
	if e.Figures["suppliers_considered"] != nil {
		e.Summary = "A number of suppliers considered is stated, but not found by an overseer; only an overseer's finding counts here."
	}
	return result(procurement.NoData, e)
}

// findings are those of the kind, by decisions in force and by decisions that
// have fallen, each the earliest first.
func findings(p *procurement.Process) (standing, fallen []found) {
	for _, decision := range p.Decisions {
		for _, finding := range decision.Findings {
			if finding.Classification != procurement.OneSupplierConsidered {
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

// cite adds the decision to the evidence: who found it, when, and who says so.
func cite(e procurement.Evidence, f found) procurement.Evidence {
	decision, overseer := f.decision, "An overseer"
	if decision.Body != nil && decision.Body.Name != "" {
		overseer = decision.Body.Name
		e.Figures["overseer"] = overseer
	}
	set(e.Figures, "decision", decision.ID)
	set(e.Figures, "decision_type", decision.Type)
	set(e.Figures, "decided", string(decision.Decided))
	set(e.Figures, "quotation", f.finding.Quotation)
	e.Figures["filed_by_the_body"] = decision.FiledByTheBody
	var notes []string
	if decision.Decided.Known() {
		notes = append(notes, "decision of "+decision.Decided.String())
	}
	if !decision.FiledByTheBody {
		notes = append(notes, "as reported")
	}
	note := ""
	if len(notes) > 0 {
		note = " (" + strings.Join(notes, ", ") + ")"
	}
	e.Summary = fmt.Sprintf("%s found that one supplier was considered%s.", overseer, note)
	e.Sources = union(f.finding.Sources, decision.Sources, e.Sources)
	e.Releases = union([]string{decision.Release})
	return e
}
