package forms

import (
	"strings"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
)

func init() {
	register(&Form{
		Name: "extension", Title: "An extension", Order: 50, Core: true, Fill: fillExtension,
		Corrects: func(a About) bool { return strings.HasPrefix(a.Subject, aStep) }, Subject: func(a About) []Option {
			list := contracts(a.Process)
			for _, x := range steps(a.Own) {
				list = append(list, Option{aStep + procurement.Place(x.contract.ID, x.amendment.ID), "Extension: " + x.named(), "to correct it; what was recorded before stays in the history"})
			}
			return list
		},
		Lede: "A step by which a contract lasts longer, with or without dates.",
		Questions: func(About) []Question {
			return []Question{
				{Name: "date", Label: "When was it made?", Hint: dateHint, Kind: Date, Required: "Write when the extension was made, or “unknown”."},
				{Name: "description", Label: "What was agreed?", Hint: "In plain words, with any break clause", Kind: Long, Required: "Write what was agreed."},
				{Name: "instrument", Label: "By what means?", Kind: Choice, Required: "Choose by what means the contract lasts longer.", Options: []Option{
					{"option", "An option", "agreed when the contract was let"}, {"amendment", "A change of the contract", ""}, {"overrun", "It ran on", "past its planned length; no paper was found"},
				}},
				{Name: "agreed", Label: "Was it agreed when the contract was let?", Kind: Choice, Required: "Choose whether it was agreed when the contract was let.", Options: []Option{
					{"yes", "Yes", "a source says so"}, {"no", "No", "a source says so"}, {"unknown", "Not known", "no source says"},
				}},
				{Part: "How long", Name: "end-before", Label: "End before", Hint: dateHint, Kind: Date},
				{Name: "end-after", Label: "End now", Hint: dateHint, Kind: Date},
				{Name: "length", Label: "Or: added, at most", Hint: "12 months, 2 years or 8 weeks", Kind: Length},
				{Part: "How much", Name: "value-added", Label: "Value added", Hint: moneyHint, Kind: Money},
				{Name: "value-after", Label: "Value of the contract now", Hint: moneyHint, Kind: Money},
			}
		},
		Build: buildExtension,
	})
}

func buildExtension(a *Answers) ocds.Object {
	before, after := a.Date("end-before"), a.Date("end-after")
	if before.After(after) {
		a.Wrong("end-after", "The end now is before the end there was. Put one of the dates right.")
	}
	x := ocds.Object{"agreedInAdvance": a.Text("agreed"), "instrument": a.Text("instrument")}
	set(x, "previousEnd", string(before))
	set(x, "newEnd", string(after))
	set(x, "addedUpTo", string(a.Length("length")))
	set(x, "valueAdded", a.Money("value-added"))
	set(x, "valueAfter", a.Money("value-after"))
	amendment := ocds.Object{"id": a.Mint("extension", 0), "description": a.Text("description"), "extension": x, "sources": a.cited()}
	setDay(amendment, "date", a.Date("date"), dayStart)
	contract := a.contractAs(contractOf(a.Process, a.Subject))
	if was := stepAt(a.Own, a.Subject); was != nil {
		return a.correctStep(was, amendment, x, after)
	} else if strings.HasPrefix(a.Subject, aStep) {
		a.Wrong("description", "This extension is no longer in the record. Begin again from the contract.")
	}
	if c := contractOf(a.Process, a.Subject); c != nil && x["valueAfter"] != nil {
		set(x, "valueBefore", money(c.Value))
	}
	contract["id"], contract["amendments"] = a.Subject, []any{amendment}
	if after.Known() {
		contract["period"] = ocds.Object{}
		setDay(contract["period"].(ocds.Object), "endDate", after, dayEnd)
	}
	set(contract, "value", a.Money("value-after"))
	return ocds.Object{"tag": []any{"contractAmendment"}, "contracts": []any{contract}}
}

// contractAs is a contract to say something of.
func (a *Answers) contractAs(c *procurement.Contract) ocds.Object {
	o := ocds.Object{}
	if c != nil {
		o["id"] = c.ID
		set(o, "awardID", c.AwardID)
	}
	return o
}

// correctStep puts an extension right, and the end and value that the contract
// had by it.
func (a *Answers) correctStep(was *recordedStep, amendment, x ocds.Object, after procurement.Date) ocds.Object {
	a.corrects("contracts", was.contract.ID, "amendments", was.amendment.ID)
	amendment["id"] = was.amendment.ID
	for _, o := range ocds.Children(a.recorded(was.contract.ID, "contracts"), "amendments") {
		if ocds.String(o, "id") == was.amendment.ID {
			clear(amendment, o, "date", "datePrecision")
			clear(x, ocds.Child(o, "extension"), "previousEnd", "newEnd", "addedUpTo", "valueAdded", "valueAfter", "valueBefore")
		}
	}
	contract := a.contractAs(was.contract)
	contract["amendments"] = []any{amendment}
	was.undo(contract, after, a.Money("value-after"))
	return ocds.Object{"tag": []any{"contractUpdate"}, "contracts": []any{contract}}
}

func contractOf(p *procurement.Process, id string) *procurement.Contract {
	if p == nil {
		return nil
	}
	for i := range p.Contracts {
		if p.Contracts[i].ID == id {
			return &p.Contracts[i]
		}
	}
	return nil
}
