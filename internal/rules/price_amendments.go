package rules

import (
	"fmt"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "price-amendments", Subject: OfContract, Needs: []string{valueField, amendedValueField, amendmentsField},
		Check: func(d Dossier) []procurement.Flag {
			return eachContract(d, func(c procurement.Contract, chain *procurement.Chain) procurement.Flag {
				return priceAmendments(d.Process, worthOf(c, chain))
			})
		}})
}

// priceAmendments looks for changes that raise the value and not the term. The
// threshold is the law's small change, 10% or for works 15% (smallChange), of the
// value at the time; R069 of the Open Contracting Partnership's guide has none.
func priceAmendments(p *procurement.Process, w worth) procurement.Flag {
	e := w.evidence()
	small := smallChange(p)
	e.Figures["small_change_percent"] = percent(small)
	var rises []change
	for _, ch := range w.changes {
		if w.missing == "" && !ch.longer && !ch.agreed && !nominal(ch.before) && ch.ratio() > small {
			rises = append(rises, ch)
		}
	}
	e.Figures["price_rises"] = len(rises)
	if len(rises) > 0 {
		most := rises[0]
		for _, ch := range rises {
			if ch.ratio() > most.ratio() {
				most = ch
			}
		}
		e.Figures["largest_rise_percent"] = percent(most.ratio())
		which := ""
		if len(rises) > 1 {
			which = fmt.Sprintf(" in the largest of %d rises", len(rises))
		}
		e.Summary = fmt.Sprintf("The value rose%s from %s to %s, by %s, without a longer term; a change of more than %s is not a small one%s.",
			which, most.before, most.after, inPercent(most.ratio()), inPercent(small), differ(p, e))
		return procurement.Flag{State: procurement.Raised, Evidence: e}
	}
	if flag, unknown := w.unknown(e); unknown {
		return flag
	}
	e.Summary = w.unchanged() + "."
	if n := len(w.changes); n > 0 {
		e.Summary = fmt.Sprintf("%s of value recorded, none that raised it by more than %s without a longer term.", procurement.Count(n, "change"), inPercent(small))
	}
	return procurement.Flag{State: procurement.Clear, Evidence: e}
}
