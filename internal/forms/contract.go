package forms

import (
	"net/url"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
)

func init() {
	register(&Form{
		Name: "contract", Title: "A contract", Order: 40, Core: true, Corrects: ofSubject, Subject: func(a About) []Option { return correctable("A contract that is not in the record", contracts(a.Own)) }, Fill: fillContract,
		Lede: "A contract that was signed under an award, with its term and value as a source has them.",
		Questions: func(a About) []Question {
			return []Question{
				{Name: "award", Label: "Under which award?", Kind: Choice, Options: append(awards(a.Process), Option{"", "None in the record", ""})},
				{Name: "title", Label: "What is it called?", Kind: Text, Required: "Write what the contract is called."},
				{Name: "signed", Label: "Signed", Hint: dateHint, Kind: Date},
				{Name: "start", Label: "Begins", Hint: dateHint, Kind: Date},
				{Name: "end", Label: "Ends", Hint: dateHint, Kind: Date},
				{Name: "longest", Label: "Latest end with every agreed option used", Hint: "Only where a source says. " + dateHint, Kind: Date},
				{Name: "value", Label: "Value", Hint: moneyHint, Kind: Money},
			}
		},
		Build: func(a *Answers) ocds.Object {
			contract := ocds.Object{"id": a.Subject, "title": a.Text("title"), "sources": a.cited()}
			tag := "contractUpdate"
			if a.Subject == "" {
				contract["id"], contract["status"], tag = a.Mint("contract", 0), "active", "contract"
			}
			a.corrects("contracts", a.Subject)
			a.say(contract, "awardID", a.Text("award"))
			return ocds.Object{"tag": []any{tag}, "contracts": []any{a.corrected(a.contractTerms(contract))}}
		},
	})
}

// correctable is something new or, of what the speaker recorded, one to be put
// right.
func correctable(new string, recorded []Option) []Option {
	list := []Option{{"", new, ""}}
	for _, o := range recorded {
		o.Hint = "to correct it; what was recorded before stays in the history"
		list = append(list, o)
	}
	return list
}

// corrected takes away what the contract said before and says no longer.
func (a *Answers) corrected(contract ocds.Object) ocds.Object {
	if a.Subject == "" {
		return contract
	}
	was := a.recorded(a.Subject, "contracts")
	clear(contract, was, "dateSigned", "dateSignedPrecision", "value")
	period := ocds.Child(contract, "period")
	if period == nil {
		period = ocds.Object{}
	}
	clear(period, ocds.Child(was, "period"), "startDate", "startDatePrecision", "endDate", "endDatePrecision", "maxExtentDate", "maxExtentDatePrecision")
	set(contract, "period", period)
	return contract
}

func fillContract(a About) url.Values {
	c := contractOf(a.Own, a.Subject)
	if c == nil {
		return url.Values{}
	}
	return url.Values{"award": {c.AwardID}, "title": {c.Title}, "signed": {c.Signed.String()}, "start": {c.Period.Start.String()}, "end": {c.Period.End.String()},
		"longest": {c.Period.MaxExtent.String()}, "value": {written(c.Value)}}
}

// awards are a process's awards, to choose from.
func awards(p *procurement.Process) (list []Option) {
	if p == nil {
		return nil
	}
	for _, x := range p.Awards {
		list = append(list, Option{x.ID, named(x.Title, "Award", x.ID), ""})
	}
	return list
}

// contracts are a process's contracts, to choose from.
func contracts(p *procurement.Process) (list []Option) {
	if p == nil {
		return nil
	}
	for _, x := range p.Contracts {
		list = append(list, Option{x.ID, named(x.Title, "Contract", x.ID), ""})
	}
	return list
}

func named(title, what, id string) string {
	if title != "" {
		return title
	}
	return what + " " + id
}
