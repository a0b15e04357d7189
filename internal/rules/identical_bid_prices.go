package rules

import (
	"fmt"
	"slices"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "identical-bid-prices", Subject: OfProcess,
		Needs: []string{bidsField, bidStatusField, bidderField, bidValueField},
		Check: identicalBidPrices})
}

// identicalBidPrices follows R028 as Cardinal computes it: two submitted bids of
// different tenderers have one amount in one currency.
func identicalBidPrices(d Dossier) []procurement.Flag {
	p := d.Process
	if flags := unbid(p); flags != nil {
		return flags
	}
	e := procurement.Evidence{Fields: []string{bidderField, bidValueField}, Sources: p.Tender.Sources}
	seen := map[procurement.Money][]string{}
	unpriced, n := 0, 0
	for _, b := range p.Bids {
		if !submitted(b) {
			continue
		}
		n++
		if b.Value == nil || b.Value.Currency == "" {
			unpriced++
			continue
		}
		who := slices.Sorted(slices.Values(union(keysOf(b.Tenderers))))
		if other, priced := seen[*b.Value]; priced && !slices.Equal(who, other) {
			e.Figures = map[string]any{"price": amount(*b.Value), "bids": n}
			e.Summary = fmt.Sprintf("Two bidders gave the same price, %s.", b.Value.Full())
			return result(procurement.Raised, e)
		}
		seen[*b.Value] = who
	}
	switch {
	case n < 2:
		e.Summary = fmt.Sprintf("%s submitted: there is nothing to compare.", was(n, "bid"))
		return result(procurement.NotApplicable, e)
	case unpriced > 0:
		e.Summary, e.Missing = "A bid is listed without its price and currency.", []string{bidValueField}
		return result(procurement.NoData, e)
	}
	e.Figures = map[string]any{"bids": n}
	e.Summary = "No two bidders gave the same price."
	return result(procurement.Clear, e)
}
