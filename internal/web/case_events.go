package web

import (
	"slices"
	"strings"

	"daylight/internal/registry"
)

// caseEvents are the events of all processes of a case, newest first, each
// with the name of its process.
func caseEvents(histories []*registry.History) []caseEvent {
	var list []caseEvent
	for _, h := range histories {
		for _, e := range viewEvents(h, h.Process.Title) {
			list = append(list, caseEvent{e, h.Process.Title, href("contracts", h.Process.OCID)})
		}
	}
	slices.SortStableFunc(list, func(a, b caseEvent) int { return newestFirst(a.eventView, b.eventView) })
	for i := range list {
		list[i].Same = i > 0 && list[i].sameDay(list[i-1].eventView)
	}
	return list
}

// jsonCase is a case as data. All is the absolute address of the list of all
// its processes, of which the first are here in full.
type jsonCase struct {
	ID        string        `json:"id"`
	Title     string        `json:"title"`
	Summary   string        `json:"summary"`
	Checked   *string       `json:"date_checked"`
	Total     int           `json:"total"`
	Processes []jsonHistory `json:"processes"`
	All       string        `json:"all"`
}

func (s *Server) caseJSON(p *casePage, histories []*registry.History) jsonCase {
	c := p.Case
	j := jsonCase{ID: c.ID, Title: c.Title, Summary: c.Summary, Checked: orNull(c.DateChecked), Total: p.Total,
		All: s.BaseURL + strings.Replace(p.All, "?", string(asJSON)+"?", 1)}
	for _, h := range histories {
		j.Processes = append(j.Processes, historyJSON(h))
	}
	return j
}
