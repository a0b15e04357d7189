package web

import (
	"context"
	"net/http"
	"strings"
	"testing"
	"time"

	"daylight/internal/access"
	"daylight/internal/registry"
	"daylight/internal/store"
)

const wordsOfReply = "We bid as we were asked to, and publish our prices.\n\nOur letter of May says so."

// asks fills in the public form like a person, who needs a while.
func (b *browser) asks(query string, written ...string) *browser {
	b.t.Helper()
	b.get("/corrections/new?ocid=daylight-one" + query).wants(200)
	b.clock = b.clock.Add(time.Minute)
	return b.fill("/corrections/new", written...)
}

// decides gives the code that the form asks for and presses a button.
func (b *browser) decides(email, ticket, do string, written ...string) *browser {
	b.t.Helper()
	b.get("/desk/corrections/"+ticket).wants(200, ticket)
	if h := b.doc.Find("h1").Text(); strings.Contains(h, ticket) || !strings.Contains(h, ", ") {
		b.t.Errorf("a ticket is headed %q and not by what it is about", h)
	}
	return b.fill("/desk/corrections/"+ticket, append([]string{"do", do, "confirm", b.code(email)}, written...)...)
}

func (b *browser) ticketNumber() string {
	b.t.Helper()
	return strings.TrimPrefix(b.doc.Find("h1").Text(), "Ticket ")
}

// verified checks the whole ledger.
func (o *office) verified() {
	o.t.Helper()
	o.must(o.Reader.Read(context.Background(), func(v store.View) error {
		_, err := registry.Verify(context.Background(), v, registry.Trust{})
		return err
	}))
}

// Somebody asks, a publisher of the record decides, and the register tells; a
// reply stands in the record, its feed and its JSON.
func TestReplyFromThePublic(t *testing.T) {
	o := newOffice(t)
	publisher := o.signedIn("ed@example.org", "Town", access.Publisher)
	o.signedIn("other@example.org", "Other", access.Publisher)
	reader := o.browser()
	before := o.logSize()
	reader.asks("", "kind", "reply", "words", wordsOfReply, "name", "Acme Ltd", "office", "Press office", "email", "Ann@Example.org", "source", "https://acme.example/letter").wants(303)
	page := reader.header.Get("Location")
	reader.leads(page).wants(200, "Waits to be decided", "It has arrived.", "due by 25 November 2026", "due by 7 December 2026", "noindex")
	number := reader.ticketNumber()

	// Nothing of it is public while it waits.
	for _, address := range []string{"/", "/feed.rss", "/corrections", "/corrections.json", "/corrections.rss", "/contracts.json", "/contracts/daylight-one.json", "/contracts/daylight-one.rss",
		"/contracts?q=letter", "/api/ocds/releases", "/api/ocds/records", "/log", "/data/files.json"} {
		if b := o.browser().get(address); b.status != 200 || strings.Contains(b.body, number) || strings.Contains(b.body, "Acme") || strings.Contains(b.body, "letter of May") {
			t.Errorf("%s tells of a ticket that waits, or answers %d", address, b.status)
		}
	}
	if o.logSize() != before {
		t.Error("a ticket is in the log")
	}
	// Found by number and address, whatever their case; by nothing else.
	find := o.browser().get("/corrections/tickets")
	find.fill("/corrections/tickets", "number", strings.ToLower(number), "email", "ann@example.ORG").wants(200, "Waits to be decided")
	find.get("/corrections/tickets").fill("/corrections/tickets", "number", number, "email", "bob@example.org").wants(422, "There is no ticket")
	find.get("/corrections/tickets/" + number + "-x").wants(404)

	// Another organisation finds nothing; the publisher's queue has it.
	other := o.browser()
	other.signIn("other@example.org")
	other.get("/desk/corrections").wants(200, "Nothing waits.")
	other.get("/desk/corrections/" + number).wants(404)
	publisher.get("/desk/corrections").wants(200, number, "acknowledge by 25 November 2026")
	publisher.decides("ed@example.org", number, "acknowledge").leads("/desk/corrections/"+number+"?done=ticket-acknowledge").wants(200, "due by 7 December 2026")
	publisher.decides("ed@example.org", number, "publish").leads("/desk/corrections/"+number+"?done=ticket-publish").wants(200, "Published as a reply")
	publisher.send("POST", "/desk/corrections/"+number, map[string][]string{"do": {"refuse"}, "reason": {"No."}, "once": {"again"}}).wants(409)

	history := o.browser().get("/contracts/daylight-one").wants(200, "Acme Ltd", "We bid as we were asked to", "was not verified")
	if got := history.doc.Find(".kind.reply").Text(); !strings.Contains(got, "Acme Ltd") {
		t.Errorf("the reply is not shown as one: %q", got)
	}
	for _, address := range []string{"/contracts/daylight-one.rss", "/feed.rss", "/contracts/daylight-one.json"} {
		if b := o.browser().get(address); !strings.Contains(b.body, "We bid as we were asked to") {
			t.Errorf("%s has no reply", address)
		}
	}
	for _, address := range []string{"/corrections", "/corrections.json", "/corrections.rss"} {
		if b := o.browser().get(address); !strings.Contains(b.body, "published as a reply") || strings.Contains(b.body, "example.org") || strings.Contains(b.body, "Acme") {
			t.Errorf("%s does not tell of the reply, or says too much", address)
		}
	}
	reader.get(strings.Split(page, "?")[0]).wants(200, "Published as a reply")
	o.verified()
}

// An organisation answers in its own name; a colleague at the publisher lets it
// through, never who wrote it.
func TestReplyOfAnOrganisation(t *testing.T) {
	o := newOffice(t)
	supplier := o.signedIn("sue@example.org", "Acme", access.Contributor)
	supplier.asks("", "kind", "reply", "words", wordsOfReply, "for", o.orgs["Acme"]).wants(303)
	number := supplier.leads(supplier.header.Get("Location")).ticketNumber()
	publisher := o.signedIn("ed@example.org", "Town", access.Publisher)
	if b := publisher.get("/desk/corrections"); strings.Contains(b.body, number) {
		t.Error("asked before the publisher had an account, it is with nobody")
	}
	admin := o.signedIn("root@example.org", "", access.SiteAdmin)
	admin.get("/desk/corrections/"+number).wants(200, "not handed to anybody yet")
	if admin.doc.Find(`button[value=publish]`).Length() > 0 {
		t.Error("a site administrator may publish")
	}
	admin.fill("/desk/corrections/"+number+"/hand", "organisation", o.orgs["Town"], "confirm", admin.code("root@example.org")).wants(303)
	publisher.decides("ed@example.org", number, "publish").wants(303)
	o.browser().get("/contracts/daylight-one").wants(200, "Acme", "signed in at this site")
	o.must(o.Reader.Read(t.Context(), func(v store.View) error {
		h, err := registry.Read(t.Context(), v, "daylight-one", registry.Moment{})
		if err == nil && (len(h.Releases) != 2 || h.Releases[1].Publisher != "Acme" || h.Process.Publisher != "Town") {
			t.Errorf("who says it: %+v", h.Releases)
		}
		return err
	}))

	// Who wrote for the publisher of record itself cannot let it through.
	publisher.asks("", "kind", "reply", "words", "The town says the same again.", "for", o.orgs["Town"]).wants(303)
	own := publisher.leads(publisher.header.Get("Location")).ticketNumber()
	publisher.get("/desk/corrections/"+own).wants(200, "A colleague")
	publisher.send("POST", "/desk/corrections/"+own, map[string][]string{"do": {"publish"}, "once": {"x"}, "confirm": {publisher.code("ed@example.org")}}).wants(403, "second person")
	supplier.asks("", "kind", "reply", "words", "We speak for the town.", "for", o.orgs["Town"]).wants(404)
	o.verified()
}

// A correction is accepted, made by a release, and closed with it.
func TestCorrection(t *testing.T) {
	o := newOffice(t)
	publisher := o.signedIn("ed@example.org", "Town", access.Publisher)
	reader := o.browser()
	ask := func(words string) string {
		reader.asks("", "words", words).wants(303)
		return reader.leads(reader.header.Get("Location")).ticketNumber()
	}
	number := ask("The buyer is another force.")
	publisher.decides("ed@example.org", number, "publish").wants(409) // it is no reply
	publisher.decides("ed@example.org", number, "accept").leads("/desk/corrections/"+number+"?done=ticket-accept").wants(200, "No release of this contract was filed since")
	o.browser().get("/corrections").wants(200, "accepted, to be corrected")
	refused := ask("The buyer is nobody at all.")
	publisher.decides("ed@example.org", refused, "refuse").wants(422, "Write why")
	publisher.decides("ed@example.org", refused, "refuse", "reason", "No source is named.\r\nforged: line").wants(303)
	o.browser().get("/corrections").wants(200, "No source is named.", "1 refused", "2 requests decided, 2 of them within 10 working days")
	o.verified()
}

// What programs send, what says nothing and what is too much is refused in
// words, and nothing typed is lost.
func TestAskRefusals(t *testing.T) {
	o := newOffice(t)
	for name, x := range map[string]struct {
		written []string
		says    string
	}{
		"nothing":           {[]string{"words", ""}, "10 to 2,000 characters"},
		"too long":          {[]string{"words", strings.Repeat("ж", 2001)}, "10 to 2,000 characters"},
		"links":             {[]string{"words", "buy at http://a.example http://b.example www.c.example https://d.example"}, "at most three"},
		"contact details":   {[]string{"kind", "reply", "words", "Write to me at ann@example.org, please.", "name", "Ann"}, "Leave e-mail addresses"},
		"unsigned":          {[]string{"kind", "reply", "words", wordsOfReply}, "how the reply is to be signed"},
		"a name with lines": {[]string{"words", wordsOfReply, "name", "Ann\r\nBcc: all"}, "Write a name"},
		"a turned word":     {[]string{"words", "It is \u202ewrong here."}, "plain text"},
		"a script":          {[]string{"words", wordsOfReply, "source", "javascript:alert(1)"}, "https://"},
		"an unknown thing":  {[]string{"words", wordsOfReply, "about", "nothing-here"}, "Choose one of the things"},
		"a trap":            {[]string{"words", wordsOfReply, "website", "x"}, "send it once more"},
		"no seal":           {[]string{"words", wordsOfReply, "shown", "a.1.b"}, "send it once more"},
	} {
		b := o.browser()
		b.address = "[2001:db8:" + string('a'+rune(len(name)%6)) + string('0'+rune(len(x.says)%10)) + "::1]:1"
		b.asks("", x.written...).wants(422, x.says)
		if words := x.written[1]; len(words) > 10 && len(words) < 100 && !strings.Contains(b.doc.Find("textarea").Text()+b.body, strings.Fields(words)[0]) {
			t.Errorf("%s: what was written is lost", name)
		}
	}
	// A program sends at once.
	b := o.browser().get("/corrections/new?ocid=daylight-one")
	b.fill("/corrections/new", "words", wordsOfReply).wants(422, "send it once more")
	b.get("/corrections/new?ocid=none").wants(404)
	b.get("/corrections/new").wants(404)
	b.send("POST", "/corrections/new", map[string][]string{"state": {"published"}, "ocid": {"daylight-one"}}).wants(400)
	if list, err := o.tickets.Find(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("%d tickets, %v", len(list), err)
	}
}

// One network sends five an hour; the same is taken once; a form acts once.
func TestAskTooOften(t *testing.T) {
	o := newOffice(t)
	b := o.browser()
	b.asks("", "words", "This is wrong, number 1.").wants(303)
	form := b.get("/corrections/new?ocid=daylight-one").doc.Find(`form[action="/corrections/new"]`)
	o.clock = o.clock.Add(time.Minute)
	fields := fieldsOf(form, "words", "This is wrong, number 2.")
	b.send("POST", "/corrections/new", fields).wants(303)
	b.send("POST", "/corrections/new", fields).wants(409)
	b.asks("", "words", "This is wrong, number 1.").wants(422, "The same was sent before")
	b.asks("", "words", "This is wrong, number 3.").wants(303)
	b.asks("", "words", "This is wrong, number 4.").wants(429)
	if b.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
	other := o.browser()
	other.address = "198.51.100.9:1"
	other.asks("", "words", "This is wrong, number 5.", "name", "X").wants(303)
	o.clock = o.clock.Add(time.Hour)
	b.asks("", "words", "This is wrong, number 6.").wants(303)
	if list, err := o.tickets.Find(t.Context(), "state", "open"); err != nil || len(list) != 5 {
		t.Errorf("%d tickets, %v", len(list), err)
	}
	if r := o.browser().send("POST", "/corrections/new", nil, "Sec-Fetch-Site", "cross-site"); r.status != http.StatusForbidden {
		t.Errorf("from another site: %d", r.status)
	}
}

func (o *office) logSize() (n int64) {
	o.t.Helper()
	o.must(o.Reader.Read(context.Background(), func(v store.View) (err error) {
		n, err = v.Size(context.Background())
		return err
	}))
	return n
}

// Each flag, decision and claim has its own way to answer it; the published
// answer stands inside of it, in the same size, and in the same feed.
func TestAReplyStandsBesideWhatItAnswers(t *testing.T) {
	o := newOffice(t)
	publisher := o.signedIn("ed@example.org", "Town", access.Publisher)
	_, err := o.registry.File(context.Background(), byOperator, "test", []registry.Submission{{Publisher: "Town", Body: []byte(`{"ocid":"daylight-one","id":"2",
		"date":"2026-05-22T00:00:00Z","tag":["contractUpdate"],"tender":{"procurementMethod":"direct"},"awards":[{"id":"a","status":"active","suppliers":[{"id":"f","name":"Acme"}]}],
		"decisions":[{"id":"no","body":{"id":"m","name":"MOPAC"},"title":"Refused","type":"refused","status":"inForce"}],
		"statements":[{"id":"worry","kind":"concern","organisation":"Union","text":"Too dear"}]}`)}})
	o.must(err)
	history := o.browser().get("/contracts/daylight-one").wants(200)
	for place, about := range map[string]string{
		`.kind.flag:contains("without competition")`: "awarded-without-competition", ".kind.decision": "no", ".kind.claim": "worry",
	} {
		link := history.doc.Find(place).First().Find(".answer-link a")
		address, _ := link.Attr("href")
		if !strings.HasSuffix(address, "?about="+about+"&ocid=daylight-one") {
			t.Errorf("%s leads to %q", place, address)
			continue
		}
		reader := o.browser().get(address).wants(200)
		if chosen := reader.doc.Find("#ask-about option[selected]").AttrOr("value", ""); chosen != about {
			t.Errorf("the form is about %q, not %q", chosen, about)
		}
		o.clock = o.clock.Add(time.Minute)
		reader.fill("/corrections/new", "kind", "reply", "words", "We answer "+about+" as follows.", "name", "Acme").wants(303)
		number := reader.leads(reader.header.Get("Location")).ticketNumber()
		publisher.decides("ed@example.org", number, "publish").wants(303)
		inside := o.browser().get("/contracts/daylight-one").doc.Find(place).First().Find(".kind.reply").Text()
		if !strings.Contains(inside, "We answer "+about) {
			t.Errorf("%s does not hold its answer: %q", place, inside)
		}
	}
	for feed, about := range map[string]string{"/flags/awarded-without-competition.rss": "awarded-without-competition", "/decisions.rss": "no", "/decisions/no.rss": "no",
		"/contracts/daylight-one.rss": "worry", "/feed.rss": "worry"} {
		b := o.browser().get(feed).wants(200)
		if !strings.Contains(b.body, "We answer "+about) {
			t.Errorf("%s has no answer", feed)
		}
		if strings.Contains(feed, "/flags/") && strings.Contains(b.body, "We answer no") {
			t.Errorf("%s has the answer to something else", feed)
		}
	}
	// A flag that is cleared keeps what was answered to it.
	_, err = o.registry.File(context.Background(), byOperator, "test", []registry.Submission{{Publisher: "Town", Body: []byte(`{"ocid":"daylight-one","id":"3",
		"date":"2026-11-22T00:00:00Z","tag":["contractUpdate"],"tender":{"procurementMethod":"open"}}`)}})
	o.must(err)
	if after := o.browser().get("/contracts/daylight-one"); !strings.Contains(after.doc.Find(".results").Text(), "We answer awarded-without-competition") {
		t.Error("the answer to a flag that was cleared is gone")
	}
	o.verified()
}
