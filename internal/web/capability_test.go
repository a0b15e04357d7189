package web

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"daylight/internal/access"
)

// capabilities are the addresses that hold a secret, with what becomes of each:
// the first two work once, the last shows somebody the ticket they wrote.
var capabilities = []string{"/invitations/:token", "/resets/:token", "/corrections/tickets/:token"}

// T16: no address gives anybody what a cookie or a token would. What is for
// people of the desk is nowhere without signing in, and no secret works from an
// address: neither a session's nor a program's.
func TestNoAddressIsAKey(t *testing.T) {
	o := newOffice(t)
	ada := o.signedIn("ada@example.org", "Audit", access.Publisher)
	visit, err := o.Access.Visit(t.Context(), ada.cookie)
	o.must(err)
	token, err := o.Access.MakeToken(t.Context(), visit.Actor, access.Token{Organisation: o.orgs["Audit"], Name: "t", Scopes: "read import draft"}, 30, o.Access.NewOnce(), access.Client{})
	o.must(err)
	o.must(o.Access.Update(t.Context(), o.lay))
	id, _ := o.layDraft(o.orgs["Audit"])
	ada.get("/desk/drafts/" + id + "/preview").wants(200)
	reader := o.browser()
	for _, r := range o.table {
		if strings.Contains(r.path, ":token") && !slices.Contains(capabilities, r.path) {
			t.Errorf("%s holds a secret, and is not on the list", r.path)
		}
		if !strings.HasPrefix(r.path, "/desk") || r.method != "GET" {
			continue
		}
		path := strings.NewReplacer(":id", id, ":mandate", "x").Replace(r.path)
		for _, secret := range []string{ada.cookie, token} {
			for _, name := range []string{"token", "access_token", "session", "key", cookieName} {
				reader.send("GET", path+"?"+url.Values{name: {secret}}.Encode(), nil)
				if to := reader.header.Get("Location"); reader.status != 303 || !strings.HasPrefix(to, "/sign-in") || strings.Contains(to, secret) {
					t.Errorf("%s with %s in its address: %d to %q", path, name, reader.status, to)
				}
			}
		}
		reader.send("GET", path, nil, "Authorization", "Bearer "+token)
		if reader.status != 303 {
			t.Errorf("%s by a program's token: %d", path, reader.status)
		}
	}
	reader.send("POST", "/api/releases?access_token="+url.QueryEscape(token), nil, "Content-Type", "application/json", "Idempotency-Key", "k")
	if reader.status != 401 {
		t.Errorf("a token in the address: %d", reader.status)
	}
	// No page of the desk links to an address with a secret, and none is kept or told to others.
	for _, path := range []string{"/desk", "/desk/account", "/desk/drafts/" + id + "/check"} {
		ada.get(path)
		if strings.Contains(ada.body, ada.cookie) || strings.Contains(ada.body, token) || ada.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s holds a secret, or is kept", path)
		}
	}
	for _, path := range capabilities {
		reader.get(strings.Replace(path, ":token", "made-up", 1)).wants(404)
		origin := []string{"no-referrer", "same-origin", "strict-origin", "strict-origin-when-cross-origin"} // no other site learns the path
		if got := reader.header.Get("Referrer-Policy"); !slices.Contains(origin, got) {
			t.Errorf("%s tells its address to others: %q", path, got)
		}
		if reader.header.Get("Cache-Control") != "no-store" {
			t.Errorf("%s is kept", path)
		}
	}
}

// B30: no page can be framed, with or without a session.
func TestNoPageCanBeFramed(t *testing.T) {
	o := newOffice(t)
	ada := o.signedIn("ada@example.org", "Audit", access.Publisher)
	for _, b := range []*browser{ada, o.browser()} {
		for _, path := range []string{"/", "/sign-in", "/desk", "/desk/account", "/contracts/daylight-one", "/nothing-here"} {
			if b.get(path); !strings.Contains(b.header.Get("Content-Security-Policy"), "frame-ancestors 'none'") {
				t.Errorf("%s can be framed: %q", path, b.header.Get("Content-Security-Policy"))
			}
		}
	}
}
