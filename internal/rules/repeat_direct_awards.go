package rules

import "daylight/internal/procurement"

func init() {
	register(Rule{ID: "repeat-direct-awards", Subject: OfProcess,
		Needs:   append([]string{buyerField, supplierField, awardDateField}, directNeeds...),
		Regimes: []procurement.Regime{procurement.PA2023},
		Check: func(d Dossier) []procurement.Flag {
			group, missing, why := buyerAndSupplier(d.Process)
			return checkSeries(d, group, missing, why, "direct award of this buyer to this supplier")
		},
		Survey: &Survey{Figures: series, Collect: func(p *procurement.Process, _ procurement.Date) []Count {
			group, _, _ := buyerAndSupplier(p)
			return inSeries(p, group)
		}},
	})
}

const buyerField = "buyer"

// buyerAndSupplier is the pair that a process is between, or why there is none.
func buyerAndSupplier(p *procurement.Process) (pair, missing, why string) {
	suppliers := p.Suppliers()
	switch {
	case p.Buyer == nil || p.Buyer.Key == "":
		return "", buyerField, "The buyer is not published."
	case len(suppliers) > 1:
		return "", "", "The purchase is from several suppliers."
	case len(suppliers) == 0 || suppliers[0].Key == "":
		return "", supplierField, "The supplier is not published."
	}
	return Pair(p.Buyer.Key, suppliers[0].Key), "", ""
}
