package web

import (
	"cmp"
	"context"
	"strings"
	"time"

	"daylight/internal/procurement"
	"daylight/internal/registry"
)

// calendarDay is a day in a history's calendar.
type calendarDay struct {
	UID, Title string
	Day        procurement.Date
}

// calendar answers with the days of a history to keep in view: the stated ends
// of its contracts and the due dates of its conditions, as iCalendar
// (RFC 5545). An inferred date says so in its title.
func (s *Server) calendar(p Page, h *registry.History) func(context.Context) (*answer, error) {
	return func(context.Context) (*answer, error) {
		var b strings.Builder
		put := func(name, value string) { b.WriteString(fold(name+":"+value) + "\r\n") }
		put("BEGIN", "VCALENDAR")
		put("VERSION", "2.0")
		put("PRODID", "-//Daylight//Contract history//EN")
		put("NAME", escapeICS(p.Title))
		for _, d := range calendarDays(h) {
			put("BEGIN", "VEVENT")
			put("UID", escapeICS(d.UID))
			put("DTSTAMP", stamp(h))
			put("DTSTART;VALUE=DATE", compact(d.Day.Last()))
			put("SUMMARY", escapeICS(d.Title))
			put("URL", p.Canonical)
			put("END", "VEVENT")
		}
		put("END", "VCALENDAR")
		return &answer{Type: "text/calendar; charset=utf-8", Body: []byte(b.String())}, nil
	}
}

func calendarDays(h *registry.History) []calendarDay {
	var list []calendarDay
	p := h.Process
	for _, c := range p.Contracts {
		if c.Made() && c.Period.End.EndStated() {
			list = append(list, calendarDay{p.OCID + "/contract/" + c.ID, "Contract ends: " + cmp.Or(c.Title, p.Title), c.Period.End})
		}
	}
	for _, d := range p.Decisions {
		for _, c := range d.Conditions {
			if !c.Due.Known() || c.Settled() {
				continue
			}
			title := "Condition due: "
			if c.DueBasis != "stated" {
				title = "Condition due (date inferred): "
			}
			list = append(list, calendarDay{p.OCID + "/condition/" + d.ID + "/" + c.ID, title + c.Description, c.Due})
		}
	}
	return list
}

// stamp is when the latest release was recorded: no clock is read.
func stamp(h *registry.History) string {
	latest := ""
	for _, r := range h.Releases {
		latest = max(latest, r.RecordedAt)
	}
	t, err := time.Parse(time.RFC3339, latest)
	if err != nil {
		return compact(h.Day.First()) + "T000000Z"
	}
	return t.UTC().Format("20060102T150405Z")
}

func compact(day string) string { return strings.ReplaceAll(day, "-", "") }

var escapeICS = strings.NewReplacer(`\`, `\\`, ";", `\;`, ",", `\,`, "\r\n", `\n`, "\n", `\n`, "\r", "").Replace

// fold breaks a line after at most 75 octets, never inside a letter.
func fold(line string) string {
	var b strings.Builder
	width := 0
	for _, r := range line {
		if n := len(string(r)); width+n > 75 {
			b.WriteString("\r\n ")
			width = 1
		}
		b.WriteRune(r)
		width += len(string(r))
	}
	return b.String()
}
