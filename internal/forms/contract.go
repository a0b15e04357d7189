package forms

import (
	"daylight/internal/ocds"
	"daylight/internal/procurement"
)

func init() {
	register(&Form{
		Name: "contract", Title: "A contract", Order: 40, Core: true,
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
			contract := ocds.Object{"id": a.Mint("contract", 0), "title": a.Text("title"), "status": "active", "sources": a.cited()}
			set(contract, "awardID", a.Text("award"))
			return ocds.Object{"tag": []any{"contract"}, "contracts": []any{a.contractTerms(contract)}}
		},
	})
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
