package feed

import (
	"bytes"
	"cmp"
	"encoding/xml"
	"html"
	"slices"
	"strings"
	"time"

	"github.com/gorilla/feeds"

	"daylight/internal/procurement"
)

// Channel is what a feed says of itself.
type Channel struct {
	Title       string
	Description string
	Base        string // absolute address of the site, to which other addresses are added
	Link        string // page that the feed follows: a path such as "/contracts", or absolute
	Self        string // address of the feed itself
	Language    string // "en" where empty
}

// The gorilla types hold no self link and one category at most. Embedded, they
// give the rest; a field with the same XML name here stands in for theirs.
type (
	rss struct {
		XMLName xml.Name `xml:"rss"`
		Version string   `xml:"version,attr"`
		Atom    string   `xml:"xmlns:atom,attr"`
		Channel channel
	}
	channel struct {
		*feeds.RssFeed
		Self  atomLink `xml:"atom:link"`
		Items []item   `xml:"item"`
	}
	atomLink struct {
		Href string `xml:"href,attr"`
		Rel  string `xml:"rel,attr"`
		Type string `xml:"type,attr"`
	}
	item struct {
		*feeds.RssItem
		Categories []string `xml:"category"`
	}
)

// RSS writes events as an RSS 2.0 document, in the order given. An item's guid
// is the event's and lasts; its date is when the event was recorded; link gives
// its page, as a path or absolute. No clock is read: the feed's date is that of
// its latest item.
func RSS(c Channel, events []procurement.Event, link func(procurement.Event) string) ([]byte, error) {
	var items []item
	for i, title := range titles(events) {
		e := events[i]
		items = append(items, item{&feeds.RssItem{
			Title: xmlSafe(title), Link: c.address(link(e)), Description: html.EscapeString(Summary(e)),
			Guid: &feeds.RssGuid{Id: xmlSafe(e.GUID), IsPermaLink: "false"}, PubDate: rfc1123(e.At),
		}, categories(e)})
	}
	return c.rss(latest(events), items)
}

// rss writes items as a document.
func (c Channel) rss(date string, items []item) ([]byte, error) {
	feed := channel{
		RssFeed: &feeds.RssFeed{
			Title: line(c.Title), Link: c.address(c.Link), Description: line(c.Description),
			Language: language(c.Language), LastBuildDate: date, Generator: "Daylight",
		},
		Self: atomLink{c.address(c.Self), "self", "application/rss+xml"}, Items: items,
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	err := enc.Encode(rss{Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Channel: feed})
	return append(b.Bytes(), '\n'), err
}

// titles are the headlines. Within a process each is its own, whatever else is
// in the feed. Only where those of two processes agree do all but the one
// published first bear the start of their GUID, so that no later event changes
// a title already published.
func titles(events []procurement.Event) []string {
	order := make([]int, len(events))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(i, j int) int {
		return cmp.Or(cmp.Compare(events[i].Seq, events[j].Seq), cmp.Compare(events[i].GUID, events[j].GUID))
	})
	list, seen := make([]string, len(events)), map[string]bool{}
	for _, i := range order {
		e, title := events[i], Headline(events[i])
		if seen[title] {
			title += " [" + e.GUID[:min(8, len(e.GUID))] + "]"
		}
		seen[title] = true
		list[i] = title
	}
	return list
}

func categories(e procurement.Event) []string {
	list := []string{string(e.Kind)}
	for _, name := range []string{"rule", "buyer"} {
		if s := figures(e.Figures).text(name); s != "" {
			list = append(list, s)
		}
	}
	return list
}

func (c Channel) address(link string) string {
	if strings.HasPrefix(link, "/") || link == "" {
		link = strings.TrimRight(c.Base, "/") + link
	}
	return xmlSafe(link)
}

func language(s string) string {
	if s == "" {
		return "en"
	}
	return xmlSafe(s)
}

func rfc1123(at string) string {
	t, err := time.Parse(time.RFC3339, at)
	if err != nil {
		return ""
	}
	return t.UTC().Format(time.RFC1123Z)
}

func latest(events []procurement.Event) string {
	var last time.Time
	for _, e := range events {
		if t, err := time.Parse(time.RFC3339, e.At); err == nil && t.After(last) {
			last = t
		}
	}
	if last.IsZero() {
		return ""
	}
	return last.UTC().Format(time.RFC1123Z)
}
