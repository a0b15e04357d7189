package rules

import (
	"fmt"
	"strings"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "value-growth", Subject: OfContract, Needs: []string{valueField, amendedValueField, amendmentsField},
		Check: func(d Dossier) []procurement.Flag {
			return eachContract(d, func(c procurement.Contract, chain *procurement.Chain) procurement.Flag {
				return valueGrowth(d.Process, worthOf(c, chain))
			})
		}})
}

// Thresholds, set in 2026. Half of the first value is the line that Bulgaria's
// published indicator draws for cumulative growth; it is also what EU and UK law
// allow one change on some grounds (limits: LargeChange), though each time anew.
// What options agreed in advance add alone never raises the flag: more than a
// small change, as the law has it, must not be known to be agreed.
const growth = 0.5 // of the first value

// smallChange is what the law that holds lets a change be without a ground of
// its own, and elsewhere what Directive 2014/24/EU does (Article 72(2)): 10%,
// for works 15%.
func smallChange(p *procurement.Process) float64 {
	if l, found, _ := LimitFor(SmallChange, p, ""); found {
		return float64(l.Percent) / 100
	}
	if p.Tender.Category == "works" {
		return 0.15
	}
	return 0.10
}

// valueGrowth compares the latest value of a contract with the first.
func valueGrowth(p *procurement.Process, w worth) procurement.Flag {
	e := w.evidence()
	if w.missing == "" && len(w.changes) > 0 {
		small := smallChange(p)
		e.Figures["threshold_percent"], e.Figures["small_change_percent"] = percent(growth), percent(small)
		all, notAgreed := w.grown()
		e.Summary = w.grew(all, notAgreed) + w.used(p, e) + w.told() + differ(p, e) + "."
		if all >= growth && notAgreed > small {
			return procurement.Flag{State: procurement.Raised, Evidence: e}
		}
	}
	if flag, unknown := w.unknown(e); unknown {
		return flag
	}
	if len(w.changes) == 0 {
		e.Summary = w.unchanged() + "."
	}
	return procurement.Flag{State: procurement.Clear, Evidence: e}
}

// grew says how far the value came, without a stop.
func (w worth) grew(all, notAgreed float64) string {
	changes := procurement.Count(len(w.changes), "change")
	if all < 0 {
		return fmt.Sprintf("The value fell from %s to %s in %s", w.first, w.last, changes)
	}
	said := fmt.Sprintf("The value grew from %s to %s, by %s in %s", w.first, w.last, inPercent(all), changes)
	if notAgreed != all {
		said += fmt.Sprintf(", of which %s is not known to be agreed in advance", inPercent(notAgreed))
	}
	return said
}

// differ says that sources differ on the process, so that figures may stand on
// different bases.
func differ(p *procurement.Process, e procurement.Evidence) string {
	if len(p.Disputes) == 0 {
		return ""
	}
	e.Figures["disputes"] = len(p.Disputes)
	return fmt.Sprintf("; sources differ on this process (%s)", procurement.Count(len(p.Disputes), "dispute"))
}

// used says how much of what the law allows one change the largest took. The
// share is of the value at the time, as both UK laws have it.
func (w worth) used(p *procurement.Process, e procurement.Evidence) string {
	most := w.largest().ratio()
	e.Figures["largest_change_percent"] = percent(most)
	l, found, _ := LimitFor(LargeChange, p, "")
	if !found || most <= 0 {
		return ""
	}
	e.Figures["limit_each_change_percent"] = l.Percent
	return fmt.Sprintf("; %s of %d percentage points used that %s allow one change to add, on the grounds that have a limit",
		strings.TrimSuffix(inPercent(most), "%"), l.Percent, lawNames[p.Regime])
}
