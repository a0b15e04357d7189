package web

import (
	"context"
	"encoding/xml"
	"strings"

	"daylight/internal/rules"
	"daylight/internal/store"
)

// feedsPage finds or builds a feed.
type feedsPage struct {
	Page
	Query         string
	Search        *Link // feed of the contracts that mention the query
	Organisations []Link
	Lists         []Link
	Rules         []Link
}

func (*feedsPage) template() string { return "feeds" }

// listFeeds are the feeds of whole lists.
var listFeeds = []Link{
	{Name: "All events", Href: "/feed.rss"},
	{Name: "Extensions", Href: "/extensions.rss"},
	{Name: "Decisions", Href: "/decisions.rss"},
	{Name: "Conditions", Href: "/conditions.rss"},
	{Name: "Flags raised and cleared", Href: "/flags.rss"},
	{Name: "Awards and contracts, by organisation", Href: "/organisations.rss"},
}

// feedsOffered is how many organisations' feeds the page offers.
const feedsOffered = 40

// feeds shows every feed there is, or those about what the reader looks for.
func (s *Server) feeds(ctx context.Context, r *request) (*answer, error) {
	p := &feedsPage{Page: s.page(r, "Feeds", "Follow a buyer, a supplier, an overseer, a flag or a search."), Query: r.Text("q"), Lists: listFeeds}
	if p.Query != "" && !wordless(p.Query) {
		address := request{Path: "/contracts", query: map[string][]string{"q": {p.Query}}}
		p.Search = &Link{Name: "Contracts that mention “" + p.Query + "”", Href: address.Address(asRSS)}
	}
	for _, rule := range rules.All() {
		p.Rules = append(p.Rules, Link{Name: rule.Title, Href: href("flags", rule.ID) + string(asRSS)})
	}
	list, _, err := r.Organisations(ctx, store.OrganisationFilter{Name: p.Query, Limit: feedsOffered})
	if err != nil {
		return nil, err
	}
	for _, o := range list {
		p.Organisations = append(p.Organisations, Link{Name: o.Name, Href: href("organisations", o.Key) + string(asRSS)})
	}
	return r.reply(ctx, answers{asPage: s.html(p), asOPML: s.opml(p)})
}

// opml is the answer that gives the feeds of a page as a subscription list
// (OPML 2.0).
func (s *Server) opml(p *feedsPage) func(context.Context) (*answer, error) {
	type outline struct {
		Text     string    `xml:"text,attr"`
		Type     string    `xml:"type,attr,omitempty"`
		XMLURL   string    `xml:"xmlUrl,attr,omitempty"`
		Outlines []outline `xml:"outline"`
	}
	type document struct {
		XMLName xml.Name  `xml:"opml"`
		Version string    `xml:"version,attr"`
		Title   string    `xml:"head>title"`
		Groups  []outline `xml:"body>outline"`
	}
	return func(context.Context) (*answer, error) {
		d := document{Version: "2.0", Title: "Daylight"}
		groups := []struct {
			name  string
			feeds []Link
		}{{"Lists", p.Lists}, {"Flags", p.Rules}, {"Organisations", p.Organisations}}
		if p.Search != nil {
			groups[0].name, groups[0].feeds = "Search", []Link{*p.Search}
		}
		for _, g := range groups {
			o := outline{Text: g.name}
			for _, l := range g.feeds {
				o.Outlines = append(o.Outlines, outline{Text: plainText(l.Name), Type: "rss", XMLURL: s.BaseURL + l.Href})
			}
			d.Groups = append(d.Groups, o)
		}
		body, err := xml.MarshalIndent(d, "", " ")
		return &answer{Type: "text/x-opml; charset=utf-8", Body: append([]byte(xml.Header), body...), Name: "daylight.opml"}, err
	}
}

// plainText leaves out what XML cannot hold.
func plainText(s string) string { return strings.ToValidUTF8(s, "�") }
