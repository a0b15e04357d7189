package forms

import (
	"net/url"
	"strconv"
	"strings"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
)

const mostBidders = 30

// bidCount is the subject of a correction of how many bids there were.
const bidCount = "count"

func init() {
	register(&Form{
		Name: "bidders", Title: "Who bid", Order: 20, Core: true, Corrects: ofSubject, Subject: bidSubjects, Fill: fillBids,
		Lede: "The bids that a source says were received. Where it gives a number and no names, write the number alone.",
		Questions: func(a About) []Question {
			count := Question{Name: "count", Label: "How many bids were received?", Kind: Number}
			bids := Question{Name: "bid", Label: "Bidder", Kind: Repeated, Most: mostBidders, Items: []Question{
				{Name: "name", Label: "Bidder", Hint: findHint, Kind: Organisation, Required: "Write who bid."},
				{Name: "status", Label: "What became of the bid", Kind: Choice, Options: []Option{
					{"", "Not known", ""}, {"valid", "Valid", ""}, {"disqualified", "Disqualified", ""}, {"withdrawn", "Withdrawn", ""},
				}},
				{Name: "value", Label: "Price", Hint: moneyHint, Kind: Money},
			}}
			switch a.Subject {
			case "":
				return []Question{count, bids}
			case bidCount:
				count.Required = "Write how many bids were received."
				return []Question{count}
			}
			bids.Most = 1
			return []Question{bids}
		},
		Build: buildBids,
	})
}

// aBid begins the subject that is a bid.
const aBid = "bid "

func bidSubjects(a About) []Option {
	var recorded []Option
	if a.Own != nil && a.Own.Tender.Bidders != nil {
		recorded = append(recorded, Option{bidCount, "The number of bids, " + strconv.Itoa(*a.Own.Tender.Bidders), ""})
	}
	for _, o := range bids(a.Own) {
		recorded = append(recorded, Option{aBid + o.Value, o.Label, ""})
	}
	return correctable("Bids that are not in the record", recorded)
}

// bids are a process's bids, to choose from.
func bids(p *procurement.Process) (list []Option) {
	if p == nil {
		return nil
	}
	for _, b := range p.Bids {
		name := "Bid " + b.ID
		if len(b.Tenderers) > 0 {
			name = "Bid of " + b.Tenderers[0].Name
		}
		list = append(list, Option{b.ID, name, ""})
	}
	return list
}

func fillBids(a About) url.Values {
	v := url.Values{}
	if a.Own == nil {
		return v
	}
	if a.Subject == bidCount && a.Own.Tender.Bidders != nil {
		v.Set("count", strconv.Itoa(*a.Own.Tender.Bidders))
	}
	for _, b := range a.Own.Bids {
		if aBid+b.ID != a.Subject {
			continue
		}
		if len(b.Tenderers) > 0 {
			v.Set("bid-1-name", suggested(b.Tenderers[0]))
		}
		v.Set("bid-1-status", b.Status)
		v.Set("bid-1-value", written(b.Value))
	}
	return v
}

func buildBids(a *Answers) ocds.Object {
	if id, one := strings.CutPrefix(a.Subject, aBid); one {
		return a.correctBid(id)
	}
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
	case n < len(bids), a.Subject == bidCount && n < len(a.Own.Bids):
		a.Wrong("count", "More bidders are named than bids were received. Put the number right.")
	}
	a.corrects("tender", "numberOfTenderers")
	tender := a.tender()
	tender["numberOfTenderers"] = ocds.Number(count)
	set(tender, "tenderers", tenderers)
	release := ocds.Object{"tag": []any{"tenderUpdate"}, "tender": tender}
	if len(bids) > 0 {
		release["bids"] = ocds.Object{"details": bids}
	}
	return release
}

// tender is the process's tender, to say something of.
func (a *Answers) tender() ocds.Object {
	tender := ocds.Object{}
	if a.Process != nil {
		set(tender, "id", a.Process.Tender.ID)
	}
	return tender
}

// correctBid puts one bid right; one of another bidder is no longer the former's.
func (a *Answers) correctBid(id string) ocds.Object {
	was := a.recorded(id, "bids", "details")
	if was == nil || strings.TrimSpace(a.values.Get("bid-1-name")) == "" {
		a.Wrong("bid-1-name", "Write who bid. A bid that there was not is taken out by the form for what was recorded by mistake.")
		return ocds.Object{}
	}
	a.corrects("bids", "details", id)
	item := a.item("bid", 1)
	who := item.asked("name", "tenderer")
	bid := ocds.Object{"id": id, "sources": a.cited()}
	set(bid, "status", item.Text("status"))
	set(bid, "value", item.Money("value"))
	clear(bid, was, "status", "value")
	bid["tenderers"] = a.replaced([]any{who}, ocds.Children(was, "tenderers"), "tenderer", "bids", "details", id, "tenderers")
	release := ocds.Object{"tag": []any{"tenderUpdate"}, "bids": ocds.Object{"details": []any{bid}}}
	if tender := a.notTendering(ocds.Children(was, "tenderers"), who); tender != nil {
		release["tender"] = tender
	}
	return release
}

// notTendering is the tender without those among its tenderers that have no
// other bid, and with one that has.
func (a *Answers) notTendering(bidders []ocds.Object, instead ocds.Object) ocds.Object {
	var list []any
	if instead != nil {
		list = append(list, instead)
	}
	for _, ref := range bidders {
		id := ocds.String(ref, "id")
		listed := a.recordedTenderer(id)
		if listed != nil && !a.plays(id, "tenderer") && ocds.String(instead, "id") != id {
			list = append(list, nothing(listed, "id"))
			a.takeOut("tender", "tenderers", id)
		}
	}
	if list == nil {
		return nil
	}
	tender := a.tender()
	tender["tenderers"] = list
	return tender
}

func (a *Answers) recordedTenderer(id string) ocds.Object {
	return a.recorded(id, "tender", "tenderers")
}
