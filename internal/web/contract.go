package web

import (
	"context"
	"errors"

	"daylight/internal/procurement"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// contractPage is the whole history of one contracting process.
type contractPage struct {
	Page
	processView
	Moment   momentView
	Timeline timeline
	Events   []eventView
	Sources  []numberedSource
	Releases []releaseLine
	Notes    []noteLine
	Removed  []tombstone
	Cite     citation
	Checked  procurement.Date // when a person last looked for newer sources
	Latest   *procurement.Source
	Licences []string // under which its releases came here, each once
	Draft    string   // address of the draft that this is a preview of; "" for the record
}

func (*contractPage) template() string { return "contract" }

// contract answers with one history, as it stands or stood at a moment.
func (s *Server) contract(ctx context.Context, r *request) (*answer, error) {
	h, moment, err := r.history(ctx)
	if err != nil {
		return nil, err
	}
	p := s.contractPage(r, h, moment)
	return r.reply(ctx, answers{
		asPage: s.html(p),
		asJSON: s.json(historyJSON(h)),
		asCSV:  s.csv(fileName(h.Process.OCID, "steps"), extensionHeader, stepRows(h)),
		asRSS:  s.historyFeed(r, p, h, moment),
		asICS:  s.calendar(p.Page, h),
	})
}

func (s *Server) contractPage(r *request, h *registry.History, m registry.Moment) *contractPage {
	var books bibliography
	view := newProcessView(h, &books)
	p := &contractPage{
		Page:        s.page(r, h.Process.Title, contractDescription(h.Process)),
		processView: view,
		Moment:      newMomentView(r, m, h),
		Timeline:    newTimeline(h.Day, append([]told{view.told(h)}, view.elsewhere(h, &books)...)...),
		Events:      eventViews(h),
		Releases:    releaseLines(h),
		Notes:       noteLines(h),
		Removed:     newTombstones(h.Removed),
		Cite:        s.cite(r, h),
		Latest:      h.Process.LastSource(),
		Licences:    h.Licences,
	}
	p.Sources = books.list
	p.Styles = []string{"history.css"}
	p.Twins = append(p.Twins, Link{Name: "OCDS record", Href: href("contracts", h.Process.OCID, "ocds.json"), Type: "application/json"})
	if c := h.Process.Case; c != nil {
		p.Checked = c.DateChecked
	}
	return p
}

func contractDescription(p *procurement.Process) string {
	text := "The contract history of " + p.Title
	if p.Buyer != nil {
		text += ", " + p.Buyer.Name
	}
	return text + ": suppliers, extensions, decisions, challenges and sources."
}

// history reads the process of the address at the moment asked for.
func (r *request) history(ctx context.Context) (*registry.History, registry.Moment, error) {
	m, err := r.moment()
	if err != nil {
		return nil, m, err
	}
	ocid := r.Param("ocid")
	h, err := registry.Read(ctx, r.View, ocid, m)
	if m != (registry.Moment{}) && errors.Is(err, store.ErrNotFound) {
		if _, known := r.Record(ctx, ocid); known == nil {
			return nil, m, bad("Nothing was on record about this contract by then: choose a later day, or leave the day out.")
		}
	}
	return h, m, err
}

// moment is the point on both clocks that a reader asks for.
func (r *request) moment() (registry.Moment, error) {
	at, err := r.Date("at")
	if err != nil {
		return registry.Moment{}, err
	}
	if r.Day.Known() && at.Last() > r.Day.Last() {
		return registry.Moment{}, bad("The record ends on " + r.Day.String() + ": nothing can be said of a later day yet. Choose that day or an earlier one.")
	}
	log, err := r.Number("log", "Write the size of the log as a number, such as log=1200.")
	if err == nil && log > r.LogSize {
		err = bad("The log has " + procurement.Count(int(r.LogSize), "entry") + " so far. Choose that size or a smaller one.")
	}
	return registry.Moment{At: at, Log: log}, err
}
