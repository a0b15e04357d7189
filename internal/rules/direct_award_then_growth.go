package rules

import (
	"fmt"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "direct-award-then-growth", Subject: OfContract,
		Needs: []string{valueField, amendedValueField, amendmentsField, methodField, "tender/procurementMethodDetails", "tender/numberOfTenderers"},
		Check: directAwardThenGrowth})
}

// directAwardThenGrowth joins two questions. Thresholds: the value grew by half
// or more (growth, as in value-growth), or from below the amount from which the
// law asks for a competition to that amount (limits: CompetitionThreshold), which
// is how R054 of the Open Contracting Partnership's guide has it.
func directAwardThenGrowth(d Dossier) []procurement.Flag {
	how, field := d.Process.HowCompeted()
	return eachContract(d, func(c procurement.Contract, chain *procurement.Chain) procurement.Flag {
		e := procurement.Evidence{Fields: union([]string{methodField, field})}
		switch how {
		case procurement.Competed:
			e.Summary = fmt.Sprintf("Suppliers competed, as %s.", tells[field])
			return procurement.Flag{State: procurement.NotApplicable, Evidence: e}
		case procurement.CompetitionUnknown:
			e.Summary, e.Missing = "The record does not say whether suppliers competed.", []string{field}
			return procurement.Flag{State: procurement.NoData, Evidence: e}
		}
		w := worthOf(c, chain)
		flag := grownSince(d.Process, w)
		flag.Evidence.Fields = union(flag.Evidence.Fields, e.Fields)
		return flag
	})
}

// grownSince judges the growth of a contract let without competition.
func grownSince(p *procurement.Process, w worth) procurement.Flag {
	e := w.evidence()
	if w.missing == "" && len(w.changes) > 0 {
		all, notAgreed := w.grown()
		e.Summary = "Awarded without competition. " + w.grew(all, notAgreed)
		limit, crossed := w.crossed(p)
		if crossed {
			e.Figures["competition_threshold"] = amount(limit)
			e.Summary += fmt.Sprintf(", past the %s from which the law asks for a competition", limit.Full())
		}
		e.Summary += w.told() + differ(p, e) + "."
		if notAgreed > smallChange(p) && (all >= growth || crossed) {
			return procurement.Flag{State: procurement.Raised, Evidence: e}
		}
	}
	if flag, unknown := w.unknown(e); unknown {
		return flag
	}
	if len(w.changes) == 0 {
		e.Summary = "Awarded without competition. " + w.unchanged() + "."
	}
	return procurement.Flag{State: procurement.Clear, Evidence: e}
}

// crossed is the amount from which the law asks for a competition, where the
// value rose from below it to it.
func (w worth) crossed(p *procurement.Process) (procurement.Money, bool) {
	l, found, _ := LimitFor(CompetitionThreshold, p, w.contract.Signed)
	limit := l.Money()
	return limit, found && below(w.first, limit) && w.last.Minor >= limit.Minor
}
