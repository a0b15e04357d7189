package web

import (
	"slices"
	"strings"
	"testing"
	"time"

	"daylight/internal/access"
	"daylight/internal/forms"
	"daylight/internal/procurement"
)

// newsroom writes and publishes at once, as two people.
type newsroom struct {
	*office
	editor, second *browser
}

func openNewsroom(t *testing.T, name string) newsroom {
	o := newOffice(t)
	return newsroom{o, o.signedIn("editor@example.org", name, access.Publisher), o.signedIn("second@example.org", name, access.Publisher)}
}

// files fills in a form and publishes what it makes, at a minute of its own.
func (n newsroom) files(organisation, form, ocid, subject string, written ...string) string {
	n.t.Helper()
	n.clock = n.clock.Add(time.Minute)
	n.editor.begin(form, organisation, ocid, "subject", subject)
	return strings.TrimPrefix(n.second.publishes(n.editor.submits(written...), "second@example.org"), "/contracts/")
}

// Whatever a form recorded can be put right, with a reason, by a release of its
// own: what was wrong is gone from the record and stays in its history.
func TestWhatAFormRecordedIsPutRight(t *testing.T) {
	n := openNewsroom(t, "Newsroom")
	files := func(form, ocid, subject, date string, written ...string) string {
		t.Helper()
		return n.files("Newsroom", form, ocid, subject, sourced(date, written...)...)
	}
	right := func(form, ocid, subject string, written ...string) {
		t.Helper()
		files(form, ocid, subject, "1 June 2026", append(written, "reason", "The notice says otherwise.")...)
	}
	ocid := files("process", "", "", "1 February 2026", "title", "Radoi", "buyer", "Town Hall", "method", "direct", "considered", "2")
	files("bidders", ocid, "", "2 February 2026", "bid-1-name", "Radio Ltd", "bid-1-value", "£1m", "bid-2-name", "Wrong Ltd", "bid-2-status", "valid", "bid-3-name", "Third Ltd")
	files("award", ocid, "", "3 February 2026", "title", "Radios", "supplier-1-name", "Wrong Ltd", "standing", "active", "value", "£1m", "date", "3 February 2026")
	p := n.process(ocid)
	award := p.Awards[0].ID
	files("contract", ocid, "", "4 February 2026", "title", "Radios", "award", award, "signed", "4 February 2026", "end", "31 March 2027", "value", "£1m")
	contract := contractID(n.office, ocid)
	files("extension", ocid, contract, "5 February 2026", "date", "5 February 2026", "description", "A year more", "instrument", "amendment", "agreed", "no", "end-after", "31 March 2029", "value-after", "£3m")

	right("tender", ocid, "tender", "title", "Radios", "buyer", "Met [GB-PPON-MET]", "method", "open", "considered", "")
	right("bidders", ocid, "bid "+p.Bids[1].ID, "bid-1-name", "Right Ltd", "bid-1-status", "disqualified", "bid-1-value", "£2m")
	right("bidders", ocid, "count", "count", "4")
	right("award", ocid, award, "supplier-1-name", "Right Ltd", "date", "unknown", "value", "£2m")
	p = n.process(ocid)
	if b := p.Buyer; p.Title != "Radios" || b.Name != "Met" || p.Tender.Method != "open" || p.Tender.Considered != nil || p.Publisher != "Newsroom" {
		t.Errorf("the tender: %+v, bought by %+v", p.Tender, b)
	}
	if b := p.Bids[1]; len(p.Bids) != 3 || len(b.Tenderers) != 1 || b.Tenderers[0].Name != "Right Ltd" || b.Status != "disqualified" || b.Value == nil || *p.Tender.Bidders != 4 {
		t.Errorf("the bids: %+v", p.Bids)
	}
	if a := p.Awards[0]; len(a.Suppliers) != 1 || a.Suppliers[0].Name != "Right Ltd" || a.Date != "" || a.Value.Amount() != "2000000" {
		t.Errorf("the award: %+v", a)
	}
	for _, o := range append(slices.Clone(p.Parties), p.Tender.Tenderers...) {
		if o.Name == "Wrong Ltd" || o.Name == "Town Hall" || o.Name == o.ID {
			t.Errorf("%s still takes part: %+v", o.Name, o)
		}
	}
	if len(p.Tender.Tenderers) != 3 {
		t.Errorf("tenderers: %+v", p.Tender.Tenderers)
	}

	// A step put right is one step still, and no change of the contract.
	step := p.Contracts[0].Amendments[0].ID
	right("extension", ocid, "step "+contract+"/"+step, "end-after", "31 March 2028", "value-after", "£2m", "value-added", "£1m")
	right("contract", ocid, contract, "value", "£2.5m", "signed", "5 February 2026")
	p = n.process(ocid)
	if c := p.Contracts[0]; c.Period.End != "2028-03-31" || c.Value.Amount() != "2500000" || len(c.Amendments) != 1 || c.Amendments[0].Extension.NewEnd != "2028-03-31" {
		t.Errorf("the contract: %+v, %+v", c, c.Amendments)
	}
	page := n.browser().get("/contracts/"+ocid).wants(200, "The notice says otherwise.", "Corrections")
	if top := page.doc.Find(".top-facts").Text(); strings.Contains(top, "Wrong Ltd") || strings.Contains(top, "Town Hall") {
		t.Errorf("what was wrong is at the top: %s", top)
	}
	if events := page.doc.Find(".events").Text(); strings.Contains(events, "Value of") || strings.Contains(events, "shortened") || strings.Count(events, "extended") != 1 {
		t.Errorf("a correction is told as a change of the contract: %s", events)
	}

	// What was never so is taken out, and nothing else.
	right("mistake", ocid, procurement.Place("contracts", contract, "amendments", step))
	right("mistake", ocid, procurement.Place("bids", "details", p.Bids[2].ID))
	p = n.process(ocid)
	if c := p.Contracts[0]; len(c.Amendments) != 0 || c.Period.End != "2027-03-31" || len(p.Bids) != 2 || len(p.Tender.Tenderers) != 2 {
		t.Errorf("%+v, %+v, %+v", c, p.Bids, p.Tender.Tenderers)
	}
	n.editor.get("/desk/write?ocid=" + ocid)
	if strings.Contains(n.editor.body, "Award: Radios") {
		t.Error("an award with a contract can be taken out")
	}
	right("mistake", ocid, procurement.Place("contracts", contract))
	right("mistake", ocid, procurement.Place("awards", award))
	p = n.process(ocid)
	if len(p.Contracts)+len(p.Awards) != 0 || len(p.Suppliers()) != 0 || len(p.Corrected) != 10 {
		t.Errorf("%+v %+v, %d corrections", p.Contracts, p.Awards, len(p.Corrected))
	}
	n.browser().get("/contracts/"+ocid+"?at=2026-05-31").wants(200, "Wrong Ltd", "Town Hall")
	for _, address := range []string{"/contracts/" + ocid + ".rss", "/feed.rss", "/corrections"} {
		n.browser().get(address).wants(200, "The notice says otherwise.")
	}
}

// Who does not keep the record puts right what stands beside it, and nothing in
// it.
func TestWhatStandsBesideTheRecordIsPutRight(t *testing.T) {
	n := openNewsroom(t, "Newsroom")
	paper := newsroom{n.office, n.signedIn("p1@example.org", "Paper", access.Publisher), nil}
	ocid := n.files("Newsroom", "process", "", "", sourced("1 February 2026", "title", "Radios", "buyer", "Met", "supplier", "Radio Ltd", "value", "£1m")...)
	paper.editor.get("/desk/write?ocid="+ocid).wants(200, "A contract that is not in the record")
	if strings.Contains(paper.editor.body, "to correct it") || strings.Contains(paper.editor.body, "by mistake") {
		t.Error("offered to correct what another publisher recorded")
	}
	paper.editor.get("/desk/write?ocid=" + ocid)
	once := paper.editor.doc.Find("form.offer input[name=once]").First().AttrOr("value", "")
	paper.editor.send("POST", "/desk/write", map[string][]string{"once": {once}, "form": {"contract"}, "organisation": {n.orgs["Paper"]}, "ocid": {ocid}, "subject": {contractID(n.office, ocid)}}).wants(400)
}

// Every form that adds to the record can put right what it added: a form is
// registered with what it corrects, or another form says that it does.
func TestEveryFormCorrects(t *testing.T) {
	by := map[string]string{"process": "tender", "condition": "condition", "standing": "standing"} // reports, each its own
	for _, f := range forms.All() {
		corrects := f.Corrects != nil
		if other, named := by[f.Name]; named {
			_, corrects = forms.Named(other)
		}
		if !corrects {
			t.Errorf("what %q records nobody can correct", f.Name)
		}
	}
}
