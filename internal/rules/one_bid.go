package rules

import (
	"fmt"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "one-bid", Subject: OfProcess,
		Needs: []string{"tender/procurementMethod", "tender/numberOfTenderers"},
		Check: oneBid})
}

// oneBidder is the number of tenderers that raises the flag. Basis: R018 of the
// Open Contracting Partnership's guide (2024), as Cardinal computes it:
// numberOfTenderers is 1 and the method is open or selective. Set in 2026.
const oneBidder = 1

func oneBid(d Dossier) []procurement.Flag {
	p := d.Process
	e := procurement.Evidence{
		Figures: methodFigures(p),
		Fields:  []string{"tender/procurementMethod"},
		Sources: p.Tender.Sources,
	}
	how, tell := p.HowCompeted()
	method := p.Tender.Method
	switch {
	case method == "direct", method == "limited", how == procurement.Uncompeted:
		e.Summary = "The record shows no open or selective call for bids."
		e.Fields = union(e.Fields, []string{tell})
		return result(procurement.NotApplicable, e)
	case method != "open" && method != "selective":
		e.Summary, e.Missing = "The record does not say whether the procedure was open or selective.", e.Fields
		return result(procurement.NoData, e)
	}
	n, field := p.CountTenderers()
	if n == 0 {
		e.Summary, e.Missing = "The number of bids is not published.", []string{"tender/numberOfTenderers"}
		return result(procurement.NoData, e)
	}
	e.Fields = union(e.Fields, []string{field})
	if n == oneBidder {
		e.Summary = fmt.Sprintf("1 bid recorded in %s procedure.", article[method])
		return result(procurement.Raised, e)
	}
	e.Summary = fmt.Sprintf("%s recorded.", procurement.Count(n, "bidder"))
	return result(procurement.Clear, e)
}

var article = map[string]string{"open": "an open", "selective": "a selective"}
