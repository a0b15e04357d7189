package web

import (
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"daylight/internal/access"
	"daylight/internal/registry"
	"daylight/internal/store"
)

const password = "seven purple otters argue quietly"

// office is a server with a desk, and a clock that stands still until moved.
type office struct {
	*Server
	t        *testing.T
	clock    time.Time
	seeds    map[string]string // of people's authenticators, by address
	orgs     map[string]string // ids by name
	store    access.Store
	registry *registry.Registry

	tickets access.Table[registry.Ticket]
}

var byOperator = access.Actor{Kind: access.Operator, Name: "test"}

func newOffice(t *testing.T) *office {
	t.Helper()
	body, err := json.Marshal(met)
	if err != nil {
		t.Fatal(err)
	}
	return officeWith(t, registry.Submission{Body: body, Publisher: "Town"})
}

// officeWith is an office over a record of the given releases and nothing else.
func officeWith(t *testing.T, releases ...registry.Submission) *office {
	t.Helper()
	o := &office{t: t, clock: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), seeds: map[string]string{}, orgs: map[string]string{}}
	db := filepath.Join(t.TempDir(), "desk.db")
	now := func() time.Time { return o.clock }
	o.must(file(db, releases))
	r, err := registry.Open(context.Background(), registry.Config{DB: db, Origin: "daylight.example/log", Now: now})
	o.must(err)
	reader, err := store.OpenReader(db)
	o.must(err)
	t.Cleanup(func() { reader.Close(); r.Close() })
	o.store, err = r.Accounts(context.Background(), reader)
	o.must(err)
	accounts := access.New(o.store, access.Options{Now: now})
	o.registry = r
	o.Server, err = New(Config{Reader: reader, BaseURL: "https://daylight.example", Templates: os.DirFS("../../templates"), Static: os.DirFS("../../static"),
		Access: accounts, Drafts: r.Desk(reader, accounts), Redactor: r, Tickets: r.Tickets(reader, accounts), Intake: r.Intake(reader, accounts)})
	o.must(err)
	o.tickets = o.Tickets.Rows()
	return o
}

// met is a buyer that the record knows.
var met = map[string]any{"ocid": "daylight-one", "id": "1", "date": "2026-01-02T00:00:00Z", "tag": []string{"planning"},
	"parties": []any{map[string]any{"id": "b", "name": "Met", "identifier": map[string]any{"scheme": "GB-PPON", "id": "MET"}, "roles": []string{"buyer"}}},
	"buyer":   map[string]any{"id": "b", "name": "Met"}}

const metKey = "GB-PPON-MET"

func (o *office) must(err error) {
	o.t.Helper()
	if err != nil {
		o.t.Fatal(err)
	}
}

// organisation adds an oversight body, once.
func (o *office) organisation(name string) string {
	o.t.Helper()
	if name == "" {
		return ""
	}
	if o.orgs[name] == "" {
		id, err := o.Access.AddOrganisation(context.Background(), byOperator, access.Organisation{Name: name, Oversight: true}, access.Client{})
		o.must(err)
		o.orgs[name] = id
	}
	return o.orgs[name]
}

// browser keeps one cookie, as a person's browser does.
type browser struct {
	*office
	cookie  string
	address string
	// Of the last answer:
	status int
	header http.Header
	body   string
	doc    *goquery.Document
}

func (o *office) browser() *browser { return &browser{office: o, address: "192.0.2.1:1234"} }

func (b *browser) send(method, path string, fields url.Values, headers ...string) *browser {
	b.t.Helper()
	r := httptest.NewRequest(method, "https://daylight.example"+path, strings.NewReader(fields.Encode()))
	r.RemoteAddr = b.address
	if method == "POST" {
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		r.Header.Set("Sec-Fetch-Site", "same-origin")
	}
	if b.cookie != "" {
		r.AddCookie(&http.Cookie{Name: cookieName, Value: b.cookie})
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	b.ServeHTTP(w, r)
	for _, c := range w.Result().Cookies() {
		if c.Name == cookieName {
			b.cookie = c.Value
		}
	}
	b.status, b.header, b.body = w.Code, w.Header(), w.Body.String()
	var err error
	b.doc, err = goquery.NewDocumentFromReader(strings.NewReader(b.body))
	b.must(err)
	if strings.HasPrefix(b.header.Get("Content-Type"), "text/html") && b.status < 300 {
		checkDeskPage(b.t, path, b.body)
	}
	return b
}

func (b *browser) get(path string) *browser { b.t.Helper(); return b.send("GET", path, nil) }

// fill sends the form of the last page that goes to an address, with what the
// page put into it and some fields written over.
func (b *browser) fill(action string, written ...string) *browser {
	b.t.Helper()
	form := b.doc.Find(`form[action="` + action + `"]`).First()
	if form.Length() == 0 {
		b.t.Fatalf("no form goes to %s: %d %s", action, b.status, plain(b.doc.Find("main")))
	}
	return b.send("POST", action, fieldsOf(form, written...))
}

func fieldsOf(form *goquery.Selection, written ...string) url.Values {
	fields := url.Values{}
	form.Find("input[name], select[name], textarea[name]").Each(func(_ int, e *goquery.Selection) {
		name, kind := e.AttrOr("name", ""), e.AttrOr("type", "")
		if _, disabled := e.Attr("disabled"); disabled || name == "" {
			return
		}
		value := e.AttrOr("value", "")
		if goquery.NodeName(e) == "select" {
			value = e.Find("option").First().AttrOr("value", "")
			e.Find("option[selected]").Each(func(_ int, x *goquery.Selection) { value = x.AttrOr("value", "") })
		}
		if _, checked := e.Attr("checked"); (kind == "checkbox" || kind == "radio") && !checked {
			return
		}
		if goquery.NodeName(e) == "textarea" {
			value = e.Text()
		}
		fields.Add(name, value)
	})
	for i := 0; i < len(written); i += 2 {
		fields.Set(written[i], written[i+1])
	}
	return fields
}

// wants checks the status and the words of the last answer.
func (b *browser) wants(status int, words ...string) *browser {
	b.t.Helper()
	if b.status != status {
		b.t.Fatalf("answers %d, want %d: %s", b.status, status, plain(b.doc.Find("main")))
	}
	for _, w := range words {
		if !strings.Contains(b.body, w) {
			b.t.Errorf("does not say %q: %s", w, plain(b.doc.Find("main")))
		}
	}
	return b
}

// leads checks where a redirect goes, and goes there.
func (b *browser) leads(to string) *browser {
	b.t.Helper()
	if got := b.header.Get("Location"); b.status != 303 || got != to {
		b.t.Fatalf("answers %d and leads to %q, want %q: %s", b.status, got, to, plain(b.doc.Find("main")))
	}
	return b.get(to)
}

// code is what a person's authenticator shows, after waiting for a new one.
func (b *browser) code(email string) string {
	b.t.Helper()
	b.clock = b.clock.Add(30 * time.Second)
	code, err := access.Code(b.seeds[email], b.clock)
	b.must(err)
	return code
}

// enrol accepts an invitation as a person would.
func (b *browser) enrol(path, email string) *browser {
	b.t.Helper()
	b.get(path).wants(200, email)
	b.seeds[email] = b.doc.Find("input[name=seed]").AttrOr("value", "")
	code, err := access.Code(b.seeds[email], b.clock)
	b.must(err)
	return b.fill(path, "name", "Person "+email, "password", password, "code", code)
}

// signedIn is the browser of somebody with a role in an organisation.
func (o *office) signedIn(email, organisation string, role access.Role) *browser {
	o.t.Helper()
	token, err := o.Access.Invite(context.Background(), byOperator, email, o.organisation(organisation), role, "", access.Client{})
	o.must(err)
	b := o.browser()
	b.enrol("/invitations/"+token, email).wants(200, "recovery codes")
	return b
}

func (b *browser) signIn(email string) *browser {
	b.t.Helper()
	return b.get("/sign-in").fill("/sign-in", "email", email, "password", password, "code", b.code(email))
}

func checkDeskPage(t *testing.T, path, body string) {
	t.Helper()
	if !strings.Contains(body, `rel="canonical"`) {
		body = strings.Replace(body, "</head>", `<link rel="canonical" href="x"></head>`, 1) // an invitation's address is told to nobody
	}
	checkPage(t, path, body)
}
