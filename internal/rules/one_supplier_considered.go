package rules

import (
	"fmt"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "one-supplier-considered", Subject: OfProcess,
		Needs: []string{"tender/suppliersConsidered", "decisions/findings/classification"},
		Check: oneSupplierConsidered})
}

// mostConsidered is the largest number of suppliers considered that raises the
// flag. Basis: the words of the rule itself; no published counterpart. Set in
// 2026. A number below one is no count.
const mostConsidered = 1

// overseerFinding is the only basis of a number of suppliers considered that
// settles the matter; what a buyer or a newspaper says does not.
const overseerFinding = "overseerFinding"

func oneSupplierConsidered(d Dossier) []procurement.Flag {
	p := d.Process
	standing, fallen := findings(p, procurement.OneSupplierConsidered)
	considered := p.Tender.Considered
	e := procurement.Evidence{Figures: map[string]any{}, Fields: []string{"tender/suppliersConsidered", "decisions/findings/classification"}}
	if considered != nil && considered.Count > 0 {
		e.Figures["suppliers_considered"] = considered.Count
		set(e.Figures, "basis", considered.Basis)
		e.Sources = considered.Sources
	}
	byOverseer := considered != nil && considered.Basis == overseerFinding && considered.Count > 0
	switch {
	case len(standing) > 0:
		return result(procurement.Raised, standing[0].cite(e, "one supplier was considered"))
	case byOverseer && considered.Count > mostConsidered:
		e.Summary = fmt.Sprintf("An overseer found that %d suppliers were considered.", considered.Count)
		return result(procurement.Clear, e)
	case len(fallen) > 0:
		e.Summary = "The decision that found one supplier considered is no longer in force."
		e.Missing = []string{"decisions/findings/classification"}
		set(e.Figures, "decision", fallen[0].decision.ID)
		e.Figures["decision_status"] = fallenBy(fallen[0].decision)
		return result(procurement.NoData, e)
	case byOverseer:
		e.Summary = "An overseer found that one supplier was considered."
		return result(procurement.Raised, e)
	}
	e.Missing = e.Fields
	e.Summary = "No overseer's finding on the number of suppliers considered is recorded."
	if e.Figures["suppliers_considered"] != nil {
		e.Summary = "A number of suppliers considered is stated, but not found by an overseer; only an overseer's finding counts here."
	}
	return result(procurement.NoData, e)
}
