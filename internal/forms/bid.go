package forms

import (
	"strconv"

	"daylight/internal/ocds"
)

const mostBidders = 30

func init() {
	register(&Form{
		Name: "bidders", Title: "Who bid", Order: 20, Core: true,
		Lede: "The bids that a source says were received. Where it gives a number and no names, write the number alone.",
		Questions: func(About) []Question {
			return []Question{
				{Name: "count", Label: "How many bids were received?", Kind: Number},
				{Name: "bid", Label: "Bidder", Kind: Repeated, Most: mostBidders, Items: []Question{
					{Name: "name", Label: "Bidder", Hint: findHint, Kind: Organisation, Required: "Write who bid."},
					{Name: "status", Label: "What became of the bid", Kind: Choice, Options: []Option{
						{"", "Not known", ""}, {"valid", "Valid", ""}, {"disqualified", "Disqualified", ""}, {"withdrawn", "Withdrawn", ""},
					}},
					{Name: "value", Label: "Price", Hint: moneyHint, Kind: Money},
				}},
			}
		},
		Build: buildBids,
	})
}

func buildBids(a *Answers) ocds.Object {
	var bids, tenderers []any
	a.Each("bid", mostBidders, func(n int, item *Answers) {
		who := item.asked("name", "tenderer")
		bid := ocds.Object{"id": a.Mint("bid", n), "tenderers": []any{who}, "sources": a.cited()}
		set(bid, "status", item.Text("status"))
		set(bid, "value", item.Money("value"))
		bids, tenderers = append(bids, bid), append(tenderers, who)
	})
	count := a.Text("count")
	switch n, _ := strconv.Atoi(count); {
	case count == "" && len(bids) == 0:
		a.Wrong("count", "Write how many bids were received, or who bid.")
	case count == "":
		count = strconv.Itoa(len(bids))
	case n < len(bids):
		a.Wrong("count", "More bidders are named than bids were received. Put the number right.")
	}
	tender := ocds.Object{"numberOfTenderers": ocds.Number(count)}
	if a.Process != nil {
		set(tender, "id", a.Process.Tender.ID)
	}
	set(tender, "tenderers", tenderers)
	release := ocds.Object{"tag": []any{"tenderUpdate"}, "tender": tender}
	if len(bids) > 0 {
		release["bids"] = ocds.Object{"details": bids}
	}
	return release
}
