package forms

import (
	"strconv"
	"strings"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
)

// What should not have been recorded at all: a bid that nobody made, an
// extension that there was not.
func init() {
	register(&Form{
		Name: "mistake", Title: "Take out what was recorded by mistake", Order: 80, Corrects: ofSubject, Subject: mistakes,
		Lede:  "For what should not be in the record at all. Where only a part of it is wrong, correct that by the form it was recorded with. It stays in the history, with your reason.",
		Build: takeOut,
	})
}

// mistakes are the things the speaker recorded, by their places. An award with
// contracts goes after them.
func mistakes(a About) (list []Option) {
	add := func(what, name string, place ...string) {
		list = append(list, Option{procurement.Place(place...), what + ": " + name, ""})
	}
	for _, o := range bids(a.Own) {
		add("Bid", strings.TrimPrefix(o.Label, "Bid of "), "bids", "details", o.Value)
	}
	for _, o := range awards(a.Own) {
		if !hasContract(a.Own, o.Value) && !hasContract(a.Process, o.Value) {
			add("Award", o.Label, "awards", o.Value)
		}
	}
	for _, o := range contracts(a.Own) {
		add("Contract", o.Label, "contracts", o.Value)
	}
	for _, x := range steps(a.Own) {
		add("Extension", x.named(), "contracts", x.contract.ID, "amendments", x.amendment.ID)
	}
	if a.Process == nil {
		return list
	}
	for _, c := range a.Process.Challenges {
		if a.Stated[c.ID] {
			add("Challenge", named(c.Title, "Challenge", c.ID), "challenges", c.ID)
		}
	}
	for _, s := range a.Process.Statements {
		if a.Stated[s.ID] {
			add("What was said", shortened(s.Text+s.Quotation), "statements", s.ID)
		}
	}
	return list
}

func hasContract(p *procurement.Process, award string) bool {
	if p == nil {
		return false
	}
	for _, c := range p.Contracts {
		if c.AwardID == award {
			return true
		}
	}
	return false
}

func takeOut(a *Answers) ocds.Object {
	names := procurement.ParsePlace(a.Subject)
	id := names[len(names)-1]
	a.corrects(names...)
	a.takeOut(names...)
	release := ocds.Object{"tag": tagsOf(a.Process)}
	switch was := a.recorded(id, names[:len(names)-1]...); {
	case names[0] == "bids" && was != nil:
		release["bids"] = ocds.Object{"details": []any{nothing(was, "id")}}
		if tender := a.oneBidLess(was); tender != nil {
			release["tender"] = tender
		}
		for _, ref := range ocds.Children(was, "tenderers") {
			a.leave(ocds.String(ref, "id"), "tenderer")
		}
	case len(names) == 4:
		return a.noStep(release, names[1], id)
	case was == nil:
		a.Wrong(reasonQuestion.Name, "This is no longer in the record. Begin again from the contract.")
	case names[0] == "contracts":
		release["contracts"] = []any{nothing(was, "id", "awardID")}
	default:
		release[names[0]] = []any{nothing(was, "id")}
		for _, ref := range ocds.Children(was, "suppliers") {
			a.leave(ocds.String(ref, "id"), "supplier")
		}
	}
	return release
}

// oneBidLess is the tender without a bid's bidders, and with a number of bids
// one less where that was the number of those named.
func (a *Answers) oneBidLess(bid ocds.Object) ocds.Object {
	tender := a.notTendering(ocds.Children(bid, "tenderers"), nil)
	if n := a.Own.Tender.Bidders; n != nil && *n == len(a.Own.Bids) {
		if tender == nil {
			tender = a.tender()
		}
		tender["numberOfTenderers"] = ocds.Number(strconv.Itoa(*n - 1))
	}
	return tender
}

// noStep takes an extension out of a contract, and the end and value it gave
// the contract.
func (a *Answers) noStep(release ocds.Object, contract, amendment string) ocds.Object {
	x := stepOf(a.Own, contract, amendment)
	was := a.recorded(contract, "contracts")
	for _, o := range ocds.Children(was, "amendments") {
		if x != nil && ocds.String(o, "id") == amendment {
			c := a.contractAs(x.contract)
			c["amendments"] = []any{nothing(o, "id")}
			x.undo(c, "", nil)
			release["contracts"] = []any{c}
			return release
		}
	}
	a.Wrong(reasonQuestion.Name, "This is no longer in the record. Begin again from the contract.")
	return release
}
