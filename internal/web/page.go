package web

import "daylight/internal/procurement"

// Page is what every page has; each page's own struct embeds it.
type Page struct {
	Title       string           // of the page; also its h1 unless the template says otherwise
	Description string           // one sentence, for search engines and link previews
	Section     string           // first part of the path: marks the place in the menu
	Canonical   string           // absolute address
	Feeds       []Link           // feeds of this page, for autodiscovery and for readers
	Twins       []Link           // the same as data
	Styles      []string         // style sheets beside those of every page
	NoIndex     bool             // not for search engines
	OwnSearch   bool             // the page has a search of its own in place of the masthead's
	Day         procurement.Date // the recorded day
	LogSize     int64            // leaves in the ledger when the page was made
}

// Link is an address and what to call it.
type Link struct{ Name, Href, Type string }

func (p *Page) base() *Page { return p }

// headed is anything with a Page: enough to make a feed of.
type headed interface{ base() *Page }

// page is a page struct with the template that shows it.
type page interface {
	headed
	template() string
}

var twinLinks = map[form]Link{
	asJSON: {Name: "JSON", Type: "application/json"},
	asCSV:  {Name: "CSV", Type: "text/csv"},
	asICS:  {Name: "Calendar", Type: "text/calendar"},
	asRSS:  {Name: "RSS feed", Type: "application/rss+xml"},
}

// page starts the Page of a request: its twins and feeds are those of its
// route.
func (s *Server) page(r *request, title, description string) Page {
	p := Page{Title: title, Description: description, Section: section(r.Path), Canonical: s.BaseURL + r.Address(asPage),
		Day: r.Day, LogSize: r.LogSize}
	for _, f := range r.forms {
		link, ok := twinLinks[f]
		if !ok {
			continue
		}
		link.Href = r.Address(f)
		if f == asRSS {
			link.Name = title
			p.Feeds = append(p.Feeds, link)
		} else {
			p.Twins = append(p.Twins, link)
		}
	}
	return p
}
