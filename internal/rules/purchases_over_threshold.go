package rules

import "daylight/internal/procurement"

func init() {
	register(Rule{ID: "purchases-over-threshold", Subject: OfProcess,
		Needs:   append([]string{buyerField, itemField, awardDateField}, directNeeds...),
		Regimes: []procurement.Regime{procurement.PA2023},
		Check: func(d Dossier) []procurement.Flag {
			group, missing, why := buyerAndClass(d.Process)
			return checkSeries(d, group, missing, why, "direct award of this buyer in this class of items")
		},
		Survey: &Survey{Figures: series, Collect: func(p *procurement.Process, _ procurement.Date) []Count {
			group, _, _ := buyerAndClass(p)
			return inSeries(p, group)
		}},
	})
}

const itemField = "awards/items/classification"

// similar is how many digits two classifications share where they are of
// similar items: a class of the CPV, a family of the UNSPSC. Set in 2026.
const similar = 4

// buyerAndClass is the buyer and the one class of items that a process is
// about, or why there is none.
func buyerAndClass(p *procurement.Process) (pair, missing, why string) {
	if p.Buyer == nil || p.Buyer.Key == "" {
		return "", buyerField, "The buyer is not published."
	}
	classes := classesOf(p, similar)
	switch len(classes) {
	case 0:
		return "", itemField, "What was bought is not classified."
	case 1:
		return Pair(p.Buyer.Key, classes[0]), "", ""
	}
	return "", "", "The purchase is of items of several classes."
}

// classesOf are the classes of what a process buys, each once: of each item its
// classification or, as Find a Tender has it, the first of the additional ones.
func classesOf(p *procurement.Process, digits int) []string {
	var classes []string
	for _, item := range p.Items() {
		class := item.Classification.Class(digits)
		if class == "" && len(item.More) > 0 {
			class = item.More[0].Class(digits)
		}
		classes = append(classes, class)
	}
	return union(classes)
}
