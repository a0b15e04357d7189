package web

import (
	"context"
	"strconv"

	"daylight/internal/procurement"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// casePage tells several processes as one story.
type casePage struct {
	Page
	Case     procurement.Case
	Stories  []processView
	Timeline timeline
	Events   []caseEvent
	Sources  []numberedSource
	Latest   *procurement.Source
}

// caseEvent is an event with the process it happened to.
type caseEvent struct {
	eventView
	Process, Href string
}

func (*casePage) template() string { return "case" }

// caseStory answers with a case: its processes side by side.
func (s *Server) caseStory(ctx context.Context, r *request) (*answer, error) {
	ocids, err := r.CaseProcesses(ctx, r.Param("id"))
	if err != nil {
		return nil, err
	}
	if len(ocids) == 0 {
		return nil, store.ErrNotFound
	}
	var histories []*registry.History
	for _, ocid := range ocids {
		h, err := registry.Read(ctx, r.View, ocid, registry.Moment{})
		if err != nil {
			return nil, err
		}
		histories = append(histories, h)
	}
	p := s.casePage(r, histories)
	return r.reply(ctx, answers{
		asPage: s.html(p),
		asJSON: s.json(caseJSON(p.Case, histories)),
		asRSS:  s.rss(r, p, store.EventFilter{OCIDs: ocids}),
	})
}

// storyPrefix keeps the places of a case's processes apart.
func storyPrefix(i int) string {
	if i == 0 {
		return ""
	}
	return "p" + strconv.Itoa(i+1) + "-"
}

func (s *Server) casePage(r *request, histories []*registry.History) *casePage {
	var books bibliography
	var stories []told
	p := &casePage{}
	for i, h := range histories {
		if c := h.Process.Case; c != nil && c.DateChecked.First() >= p.Case.DateChecked.First() {
			p.Case = *c
		}
		view := newStoryView(h, &books, storyPrefix(i))
		teller := view.told(h)
		teller.heading = h.Process.Title
		stories = append(stories, teller)
		p.Stories = append(p.Stories, view)
		if x := h.Process.LastSource(); x != nil && (p.Latest == nil || x.Published.First() > p.Latest.Published.First()) {
			p.Latest = x
		}
	}
	p.Page = s.page(r, p.Case.Title, p.Case.Summary)
	p.Timeline = newTimeline(r.Day, stories...)
	p.Events = caseEvents(histories)
	p.Sources, p.Styles = books.list, []string{"history.css"}
	return p
}
