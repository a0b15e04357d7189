package web

import (
	"archive/zip"
	"bytes"
	"context"
	"fmt"
	"io"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/klauspost/compress/gzip"

	"daylight/internal/access"
	"daylight/internal/exchange"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// wordy has a word wherever a reader could meet it.
const wordy = `{"ocid":"daylight-two","id":"2","date":"2026-02-01T00:00:00Z","tag":["contract"],"title":"WORD contract",
 "description":"WORD describes","buyer":{"id":"b","name":"Met"},"parties":[{"id":"b","name":"Met","identifier":{"scheme":"GB-PPON","id":"MET"},"roles":["buyer"]},
  {"id":"s","name":"WORD Radio Ltd","address":{"streetAddress":"WORD Street"},"contactPoint":{"name":"WORD Smith"},"roles":["supplier"]}],
 "tender":{"title":"WORD tender","procurementMethod":"direct","procurementMethodRationale":"WORD only","documents":[{"id":"d","title":"WORD notice"}]},
 "awards":[{"id":"a","title":"WORD award","status":"active","suppliers":[{"id":"s","name":"WORD Radio Ltd"}]}],
 "contracts":[{"id":"c","awardID":"a","title":"WORD radios","status":"active","dateSigned":"2026-01-20T00:00:00Z","period":{"startDate":"2026-02-01T00:00:00Z","endDate":"2027-01-31T00:00:00Z"}}],
 "decisions":[{"id":"x","type":"approvedWithConditions","status":"inForce","title":"WORD decision","description":"WORD decides","dateDecided":"2026-01-15",
  "conditions":[{"id":"k","description":"WORD condition","dueDate":"2026-12-01","dueBasis":"stated","status":"open"}]}],
 "statements":[{"id":"t","kind":"statement","date":"2026-01-30","organisation":"WORD Watch","text":"WORD says"}],
 "sources":[{"id":"q","title":"WORD source","publisher":"WORD Press","tier":"press","url":"https://example.org/a"}]}`

// B31: one person asks, another approves, and a word that stood everywhere is
// nowhere: no page, no twin, no feed, no search, no file to take away. A
// tombstone stands where it was.
func TestARedactionFromDeskToRegister(t *testing.T) {
	const word = "qzvkwjxylo"
	o := newOffice(t)
	o.Bulk = t.TempDir()
	file := func(body string) {
		_, err := o.registry.File(context.Background(), byOperator, "test", []registry.Submission{{Body: []byte(body), Publisher: "Town"}})
		o.must(err)
	}
	file(strings.ReplaceAll(wordy, "WORD", word))
	file(`{"ocid":"daylight-two","id":"3","date":"2026-03-01T00:00:00Z","tag":["contractUpdate"],"contracts":[{"id":"c","period":{"endDate":"2028-01-31T00:00:00Z"}}]}`)
	bulk := func() {
		o.must(o.Reader.Read(context.Background(), func(v store.View) error {
			_, err := exchange.WriteBulk(context.Background(), v, o.BaseURL, o.Bulk)
			return err
		}))
	}
	bulk()
	if n := crawled(t, o, word); n < 20 {
		t.Fatalf("the word is in %d answers only", n)
	}

	ann, bob := o.signedIn("ann@example.org", "Police", access.Publisher), o.signedIn("bob@example.org", "", access.SiteAdmin)
	var seq int64
	o.must(o.Reader.Read(context.Background(), func(v store.View) error {
		list, err := v.Releases(context.Background(), "daylight-two")
		seq = list[0].Seq
		return err
	}))
	address := fmt.Sprintf("/contracts/daylight-two/releases/%d", seq)

	ann.get("/desk/redactions").wants(200, "Propose a redaction")
	ann.get("/desk/redactions/new?release=nonsense").wants(200, "No release stands at this address")
	ann.get("/desk/redactions/new?release="+url.QueryEscape("https://daylight.example"+address)).wants(200, word+" Street")
	ann.fill("/desk/redactions/new", "note", "case 12").wants(422, "Choose the ground")
	fields := fieldsOf(ann.doc.Find(`form[action="/desk/redactions/new"]`), "ground", "court-order", "note", "case 12")
	ann.doc.Find(`input[name=pointers]`).Each(func(_ int, e *goquery.Selection) {
		if strings.Contains(e.Closest("tr").Text(), word) {
			fields.Add("pointers", e.AttrOr("value", ""))
		}
	})
	ann.send("POST", "/desk/redactions/new", fields).leads("/desk/redactions/1?done=proposed").wants(200, "waits for approval", "another person")
	if strings.Contains(ann.body, "/desk/redactions/1/approve") {
		t.Error("who proposes is offered to approve")
	}
	ann.send("POST", "/desk/redactions/new", fields).wants(409)
	ann.send("POST", "/desk/redactions/1/approve", url.Values{"once": {"x"}}).wants(403)
	o.signedIn("eve@example.org", "Other", access.Publisher).get("/desk/redactions/1").wants(404)

	bob.get("/desk/redactions/1").wants(200, word+" Street", "case 12")
	bob.fill("/desk/redactions/1/approve").leads("/desk/redactions/1?done=redacted").wants(200, "It is removed.")
	if files, err := exchange.ReadBulk(o.Bulk); err == nil {
		t.Errorf("bulk files of before are still there: %v", files)
	}
	bulk()
	if n := crawled(t, o, word); n > 0 {
		t.Errorf("the word is still in %d answers", n)
	}

	reader := o.browser()
	reader.get(address).wants(451, "What stood here was removed", "by order of a court", "Police", "contact point, name")
	reader.get(address+".json").wants(451, `"ground": "court-order"`, `"/parties/1/contactPoint/name"`)
	reader.get("/contracts/daylight-two").wants(200, "Part of what releases said", "contact point, name", "part of what this said was", redactionOffice)
	reader.get("/contracts/daylight-two.json").wants(200, `"redactions": [`, `"redacted_by":`)
	reader.get("/contracts/daylight-two.rss").wants(200, "Part of what this said was removed")
	reader.get("/corrections").wants(200, "by order of a court", "Police")
	reader.get("/corrections.json").wants(200, `"asked_by": "Police"`)
	reader.get(fmt.Sprintf("/contracts/daylight-two/releases/%d", seq+3)).wants(200, "Part of this release was removed")
	o.must(o.Reader.Read(context.Background(), func(v store.View) error {
		_, err := registry.Verify(context.Background(), v, registry.Trust{})
		return err
	}))
}

// A proposal can be withdrawn or turned down, and is then not carried out.
func TestARedactionTurnedDown(t *testing.T) {
	o := newOffice(t)
	ann, bob := o.signedIn("ann@example.org", "Police", access.Publisher), o.signedIn("bob@example.org", "", access.SiteAdmin)
	var at string
	o.must(o.Reader.Read(context.Background(), func(v store.View) error {
		list, err := v.Releases(context.Background(), "daylight-one")
		at = href("contracts", "daylight-one", "releases", list[0].Seq)
		return err
	}))
	for id, who := range map[int]*browser{1: ann, 2: bob} {
		ann.get("/desk/redactions/new?release=" + url.QueryEscape(at)).wants(200)
		here := ann.get("/desk/redactions").doc.Find(`tbody tr`).Length() + 1
		ann.get("/desk/redactions/new?release="+url.QueryEscape(at)).fill("/desk/redactions/new", "ground", "safety", "pointers", "/buyer/name").wants(303)
		path := href("desk", "redactions", here)
		bob.get(path).wants(200)
		once := fieldsOf(bob.doc.Find(`form[action="` + path + `/approve"]`))
		who.send("POST", path+"/close", nil).leads(path+"?done=closed").wants(200, map[int]string{1: "withdrawn", 2: "turned down"}[id])
		bob.send("POST", path+"/approve", once).wants(409)
	}
	o.browser().get(at).wants(200, "Met")
}

// crawled counts the answers that have a word, of the whole site, of searches
// for it, and of the files to take away.
func crawled(t *testing.T, o *office, word string) (n int) {
	t.Helper()
	look := func(name string, text []byte) {
		for _, text := range unpacked(t, text) {
			if strings.Contains(strings.ToLower(string(text)), word) {
				n++
				t.Logf("%s has it", name)
				return
			}
		}
	}
	walk(t, o.Server, func(path string, w *httptest.ResponseRecorder) {
		look(path+fmt.Sprint(w.Header()), []byte(fmt.Sprint(w.Header())))
		look(path, w.Body.Bytes())
	})
	for _, path := range []string{"/contracts.json", "/contracts.rss?q=" + word[:6], "/contracts.json?q=" + word, "/api/ocds/releases", "/api/ocds/records", "/feed.rss", "/conditions.ics", "/contracts/daylight-two.ics", "/contracts/daylight-two?at=2026-02-15"} {
		w := httptest.NewRecorder()
		o.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		look(path, bytes.ReplaceAll(w.Body.Bytes(), []byte("q="+word), nil))
	}
	files, err := os.ReadDir(o.Bulk)
	o.must(err)
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(o.Bulk, f.Name()))
		o.must(err)
		look(f.Name(), text)
	}
	return n
}

// unpacked is a file, or what is in it.
func unpacked(t *testing.T, text []byte) [][]byte {
	t.Helper()
	read := func(r io.Reader, err error) []byte {
		if err != nil {
			t.Fatal(err)
		}
		b, err := io.ReadAll(r)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	switch {
	case bytes.HasPrefix(text, []byte("\x1f\x8b")):
		z, err := gzip.NewReader(bytes.NewReader(text))
		return [][]byte{read(z, err)}
	case bytes.HasPrefix(text, []byte("PK")):
		z, err := zip.NewReader(bytes.NewReader(text), int64(len(text)))
		if err != nil {
			t.Fatal(err)
		}
		var all [][]byte
		for _, f := range z.File {
			r, err := f.Open()
			all = append(all, read(r, err))
		}
		return all
	}
	return [][]byte{text}
}

// An officer is told at once that a redaction of another's words is not for a
// body to ask.
func TestAnOfficerCannotRedactAnothersWords(t *testing.T) {
	o := newOffice(t)
	officer := o.signedIn("ola@example.org", "MOPAC", access.OversightOfficer)
	var at string
	o.must(o.Reader.Read(context.Background(), func(v store.View) error {
		list, err := v.Releases(context.Background(), "daylight-one")
		at = href("contracts", "daylight-one", "releases", list[0].Seq)
		return err
	}))
	officer.get("/desk/redactions/new?release="+url.QueryEscape(at)).wants(200, "you cannot propose this", "what it filed itself")
	officer.send("POST", "/desk/redactions/new", url.Values{"release": {at}, "pointers": {"/buyer/name"}, "ground": {"safety"},
		"organisation": {o.orgs["MOPAC"]}, "once": {"x"}}).wants(403, "what it filed itself")
}
