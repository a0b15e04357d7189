package web

import (
	"context"
	"net/url"
	"slices"
	"strconv"

	"daylight/internal/procurement"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// casePage tells several processes as one story.
type casePage struct {
	Page
	Case     procurement.Case
	Total    int // processes
	Stories  []processView
	Others   []store.ProcessItem // those not told in full, as far as linked
	All      string              // address of the list of all
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

// How many processes of a case are told in full, and how many more are linked;
// the list of contracts has all.
const (
	fullStories = 25
	linkedMore  = 200
)

// caseStory answers with a case: its processes side by side.
func (s *Server) caseStory(ctx context.Context, r *request) (*answer, error) {
	id := r.Param("id")
	ocids, err := r.CaseProcesses(ctx, id)
	if err != nil {
		return nil, err
	}
	if len(ocids) == 0 {
		return nil, store.ErrNotFound
	}
	told := ocids[:min(len(ocids), fullStories)]
	if r.Form == asRSS {
		return s.caseFeed(ctx, r, told, ocids)
	}
	var histories []*registry.History
	for _, ocid := range told {
		h, err := registry.Read(ctx, r.View, ocid, registry.Moment{})
		if err != nil {
			return nil, err
		}
		histories = append(histories, h)
	}
	p := s.casePage(r, histories)
	p.Total, p.All = len(ocids), href("contracts")+"?"+url.Values{"case": {id}}.Encode()
	if r.Form == asPage && p.Total > len(told) {
		if p.Others, err = r.otherProcesses(ctx, id, told); err != nil {
			return nil, err
		}
	}
	return r.reply(ctx, answers{asPage: s.html(p), asJSON: s.json(s.caseJSON(p, histories))})
}

// otherProcesses are the processes of a case that are not told in full, the
// latest first, as many as are linked.
func (r *request) otherProcesses(ctx context.Context, id string, told []string) ([]store.ProcessItem, error) {
	items, _, err := r.Processes(ctx, store.ProcessFilter{Case: id, Limit: fullStories + linkedMore})
	items = slices.DeleteFunc(items, func(it store.ProcessItem) bool { return slices.Contains(told, it.OCID) })
	return items[:min(len(items), linkedMore)], err
}

// caseFeed answers with the events of a case, of which it needs only the title.
// Where not every process is told, the feed holds the latest events.
func (s *Server) caseFeed(ctx context.Context, r *request, told, ocids []string) (*answer, error) {
	var of procurement.Case
	for _, ocid := range told {
		p, err := r.process(ctx, ocid)
		if err != nil {
			return nil, err
		}
		of = laterChecked(of, p.Case)
	}
	f := store.EventFilter{OCIDs: ocids}
	if len(ocids) > len(told) {
		f.Limit = feedLimit
	}
	p := s.page(r, of.Title, of.Summary)
	return s.rss(r, &p, f)(ctx)
}

// laterChecked is the case as told where somebody checked it last.
func laterChecked(a procurement.Case, b *procurement.Case) procurement.Case {
	if b != nil && b.DateChecked.First() >= a.DateChecked.First() {
		return *b
	}
	return a
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
		p.Case = laterChecked(p.Case, h.Process.Case)
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
