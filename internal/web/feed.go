package web

import (
	"cmp"
	"context"
	"slices"

	"daylight/internal/feed"
	"daylight/internal/procurement"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// feedLimit is how many events a feed holds. Only a feed about certain
// processes holds all: it is to tell their whole story.
const feedLimit = 100

// rss is the answer that gives the events a filter selects as the feed of a
// page.
func (s *Server) rss(r *request, p headed, f store.EventFilter) func(context.Context) (*answer, error) {
	return func(ctx context.Context) (*answer, error) {
		if f.Limit == 0 && len(f.OCIDs) == 0 {
			f.Limit = feedLimit
		}
		events, err := r.happened(ctx, f)
		if err != nil {
			return nil, err
		}
		return s.channel(r, p, events)
	}
}

// repliesLooked is how many of the latest statements are looked through for
// replies to what a feed is about.
const repliesLooked = 1000

// answeredRSS is the feed of what a filter selects, and of what was said in reply
// to it: who follows the claim gets the answer.
func (s *Server) answeredRSS(r *request, p headed, f store.EventFilter, answers func(e procurement.Event, id string) bool) func(context.Context) (*answer, error) {
	return func(ctx context.Context) (*answer, error) {
		said := f
		said.Kinds, said.Rule, said.Limit = []procurement.EventKind{procurement.StatementMade}, "", repliesLooked
		if f.Limit == 0 && len(f.OCIDs) == 0 {
			f.Limit = feedLimit
		}
		events, err := r.happened(ctx, f)
		if err != nil {
			return nil, err
		}
		replies, err := r.Events(ctx, said)
		if err != nil {
			return nil, err
		}
		for _, e := range replies {
			if id, _ := e.Figures["answers"].(string); id != "" && answers(e, id) {
				events = append(events, e)
			}
		}
		slices.SortStableFunc(events, func(a, b procurement.Event) int { return cmp.Compare(b.At, a.At) })
		if f.Limit > 0 {
			events = events[:min(len(events), f.Limit)]
		}
		return s.channel(r, p, events)
	}
}

// happened are the events that a filter selects, and among them those of
// organisations: flags that surveys raised and cleared. What was recorded last
// comes first.
func (r *request) happened(ctx context.Context, f store.EventFilter) ([]procurement.Event, error) {
	events, err := r.Events(ctx, f)
	if err != nil || len(f.OCIDs) > 0 || len(f.Kinds) > 0 && !slices.Contains(f.Kinds, procurement.FlagRaised) {
		return events, err
	}
	surveyed, err := registry.OrganisationEvents(ctx, r.View, store.OrganisationEventFilter{Organisation: f.Organisation, Rule: f.Rule, Limit: f.Limit})
	events = append(events, surveyed...)
	slices.SortStableFunc(events, func(a, b procurement.Event) int { return cmp.Compare(b.Seq, a.Seq) })
	if f.Limit > 0 && len(events) > f.Limit {
		events = events[:f.Limit]
	}
	return events, err
}

// historyFeed holds the events of a history: those that stand now, or those
// that stood at the moment that the page shows.
func (s *Server) historyFeed(r *request, p *contractPage, h *registry.History, m registry.Moment) func(context.Context) (*answer, error) {
	if m == (registry.Moment{}) {
		return s.rss(r, p, store.EventFilter{OCIDs: []string{h.Process.OCID}})
	}
	return func(context.Context) (*answer, error) {
		events := slices.Clone(h.Events)
		slices.Reverse(events)
		return s.channel(r, p, events)
	}
}

// contractsFeed holds the events of the processes that match, as far as they
// fill one page of the list.
func (s *Server) contractsFeed(r *request, p *contractsPage, f store.ProcessFilter) func(context.Context) (*answer, error) {
	return func(ctx context.Context) (*answer, error) {
		if p.NoWord {
			return s.channel(r, p, nil)
		}
		if len(p.Chosen) == 0 && p.Query == "" {
			return s.rss(r, p, store.EventFilter{})(ctx)
		}
		p.Title += " " + p.InWords
		f.Before, f.Limit = 0, maxLimit
		items, _, err := r.Processes(ctx, f)
		if err != nil {
			return nil, err
		}
		if len(items) == 0 {
			return s.channel(r, p, nil)
		}
		filter := store.EventFilter{Limit: feedLimit}
		for _, it := range items {
			filter.OCIDs = append(filter.OCIDs, it.OCID)
		}
		return s.rss(r, p, filter)(ctx)
	}
}

// channel writes events as the feed of a page.
func (s *Server) channel(r *request, p headed, events []procurement.Event) (*answer, error) {
	c := feed.Channel{
		Title: "Daylight: " + p.base().Title, Description: p.base().Description, Base: s.BaseURL,
		Link: p.base().Canonical, Self: r.Address(asRSS),
	}
	body, err := feed.RSS(c, events, eventAddress)
	return &answer{Type: "application/rss+xml; charset=utf-8", Body: body}, err
}

// eventAddress is the page on which an event is told.
func eventAddress(e procurement.Event) string {
	switch {
	case e.OCID != "":
		return href("contracts", e.OCID)
	case e.Redacted != nil: // the organisation's key was removed with its name
		return href("flags", e.Subject)
	}
	return href("organisations", e.Organisation) + "#flags"
}

// feed is the feed of everything.
func (s *Server) feed(ctx context.Context, r *request) (*answer, error) {
	p := s.page(r, "all events", "Everything that happened to the contracts on record.")
	p.Canonical = s.BaseURL + "/"
	return r.reply(ctx, answers{asRSS: s.rss(r, &p, store.EventFilter{})})
}
