package rules

import (
	"fmt"
	"slices"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "lowest-bid-disqualified", Subject: OfProcess,
		Needs: []string{bidsField, bidStatusField, bidderField, bidValueField, awardStateField, supplierField},
		Check: lowestBidDisqualified})
}

// lowestBidDisqualified follows R036 as Cardinal computes it: of the submitted
// bids the lowest is disqualified, another is valid, and an award is in force.
// Where a valid bid has the same price the lowest is not disqualified alone;
// Cardinal decides that by the order of the list.
func lowestBidDisqualified(d Dossier) []procurement.Flag {
	p := d.Process
	if flags := unbid(p); flags != nil {
		return flags
	}
	if flags := unawarded(p); flags != nil {
		return flags
	}
	bids, flags := prices(p)
	if flags != nil {
		return flags
	}
	e := procurement.Evidence{Fields: []string{bidStatusField, bidValueField}, Sources: p.Tender.Sources}
	valid := func(b procurement.Bid) bool { return b.Status == "valid" }
	if len(bids) < 2 || !slices.ContainsFunc(bids, valid) {
		e.Summary = "There are no two bids to compare, of which one is valid."
		return result(procurement.NotApplicable, e)
	}
	lowest := bids[0]
	for _, b := range bids[1:] {
		if b.Value.Minor < lowest.Value.Minor || b.Value.Minor == lowest.Value.Minor && valid(b) {
			lowest = b
		}
	}
	e.Figures = map[string]any{"lowest_price": amount(*lowest.Value), "lowest_status": lowest.Status, "bids": len(bids)}
	if lowest.Status == "disqualified" {
		e.Summary = fmt.Sprintf("The lowest of %s, %s, was disqualified.", procurement.Count(len(bids), "bid"), lowest.Value.Full())
		return result(procurement.Raised, e)
	}
	e.Summary = fmt.Sprintf("The lowest of %s was not disqualified.", procurement.Count(len(bids), "bid"))
	return result(procurement.Clear, e)
}
