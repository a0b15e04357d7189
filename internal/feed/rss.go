package feed

import (
	"bytes"
	"encoding/xml"
	"html"
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
	feed := channel{
		RssFeed: &feeds.RssFeed{
			Title: line(c.Title), Link: c.address(c.Link), Description: line(c.Description),
			Language: language(c.Language), LastBuildDate: latest(events), Generator: "Daylight",
		},
		Self: atomLink{c.address(c.Self), "self", "application/rss+xml"},
	}
	seen := map[string]bool{}
	for _, e := range events {
		feed.Items = append(feed.Items, item{&feeds.RssItem{
			Title: xmlSafe(distinct(seen, e)), Link: c.address(link(e)), Description: html.EscapeString(Summary(e)),
			Guid: &feeds.RssGuid{Id: xmlSafe(e.GUID), IsPermaLink: "false"}, PubDate: rfc1123(e.At),
		}, categories(e)})
	}
	var b bytes.Buffer
	b.WriteString(xml.Header)
	enc := xml.NewEncoder(&b)
	enc.Indent("", " ")
	err := enc.Encode(rss{Version: "2.0", Atom: "http://www.w3.org/2005/Atom", Channel: feed})
	return append(b.Bytes(), '\n'), err
}

// distinct is the headline, with the start of the GUID where another item of
// the feed has the same one: readers that know items by title lose none.
func distinct(seen map[string]bool, e procurement.Event) string {
	title := Headline(e)
	if seen[title] {
		title += " [" + e.GUID[:min(8, len(e.GUID))] + "]"
	}
	seen[title] = true
	return title
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
