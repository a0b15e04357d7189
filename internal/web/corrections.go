package web

import (
	"context"
	"slices"
	"strings"

	"daylight/internal/feed"
	"daylight/internal/procurement"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// correctionsPage says how to ask for a correction, and what was decided.
type correctionsPage struct {
	Page
	Open     bool // the form can be used here
	Counts   []registerCount
	Register []registerEntry
	Decided  int
	OnTime   int
	Removed  []tombstone      // the latest first
	Made     []correctionView // at the desk, the latest first
}

func (*correctionsPage) template() string { return "corrections" }

// registerCount is how many were decided in one way.
type registerCount struct {
	Name string
	N    int
}

// registerEntry is a decision on what was asked for: never whose it was, or in
// which words.
type registerEntry struct {
	Number  string
	Kind    string
	OCID    string
	Asked   procurement.Date
	Decided procurement.Date
	At      string
	Outcome string
	Reason  string
	Release string // path of the release that came of it
	Late    bool
}

// outcomes are the ends of a ticket in the register, in order.
var outcomes = []struct {
	state registry.TicketState
	name  string
}{
	{registry.TicketCorrected, "corrected"}, {registry.TicketAccepted, "accepted, to be corrected"},
	{registry.TicketPublished, "published as a reply"}, {registry.TicketRefused, "refused"},
}

func (s *Server) register(ctx context.Context) (list []registerEntry, counts []registerCount, err error) {
	if s.Tickets == nil {
		return nil, nil, nil
	}
	tickets, err := s.Tickets.Register(ctx)
	if err != nil {
		return nil, nil, err
	}
	for _, o := range outcomes {
		n := registerCount{Name: o.name}
		for _, t := range tickets {
			if t.State == o.state {
				n.N++
			}
		}
		counts = append(counts, n)
	}
	for _, t := range tickets {
		e := registerEntry{Number: t.ID, Kind: string(t.Kind), OCID: t.OCID, Asked: ticketView{}.Day(t.CreatedAt), Decided: ticketView{}.Day(t.DecidedAt),
			At: t.DecidedAt, Outcome: outcomeOf(t.State), Reason: t.Reason}
		e.Late = e.Decided.After(t.DecideBy())
		if t.Seq >= 0 {
			e.Release = href("contracts", t.OCID)
		}
		list = append(list, e)
	}
	return list, counts, nil
}

func outcomeOf(state registry.TicketState) string {
	for _, o := range outcomes {
		if o.state == state {
			return o.name
		}
	}
	return ""
}

// jsonRegister is an entry of the register in JSON.
type jsonRegister struct {
	Number  string  `json:"number"`
	Kind    string  `json:"kind"`
	OCID    string  `json:"ocid"`
	Asked   string  `json:"asked"`
	Decided string  `json:"decided"`
	Outcome string  `json:"outcome"`
	Reason  *string `json:"reason"`
	Late    bool    `json:"late"`
}

// jsonMade is something that was put right at the desk.
type jsonMade struct {
	OCID     string  `json:"ocid"`
	About    string  `json:"about"`
	What     string  `json:"what"`
	Named    *string `json:"named"`
	Reason   string  `json:"reason"`
	TakenOut bool    `json:"taken_out"`
	At       string  `json:"at"`
}

// corrections answers from the desk, which changes without the record: nothing
// of it is kept.
func (s *Server) corrections(ctx context.Context, r *request) (*answer, error) {
	p := &correctionsPage{Page: s.page(r, "Corrections", "How to say that something here is wrong or to reply, and what was corrected, published and refused."), Open: s.Tickets != nil}
	p.Styles = []string{"desk.css"}
	redactions, err := r.Redactions(ctx)
	if err != nil {
		return nil, err
	}
	p.Removed = newTombstones(redactions)
	made, err := r.Events(ctx, store.EventFilter{Kinds: []procurement.EventKind{procurement.RecordCorrected}, Limit: feedLimit})
	if err != nil {
		return nil, err
	}
	for _, e := range made {
		p.Made = append(p.Made, correctionOf(e))
	}
	if p.Register, p.Counts, err = s.register(ctx); err != nil {
		return nil, err
	}
	for _, e := range p.Register {
		p.Decided++
		if !e.Late {
			p.OnTime++
		}
	}
	a, err := r.reply(ctx, answers{
		asPage: s.html(p),
		asJSON: func(ctx context.Context) (*answer, error) {
			list := struct {
				jsonList[jsonRegister]
				Redactions []jsonTombstone `json:"redactions"`
				Made       []jsonMade      `json:"corrections"`
			}{jsonList[jsonRegister]{Total: len(p.Register), Items: []jsonRegister{}}, tombstonesJSON(redactions), []jsonMade{}}
			for _, x := range p.Made {
				list.Made = append(list.Made, jsonMade{x.OCID, x.Place, x.What, orNull(x.Named), x.Reason, x.TakenOut, x.At})
			}
			for _, e := range p.Register {
				list.Items = append(list.Items, jsonRegister{e.Number, e.Kind, e.OCID, string(e.Asked), string(e.Decided), e.Outcome, orNull(e.Reason), e.Late})
			}
			return s.json(list)(ctx)
		},
		asRSS: func(context.Context) (*answer, error) {
			c := feed.Channel{Title: "Daylight: corrections", Description: p.Description, Base: s.BaseURL, Link: p.Canonical, Self: r.Address(asRSS)}
			var notes []feed.Note
			for _, e := range p.Register[:min(len(p.Register), feedLimit)] {
				title := strings.ToUpper(e.Kind[:1]) + e.Kind[1:] + " " + e.Outcome + ": " + e.OCID
				notes = append(notes, feed.Note{GUID: "ticket-" + e.Number + "-" + e.Outcome, Title: title, Text: e.Reason, Link: href("contracts", e.OCID), At: e.At})
			}
			for _, x := range p.Made {
				notes = append(notes, feed.Note{GUID: x.GUID, Title: "Record corrected: " + x.Line() + ", " + x.OCID, Text: x.Reason, Link: href("contracts", x.OCID), At: x.At})
			}
			slices.SortStableFunc(notes, func(a, b feed.Note) int { return strings.Compare(b.At, a.At) })
			body, err := feed.Notes(c, notes[:min(len(notes), feedLimit)])
			return &answer{Type: "application/rss+xml; charset=utf-8", Body: body}, err
		},
	})
	if a != nil {
		a.Passing = true
	}
	return a, err
}
