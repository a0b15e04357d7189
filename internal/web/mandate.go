package web

import (
	"context"
	"errors"

	"daylight/internal/access"
)

// deskMandate is a mandate with the names of those it concerns.
type deskMandate struct {
	access.Mandate
	Organisation string
	BuyerName    string
	Asked        string // who asked for it
	State        string
	Waits        bool // for approval
	Mine         bool // asked for by who looks: they cannot approve it
}

func (s *Server) deskMandate(ctx context.Context, m access.Mandate) (x deskMandate, err error) {
	x = deskMandate{Mandate: m, Waits: m.ApprovedBy == "" && m.EndedAt == ""}
	switch today := s.Access.Now().Format("2006-01-02"); {
	case m.EndedAt != "":
		x.State = "ended"
	case x.Waits:
		x.State = "waits for approval"
	case today < m.FromDay:
		x.State = "not begun"
	case m.ToDay != "" && today > m.ToDay:
		x.State = "lapsed"
	default:
		x.State = "holds"
	}
	if x.Asked, err = s.Access.PersonName(ctx, m.RequestedBy); err != nil {
		return x, err
	}
	x.BuyerName, err = s.recordedName(ctx, m.Buyer, "")
	if _, unknown := errors.AsType[access.Invalid](err); unknown {
		x.BuyerName, err = m.Buyer, nil
	}
	return x, err
}

// addMandates fills in the mandates of an organisation's page.
func (s *Server) addMandates(ctx context.Context, v *visit, p *organisationDesk) error {
	list, err := s.Access.Mandates(ctx, v.Actor, p.at())
	if err != nil {
		return err
	}
	for _, m := range list {
		x, err := s.deskMandate(ctx, m)
		if err != nil {
			return err
		}
		x.Mine = m.RequestedBy == v.Person.ID
		p.Mandates = append(p.Mandates, x)
	}
	return nil
}

func (s *Server) requestMandate(ctx context.Context, v *visit) error {
	p, err := s.newOrganisation(ctx, v)
	if err != nil {
		return err
	}
	m := access.Mandate{Organisation: p.at(), Buyer: v.Field("buyer"), FromDay: v.Field("from"), ToDay: v.Field("to"), Source: v.Field("source")}
	if m.Buyer != "" {
		_, err = s.recordedName(ctx, m.Buyer, "buyer")
	}
	if err == nil {
		err = s.Access.RequestMandate(ctx, v.Actor, m, v.Field("once"), v.from)
	}
	if errors.Is(err, access.ErrRepeated) {
		err = nil // it is asked for
	}
	if err != nil {
		return s.again(v, p.Mandate, err, p)
	}
	return v.done(p.Address, "mandate")
}

func (s *Server) approveMandate(ctx context.Context, v *visit) error {
	return s.onOrganisation(ctx, v, "approved", func(organisation string) error {
		return s.Access.ApproveMandate(ctx, v.Actor, organisation, v.Param("mandate"), v.from)
	})
}

func (s *Server) endMandate(ctx context.Context, v *visit) error {
	return s.onOrganisation(ctx, v, "ended", func(organisation string) error {
		return s.Access.EndMandate(ctx, v.Actor, organisation, v.Param("mandate"), v.from)
	})
}
