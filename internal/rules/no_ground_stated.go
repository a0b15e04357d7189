package rules

import (
	"fmt"
	"slices"

	"daylight/internal/procurement"
)

const (
	methodField     = "tender/procurementMethod"
	rationaleField  = "tender/procurementMethodRationale"
	legalBasisField = "tender/procurementMethodRationaleLegalBasis"
)

// transparencyNotice is published before a direct award and states its ground:
// Procurement Act 2023, section 44, and Procurement Regulations 2024,
// regulation 26.
const transparencyNotice = "UK5"

func init() {
	register(Rule{ID: "no-ground-stated", Subject: OfProcess,
		Needs: []string{methodField, "tender/procurementMethodDetails", "tender/numberOfTenderers", "tender/suppliersInvited", rationaleField, legalBasisField},
		Check: noGroundStated})
}

// noGroundStated has no threshold. A field that a publisher left out tells
// nothing, except in the notice that must state it, or where that notice would
// be on record.
func noGroundStated(d Dossier) []procurement.Flag {
	p := d.Process
	how, field := p.HowCompeted()
	e := procurement.Evidence{
		Figures: methodFigures(p),
		Fields:  union([]string{methodField, field, rationaleField, legalBasisField}),
		Sources: p.Tender.Sources,
	}
	noticed := slices.ContainsFunc(p.Notices(), func(n procurement.Document) bool { return n.Notice == transparencyNotice })
	not := func(summary string) []procurement.Flag {
		e.Summary = summary
		return result(procurement.NotApplicable, e)
	}
	switch {
	case !noticed && !awarded(p):
		return not("Nothing is recorded as awarded.")
	case how == procurement.Competed:
		return not(fmt.Sprintf("Suppliers competed, as %s.", tells[field]))
	case how == procurement.CompetitionUnknown:
		e.Summary, e.Missing = "The record does not say whether suppliers competed.", []string{field}
		return result(procurement.NoData, e)
	case p.CallsOff():
		return not("A call-off from a framework rests on the framework's terms, not on a ground for direct award.")
	case p.Tender.AboveThreshold != nil && !*p.Tender.AboveThreshold:
		return not("The buyer states that the contract is below the threshold, where no ground is required.")
	case p.Tender.Rationale != "" || p.Tender.LegalBasis != "":
		e.Summary = fmt.Sprintf("Awarded without competition; %s.", grounds(p.Tender))
		return result(procurement.Clear, e)
	case p.Regime != procurement.PA2023 || !noticed && !p.CompleteFor(transparencyNotice):
		e.Summary, e.Missing = "Awarded without competition; no ground is published here, and none is known to be due.", []string{rationaleField, legalBasisField}
		return result(procurement.NoData, e)
	case noticed:
		e.Summary = "The transparency notice of a direct award states neither a reason nor a legal basis."
	default:
		e.Summary = "Awarded without competition; neither a reason nor a legal basis is stated, and the source holds no transparency notice."
	}
	e.Figures["transparency_notice"] = noticed
	return result(procurement.Raised, e)
}
