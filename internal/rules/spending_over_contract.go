package rules

import (
	"fmt"

	"daylight/internal/procurement"
)

const (
	paymentField = "contracts/implementation/transactions/value"
	grossField   = "contracts/value/amountGross"
)

func init() {
	register(Rule{ID: "spending-over-contract", Subject: OfContract, Needs: []string{valueField, paymentField, grossField},
		Check: func(d Dossier) []procurement.Flag {
			return eachContract(d, func(c procurement.Contract, _ *procurement.Chain) procurement.Flag { return spendingOverContract(c) })
		}})
}

// highestVAT is the highest standard rate of value added tax in the European
// Union (Hungary, since 2012; Directive 2006/112/EC sets no upper bound). Where
// the value with all taxes is not published, spending within it above the value
// may be the tax.
const highestVAT = 0.27

// spendingOverContract compares what was spent with the latest value. It has no
// threshold of its own: a penny over is over, once taxes cannot account for it.
func spendingOverContract(c procurement.Contract) procurement.Flag {
	e := procurement.Evidence{Figures: map[string]any{"payments": len(c.Payments)}, Fields: []string{valueField, paymentField}, Sources: c.Sources}
	spent, what := c.Spent(), procurement.Count(len(c.Payments), "payment")
	if c.FinalValue != nil {
		spent, what = c.FinalValue, "the final value"
		e.Fields = append(e.Fields, "contracts/implementation/finalValue")
	}
	noData := func(field, summary string) procurement.Flag {
		e.Summary, e.Missing = summary, []string{field}
		return procurement.Flag{State: procurement.NoData, Evidence: e}
	}
	value := c.Value
	switch {
	case spent == nil && len(c.Payments) == 0:
		return noData(paymentField, "No payment is published.")
	case spent == nil:
		return noData(paymentField, "Payments are published without amounts, or in several currencies.")
	case value == nil:
		return noData(valueField, "The value of the contract is not published.")
	}
	e.Figures["spent"], e.Figures["value"] = amount(*spent), amount(*value)
	if c.Gross != nil {
		e.Figures["value_with_taxes"] = amount(*c.Gross)
		e.Fields = append(e.Fields, grossField)
		value = c.Gross
	}
	switch over := ratio(spent.Minor-value.Minor, value.Minor); {
	case spent.Currency != value.Currency:
		return noData(paymentField, "Spending and value are in different currencies.")
	case nominal(*value):
		return noData(valueField, "The value published is nominal: "+value.Full()+".")
	case spent.Minor <= value.Minor:
		e.Summary = fmt.Sprintf("Spent %s of %s (%s).", spent, value, what)
		return procurement.Flag{State: procurement.Clear, Evidence: e}
	case c.Gross == nil && over <= highestVAT:
		return noData(grossField, fmt.Sprintf("Spent %s on a contract of %s (%s); the difference may be tax, and the value with taxes is not published.", spent, value, what))
	default:
		e.Figures["over_percent"] = percent(over)
		e.Summary = fmt.Sprintf("Spent %s on a contract of %s, %s more (%s).", spent, value, inPercent(over), what)
		return procurement.Flag{State: procurement.Raised, Evidence: e}
	}
}
