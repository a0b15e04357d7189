package web

import (
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"daylight/internal/access"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// program is a program with a token, held to the description of the API.
type program struct {
	*office
	router routers.Router
	token  string
	key    string
	answer struct {
		jsonSent
		Error struct{ Advice string }
	}
	code   int
	header http.Header
	raw    string
}

// program is one of somebody with a role.
func (o *office) program(email, organisation string, role access.Role, scopes string) *program {
	o.t.Helper()
	b := o.signedIn(email, organisation, role)
	visit, err := o.Access.Visit(o.t.Context(), b.cookie)
	o.must(err)
	token, err := o.Access.MakeToken(o.t.Context(), visit.Actor, access.Token{Organisation: o.orgs[organisation], Name: "test", Scopes: scopes}, 30, email, access.Client{})
	o.must(err)
	doc, err := openapi3.NewLoader().LoadFromData([]byte(o.browser().get("/data/openapi.json").body))
	o.must(err)
	router, err := gorillamux.NewRouter(doc)
	o.must(err)
	return &program{office: o, router: router, token: token, key: "key-1"}
}

// sends posts a body and checks the answer against the description.
func (p *program) sends(query, body string, headers ...string) *program {
	p.t.Helper()
	r := httptest.NewRequest("POST", "https://daylight.example/api/releases"+query, strings.NewReader(body))
	for name, value := range map[string]string{"Authorization": "Bearer " + p.token, "Content-Type": "application/json", "Idempotency-Key": p.key} {
		r.Header.Set(name, value)
	}
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	route, params, err := p.router.FindRoute(r)
	p.must(err)
	w := httptest.NewRecorder()
	p.ServeHTTP(w, r)
	p.code, p.header, p.raw = w.Code, w.Header(), w.Body.String()
	out := &openapi3filter.ResponseValidationInput{RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route},
		Status: w.Code, Header: w.Header(), Body: io.NopCloser(strings.NewReader(p.raw)), Options: &openapi3filter.Options{IncludeResponseStatus: true}}
	if err := openapi3filter.ValidateResponse(p.t.Context(), out); err != nil {
		p.t.Errorf("%d is not as described: %v", w.Code, err)
	}
	p.answer.jsonSent, p.answer.Error.Advice = jsonSent{}, ""
	p.must(json.Unmarshal(w.Body.Bytes(), &p.answer))
	return p
}

func (p *program) wants(code int, words ...string) *program {
	p.t.Helper()
	if p.code != code {
		p.t.Fatalf("answers %d, want %d: %s", p.code, code, p.raw)
	}
	for _, w := range words {
		if !strings.Contains(p.raw, w) {
			p.t.Errorf("does not say %q: %s", w, p.raw)
		}
	}
	return p
}

const (
	sentRelease  = `{"ocid":"daylight-sent","id":"s1","date":"2026-03-01T00:00:00Z","tag":["tender"],"initiationType":"tender","tender":{"id":"t","title":"Sent by a program"}}`
	sentDecision = `{"ocid":"daylight-one","id":"s2","date":"2026-03-02T00:00:00Z","tag":["tenderUpdate"],"tender":{"id":"t","title":"Mine now"},
		"decisions":[{"id":"d1","title":"Refused","type":"refused","status":"inForce","body":{"name":"Importer"}}]}`
)

// An import files or quarantines, once for each key, as the organisation of the
// token and nobody else.
func TestSendImport(t *testing.T) {
	o := newOffice(t)
	p := o.program("ed@example.org", "Importer", access.Publisher, "import draft")
	pack := `{"publisher":{"name":"Town"},"releases":[` + sentRelease + `,{"ocid":"daylight-bad","id":"x"},` + sentDecision + `]}`
	p.sends("", pack).wants(200, `"filed":2`, `"quarantined":1`, "/releases/1")
	first, size := p.raw, o.logSize()
	if p.sends("", pack).wants(200); p.raw != first || o.logSize() != size {
		t.Error("the same again is answered or done otherwise")
	}
	p.sends("", sentRelease).wants(409, "new key")
	p.key = "key-2"
	p.sends("?scope=import", pack).wants(200, `"known":2`)

	o.must(o.Reader.Read(t.Context(), func(v store.View) error {
		h, err := registry.Read(t.Context(), v, "daylight-one", registry.Moment{})
		if err != nil {
			return err
		}
		d := h.Process.Decisions
		if h.Process.Publisher != "Town" || h.Process.Title == "Mine now" || len(d) != 1 || d[0].FiledByTheBody || d[0].ReportedBy != "Importer" {
			t.Errorf("an import takes what is another's, or decides: %q %q %+v", h.Process.Publisher, h.Process.Title, d)
		}
		for _, r := range h.Releases {
			if r.ID == "s2" && (r.Publisher != "Importer" || r.Filer != "api") {
				t.Errorf("it is said by %q, filed by %q", r.Publisher, r.Filer)
			}
		}
		held, err := v.Quarantine(t.Context(), false)
		if len(held) != 1 || held[0].Publisher != "Importer" {
			t.Errorf("held: %+v", held)
		}
		return err
	}))
	o.verified()
}

// A draft is kept for people: nobody else sees it, and it is published by two.
func TestSendDraft(t *testing.T) {
	o := newOffice(t)
	p := o.program("ann@example.org", "Importer", access.Contributor, "draft")
	size := o.logSize()
	p.sends("", sentRelease).wants(201, `"scope":"draft"`)
	id, address := *p.answer.Draft, *p.answer.Address
	first := p.raw
	if p.sends("", sentRelease).wants(201); p.raw != first || o.logSize() != size {
		t.Error("the same again is another draft, or something was filed")
	}
	for _, path := range []string{"/contracts.json", "/feed.rss", "/contracts?q=program", "/api/ocds/releases", "/corrections"} {
		if b := o.browser().get(path); b.status != 200 || strings.Contains(b.body, "daylight-sent") || strings.Contains(b.body, "Sent by a program") {
			t.Errorf("%s tells of a draft, or answers %d", path, b.status)
		}
	}
	o.browser().get("/contracts/daylight-sent").wants(404)
	path := strings.TrimPrefix(address, "https://daylight.example")
	other := o.signedIn("bob@example.org", "Other", access.Publisher)
	other.get(path).wants(404)
	author := o.browser()
	author.signIn("ann@example.org")
	author.get(path).wants(200, "Release sent by a program", "Sent by a program").fill("/desk/drafts/" + id + "/submit").wants(303)
	publisher := o.signedIn("ed@example.org", "Importer", access.Publisher)
	publisher.get(path).wants(200).fill("/desk/drafts/" + id + "/publish").wants(303)
	o.browser().get("/contracts/daylight-sent").wants(200, "Sent by a program")
	p.key = "key-2"
	p.sends("", `{"ocid":"daylight-sent","id":7}`).wants(422, `"pointer":"/`)
	p.sends("", `[`+sentRelease+`]`).wants(400, "one JSON object")
	p.sends("", sentDecision).wants(403) // nobody's mandate
	o.verified()
}

// What is not as it should be is refused before anything is written.
func TestSendRefusals(t *testing.T) {
	o := newOffice(t)
	p := o.program("ed@example.org", "Importer", access.Publisher, "import")
	reads := o.program("rob@example.org", "Reader", access.Publisher, "read")
	size := o.logSize()
	for name, x := range map[string]struct {
		query, body string
		headers     []string
		code        int
		says        string
	}{
		"no token":          {"", sentRelease, []string{"Authorization", ""}, 401, "Bearer"},
		"another's token":   {"", sentRelease, []string{"Authorization", "Bearer daylight_x_y"}, 401, "Bearer"},
		"a token to read":   {"", sentRelease, []string{"Authorization", "Bearer " + reads.token}, 403, "person"},
		"another scope":     {"?scope=draft", sentDecision, nil, 403, "person"},
		"no such scope":     {"?scope=publish", sentRelease, nil, 400, "scope"},
		"no key":            {"", sentRelease, []string{"Idempotency-Key", ""}, 400, "Idempotency-Key"},
		"a key of lines":    {"", sentRelease, []string{"Idempotency-Key", "a\r\nlevel=ERROR"}, 400, "Idempotency-Key"},
		"a long key":        {"", sentRelease, []string{"Idempotency-Key", strings.Repeat("k", 256)}, 400, "Idempotency-Key"},
		"a form":            {"", sentRelease, []string{"Content-Type", "application/x-www-form-urlencoded"}, 415, "application/json"},
		"another character": {"", sentRelease, []string{"Content-Type", "application/json; charset=utf-16"}, 415, "UTF-8"},
		"compressed":        {"", "\x1f\x8b", []string{"Content-Encoding", "gzip"}, 415, "not compressed"},
		"secretly so":       {"", "\x1f\x8b\x08\x00", nil, 400, `"offset":0`},
		"nothing":           {"", "", nil, 400, "Not JSON"},
		"cut off":           {"", sentRelease[:60], nil, 400, `"offset":`},
		"two texts":         {"", sentRelease + sentRelease, nil, 400, "one JSON text"},
		"too much":          {"", strings.Repeat(" ", maxImport+1), nil, 413, "several requests"},
	} {
		t.Run(name, func(t *testing.T) {
			p.t = t
			p.sends(x.query, x.body, x.headers...).wants(x.code, x.says)
			if strings.Contains(p.raw, "level=") || strings.Contains(p.raw, p.token) {
				t.Errorf("it repeats what was sent: %s", p.raw)
			}
		})
	}
	for _, method := range []string{"GET", "PUT", "DELETE", "TRACE"} {
		if b := o.browser().send(method, "/api/releases", nil); b.status != 405 {
			t.Errorf("%s: %d", method, b.status)
		}
	}
	if o.logSize() != size {
		t.Error("something was filed")
	}
	// Whoever is signed in with a cookie is nobody here.
	b := o.browser()
	b.signIn("ed@example.org")
	b.send("POST", "/api/releases", nil).wants(401)
	// A token does nothing once its person's role is gone.
	visit, err := o.store.People.Find(t.Context(), "email", "ed@example.org")
	o.must(err)
	_, err = o.store.Members.Delete(t.Context(), "person", visit[0].ID)
	o.must(err)
	p.t = t
	p.sends("", sentRelease).wants(401)
}

// The same request many times at once is done once.
func TestSendInParallel(t *testing.T) {
	o := newOffice(t)
	p := o.program("ed@example.org", "Importer", access.Publisher, "import")
	size := o.logSize()
	var all sync.WaitGroup
	answers := make([]string, sendsEach-1)
	for i := range answers {
		all.Go(func() {
			r := httptest.NewRequest("POST", "/api/releases", strings.NewReader(sentRelease))
			r.Header.Set("Authorization", "Bearer "+p.token)
			r.Header.Set("Content-Type", "application/json")
			r.Header.Set("Idempotency-Key", "once")
			w := httptest.NewRecorder()
			o.ServeHTTP(w, r)
			answers[i] = w.Body.String()
		})
	}
	all.Wait()
	for _, a := range answers {
		if a != answers[0] || !strings.Contains(a, `"filed":1`) {
			t.Fatalf("answered %s and %s", answers[0], a)
		}
	}
	if o.logSize() != size+1 {
		t.Errorf("%d entries", o.logSize()-size)
	}
	p.key = "k2"
	p.sends("", sentRelease).wants(200)
	p.key = "k3"
	if p.sends("", sentRelease).wants(429); p.header.Get("Retry-After") == "" {
		t.Error("no Retry-After")
	}
}

// Where releases were taken from and on what terms is kept with their batch, as
// by the command; who published them is not for the request to say.
func TestSendOrigin(t *testing.T) {
	o := newOffice(t)
	p := o.program("ed@example.org", "Importer", access.Publisher, "import draft")
	const query = "?scope=import&source-url=https%3A%2F%2Fexample.org%2Fa.json&licence=CC+BY+4.0"
	p.sends(query, sentRelease).wants(200, `"filed":1`)
	o.must(o.Reader.Read(t.Context(), func(v store.View) error {
		list, err := v.Releases(t.Context(), "daylight-sent")
		if err != nil {
			return err
		}
		b, err := v.Batch(t.Context(), list[0].Batch)
		if b.Origin != (store.Origin{Source: "api: Importer", URL: "https://example.org/a.json", Licence: "CC BY 4.0"}) || list[0].Publisher != "Importer" {
			t.Errorf("kept %+v, published by %s", b.Origin, list[0].Publisher)
		}
		return err
	}))
	p.sends(query, sentRelease).wants(200, `"filed":1`)
	p.sends("?scope=import", sentRelease).wants(409, "new key")
	for bad, says := range map[string]string{
		"?scope=import&source-url=javascript:alert(1)": "web address", "?scope=import&source-url=https%3A%2F%2Fa%3Ab%40example.org%2F": "web address",
		"?scope=import&source-url=https%3A%2F%2Fexample.org%2F" + strings.Repeat("a", 2000): "web address",
		"?scope=import&licence=a%0Ab": "licence is to be", "?scope=draft&licence=CC0": "names its sources itself",
	} {
		p.key = "bad"
		p.sends(bad, sentRelease).wants(400, says)
	}
}
