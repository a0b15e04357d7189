package forms

import "daylight/internal/ocds"

const mostSuppliers = 10

func init() {
	register(&Form{
		Name: "award", Title: "An award", Order: 30, Core: true,
		Lede: "To whom a contract was awarded, or was to be.",
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
		Build: func(a *Answers) ocds.Object {
			award := ocds.Object{"id": a.Mint("award", 0), "title": a.Text("title"), "status": a.Text("standing"), "sources": a.cited()}
			set(award, "suppliers", a.refs("supplier", mostSuppliers, "supplier"))
			if award["suppliers"] == nil && a.Text("standing") != "unsuccessful" {
				a.Wrong("supplier-1-name", "Write to whom it was awarded.")
			}
			setDay(award, "date", a.Date("date"), dayStart)
			set(award, "value", a.Money("value"))
			return ocds.Object{"tag": []any{"award"}, "awards": []any{award}}
		},
	})
}
