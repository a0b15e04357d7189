package web

import (
	"cmp"
	"context"
	"time"

	"daylight/internal/feed"
	"daylight/internal/registry"
)

// calendar answers with the days of a history to keep in view: the stated ends
// of its contracts and the due dates of its conditions, as iCalendar. An
// inferred date says so in its title.
func (s *Server) calendar(p Page, h *registry.History) func(context.Context) (*answer, error) {
	return func(context.Context) (*answer, error) {
		body := feed.Calendar(p.Title, stamp(h), calendarDays(p.Canonical, h))
		return &answer{Type: "text/calendar; charset=utf-8", Body: body}, nil
	}
}

func calendarDays(link string, h *registry.History) []feed.Day {
	var list []feed.Day
	p := h.Process
	for _, c := range p.Contracts {
		if c.Made() && c.Period.End.EndStated() {
			list = append(list, feed.Day{UID: p.OCID + "/contract/" + c.ID, Title: "Contract ends: " + cmp.Or(c.Title, p.Title), Link: link, Day: c.Period.End})
		}
	}
	for _, d := range p.Decisions {
		for _, c := range d.Conditions {
			if !c.Due.Known() || c.Settled() {
				continue
			}
			title := label("demand", d.Type) + " due: "
			if c.DueBasis != "stated" {
				title = label("demand", d.Type) + " due (date inferred): "
			}
			list = append(list, feed.Day{UID: p.OCID + "/condition/" + d.ID + "/" + c.ID, Title: title + c.Description, Link: link, Day: c.Due})
		}
	}
	return list
}

// stamp is when the latest release was recorded: no clock is read.
func stamp(h *registry.History) time.Time {
	latest := ""
	for _, r := range h.Releases {
		latest = max(latest, r.RecordedAt)
	}
	t, err := time.Parse(time.RFC3339, latest)
	if err != nil {
		return h.Day.Time()
	}
	return t.UTC()
}
