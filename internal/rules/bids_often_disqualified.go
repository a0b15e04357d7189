package rules

import "daylight/internal/procurement"

func init() {
	register(Rule{ID: "bids-often-disqualified", Subject: OfOrganisation,
		Needs:  []string{bidsField, bidStatusField, bidderField},
		Survey: &Survey{Collect: disqualifiedBids, Figures: disqualifiedShares(enoughBids), Result: bidsOftenDisqualified},
	})
}

// disqualifiedBids counts each submitted bid for those who made it, partners
// each, and whether it was disqualified.
func disqualifiedBids(p *procurement.Process, _ procurement.Date) []Count {
	if p.Tender.Status == "cancelled" {
		return nil
	}
	var counts []Count
	for _, b := range p.Bids {
		var n, of int64
		switch {
		case b.Status == "disqualified":
			n, of = 1, 1
		case submitted(b):
			of = 1
		case b.Status == "invited" || b.Status == "withdrawn":
			continue
		}
		for _, o := range b.Tenderers {
			if o.Key != "" {
				counts = append(counts, bidsOf(o, n, of))
			}
		}
	}
	return counts
}

func bidsOftenDisqualified(_ string, f Figures) procurement.OrganisationFlag {
	return judgeDisqualified(f, "bidder", "bidders")
}
