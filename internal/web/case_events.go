package web

import (
	"cmp"
	"slices"

	"daylight/internal/procurement"
	"daylight/internal/registry"
)

// caseEvents are the events of all processes of a case, newest first.
func caseEvents(histories []*registry.History) []caseEvent {
	var list []caseEvent
	for _, h := range histories {
		for _, e := range eventViews(h) {
			list = append(list, caseEvent{e, h.Process.Title, href("contracts", h.Process.OCID)})
		}
	}
	slices.SortStableFunc(list, func(a, b caseEvent) int { return cmp.Compare(b.public(), a.public()) })
	for i := range list {
		list[i].Same = i > 0 && list[i].Date == list[i-1].Date
	}
	return list
}

// jsonCase is a case as data.
type jsonCase struct {
	ID        string        `json:"id"`
	Title     string        `json:"title"`
	Summary   string        `json:"summary"`
	Checked   *string       `json:"date_checked"`
	Processes []jsonHistory `json:"processes"`
}

func caseJSON(c procurement.Case, histories []*registry.History) jsonCase {
	j := jsonCase{ID: c.ID, Title: c.Title, Summary: c.Summary, Checked: orNull(c.DateChecked)}
	for _, h := range histories {
		j.Processes = append(j.Processes, historyJSON(h))
	}
	return j
}
