package rules

import (
	"fmt"
	"slices"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "all-except-winner-disqualified", Subject: OfProcess,
		Needs: []string{bidsField, bidStatusField, bidderField, awardStateField, supplierField},
		Check: allExceptWinnerDisqualified})
}

// othersDisqualified is how many other bidders must be disqualified for the
// flag. Basis: R035 as Cardinal computes it, whose default is 1. Set in 2026.
const othersDisqualified = 1

func allExceptWinnerDisqualified(d Dossier) []procurement.Flag {
	p := d.Process
	if flags := unbid(p); flags != nil {
		return flags
	}
	if flags := unawarded(p); flags != nil {
		return flags
	}
	valid, won := bidders(p, "valid"), winners(p)
	others := slices.DeleteFunc(bidders(p, "disqualified"), func(key string) bool { return slices.Contains(valid, key) })
	e := procurement.Evidence{
		Figures: map[string]any{"valid_bidders": len(valid), "disqualified_bidders": len(others)},
		Fields:  []string{bidStatusField, bidderField, supplierField},
		Sources: p.Tender.Sources,
	}
	switch {
	case len(others) < othersDisqualified:
		e.Summary = "No other bidder was disqualified."
	case len(valid) != 1:
		e.Summary = fmt.Sprintf("%s had valid bids.", procurement.Count(len(valid), "bidder"))
	case !slices.Equal(valid, won):
		e.Summary = "The bidder with the valid bids is not the one supplier awarded."
	default:
		e.Summary = fmt.Sprintf("%s disqualified, and the one left was awarded.", was(len(others), "other bidder"))
		return result(procurement.Raised, e)
	}
	return result(procurement.Clear, e)
}
