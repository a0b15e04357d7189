package web

import (
	"strconv"

	"daylight/internal/procurement"
	"daylight/internal/registry"
)

// momentView says at which point on the two clocks a history is shown, and
// lets the reader choose another.
type momentView struct {
	At      procurement.Date
	Log     int64
	Past    bool // not the latest state
	Path    string
	First   string // bounds for the reader's choice, YYYY-MM-DD
	Last    string
	Chosen  string
	Current string // address of the latest state
}

func newMomentView(r *request, m registry.Moment, h *registry.History) momentView {
	v := momentView{At: m.At, Log: m.Log, Past: m.At.Known() || m.Log > 0, Path: r.Path, Chosen: m.At.Last(), Last: r.Day.Last()}
	v.Current = r.Address(asPage, "at", "", "log", "")
	if len(h.Releases) > 0 {
		first, _ := procurement.ParseDate(h.Releases[0].Date)
		v.First = first.First()
	}
	return v
}

// citation is how to refer to a page as it stands.
type citation struct {
	Title   string
	Day     procurement.Date
	LogSize int64
	Address string
}

// cite carries both clocks, so that the address shows the same for good.
func (s *Server) cite(r *request, h *registry.History) citation {
	at := h.Day
	if !at.Known() && len(h.Releases) > 0 {
		at, _ = procurement.ParseDate(h.Releases[len(h.Releases)-1].Date)
	}
	return citation{Title: h.Process.Title, Day: at, LogSize: h.LogSize,
		Address: s.BaseURL + r.Address(asPage, "at", at.Last(), "log", strconv.FormatInt(h.LogSize, 10))}
}
