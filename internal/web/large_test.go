package web

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"
	"github.com/google/go-cmp/cmp"
)

// many are processes of one story, buyer and supplier.
const many = fullStories + 35

func large(t *testing.T) *Server {
	t.Helper()
	story := object{"id": "story", "title": "A long story", "summary": "Much of one thing."}
	var releases []any
	for i := range many {
		releases = append(releases, about(fmt.Sprintf("p%03d", i), fmt.Sprintf("Radios %d", i), object{"case": story,
			"contracts": []object{{"id": "c", "awardID": "a", "status": "active", "dateSigned": "2026-05-02", "value": object{"amount": 1000.01, "currency": "GBP"}}}}))
	}
	return holding(t, releases...)
}

func TestLargeRecordsArePaged(t *testing.T) {
	s := large(t)
	t.Run("a story tells some and links the others", func(t *testing.T) {
		doc := documentOf(t, s, "/cases/story")
		if n := doc.Find(".story").Length(); n != fullStories {
			t.Errorf("%d stories are told", n)
		}
		if n := doc.Find("section[aria-labelledby=others] li a").Length(); n != many-fullStories {
			t.Errorf("%d more are linked", n)
		}
		if got := plain(doc.Find(".kicker").First()); !strings.Contains(got, fmt.Sprint(many, " contracting processes")) {
			t.Errorf("it counts %q", got)
		}
		all := doc.Find("section[aria-labelledby=others] p a").AttrOr("href", "")
		if got := plain(documentOf(t, s, all).Find(".found")); !strings.HasPrefix(got, fmt.Sprint(many, " histories of one story")) {
			t.Errorf("%s lists %q", all, got)
		}
	})
	t.Run("its data says where the others are", func(t *testing.T) {
		var got struct {
			Total     int
			Processes []any
			All       string
		}
		if err := json.Unmarshal(askServer(s, "GET", "/cases/story.json").Body.Bytes(), &got); err != nil {
			t.Fatal(err)
		}
		if got.Total != many || len(got.Processes) != fullStories || got.All != "https://daylight.example/contracts.json?case=story" {
			t.Errorf("%d of %d, all at %s", len(got.Processes), got.Total, got.All)
		}
	})
	t.Run("its feed has its title and an event of every process", func(t *testing.T) {
		body := askServer(s, "GET", "/cases/story.rss").Body.String()
		if !strings.Contains(body, "<title>Daylight: A long story</title>") || strings.Count(body, "<item>") != many {
			t.Errorf("%d items in %.300s", strings.Count(body, "<item>"), body)
		}
	})
	for _, part := range []string{"buyer", "supplier"} {
		t.Run("an organisation as "+part+" page after page", func(t *testing.T) { pagesOf(t, s, part) })
	}
}

// pagesOf reads an organisation's processes page after page, as a reader and
// as a program.
func pagesOf(t *testing.T, s *Server, part string) {
	var want, shown, given []string
	for i := range many {
		want = append(want, fmt.Sprintf("p%03d", i))
	}
	address := "/organisations/town." + map[string]string{"buyer": "town", "supplier": "firm"}[part]
	for next := address + "?limit=13"; next != ""; {
		doc := documentOf(t, s, next)
		if got := plain(doc.Find("#" + part + " > p")); !strings.Contains(got, fmt.Sprintf("%d histories on record, %d of them with one supplier and a stated value, together £60,000.60", many, many)) {
			t.Errorf("%s counts %q", next, got)
		}
		doc.Find("#" + part + " .entry h3 a").Each(func(_ int, a *goquery.Selection) {
			shown = append(shown, strings.TrimPrefix(a.AttrOr("href", ""), "/contracts/"))
		})
		next = doc.Find("#"+part+" a[rel=next]").AttrOr("href", "")
	}
	for next := address + ".json?limit=13"; next != ""; {
		var page struct {
			Total     map[string]int
			Processes map[string][]jsonProcess
			Next      map[string]*string
		}
		if err := json.Unmarshal(askServer(s, "GET", next).Body.Bytes(), &page); err != nil || page.Total[part] != many {
			t.Fatal(err, page.Total)
		}
		for _, p := range page.Processes[part] {
			given = append(given, p.OCID)
		}
		if next = ""; page.Next[part] != nil {
			next = strings.TrimPrefix(*page.Next[part], "https://daylight.example")
		}
	}
	slices.Sort(shown)
	slices.Sort(given)
	if d := cmp.Diff(want, shown) + cmp.Diff(want, given); d != "" {
		t.Error(d)
	}
	if got := strings.Count(askServer(s, "GET", address+".csv").Body.String(), "\n"+part+","); got != many {
		t.Errorf("the table has %d rows", got)
	}
	if got := askServer(s, "GET", address+"?role=king"); got.Code != 400 || !strings.Contains(got.Body.String(), "supplier, proposed_supplier") {
		t.Errorf("an unknown role: %d", got.Code)
	}
}
