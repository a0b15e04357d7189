package rules

import (
	"fmt"

	"daylight/internal/procurement"
)

const findingField = "decisions/findings/classification"

func init() {
	register(Rule{ID: "approval-step-missed", Subject: OfProcess, Needs: []string{findingField}, Check: approvalStepMissed})
}

// approvalStepMissed repeats what an overseer found; it has no threshold and
// compares no dates, because which step needs whose approval is seldom
// published and differs from body to body.
func approvalStepMissed(d Dossier) []procurement.Flag {
	p := d.Process
	e := procurement.Evidence{Figures: map[string]any{}, Fields: []string{findingField}}
	standing, fallen := findings(p, procurement.ApprovalStepMissed)
	if len(standing) > 0 {
		return result(procurement.Raised, standing[0].cite(e, "a step that needed approval was taken without it"))
	}
	if len(fallen) > 0 {
		set(e.Figures, "decision", fallen[0].decision.ID)
		e.Figures["decision_status"] = fallenBy(fallen[0].decision)
		e.Summary, e.Missing = "The decision that found a missed approval step is no longer in force.", e.Fields
		return result(procurement.NoData, e)
	}
	if approved := approvedBy(p); len(approved) > 0 {
		first := approved[0]
		set(e.Figures, "decision", first.ID)
		set(e.Figures, "decision_type", first.Type)
		e.Figures["approvals"] = len(approved)
		e.Summary = fmt.Sprintf("%s approved it, and found no step missed%s.", overseer(first), provenance(first))
		e.Sources, e.Releases = first.Sources, union([]string{first.Release})
		return result(procurement.Clear, e)
	}
	e.Summary, e.Missing = "No overseer's finding on the approval of this process is recorded.", e.Fields
	return result(procurement.NoData, e)
}

// approvedBy are the decisions in force that let the process, or a part of it,
// go on, in the order recorded.
func approvedBy(p *procurement.Process) []procurement.Decision {
	var list []procurement.Decision
	for _, d := range p.Decisions {
		if d.Approves() && inForce(p, d) {
			list = append(list, d)
		}
	}
	return list
}
