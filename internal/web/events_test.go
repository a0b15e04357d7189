package web

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"daylight/internal/procurement"
)

// The day on which somebody read a source is not the day on which anything
// happened.
func TestTheDayOfReadingIsNoDate(t *testing.T) {
	story := object{"id": "story", "title": "Story", "summary": "One."}
	s := holding(t,
		about("dated", "Radios", object{"case": story}),
		about("read", "Lamps", object{"case": story, "date": "2026-11-23T00:00:00Z", "dateBasis": "accessed",
			"awards": []object{{"id": "a", "status": "active", "suppliers": []object{{"id": "firm", "name": "Firm"}}}}}))
	for _, path := range []string{"/contracts/read", "/cases/story"} {
		var dates []string
		documentOf(t, s, path).Find(".event-date").Each(func(_ int, d *goquery.Selection) { dates = append(dates, plain(d)) })
		if len(dates) == 0 || dates[len(dates)-1] != "date not stated; read 23 November 2026" {
			t.Errorf("%s dates its events %q, undated ones not last", path, dates)
		}
		undated := false
		for _, d := range dates {
			if strings.HasPrefix(d, "date not stated") {
				undated = true
			} else if undated || d == "23 November 2026" {
				t.Errorf("%s: %q is among, or dated like, what has no date: %q", path, d, dates)
			}
		}
	}
}

func TestEventsOfAStoryNameTheirProcess(t *testing.T) {
	events := document(t, metCase).Find(".events")
	if text := plain(events); strings.Contains(text, "his contract") || strings.Contains(text, "his procurement") {
		t.Errorf("over two contracts: %s", text)
	}
	for _, name := range []string{"Staff-data pilot", "Unified Operational Analytics"} {
		if !strings.Contains(plain(events.Find(".event-line")), name) {
			t.Errorf("no event names %s", name)
		}
	}
}

func TestRepliesAreMarkedWhereverEventsAre(t *testing.T) {
	reply := procurement.Event{Kind: procurement.StatementMade, OCID: "x", Figures: map[string]any{"statementKind": "reply", "speaker": "Mayor"}}
	if got := changes([]procurement.Event{reply})[0]; got.Mark != "reply" || !strings.HasPrefix(got.Headline, "Reply") {
		t.Errorf("%+v", got)
	}
	document(t, "/").Find(".changes li").Each(func(_ int, li *goquery.Selection) {
		if strings.HasPrefix(plain(li), "Reply") != li.HasClass("reply") {
			t.Errorf("%q is marked %q", plain(li), li.AttrOr("class", ""))
		}
	})
}
