package feed

import (
	"bytes"
	"fmt"
	"html"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/mmcdole/gofeed"
	gorss "github.com/mmcdole/gofeed/rss"
	"pgregory.net/rapid"

	"daylight/internal/procurement"
)

var site = Channel{Title: "All events", Description: "What happened", Base: "https://daylight.example/", Link: "/contracts", Self: "/feed.rss"}

func page(e procurement.Event) string { return "/contracts/" + e.OCID + "#" + e.GUID }

func TestRSS(t *testing.T) {
	events := []procurement.Event{
		{OCID: "p", GUID: "g2aaaaaaaa", Kind: procurement.FlagRaised, At: "2026-06-24T10:00:00+01:00", Date: "2026-06", Figures: figures{"process": "R&D <pilot>", "rule": "one-bid", "buyer": "Police", "summary": "One bid & no more."}},
		{OCID: "p", GUID: "g1aaaaaaaa", Kind: procurement.AwardMade, At: "2026-06-20T00:00:00Z", Figures: figures{"process": "Pilot"}},
		{OCID: "q", GUID: "g3bbbbbbbb", Kind: procurement.AwardMade, At: "2026-06-20T00:00:00Z", Figures: figures{"process": "Pilot"}},
	}
	body, err := RSS(site, events, page)
	if err != nil {
		t.Fatal(err)
	}
	feed, err := (&gorss.Parser{}).Parse(bytes.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ what, got, want string }{
		{"version", feed.Version, "2.0"},
		{"title", feed.Title, "All events"},
		{"link", feed.Link, "https://daylight.example/contracts"},
		{"self link", feed.Extensions["atom"]["link"][0].Attrs["href"], "https://daylight.example/feed.rss"},
		{"self relation", feed.Extensions["atom"]["link"][0].Attrs["rel"], "self"},
		{"built when the latest item was recorded", feed.LastBuildDate, "Wed, 24 Jun 2026 09:00:00 +0000"},
		{"item title", feed.Items[0].Title, "Flag raised for R&D <pilot>: one bid (June 2026)"},
		{"item link", feed.Items[0].Link, "https://daylight.example/contracts/p#g2aaaaaaaa"},
		{"item guid", feed.Items[0].GUID.Value + " " + feed.Items[0].GUID.IsPermalink, "g2aaaaaaaa false"},
		{"item date is when it was recorded", feed.Items[0].PubDate, "Wed, 24 Jun 2026 09:00:00 +0000"},
		{"item text, as HTML", feed.Items[0].Description, "R&amp;D &lt;pilot&gt;, Police. One bid &amp; no more. A flag is a reason to look, not proof of wrongdoing."},
		{"second of two alike", feed.Items[2].Title, "Pilot awarded [g3bbbbbb]"},
	} {
		if c.got != c.want {
			t.Errorf("%s: %q, want %q", c.what, c.got, c.want)
		}
	}
	var names []string
	for _, c := range feed.Items[0].Categories {
		names = append(names, c.Value)
	}
	if got := strings.Join(names, ", "); got != "flag-raised, one-bid, Police" {
		t.Errorf("categories %s", got)
	}
}

// A title stays the same when more is published and when the feed moves on:
// within a process always, between processes while the first of those that
// agree is in it.
func TestTitlesLast(t *testing.T) {
	amended := func(seq int64, ocid string, alike int) procurement.Event {
		e := procurement.Event{OCID: ocid, Seq: seq, GUID: fmt.Sprintf("%d%031d", seq, 0), Kind: procurement.ContractAmended, Date: "2026", Figures: figures{"process": "Pilot"}}
		if alike > 1 {
			e.Figures["alike"] = float64(alike)
		}
		return e
	}
	newest := []procurement.Event{amended(4, "q", 1), amended(3, "p", 3), amended(2, "p", 2), amended(1, "p", 1)}
	want := []string{"Pilot amended (2026) [40000000]", "Pilot amended (2026, no. 3)", "Pilot amended (2026, no. 2)", "Pilot amended (2026)"}
	for from := range newest {
		if got := titles(newest[from:]); !slices.Equal(got, want[from:]) {
			t.Errorf("before event %d was published: %q, want %q", from, got, want[from:])
		}
	}
	if got := titles(newest[1:3]); !slices.Equal(got, want[1:3]) {
		t.Errorf("when the feed has moved on: %q, want %q", got, want[1:3])
	}
}

func TestRSSWithoutEvents(t *testing.T) {
	body, err := RSS(site, nil, page)
	if err != nil {
		t.Fatal(err)
	}
	if feed, err := gofeed.NewParser().Parse(bytes.NewReader(body)); err != nil || len(feed.Items) != 0 {
		t.Errorf("%v, %v", feed, err)
	}
}

// Whatever a source wrote, the feed parses, keeps every item apart, and says
// the same as the events do.
func TestRSSSurvivesHostileText(t *testing.T) {
	hostile := rapid.OneOf(rapid.String(), rapid.SampledFrom([]string{
		"]]>", "<script>alert(1)</script>", "a\x00b\x0b\x1f", "\u202egnp.exe", "\u2066x", "\xff\xfe", "\ufffe\uffff", "&#x0;", "&lt;", "line\r\nbreak\u2028", "é\u0301", "😀",
	}))
	kinds := slices.Sorted(maps.Keys(headlines))
	rapid.Check(t, func(t *rapid.T) {
		var events []procurement.Event
		for i := range rapid.IntRange(0, 6).Draw(t, "events") {
			f := figures{}
			for _, name := range []string{"process", "buyer", "body", "contractTitle", "title", "text", "about", "summary", "type", "status", "stage", "rule", "condition", "due", "grantedUpTo", "decision"} {
				if rapid.Bool().Draw(t, name+"?") {
					f[name] = hostile.Draw(t, name)
				}
			}
			f["suppliers"] = []any{hostile.Draw(t, "supplier"), 7.0}
			f["value"] = map[string]any{"amount": hostile.Draw(t, "amount"), "currency": hostile.Draw(t, "currency")}
			at := time.Date(2026, 1, 1, i, 0, 0, 0, time.UTC).Format(time.RFC3339)
			events = append(events, procurement.Event{OCID: "p", GUID: fmt.Sprintf("%d%031d", i, 0), At: at, Kind: rapid.SampledFrom(kinds).Draw(t, "kind"), Figures: f})
		}
		c := site
		c.Title, c.Description = hostile.Draw(t, "title"), hostile.Draw(t, "description")
		body, err := RSS(c, events, page)
		if err != nil {
			t.Fatal(err)
		}
		feed, err := (&gorss.Parser{}).Parse(bytes.NewReader(body))
		if err != nil {
			t.Fatalf("%v in\n%s", err, body)
		}
		if len(feed.Items) != len(events) {
			t.Fatalf("%d items of %d events", len(feed.Items), len(events))
		}
		guids, titles := map[string]bool{}, map[string]bool{}
		for i, item := range feed.Items {
			guids[item.GUID.Value] = true
			if !strings.HasPrefix(item.Title, strings.TrimSpace(Headline(events[i]))) {
				t.Fatalf("title %q, want %q", item.Title, Headline(events[i]))
			}
			titles[item.Title] = true
			if got, want := html.UnescapeString(item.Description), strings.TrimSpace(Summary(events[i])); got != want {
				t.Fatalf("description %q, want %q", got, want)
			}
			if strings.ContainsAny(item.Description, "<>") {
				t.Fatalf("markup in %q", item.Description)
			}
		}
		if len(guids) != len(events) || len(titles) != len(events) {
			t.Fatalf("%d guids and %d titles of %d events", len(guids), len(titles), len(events))
		}
	})
}
