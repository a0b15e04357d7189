package web

import (
	"net/http/httptest"
	"strings"
	"testing"
)

// object is a part of a release.
type object = map[string]any

// about is a release about a process, with further members.
func about(ocid, title string, more object) object {
	r := object{"ocid": ocid, "id": "1", "date": "2026-06-24T00:00:00Z", "tag": []string{"award"}, "title": title,
		"buyer":   object{"id": "town", "name": "Town"},
		"parties": []object{{"id": "town", "name": "Town", "roles": []string{"buyer"}}, {"id": "firm", "name": "Firm", "roles": []string{"supplier"}}},
		"tender":  object{"id": "t", "title": title},
		"awards":  []object{{"id": "a", "status": "active", "date": "2026-05-01T00:00:00Z", "suppliers": []object{{"id": "firm", "name": "Firm"}}}}}
	for name, value := range more {
		r[name] = value
	}
	return r
}

// Ids are the publishers' own. Whatever signs they hold, every link of every
// page leads to its page.
func TestEveryIDHasItsPages(t *testing.T) {
	story := object{"id": `a/b;c%d`, "title": "Story", "summary": "Several."}
	decision := object{"id": "PCD/2024,12", "type": "recommendation", "title": "Report", "body": object{"id": "audit", "name": "Audit Office"},
		"dateDecided": "2026-06-01", "conditions": []object{{"id": "c/1", "description": "Publish the contract"}}}
	odd := []string{"ocds-abc-001/2024", "a,b;c", "50%", "50%25", "what?", "part#2", "a+b", "ü", "x.json", "x.rss", "x.csv", "x.ics", "y/z.json"}
	var releases []any
	for _, ocid := range odd {
		releases = append(releases, about(ocid, "Radios of "+ocid, object{"case": story}))
	}
	releases[0].(object)["decisions"] = []object{decision}
	s := holding(t, releases...)
	seen := map[string]bool{}
	walk(t, s, func(path string, w *httptest.ResponseRecorder) {
		seen[path] = true
		if w.Code != 200 {
			t.Errorf("%s answers %d", path, w.Code)
		}
	})
	for _, path := range []string{"/contracts/ocds-abc-001%2F2024", "/decisions/PCD%2F2024%2C12", "/cases/a%2Fb%3Bc%25d", "/cases/a%2Fb%3Bc%25d.rss", "/contracts/x.json.json"} {
		if !seen[path] {
			t.Errorf("nothing links to %s", path)
		}
	}
	for _, ocid := range odd {
		doc := documentOf(t, s, href("contracts", ocid))
		if got := plain(doc.Find("h1")); got != "Radios of "+ocid {
			t.Errorf("the page of %q is headed %q", ocid, got)
		}
		w := askServer(s, "GET", href("contracts", ocid)+".json")
		if !strings.HasPrefix(w.Body.String(), "{") || w.Code != 200 {
			t.Errorf("the data of %q: %d %.40s", ocid, w.Code, w.Body)
		}
	}
}

func TestABadEscapeIsABadRequest(t *testing.T) {
	r := httptest.NewRequest("GET", "/contracts/x", nil)
	r.URL.Path, r.URL.RawPath = "/contracts/%zz", "/contracts/%zz"
	w := httptest.NewRecorder()
	seeded(t).ServeHTTP(w, r)
	if w.Code != 400 {
		t.Errorf("answers %d", w.Code)
	}
}
