package web

import (
	"net"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"daylight/internal/access"
)

// From the first administrator to a mandate that holds, as people would do it.
func TestAnOversightBodyIsSetUp(t *testing.T) {
	o := newOffice(t)
	one, two := o.signedIn("one@example.org", "", access.SiteAdmin), o.signedIn("two@example.org", "", access.SiteAdmin)

	one.get("/desk/organisations").fill("/desk/organisations", "name", "", "oversight", "yes").wants(422, "Write the organisation", "checked")
	one.fill("/desk/organisations", "name", "MOPAC", "oversight", "yes", "key", "https://daylight.example/organisations/nobody?at=2026").wants(422, "The record has no such page", `value="MOPAC"`)
	one.fill("/desk/organisations", "name", "MOPAC", "oversight", "yes", "key", "")
	page := strings.TrimSuffix(one.header.Get("Location"), "?done=organisation")
	one.leads(page+"?done=organisation").wants(200, "The organisation is added")

	one.fill(page+"/invite", "email", "not an address", "role", "organisation administrator").wants(422, "Write one e-mail address", "not an address")
	one.fill(page+"/invite", "email", "admin@example.org", "role", "organisation administrator").wants(200, "does not work yet")
	link := strings.TrimPrefix(one.doc.Find(".key code").Text(), "https://daylight.example")
	admin := o.browser()
	admin.get(link).wants(200, "second administrator has to confirm", "holds until")
	if admin.doc.Find("main form").Length() > 0 {
		t.Error("an account can be filled in that cannot be made yet")
	}
	seed := o.Access.NewSeed()
	code, err := access.Code(seed, o.clock)
	o.must(err)
	early := url.Values{"name": {"Ann"}, "password": {password}, "seed": {seed}, "code": {code}}
	admin.send("POST", link, early).wants(422, "second administrator has to confirm")
	one.get(page).wants(200)
	if strings.Contains(one.body, page+"/invite/confirm") {
		t.Error("the inviter is offered to confirm")
	}
	one.send("POST", page+"/invite/confirm", url.Values{"email": {"admin@example.org"}}).wants(403, "A second person")
	two.get(page).fill(page + "/invite/confirm").leads(page + "?done=confirmed")
	admin.enrol(link, "admin@example.org").wants(200, "Your recovery codes")

	admin.get(page).fill(page+"/mandate", "buyer", "Metropolitan", "from", "soon", "source", "the law").
		wants(422, "knows no organisation", "Metropolitan").
		fill(page+"/mandate", "buyer", metKey).wants(422, "Write the first day, such as 1 April 2026", "web address of the law", "soon", "the law")
	admin.fill(page+"/mandate", "buyer", metKey, "from", "2026-01-01", "source", "https://example.org/law").leads(page+"?done=mandate").wants(200, "waits for approval")
	id := admin.doc.Find(`form[action$="/end"]`).AttrOr("action", "")
	approve := strings.TrimSuffix(id, "end") + "approve"
	admin.send("POST", approve, nil).wants(403)
	one.get(page).fill(approve).leads(page+"?done=approved").wants(200, "holds")

	admin.get(page).fill(page+"/invite", "email", "officer@example.org", "role", "oversight officer").wants(200, "Invitation made")
	officer := o.browser()
	officer.enrol(strings.TrimPrefix(admin.doc.Find(".key code").Text(), "https://daylight.example"), "officer@example.org").wants(200)
	officer.get("/desk").wants(200, "Oversight officer", "Met", "holds")
	officer.get("/desk/organisations").wants(403)
	one.get("/desk/security-log").wants(200, "approve a mandate", "invitation accepted", "denied")
}

func TestSigningInAndOut(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn("ada@example.org", "Audit", access.Publisher)
	b.get("/desk").wants(200, "Publisher").fill("/sign-out").leads("/sign-in?done=signed-out").wants(200, "You are signed out")
	b.get("/desk/account").leads("/sign-in?next=%2Fdesk%2Faccount").wants(200)
	b.fill("/sign-in", "email", "ada@example.org", "password", "wrong", "code", "123456").wants(422, "is not right", `value="ada@example.org"`)
	if strings.Contains(b.body, "wrong\"") || strings.Contains(b.body, "123456") {
		t.Error("a password or a code is given back")
	}
	b.fill("/sign-in", "password", password, "code", b.code("ada@example.org")).leads("/desk/account").wants(200, "this one")
	if got := b.header.Get("Cache-Control"); got != "no-store" {
		t.Errorf("Cache-Control: %s", got)
	}
	for _, next := range []string{"//evil.example", "https://evil.example", "/\\evil.example", "/desk/../x", "/contracts", "/desk\r\nSet-Cookie: a=b", "/sign-out"} {
		b := o.browser()
		b.send("POST", "/sign-in", url.Values{"email": {"ada@example.org"}, "password": {password}, "code": {b.code("ada@example.org")}, "next": {next}})
		if got := b.header.Get("Location"); b.status != 303 || got != "/desk" {
			t.Errorf("next=%q leads to %q (%d)", next, got, b.status)
		}
	}
}

// The cookie is one that no other site or path can set or read (T10).
func TestTheCookie(t *testing.T) {
	o := newOffice(t)
	o.signedIn("ada@example.org", "Audit", access.Publisher)
	b := o.browser()
	b.cookie = "planted"
	b.signIn("ada@example.org")
	if b.cookie == "planted" {
		t.Error("the planted session was taken over")
	}
	set := b.header.Get("Set-Cookie")
	for _, part := range []string{"__Host-daylight=", "Path=/", "Secure", "HttpOnly", "SameSite=Lax"} {
		if !strings.Contains(set, part) {
			t.Errorf("%s lacks %s", set, part)
		}
	}
	if strings.Contains(set, "Domain") {
		t.Error(set)
	}
	planted := o.browser()
	planted.cookie = "planted"
	planted.get("/desk").leads("/sign-in")
}

// B32: an account that exists and one that does not look the same.
func TestUnknownAndWrongLookTheSame(t *testing.T) {
	o := newOffice(t)
	o.signedIn("ada@example.org", "Audit", access.Publisher)
	answer := func(email string) string {
		b := o.browser()
		b.get("/sign-in").fill("/sign-in", "email", email, "password", "wrong", "code", "123456").wants(422)
		once := b.doc.Find("input[name=once]").AttrOr("value", "")
		return strings.ReplaceAll(strings.ReplaceAll(b.body, email, "EMAIL"), once+"\"", "ONCE\"")
	}
	if known, unknown := answer("ada@example.org"), answer("eve@example.org"); known != unknown {
		t.Errorf("known:\n%s\nunknown:\n%s", known, unknown)
	}
}

// A grave form without a recent code asks for one and keeps what was written.
func TestStepUpKeepsWhatWasWritten(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn("ada@example.org", "Audit", access.Publisher)
	b.get("/desk/account")
	o.clock = o.clock.Add(6 * time.Minute)
	held := b.cookie
	b.fill("/desk/account/tokens", "name", "nightly <import>", "days", "30", "scopes", "draft").wants(200, "Confirm that it is you")
	b.fill("/desk/account/tokens", "confirm", "000000").wants(422, "not right")
	b.fill("/desk/account/tokens", "confirm", b.code("ada@example.org")).wants(200, "daylight_", "nightly &lt;import&gt;")
	if b.cookie == held {
		t.Error("step-up kept the token of the session")
	}
	// The page asks for the code beside the form where it will be needed.
	o.clock = o.clock.Add(6 * time.Minute)
	b.get("/desk/account").wants(200, "more than five minutes old")
	b.fill("/desk/account/password", "current", password, "password", "nine green lamps whisper loudly").wants(200, "Go back")
	b.get("/desk/account").fill("/desk/account/password", "current", password, "password", "nine green lamps whisper loudly", "confirm", b.code("ada@example.org")).
		leads("/desk/account?done=password").wants(200, "Your password is changed")
}

// Who is signed out while writing signs in and sends what they wrote: nothing
// is lost, and nothing was acted upon before.
func TestASessionThatEndsLosesNothing(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn("ada@example.org", "Newsroom", access.Publisher)
	b.begin("process", "Newsroom", "")
	at := b.draftAddress()
	o.clock = o.clock.Add(time.Hour)
	b.fill(at, "title", "Radios & <lamps>", "description", "Two lines\nof text", "do", "save").wants(401, "What you wrote is not lost")
	b.fill("/sign-in", "email", "ada@example.org", "password", "wrong password entirely", "code", "000000").wants(422, "What you wrote is not lost")
	b.fill("/sign-in", "email", "ada@example.org", "password", password, "code", b.code("ada@example.org")).wants(200, "You are signed in again", "Radios &amp; &lt;lamps&gt;")
	b.fill(at).leads(at+"?done=kept").wants(200, "Radios &amp; &lt;lamps&gt;", "Two lines")

	// It is offered for forms of the desk alone, and holds no secret.
	for _, to := range []string{"https://example.org/", "//example.org/desk", "/desk/nothing", "/corrections/new", "/desk/account/password"} {
		c := o.browser().get("/sign-in")
		o.clock = o.clock.Add(time.Minute)
		fields := fieldsOf(c.doc.Find(`form[action="/sign-in"]`), "email", "ada@example.org", "password", password, "code", c.code("ada@example.org"))
		fields.Set("kept", "title=x&words=x&current=x")
		fields.Set("to", to)
		if c.send("POST", "/sign-in", fields); c.status != 303 || c.header.Get("Location") != "/desk" {
			t.Errorf("%s: answers %d: %s", to, c.status, c.body)
		}
	}
	account := o.signedIn("eve@example.org", "Newsroom", access.Publisher).get("/desk/account")
	o.clock = o.clock.Add(time.Hour)
	account.fill("/desk/account/password", "current", password, "password", "nine green lamps whisper loudly").wants(303)
}

func TestALostAuthenticatorIsReplaced(t *testing.T) {
	o := newOffice(t)
	first := o.signedIn("ada@example.org", "Audit", access.Publisher)
	recovery := first.doc.Find(".codes code").First().Text()
	b := o.browser()
	b.get("/sign-in").fill("/sign-in", "email", "ada@example.org", "password", password, "code", recovery).leads("/desk")
	b.get("/desk/account/factor").wants(200)
	seed := b.doc.Find("input[name=seed]").AttrOr("value", "")
	code, err := access.Code(seed, o.clock)
	o.must(err)
	b.fill("/desk/account/factor", "code", "000000").wants(422, "not the code", seed)
	b.fill("/desk/account/factor", "code", code).wants(200, "Your new recovery codes")
	if strings.Contains(b.body, recovery) {
		t.Error("an old recovery code is still good")
	}
	b.seeds["ada@example.org"] = seed
	first.get("/desk").leads("/sign-in")
	first.signIn("ada@example.org").leads("/desk").wants(200)
}

// T12: gone on GET and POST alike, also for who has the form open.
func TestAnInvitationThatIsGone(t *testing.T) {
	o := newOffice(t)
	admin := o.signedIn("ada@example.org", "Audit", access.OrganisationAdmin)
	page := "/desk/organisations/" + o.orgs["Audit"]
	admin.get(page).fill(page+"/invite", "email", "bea@example.org", "role", "contributor").wants(200)
	link := strings.TrimPrefix(admin.doc.Find(".key code").Text(), "https://daylight.example")
	late := o.browser()
	late.get(link).wants(200)
	admin.get(page).fill(page + "/invite/withdraw").leads(page + "?done=withdrawn")
	late.fill(link, "name", "Bea", "password", password).wants(410, "No longer valid")
	late.get(link).wants(410)
	late.get("/invitations/made-up").wants(404)
	if strings.Contains(o.browser().get(link).body, "bea@example.org") {
		t.Error("the address is told")
	}
}

// B33: two hundred sendings of one form make one token.
func TestAFormSentManyTimesActsOnce(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn("ada@example.org", "Audit", access.Publisher)
	b.get("/desk/account")
	fields := fieldsOf(b.doc.Find(`form[action="/desk/account/tokens"]`), "name", "nightly", "days", "30", "scopes", "draft")
	var mu sync.Mutex
	made := map[int]int{}
	var all sync.WaitGroup
	for range 200 {
		all.Go(func() {
			x := o.browser()
			x.cookie = b.cookie
			x.send("POST", "/desk/account/tokens", fields)
			mu.Lock()
			defer mu.Unlock()
			made[x.status]++
		})
	}
	all.Wait()
	if made[200] != 1 || made[409] != 199 {
		t.Errorf("answers: %v", made)
	}
	if n := b.get("/desk/account").doc.Find("#tokens ~ table tbody tr").Length(); n != 1 {
		t.Errorf("%d tokens", n)
	}
}

// T06: what another site makes a browser send changes nothing, whatever was
// asked before.
func TestOtherSitesCannotSendForms(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn("ada@example.org", "Audit", access.Publisher)
	for _, headers := range [][]string{{"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"}, {"Sec-Fetch-Site", "", "Origin", "https://evil.example"},
		{"Sec-Fetch-Site", "", "Origin", "null"}, {"Sec-Fetch-Site", "", "Origin", "https://daylight.example.evil.example"}} {
		for range 2 {
			b.send("POST", "/sign-out", nil, headers...).wants(403)
			b.get("/desk").wants(200)
		}
	}
	b.send("POST", "/sign-out", nil, "Sec-Fetch-Site", "", "Origin", "https://daylight.example").leads("/sign-in?done=signed-out")
}

// B28: a field that the page does not have is refused.
func TestNobodySetsWhatNoPageAsksFor(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn("ada@example.org", "", access.SiteAdmin)
	for _, r := range o.table {
		if r.method != "POST" || strings.HasPrefix(r.path, "/api/") { // which takes no form: 401, or 415
			continue
		}
		for _, name := range []string{"id", "Role", "org", "status", "log_seq", "person", "confirmed_by", "_method"} {
			b.send("POST", strings.NewReplacer(":id", "site", ":mandate", "x", ":token", "x").Replace(r.path), url.Values{name: {"x"}})
			if b.status != 400 {
				t.Errorf("%s takes %s: %d", r.path, name, b.status)
			}
		}
	}
}

func TestFormsOfAnotherKindAreRefused(t *testing.T) {
	o := newOffice(t)
	b := o.browser()
	b.send("POST", "/sign-in", nil, "Content-Type", "application/json").wants(415)
	b.send("POST", "/sign-in", nil, "Content-Type", "multipart/form-data; boundary=x").wants(415)
	b.send("POST", "/sign-in", nil, "Content-Encoding", "gzip").wants(415)
	b.send("POST", "/sign-in", url.Values{"email": {strings.Repeat("a", maxForm)}}).wants(413)
	for path, allow := range map[string]string{"/sign-in": "GET, HEAD, POST", "/sign-out": "POST", "/desk": "GET, HEAD", "/contracts": "GET, HEAD"} {
		b.send("DELETE", path, nil)
		if got := b.header.Get("Allow"); b.status != 405 || got != allow {
			t.Errorf("%s answers %d and allows %q", path, b.status, got)
		}
	}
}

// A page for one person is never given to another, nor one for all to keep.
func TestThePageCacheKnowsNobody(t *testing.T) {
	o := newOffice(t)
	b := o.signedIn("ada@example.org", "Audit", access.Publisher)
	for _, path := range []string{"/", "/contracts", "/contracts/daylight-one", "/log"} {
		mine, all := b.get(path).body, o.browser().get(path).body
		if mine != all || strings.Contains(mine, "ada@example.org") || b.header.Get("Set-Cookie") != "" {
			t.Errorf("%s differs for who is signed in", path)
		}
	}
	b.get("/desk").wants(200)
	o.browser().get("/desk").leads("/sign-in")
}

func TestThrottledSignInSaysHowLongToWait(t *testing.T) {
	o := newOffice(t)
	b := o.browser()
	for range 5 {
		b.get("/sign-in").fill("/sign-in", "email", "ada@example.org", "password", "wrong", "code", "123456").wants(422)
	}
	b.fill("/sign-in").wants(429, "Try again in 1 second.")
	if got := b.header.Get("Retry-After"); got != "1" {
		t.Errorf("Retry-After: %q", got)
	}
	// Nobody is another by saying so (T03).
	b.send("POST", "/sign-in", url.Values{"email": {"ada@example.org"}}, "X-Forwarded-For", "203.0.113.9", "X-Real-IP", "203.0.113.9").wants(429)
}

// Behind a proxy that is known, each reader is slowed for their own attempts;
// what anybody else forwards is not believed.
func TestWhoIsBehindAProxy(t *testing.T) {
	_, proxy, err := net.ParseCIDR("198.51.100.0/24")
	if err != nil {
		t.Fatal(err)
	}
	for _, test := range []struct {
		proxies               []*net.IPNet
		from, forwarded, want string
	}{
		{nil, "198.51.100.1:1", "203.0.113.9", "198.51.100.1"},
		{[]*net.IPNet{proxy}, "198.51.100.1:1", "203.0.113.9", "203.0.113.9"},
		{[]*net.IPNet{proxy}, "198.51.100.1:1", "192.0.2.66, 203.0.113.9", "203.0.113.9"}, // the first is what the reader claimed
		{[]*net.IPNet{proxy}, "192.0.2.7:1", "203.0.113.9", "192.0.2.7"},
		{[]*net.IPNet{proxy}, "127.0.0.1:1", "203.0.113.9", "127.0.0.1"},
	} {
		r := httptest.NewRequest("GET", "/", nil)
		r.RemoteAddr = test.from
		r.Header.Set("X-Forwarded-For", test.forwarded)
		if got := clientAddress(test.proxies)(r); got != test.want {
			t.Errorf("from %s for %s: %s, want %s", test.from, test.forwarded, got, test.want)
		}
	}
}
