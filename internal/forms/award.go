package forms

import (
	"net/url"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
)

const mostSuppliers = 10

func init() {
	register(&Form{
		Name: "award", Title: "An award", Order: 30, Core: true, Corrects: ofSubject,
		Subject: func(a About) []Option { return correctable("An award that is not in the record", awards(a.Own)) },
		Lede:    "To whom a contract was awarded, or was to be.",
		Questions: func(About) []Question {
			return []Question{
				{Name: "title", Label: "What is awarded?", Kind: Text, Required: "Write what is awarded, in a few words."},
				{Name: "supplier", Label: "Supplier", Kind: Repeated, Most: mostSuppliers, Items: []Question{
					{Name: "name", Label: "Supplier", Hint: findHint, Kind: Organisation},
				}},
				{Name: "standing", Label: "Where it stands", Kind: Choice, Required: "Choose where the award stands.", Options: []Option{
					{"pending", "Proposed", "not decided yet"}, {"active", "Made", ""}, {"cancelled", "Never made", "refused, or withdrawn before it was made"}, {"unsuccessful", "Nobody won", ""},
				}},
				{Name: "date", Label: "Awarded", Hint: dateHint, Kind: Date},
				{Name: "value", Label: "Value", Hint: moneyHint, Kind: Money},
			}
		},
		Fill: fillAward, Build: buildAward,
	})
}

func fillAward(a About) url.Values {
	x := awardOf(a.Own, a.Subject)
	if x == nil {
		return url.Values{}
	}
	v := url.Values{"title": {x.Title}, "standing": {x.Status}, "date": {x.Date.String()}, "value": {written(x.Value)}}
	for i, o := range x.Suppliers {
		v.Set(Item("supplier", i+1, "name"), suggested(o))
	}
	return v
}

func buildAward(a *Answers) ocds.Object {
	award, tag := ocds.Object{"id": a.Subject, "title": a.Text("title"), "status": a.Text("standing"), "sources": a.cited()}, "awardUpdate"
	if a.Subject == "" {
		award["id"], tag = a.Mint("award", 0), "award"
	}
	suppliers := a.refs("supplier", mostSuppliers, "supplier")
	if suppliers == nil && a.Text("standing") != "unsuccessful" {
		a.Wrong("supplier-1-name", "Write to whom it was awarded.")
	}
	setDay(award, "date", a.Date("date"), dayStart)
	set(award, "value", a.Money("value"))
	if was := a.recorded(a.Subject, "awards"); was != nil && a.Subject != "" {
		a.corrects("awards", a.Subject)
		suppliers = a.replaced(suppliers, ocds.Children(was, "suppliers"), "supplier", "awards", a.Subject, "suppliers")
		clear(award, was, "date", "datePrecision", "value")
	}
	set(award, "suppliers", suppliers)
	return ocds.Object{"tag": []any{tag}, "awards": []any{award}}
}

func awardOf(p *procurement.Process, id string) *procurement.Award {
	if p == nil || id == "" {
		return nil
	}
	return p.Award(id)
}

// suggested is how a form writes an organisation of the record.
func suggested(o procurement.Organisation) string { return Suggestion(o.Name, o.Key) }
