package rules

import (
	"slices"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "many-bids-disqualified", Subject: OfOrganisation,
		Needs:  []string{bidsField, bidStatusField},
		Survey: &Survey{Collect: disqualifications, Figures: disqualifiedShares(0), Result: manyBidsDisqualified},
	})
}

// disqualifications counts the submitted bids of a process, and of these the
// disqualified, for its buyer and for whoever else runs the procedure.
func disqualifications(p *procurement.Process, _ procurement.Date) []Count {
	if p.Tender.Status == "cancelled" {
		return nil
	}
	var n, of int64
	for _, b := range p.Bids {
		if submitted(b) {
			of++
		}
		if b.Status == "disqualified" {
			n++
		}
	}
	var counts []Count
	for _, o := range buying(p) {
		counts = append(counts, bidsOf(o, n, of))
	}
	return counts
}

// buying are the buyer of a process and its procuring entities, each once.
func buying(p *procurement.Process) []procurement.Organisation {
	var list []procurement.Organisation
	add := func(o procurement.Organisation) {
		if o.Key != "" && !slices.ContainsFunc(list, func(x procurement.Organisation) bool { return x.Key == o.Key }) {
			list = append(list, o)
		}
	}
	if p.Buyer != nil {
		add(*p.Buyer)
	}
	for _, o := range p.Parties {
		if o.HasRole("procuringEntity") {
			add(o)
		}
	}
	return list
}

func manyBidsDisqualified(_ string, f Figures) procurement.OrganisationFlag {
	return judgeDisqualified(f, "buyer", "buyers")
}
