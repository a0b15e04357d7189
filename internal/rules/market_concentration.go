package rules

import (
	"fmt"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "market-concentration", Subject: OfProcess,
		Needs:  []string{itemField, awardValueField, supplierField},
		Check:  marketConcentration,
		Survey: &Survey{Collect: marketSales, Figures: markets},
	})
}

// concentrated is the Herfindahl-Hirschman index above which a market is called
// concentrated. Basis: R051 as the Open Contracting Partnership's guide (2024)
// has it. An index alone is high wherever there are few suppliers, however even:
// the largest must have half, from which the Court of Justice takes a share for
// evidence of dominance (C-62/86 AKZO, paragraph 60). That a class needs so many
// awards and buyers is ours. Set in 2026.
const (
	concentrated = 0.25
	halfOfMarket = 50 // percent
	marketAwards = 20
	marketBuyers = 5
)

// marketSale is what a process adds to one market: a class of items in one
// currency, the supplier and the value of its awards.
type marketSale struct {
	market, class, supplier string
	value                   procurement.Money
}

// marketSaleOf is the sale of a process, or the field without which there is
// none; neither where it is of several classes or suppliers.
func marketSaleOf(p *procurement.Process) (sale *marketSale, missing string) {
	classes, suppliers := classesOf(p, similar), p.Suppliers()
	net, _ := costs(p)
	switch {
	case len(classes) == 0:
		return nil, itemField
	case len(suppliers) == 0:
		return nil, supplierField
	case len(classes) > 1, len(suppliers) > 1:
		return nil, ""
	case suppliers[0].Key == "":
		return nil, supplierField
	case net == nil || net.Minor <= 0 || net.Currency == "":
		return nil, awardValueField
	}
	return &marketSale{Pair(classes[0], net.Currency), classes[0], suppliers[0].Key, *net}, ""
}

// marketSales counts a sale by supplier, and its buyer in a group beside.
func marketSales(p *procurement.Process, _ procurement.Date) []Count {
	sale, _ := marketSaleOf(p)
	if sale == nil || !awarded(p) || p.Buyer == nil || p.Buyer.Key == "" {
		return nil
	}
	return []Count{
		{Group: sale.market, Key: sale.supplier, N: 1, Minor: sale.value.Minor},
		{Group: Pair("", sale.market), Key: p.Buyer.Key, N: 1},
	}
}

func markets(t Table) SurveyFigures {
	found := SurveyFigures{}
	for market, tally := range t {
		buyers := t[Pair("", market)]
		all := tally.All()
		if buyers == nil || buyers.Keys.Len() < marketBuyers || all.N < marketAwards || all.Minor <= 0 {
			continue
		}
		top := ""
		for _, supplier := range tally.Keys.Sorted() {
			if tally.Keys.Of(supplier).Minor > tally.Keys.Of(top).Minor {
				top = supplier
			}
		}
		found[market] = Figures{"hhi": tally.Concentration(), "awards": all.N, "suppliers": tally.Keys.Len(), "buyers": buyers.Keys.Len(),
			"largest": top, "largest_share": Share(tally.Keys.Of(top).Minor, all.Minor), "largest_awards": tally.Keys.Of(top).N}
	}
	return found
}

func marketConcentration(d Dossier) []procurement.Flag {
	p := d.Process
	e := procurement.Evidence{Figures: map[string]any{}, Fields: []string{itemField, awardValueField, supplierField}, Sources: p.Tender.Sources}
	answer := func(state procurement.FlagState, summary string, missing ...string) []procurement.Flag {
		e.Summary, e.Missing = summary, missing
		return result(state, e)
	}
	if !awarded(p) {
		return answer(procurement.NotApplicable, "Nothing is recorded as awarded.")
	}
	sale, missing := marketSaleOf(p)
	switch {
	case sale == nil && missing != "":
		return answer(procurement.NoData, "What was bought, from whom or for how much is not published.", missing)
	case sale == nil:
		return answer(procurement.NotApplicable, "The purchase is of several classes of items or from several suppliers.")
	}
	market, found := d.Surveyed(sale.market)
	if !found {
		return answer(procurement.NotApplicable, "Too few awards of this class are on record to speak of a market.")
	}
	for _, name := range []string{"hhi", "awards", "suppliers", "buyers", "largest_share"} {
		e.Figures[name] = market[name]
	}
	e.Figures["class"] = sale.class
	said := fmt.Sprintf("%.0f awards of %.0f buyers to %.0f suppliers are on record in this class of items (%s); concentration (HHI) is %g",
		market.Number("awards"), market.Number("buyers"), market.Number("suppliers"), sale.class, market.Number("hhi"))
	switch {
	case market.Number("hhi") <= concentrated:
		return answer(procurement.Clear, said+".")
	case market.Text("largest") != sale.supplier:
		return answer(procurement.Clear, said+", and this supplier is not the largest.")
	case market.Number("largest_awards") < repeatedSales:
		return answer(procurement.Clear, said+fmt.Sprintf(", by %s.", procurement.Count(int(market.Number("largest_awards")), "award")))
	case market.Number("largest_share") < halfOfMarket:
		return answer(procurement.Clear, said+fmt.Sprintf(", and this supplier, the largest, has %g%% of the value.", market.Number("largest_share")))
	}
	return answer(procurement.Raised, said+fmt.Sprintf(", and this supplier has %g%% of the value.", market.Number("largest_share")))
}
