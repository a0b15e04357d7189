package ocds

import "strconv"

// lots looks whether what refers to a lot or a bid names one that the release
// holds, where it holds any (extensions lots and bids).
func (n *noter) lots() {
	tender := Child(n.release, "tender")
	bids := Child(n.release, "bids")
	r := references{n, ids(tender, "lots"), ids(bids, "details")}
	r.list("/tender", tender, "items", "documents", "milestones")
	r.list("/bids", bids, "details", "statistics")
	r.list("", n.release, "awards")
	for i, a := range Children(n.release, "awards") {
		r.list("/awards/"+strconv.Itoa(i), a, "items", "documents")
	}
	for i, c := range Children(n.release, "contracts") {
		r.list("/contracts/"+strconv.Itoa(i), c, "items", "documents", "milestones")
	}
}

type references struct {
	*noter
	lots, bids map[string]bool
}

func (r references) list(at string, o Object, lists ...string) {
	for _, list := range lists {
		for i, x := range Children(o, list) {
			here := at + "/" + list + "/" + strconv.Itoa(i)
			r.one(here, x, "relatedLot", r.lots, "no lot has this id")
			r.one(here, x, "relatedLots", r.lots, "no lot has this id")
			r.one(here, x, "relatedBid", r.bids, "no bid has this id")
			r.one(here, x, "relatedBids", r.bids, "no bid has this id")
		}
	}
}

func (r references) one(at string, o Object, name string, known map[string]bool, text string) {
	if o[name] == nil || len(known) == 0 {
		return
	}
	for _, id := range Strings(o, name) {
		if !known[id] {
			r.note(at+"/"+name, NoteReference, "%s", text)
		}
	}
}
