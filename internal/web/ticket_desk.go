package web

import (
	"context"
	"net/http"
	"strconv"

	"daylight/internal/access"
	"daylight/internal/procurement"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// ticketsDesk is what waits to be decided.
type ticketsDesk struct {
	Desk
	Waiting  []*ticketView
	Accepted []*ticketView
}

func (*ticketsDesk) template() string { return "desk-tickets" }

func (s *Server) deskTickets(ctx context.Context, v *visit) error {
	p := &ticketsDesk{Desk: s.deskPage(v, "Replies and corrections")}
	list, err := s.Tickets.Queue(ctx, v.Actor)
	if err != nil {
		return err
	}
	for _, t := range list {
		x, err := s.ticketView(ctx, t)
		if err != nil {
			return err
		}
		if t.State == registry.TicketOpen {
			p.Waiting = append(p.Waiting, x)
		} else {
			p.Accepted = append(p.Accepted, x)
		}
	}
	return s.show(v, http.StatusOK, p)
}

// ticketDesk is one ticket, and what may be done with it.
type ticketDesk struct {
	Desk
	Ticket   *ticketView
	Form     *Form // decides
	Hand     *Form // hands it on
	Decides  bool
	Hands    bool
	Releases []option // since it was asked
	Others   []access.Organisation
}

func (*ticketDesk) template() string { return "desk-ticket" }

func (s *Server) newTicketDesk(ctx context.Context, v *visit) (*ticketDesk, error) {
	t, err := s.Tickets.Ticket(ctx, v.Actor, v.Param("id"))
	if err != nil {
		return nil, err
	}
	address := href("desk", "corrections", t.ID)
	p := &ticketDesk{Desk: s.deskPage(v, "Ticket "+t.ID), Form: s.newForm(v, "decide", address), Hand: s.newForm(v, "hand", address+"/hand")}
	if p.Ticket, err = s.ticketView(ctx, t); err != nil {
		return nil, err
	}
	p.Ticket.Mine = t.Author != "" && t.Author == v.Person.ID
	now := v.Actor
	now.Fresh = true // the form asks for a code
	p.Decides = access.Can(now, access.DecideTicket, access.Object{Organisation: t.Organisation, Author: t.Author}) == nil
	if p.Hands = access.Can(now, access.AssignTicket, access.Object{}) == nil && !t.Decided(); p.Hands {
		if p.Others, err = s.Access.Organisations(ctx, v.Actor); err != nil {
			return nil, err
		}
	}
	if t.State == registry.TicketAccepted {
		err = s.Reader.Read(ctx, func(view store.View) error {
			h, err := registry.Read(ctx, view, t.OCID, registry.Moment{})
			if err != nil {
				return err
			}
			for _, r := range h.Releases {
				if r.RecordedAt >= t.CreatedAt {
					p.Releases = append(p.Releases, option{strconv.FormatInt(r.Seq, 10), r.ID + ", filed " + procurement.Date(r.RecordedAt[:10]).String()})
				}
			}
			return nil
		})
	}
	return p, err
}

func (s *Server) deskTicket(ctx context.Context, v *visit) error {
	p, err := s.newTicketDesk(ctx, v)
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

// verdicts are what the buttons of the form decide.
var verdicts = map[string]registry.TicketState{
	"acknowledge": registry.TicketOpen, "accept": registry.TicketAccepted, "publish": registry.TicketPublished, "refuse": registry.TicketRefused, "corrected": registry.TicketCorrected,
}

func (s *Server) decideTicket(ctx context.Context, v *visit) error {
	p, err := s.newTicketDesk(ctx, v)
	if err != nil {
		return err
	}
	state, known := verdicts[v.Field("do")]
	if !known {
		return s.again(v, p.Form, access.Invalid{{Sentence: "Choose what is to become of it."}}, p)
	}
	release, err := strconv.ParseInt(v.Field("release"), 10, 64)
	if err != nil {
		release = -1
	}
	if err := s.Tickets.Decide(ctx, v.Actor, p.Ticket.ID, registry.Verdict{State: state, Reason: v.Field("reason"), Release: release}, v.Field("once"), v.from); err != nil {
		return s.again(v, p.Form, err, p)
	}
	return v.done(href("desk", "corrections", p.Ticket.ID), "ticket-"+v.Field("do"))
}

func (s *Server) handTicket(ctx context.Context, v *visit) error {
	p, err := s.newTicketDesk(ctx, v)
	if err != nil {
		return err
	}
	if err := s.Tickets.Hand(ctx, v.Actor, p.Ticket.ID, v.Field("organisation"), v.from); err != nil {
		return s.again(v, p.Hand, err, p)
	}
	return v.done(href("desk", "corrections", p.Ticket.ID), "ticket-handed")
}
