package web

import (
	"context"
	"net/url"
	"strings"
	"testing"
	"time"

	"daylight/internal/access"
	"daylight/internal/procurement"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// verify checks the whole ledger and every row.
func (o *office) verify() {
	o.t.Helper()
	o.must(o.Reader.Read(context.Background(), func(v store.View) error {
		_, err := registry.Verify(context.Background(), v, registry.Trust{})
		return err
	}))
}

// begin opens a form about a contract ("" for a new one).
func (b *browser) begin(form, organisation, ocid string, written ...string) *browser {
	b.t.Helper()
	fields := []string{"form", form, "organisation", b.orgs[organisation], "ocid", ocid}
	b.get("/desk/write?ocid=" + url.QueryEscape(ocid)).wants(200)
	once := b.doc.Find("form.offer input[name=once]").First().AttrOr("value", "none")
	values := url.Values{"once": {once + form}}
	for i, list := 0, append(fields, written...); i < len(list); i += 2 {
		if list[i+1] != "" {
			values.Set(list[i], list[i+1])
		}
	}
	b.send("POST", "/desk/write", values)
	return b.leads(b.header.Get("Location")).wants(200)
}

// draftAddress is the address of the draft that is open.
func (b *browser) draftAddress() string {
	return b.doc.Find(`form.written[action^="/desk/drafts/"]`).First().AttrOr("action", "")
}

// submits answers the open form, checks the answers and submits them; it
// returns the draft's address.
func (b *browser) submits(written ...string) string {
	b.t.Helper()
	at := b.draftAddress()
	b.fill(at, append(written, "do", "check")...).leads(at+"/check").wants(200, "Submit for approval")
	b.fill(at+"/submit").leads("/desk?done=submitted").wants(200, "A colleague can publish")
	return at
}

// publishes approves a draft with a new code and returns the history's address.
func (b *browser) publishes(at, email string) string {
	b.t.Helper()
	b.get(at+"/check").wants(200, "What changes in the record")
	b.fill(at+"/publish", "confirm", b.code(email)).leads(at+"/check?done=published").wants(200, "Published")
	b.verify()
	return b.doc.Find(".lede a").First().AttrOr("href", "")
}

var paper = []string{"source-title", "Paper", "source-publisher", "Publisher", "source-url", "https://example.org/paper", "source-tier", "official"}

func sourced(date string, written ...string) []string {
	return append(append([]string{"source-date", date}, paper...), written...)
}

// oversee gives a body a mandate over a buyer that holds.
func (o *office) oversee(body, buyer string) {
	o.t.Helper()
	_, err := o.store.Mandates.Insert(context.Background(), access.Mandate{ID: "m-" + body, Organisation: o.organisation(body), Buyers: buyer, FromDay: "2026-01-01",
		Source: "https://example.org/law", RequestedBy: "a", RequestedAt: "2026-01-01T00:00:00Z", ApprovedBy: "b", ApprovedAt: "2026-01-01T00:00:00Z"})
	o.must(err)
}

// From an editor's record of a pilot to a condition that is overdue, as people
// would do it.
func TestABodyDecides(t *testing.T) {
	o := newOffice(t)
	editor, second := o.signedIn("editor@example.org", "Newsroom", access.Publisher), o.signedIn("second@example.org", "Newsroom", access.Publisher)
	officer, approver := o.signedIn("officer@example.org", "MOPAC", access.OversightOfficer), o.signedIn("approver@example.org", "MOPAC", access.OversightOfficer)
	o.oversee("MOPAC", metKey)

	editor.begin("process", "Newsroom", "")
	at := editor.draftAddress()
	editor.fill(at, "title", "Staff-data <pilot>", "signed", "whenever", "value", "500000", "do", "check").
		wants(422, "There is something to put right", "Write who buys", "24 June 2026, May 2026", "£25.3 million", "Staff-data &lt;pilot&gt;", "whenever")
	at = editor.submits(sourced("22 February 2026", "buyer", "Met [GB-PPON-MET]", "method", "direct", "supplier", "Palantir Technologies UK, Ltd",
		"signed", "February 2026", "value", "£500,000", "end", "May 2026")...)
	editor.get(at+"/check").wants(200, "waits for a colleague", "second@example.org can.", "Readers will see on its page and in the feeds")
	editor.send("POST", at+"/publish", url.Values{"hash": {"x"}, "once": {"x"}}).wants(403, "A second person")
	history := second.publishes(at, "second@example.org")
	ocid := strings.TrimPrefix(history, "/contracts/")
	o.browser().get(history).wants(200, "Staff-data &lt;pilot&gt;", "Palantir", "£500,000", "GB-PPON-MET")

	officer.begin("decision", "MOPAC", ocid)
	at = officer.submits(sourced("21 May 2026", "title", "Contract refused", "type", "refused", "date", "21 May 2026", "grounds", "Only one supplier was considered.",
		"finding-1-code", "oneSupplierConsidered", "finding-1-text", "One supplier was considered", "finding-1-quotation", "a single provider")...)
	editor.get(at).wants(404)
	editor.get(at + "/check").wants(404)
	officer.get(at+"/preview").wants(200, "A preview", "Contract refused")
	o.browser().get(history)
	if strings.Contains(o.browser().get(history).body, "Contract refused") {
		t.Error("a draft is public")
	}
	approver.publishes(at, "approver@example.org")
	o.browser().get(history).wants(200, "Contract refused", "a single provider")

	editor.begin("extension", "Newsroom", ocid, "subject", contractID(o, ocid))
	at = editor.submits(sourced("24 June 2026", "date", "24 June 2026", "description", "Up to twelve more months", "instrument", "amendment", "agreed", "unknown", "length", "12 months")...)
	second.publishes(at, "second@example.org")

	officer.begin("decision", "MOPAC", ocid)
	at = officer.submits(sourced("24 June 2026", "title", "Twelve more months, on a condition", "type", "approvedWithConditions", "date", "24 June 2026", "grounds", "Until a competition.",
		"length", "12 months", "until", "June 2027", "value", "£1m", "term-1-text", "A break clause", "document-1-title", "Decision notice", "document-1-url", "https://example.org/notice.pdf", "condition-1-text", "Run an open procurement", "condition-1-due", "December 2026", "condition-1-basis", "stated")...)
	approver.publishes(at, "approver@example.org")
	p := o.process(ocid)
	if n := len(p.Decisions); n != 2 || !p.Decisions[0].FiledByTheBody || !p.Decisions[1].FiledByTheBody || p.Publisher != "Newsroom" {
		t.Fatalf("%d decisions: %+v", n, p.Decisions)
	}
	o.browser().get("/conditions").wants(200, "Run an open procurement")
	o.browser().get(history).wants(200, "Up to 12 months", "Until June 2027", "£1 million", "A break clause", `href="https://example.org/notice.pdf"`, "Decision notice")

	_, err := o.registry.AdvanceDay(context.Background(), byOperator, "2027-01-01")
	o.must(err)
	o.verify()
	o.browser().get(history).wants(200, "overdue")
	o.browser().get("/feed.rss").wants(200, "Run an open procurement")
	o.browser().get("/contracts/"+ocid+".ics").wants(200, "Run an open procurement")
	o.browser().get("/conditions").wants(200, "Overdue")
}

func (o *office) process(ocid string) (p *procurement.Process) {
	o.t.Helper()
	o.must(o.Reader.Read(context.Background(), func(v store.View) (err error) {
		p, err = registry.Latest(context.Background(), v, ocid)
		return err
	}))
	return p
}

func contractID(o *office, ocid string) string { return o.process(ocid).Contracts[0].ID }

// An approval is of what was seen: an edit in between voids it, and a mandate
// that has ended blocks an old draft.
func TestApprovalIsOfWhatWasSeen(t *testing.T) {
	o := newOffice(t)
	officer, approver := o.signedIn("officer@example.org", "MOPAC", access.OversightOfficer), o.signedIn("approver@example.org", "MOPAC", access.OversightOfficer)
	officer.get("/desk/write?ocid=daylight-one").wants(200, "no mandate")
	o.oversee("MOPAC", metKey)
	officer.begin("decision", "MOPAC", "daylight-one")
	at := officer.submits(sourced("unknown", "title", "No", "type", "refused", "date", "2026-05", "grounds", "Because.")...)
	approver.get(at + "/check").wants(200)
	seen := fieldsOf(approver.doc.Find(`form[action="`+at+`/publish"]`), "confirm", approver.code("approver@example.org"))
	officer.get(at + "/check").fill(at + "/take-back").leads(at + "?done=taken-back").wants(200)
	officer.submits("grounds", "Because of something else.")
	approver.send("POST", at+"/publish", seen).wants(409, "Changed since")

	approver.get(at+"/check").fill(at+"/return", "note", "").wants(422, "Write what the author should change")
	approver.fill(at+"/return", "note", "Say <why>.").leads("/desk?done=returned")
	officer.get(at).wants(200, "Say &lt;why&gt;.")
	officer.submits("grounds", "Because of that.")
	approver.get(at + "/check").wants(200)
	seen = fieldsOf(approver.doc.Find(`form[action="` + at + `/publish"]`))
	m, err := o.store.Mandates.Find(context.Background(), "id", "m-MOPAC")
	o.must(err)
	m[0].EndedAt, m[0].EndedBy = "2026-11-23T00:00:00Z", "a"
	o.must(o.store.Mandates.Replace(context.Background(), m[0]))
	approver.send("POST", at+"/publish", seen).wants(403, "no mandate")
	if len(o.process("daylight-one").Decisions) != 0 {
		t.Error("published without a mandate")
	}
	o.verify()
}

// B33: an edit of a version that is no longer the latest loses nothing and
// overwrites nothing.
func TestAStaleEditIsShownAgain(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn("editor@example.org", "Newsroom", access.Publisher)
	b.begin("process", "Newsroom", "")
	at := b.draftAddress()
	old := fieldsOf(b.doc.Find(`form.written`), "title", "Older", "do", "save")
	b.fill(at, "title", "Newer", "do", "save").leads(at+"?done=kept").wants(200, "Newer")
	b.send("POST", at, old).wants(409, "changed in another window", "Older")
	b.get(at).wants(200, `value="Newer"`)
	b.send("POST", at, url.Values{"title": {"x"}}).wants(400)
	b.get(at).fill(at + "/discard").leads("/desk?done=discarded")
	b.get(at).wants(404)
}

// A body files itself what stood as reported: its own filing takes the place,
// and the report stays in the history.
func TestABodyAdoptsAReportedDecision(t *testing.T) {
	o := newOffice(t)
	officer, approver := o.signedIn("officer@example.org", "MOPAC", access.OversightOfficer), o.signedIn("approver@example.org", "MOPAC", access.OversightOfficer)
	o.oversee("MOPAC", metKey)
	reported := `{"ocid":"daylight-one","id":"2","date":"2026-05-22T00:00:00Z","tag":["tenderUpdate"],"decisions":[{"id":"no","body":{"id":"m","name":"MOPAC"},
		"title":"Refused, it is said","type":"refused","status":"inForce","reference":"R1","conditions":[{"id":"k","description":"Wait","status":"open"}]}]}`
	_, err := o.registry.File(context.Background(), byOperator, "test", []registry.Submission{{Body: []byte(reported), Publisher: "Town"}})
	o.must(err)
	o.clock = o.clock.Add(time.Minute)
	officer.begin("decision", "MOPAC", "daylight-one", "subject", "no").wants(200, "Refused, it is said", "Wait")
	at := officer.submits(sourced("21 May 2026", "title", "Refused", "date", "21 May 2026", "grounds", "Because.", "reference", "", "condition-1-text", "")...)
	approver.publishes(at, "approver@example.org")
	d := o.process("daylight-one").Decisions
	if len(d) != 1 || d[0].Title != "Refused" || !d[0].FiledByTheBody || d[0].ReportedBy != "MOPAC" || len(d[0].Conditions) != 0 || d[0].Reference != "" {
		t.Errorf("%+v", d)
	}
	o.browser().get("/feed.rss").wants(200, "files its own decision")
	o.browser().get("/contracts/daylight-one?at=2026-05-30").wants(200, "Refused, it is said")
}

// What a body set it follows up, and what an editor recorded is put right: each
// by a release of its own.
func TestWhatWasRecordedIsFollowedUp(t *testing.T) {
	o := newOffice(t)
	editor, second := o.signedIn("editor@example.org", "Newsroom", access.Publisher), o.signedIn("second@example.org", "Newsroom", access.Publisher)
	officer, approver := o.signedIn("officer@example.org", "MOPAC", access.OversightOfficer), o.signedIn("approver@example.org", "MOPAC", access.OversightOfficer)
	o.oversee("MOPAC", metKey)
	publish := func(who, other *browser, email, form, ocid, subject string, written ...string) string {
		t.Helper()
		o.clock = o.clock.Add(time.Minute)
		who.begin(form, map[*browser]string{editor: "Newsroom", officer: "MOPAC"}[who], ocid, "subject", subject)
		return strings.TrimPrefix(other.publishes(who.submits(written...), email), "/contracts/")
	}
	edit := func(form, ocid, subject string, written ...string) string {
		t.Helper()
		return publish(editor, second, "second@example.org", form, ocid, subject, written...)
	}
	decide := func(form, ocid, subject string, written ...string) {
		t.Helper()
		publish(officer, approver, "approver@example.org", form, ocid, subject, written...)
	}
	ocid := edit("process", "", "", sourced("1 February 2026", "title", "Radios", "buyer", "Met", "method", "direct")...)
	edit("bidders", ocid, "", sourced("2 February 2026", "count", "3", "bid-1-name", "Radio Ltd", "bid-1-status", "valid", "bid-1-value", "£1m")...)
	edit("award", ocid, "", sourced("3 February 2026", "title", "Radios", "supplier-1-name", "Radio Ltd", "standing", "active", "value", "£1m")...)
	edit("contract", ocid, "", sourced("4 February 2026", "title", "Radios", "award", o.process(ocid).Awards[0].ID, "signed", "4 February 2026", "end", "2027", "value", "£1m")...)
	p := o.process(ocid)
	if n, _ := p.CountTenderers(); n != 3 || len(p.Bids) != 1 || len(p.Awards) != 1 || len(p.Contracts) != 1 || p.Contracts[0].Period.End != "2027" {
		t.Fatalf("%+v", p)
	}
	edit("contract", ocid, p.Contracts[0].ID, sourced("5 February 2026", "title", "Radios", "value", "£2m", "signed", "unknown", "end", "June 2027", "reason", "Read from the wrong notice.")...)
	if c := o.process(ocid).Contracts; len(c) != 1 || c[0].Value.Minor != 200_000_000 || c[0].Signed != "" || c[0].Period.End != "2027-06" {
		t.Errorf("corrected: %+v", c)
	}
	edit("challenge", ocid, "", sourced("1 March 2026", "title", "Against the radios", "kind", "preAction", "stage", "threatened", "claimant", "Union", "date", "March 2026")...)
	edit("challenge", ocid, o.process(ocid).Challenges[0].ID, sourced("1 April 2026", "stage", "issued", "date", "April 2026")...)
	edit("statement", ocid, "", sourced("1 May 2026", "kind", "concern", "text", "Too dear", "by", "Union")...)
	edit("statement", ocid, o.process(ocid).Statements[0].ID, sourced("1 May 2026", "text", "Dear", "reason", "They said it less strongly.")...)
	p = o.process(ocid)
	if len(p.Challenges) != 1 || p.Challenges[0].Stage != "issued" || len(p.Statements) != 1 || p.Statements[0].Text != "Dear" {
		t.Errorf("%+v %+v", p.Challenges, p.Statements)
	}

	decide("decision", ocid, "", sourced("1 June 2026", "title", "Yes, if", "type", "approvedWithConditions", "date", "1 June 2026", "grounds", "Because.",
		"condition-1-text", "Compete", "condition-1-due", "December 2026", "condition-1-basis", "stated")...)
	officer.get("/desk").wants(200, "Compete", "December 2026", "Record an outcome", "awarded without competition")
	d := o.process(ocid).Decisions[0]
	decide("condition", ocid, d.ID+" "+d.Conditions[0].ID, sourced("1 July 2026", "outcome", "partiallyMet", "met", "July 2026", "evidence", "A notice was published.")...)
	decide("decision", ocid, d.ID, sourced("2 June 2026", "title", "Yes, on a condition", "reason", "A word was left out.")...)
	decide("standing", ocid, d.ID, sourced("3 June 2026", "standing", "withdrawn", "why", "The force withdrew its request.")...)
	d = o.process(ocid).Decisions[0]
	if c := d.Conditions; d.Title != "Yes, on a condition" || d.Status != "withdrawn" || len(c) != 1 || c[0].Status != "partiallyMet" || c[0].Met != "2026-07" || !d.FiledByTheBody {
		t.Errorf("%+v", d)
	}
	o.browser().get("/contracts/"+ocid).wants(200, "Approved with conditions, withdrawn", "The force withdrew its request.", "A word was left out.", "A notice was published.")
	officer.begin("decision", "MOPAC", ocid, "subject", d.ID)
	officer.fill(officer.draftAddress(), sourced("2 June 2026", "condition-1-text", "", "condition-1-due", "", "condition-1-basis", "", "reason", "It was met.", "do", "check")...).wants(422, "record that it is waived")
}
