package rules

import (
	"fmt"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "awarded-without-competition", Subject: OfProcess,
		Needs: []string{"tender/procurementMethod", "tender/procurementMethodDetails", "tender/numberOfTenderers"},
		Check: awardedWithoutCompetition})
}

// awardedWithoutCompetition has no threshold. How suppliers were chosen is read
// by procurement.Process.HowCompeted. Counterpart: R010 of the Open Contracting
// Partnership's guide, which looks at a missing reason rather than at the award.
func awardedWithoutCompetition(d Dossier) []procurement.Flag {
	p := d.Process
	if !awarded(p) {
		return result(procurement.NotApplicable, procurement.Evidence{
			Summary: "Nothing is recorded as awarded.",
			Fields:  []string{"awards/status", "contracts/status"},
		})
	}
	how, field := p.HowCompeted()
	e := procurement.Evidence{
		Figures: methodFigures(p),
		Fields:  union([]string{"tender/procurementMethod", field}),
		Sources: p.Tender.Sources,
	}
	switch how {
	case procurement.Uncompeted:
		e.Fields = union(e.Fields, []string{"tender/procurementMethodRationale", "tender/procurementMethodRationaleLegalBasis"})
		e.Figures["rationale_stated"] = p.Tender.Rationale != ""
		e.Figures["legal_basis_stated"] = p.Tender.LegalBasis != ""
		e.Summary = fmt.Sprintf("Awarded without competition, as %s; %s.", tells[field], grounds(p.Tender))
		return result(procurement.Raised, e)
	case procurement.Competed:
		e.Summary = fmt.Sprintf("Suppliers competed, as %s.", tells[field])
		return result(procurement.Clear, e)
	}
	e.Summary = "The record does not say whether suppliers competed."
	e.Missing = union([]string{field, "tender/numberOfTenderers"})
	return result(procurement.NoData, e)
}

var tells = map[string]string{
	"tender/procurementMethod":                    "the procurement method says",
	"tender/procurementMethodDetails":             "the details of the method say",
	"tender/procurementMethodRationale":           "the reason given for the method says",
	"tender/procurementMethodRationaleLegalBasis": "the legal basis of the method says",
	"tender/suppliersInvited":                     "the number of suppliers invited shows",
	"tender/numberOfTenderers":                    "the number of tenderers shows",
	"tender/tenderers":                            "the list of tenderers shows",
	"bids/details":                                "the bids listed show",
}

func grounds(t procurement.Tender) string {
	switch {
	case t.Rationale != "" && t.LegalBasis != "":
		return "a reason and a legal basis are stated"
	case t.Rationale != "":
		return "a reason is stated, a legal basis is not"
	case t.LegalBasis != "":
		return "a legal basis is stated, a reason is not"
	}
	return "neither a reason nor a legal basis is stated"
}

// methodFigures is how the buyer went to market, as far as published.
func methodFigures(p *procurement.Process) map[string]any {
	figures := map[string]any{}
	set(figures, "method", p.Tender.Method)
	set(figures, "method_details", p.Tender.MethodDetails)
	if n, _ := p.CountTenderers(); n > 0 {
		figures["tenderers"] = n
	}
	if p.Tender.Invited != nil {
		figures["suppliers_invited"] = *p.Tender.Invited
	}
	return figures
}
