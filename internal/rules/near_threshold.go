package rules

import (
	"fmt"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "near-threshold", Subject: OfProcess, Needs: directNeeds, Regimes: []procurement.Regime{procurement.PA2023}, Check: nearThreshold})
}

// near is how many percent below the threshold an amount is called near it.
// Basis: open-tender-watch's indicator of values just below a threshold, 5 %.
// Set in 2026.
const near = 5

func nearThreshold(d Dossier) []procurement.Flag {
	p := d.Process
	e := procurement.Evidence{
		Figures: map[string]any{},
		Fields:  []string{methodField, awardValueField},
		Sources: p.Tender.Sources,
	}
	x, flags := directPurchaseOf(p, e)
	if flags != nil {
		return flags
	}
	floor := x.limit.Minor * (100 - near) / 100
	e.Figures["threshold"], e.Figures["value_at_least"], e.Figures["near_percent"] = amount(x.limit), amount(x.low), near
	switch {
	case x.low.Minor >= x.limit.Minor:
		e.Summary = fmt.Sprintf("%s is at or above the threshold of %s.", x.low.Full(), x.limit.Full())
		return result(procurement.Clear, e)
	case x.high.Minor < floor:
		e.Summary = fmt.Sprintf("%s is not near the threshold of %s.", x.low.Full(), x.limit.Full())
		return result(procurement.Clear, e)
	case x.low != x.high:
		e.Summary, e.Missing = "Whether the value is near the threshold depends on taxes, which are not published.", []string{awardGrossField}
		return result(procurement.NoData, e)
	}
	e.Fields = append(e.Fields, awardGrossField)
	e.Figures["below_percent"] = percent(1 - ratioOf(x.low, x.limit))
	e.Summary = fmt.Sprintf("Awarded without competition for %s with taxes, near the threshold of %s from which a contract must be competed: %v%% below it.",
		x.low.Full(), x.limit.Full(), e.Figures["below_percent"])
	return result(procurement.Raised, e)
}

func ratioOf(part, whole procurement.Money) float64 {
	return float64(part.Minor) / float64(whole.Minor)
}
