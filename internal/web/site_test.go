package web

import (
	"net/http/httptest"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/mmcdole/gofeed"

	"daylight/internal/procurement"
)

// walk follows every link of a site from the front page and calls visit with
// each address and its answer.
func walk(t *testing.T, s *Server, visit func(path string, w *httptest.ResponseRecorder)) {
	t.Helper()
	known, queue := map[string]bool{}, []string{"/"}
	for len(queue) > 0 {
		path := queue[0]
		queue = queue[1:]
		w := httptest.NewRecorder()
		s.ServeHTTP(w, httptest.NewRequest("GET", path, nil))
		visit(path, w)
		if !strings.HasPrefix(w.Header().Get("Content-Type"), "text/html") {
			continue
		}
		doc, err := goquery.NewDocumentFromReader(strings.NewReader(w.Body.String()))
		if err != nil {
			t.Fatal(err)
		}
		doc.Find("a[href], link[href]").Each(func(_ int, a *goquery.Selection) {
			to, _, _ := strings.Cut(a.AttrOr("href", ""), "#")
			to = strings.TrimPrefix(to, "https://daylight.example")
			if strings.HasPrefix(to, "/") && !known[to] {
				known[to] = true
				queue = append(queue, to)
			}
		})
	}
}

// One walk through the whole site tests what holds for every page.
func TestEveryPage(t *testing.T) {
	var pages, feeds int
	walk(t, seeded(t), func(path string, w *httptest.ResponseRecorder) {
		if w.Code != 200 {
			t.Errorf("%s answers %d", path, w.Code)
		}
		if got := w.Header().Get("Content-Security-Policy"); got != policy {
			t.Errorf("%s has the policy %q", path, got)
		}
		switch kind, _, _ := strings.Cut(w.Header().Get("Content-Type"), ";"); kind {
		case "text/html":
			pages++
			checkPage(t, path, w.Body.String())
		case "application/rss+xml":
			feeds++
			checkFeed(t, path, w.Body.String())
		}
	})
	if pages < 300 || feeds < 100 {
		t.Errorf("the walk found %d pages and %d feeds only", pages, feeds)
	}
}

func checkPage(t *testing.T, path, body string) {
	doc, err := goquery.NewDocumentFromReader(strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if n := doc.Find("h1").Length(); n != 1 {
		t.Errorf("%s has %d h1", path, n)
	}
	if doc.Find("script, style, [style], [onclick], [onload]").Length() > 0 {
		t.Errorf("%s has a script or a style inside", path)
	}
	if doc.Find("title").Text() == "" || doc.Find("link[rel=canonical]").Length() != 1 {
		t.Errorf("%s has no title or no canonical address", path)
	}
	doc.Find("[src], link[rel=stylesheet], link[rel=icon], form[action]").Each(func(_ int, e *goquery.Selection) {
		for _, name := range []string{"src", "href", "action"} {
			if at, has := e.Attr(name); has && (!strings.HasPrefix(at, "/") || strings.HasPrefix(at, "//")) {
				t.Errorf("%s loads or sends to %s", path, at)
			}
		}
	})
	doc.Find("a[href^='http']").Each(func(_ int, a *goquery.Selection) {
		if href := a.AttrOr("href", ""); !strings.HasPrefix(href, "https://daylight.example") && !strings.Contains(a.AttrOr("rel", ""), "noopener") {
			t.Errorf("%s links to %s without rel", path, href)
		}
	})
	ids := map[string]bool{}
	doc.Find("[id]").Each(func(_ int, e *goquery.Selection) {
		if id := e.AttrOr("id", ""); ids[id] {
			t.Errorf("%s has the id %s twice", path, id)
		} else {
			ids[id] = true
		}
	})
	doc.Find("a[href^='#']").Each(func(_ int, a *goquery.Selection) {
		if id := a.AttrOr("href", "#")[1:]; !ids[id] {
			t.Errorf("%s has no #%s to go to", path, id)
		}
	})
	for _, word := range []string{"<nil>", "%!", "ZgotmplZ", "0001-01-01"} {
		if strings.Contains(body, word) {
			t.Errorf("%s shows %s", path, word)
		}
	}
}

func checkFeed(t *testing.T, path, body string) {
	feed, err := gofeed.NewParser().ParseString(body)
	if err != nil {
		t.Errorf("%s: %v", path, err)
		return
	}
	if feed.Title == "" || !strings.HasPrefix(feed.Link, "https://daylight.example/") {
		t.Errorf("%s has the title %q and the link %q", path, feed.Title, feed.Link)
	}
	if want := "https://daylight.example" + path; feed.FeedLink != want {
		t.Errorf("%s says that it is at %s", path, feed.FeedLink)
	}
	guids, titles := map[string]bool{}, map[string]bool{}
	for _, item := range feed.Items {
		if item.GUID == "" || guids[item.GUID] || item.Title == "" || titles[item.Title] {
			t.Errorf("%s has an item without an id and title of its own: %q", path, item.Title)
		}
		guids[item.GUID], titles[item.Title] = true, true
		if !strings.HasPrefix(item.Link, "https://daylight.example/") {
			t.Errorf("%s: item %q leads to %q", path, item.Title, item.Link)
		}
	}
}

func TestEveryTemplateIsUsed(t *testing.T) {
	files, err := filepath.Glob("../../templates/pages/*.html")
	if err != nil {
		t.Fatal(err)
	}
	pages := []page{
		&homePage{}, &contractsPage{}, &contractPage{}, &casePage{}, &releasePage{}, &organisationsPage{}, &organisationPage{},
		&extensionsPage{}, &decisionsPage{}, &decisionPage{}, &conditionsPage{}, &flagsPage{}, &flagPage{}, &feedsPage{}, &logPage{}, &errorPage{},
		&signInPage{}, &invitationPage{}, &codesPage{}, &invitedPage{}, &resetPage{}, &resetMadePage{}, &confirmPage{}, &keptPage{}, &deskFrontPage{}, &accountPage{}, &factorPage{},
		&deskOrganisationsPage{}, &organisationDesk{}, &peoplePage{}, &securityPage{}, &askPage{}, &ticketPage{}, &ticketsDesk{}, &ticketDesk{}, &writePage{}, &draftPage{}, &checkDraftPage{}, &tombstonePage{}, &redactionsDesk{}, &proposeDesk{}, &redactionDesk{},
		&dataPage{}, &filesPage{}, &fieldsPage{}, &textPage{name: "about"}, &correctionsPage{}, &mandatesPage{}, &textPage{name: "accessibility"},
	}
	used := map[string]bool{}
	for _, p := range pages {
		used[p.template()] = true
	}
	for _, f := range files {
		if name := strings.TrimSuffix(filepath.Base(f), ".html"); !used[name] {
			t.Errorf("no page struct is shown by %s", f)
		}
	}
	if len(files) != len(used) {
		t.Errorf("%d templates for %d pages", len(files), len(used))
	}
}

// Files under static may name nothing outside the site.
func TestStyleSheetsLoadNothing(t *testing.T) {
	files, _ := filepath.Glob("../../static/*.css")
	if len(files) == 0 {
		t.Fatal("no style sheets")
	}
	for _, f := range files {
		text, err := os.ReadFile(f)
		if err != nil {
			t.Fatal(err)
		}
		for _, word := range []string{"http:", "https:", "url(//", "@import"} {
			if strings.Contains(string(text), word) {
				t.Errorf("%s has %s", f, word)
			}
		}
	}
}

func TestConditionsComeInTheOrderTheyNeedAttention(t *testing.T) {
	var groups []string
	document(t, "/conditions").Find("main h2").Each(func(_ int, h *goquery.Selection) { groups = append(groups, h.Text()) })
	if !slices.Equal(groups, []string{"Overdue", "Due", "No date stated"}) {
		t.Errorf("the groups are %q", groups)
	}
}

func TestAProposedSupplierCountsInNoTotal(t *testing.T) {
	doc := document(t, "/organisations/"+procurement.OrganisationKey("", "", "Daylight", "Palantir Technologies UK, Ltd"))
	if got := plain(doc.Find("#proposed_supplier")); !strings.Contains(got, "Unified Operational Analytics") {
		t.Errorf("as proposed supplier: %q", got)
	}
	if got := plain(doc.Find("#supplier")); strings.Contains(got, "Unified Operational Analytics") {
		t.Errorf("as supplier: %q", got)
	}
}
