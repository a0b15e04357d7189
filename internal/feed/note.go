package feed

import (
	"html"

	"github.com/gorilla/feeds"
)

// Note is something to tell that is no event of the record. Its GUID lasts; At
// is an RFC 3339 instant; Link is a path or absolute.
type Note struct{ GUID, Title, Text, Link, At string }

// Notes writes notes as an RSS 2.0 document, in the order given, the latest
// first.
func Notes(c Channel, notes []Note) ([]byte, error) {
	date := ""
	var items []item
	for i, n := range notes {
		if i == 0 {
			date = rfc1123(n.At)
		}
		items = append(items, item{&feeds.RssItem{
			Title: line(n.Title), Link: c.address(n.Link), Description: html.EscapeString(xmlSafe(n.Text)),
			Guid: &feeds.RssGuid{Id: xmlSafe(n.GUID), IsPermaLink: "false"}, PubDate: rfc1123(n.At),
		}, nil})
	}
	return c.rss(date, items)
}
