package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strconv"
	"time"

	"daylight/internal/access"
	"daylight/internal/exchange"
	"daylight/internal/ocds"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// Redactor removes from the record what two people agree has to go.
type Redactor interface {
	ProposeRedaction(context.Context, access.Actor, registry.Redaction, func(context.Context) error) (int64, error)
	ApproveRedaction(ctx context.Context, who access.Actor, id int64, office string, also func(context.Context) error) error
	CloseRedaction(context.Context, access.Actor, int64) error
}

// redactionOffice is by whom redactions are approved, as it is shown.
const redactionOffice = "Administrator of this site"

// deskRedaction is a proposal as the desk shows it.
type deskRedaction struct {
	store.Proposal
	Fields  []string // kinds of field
	Person  string   // who proposed it
	State   string
	Href    string
	Release string // address
}

func (s *Server) deskRedaction(ctx context.Context, p store.Proposal) (x deskRedaction, err error) {
	x = deskRedaction{Proposal: p, Href: href("desk", "redactions", p.ID), Release: href("contracts", p.OCID, "releases", p.Seq), State: "waits for approval"}
	for _, pointer := range p.Pointers {
		x.Fields = append(x.Fields, fieldWords(pointer))
	}
	switch {
	case p.ApprovedBy != "":
		x.State = "removed"
	case !p.Waits() && p.ClosedBy == p.ProposedBy:
		x.State = "withdrawn"
	case !p.Waits():
		x.State = "turned down"
	}
	x.Person, err = s.Access.PersonName(ctx, p.ProposedBy)
	return x, err
}

// mine reports whether an actor may see a proposal.
func mine(a access.Actor, p store.Proposal) bool {
	return access.Can(a, access.SeeRedactions, access.Object{Organisation: p.Organisation}) == nil
}

// redactionsDesk lists what was proposed.
type redactionsDesk struct {
	Desk
	List       []deskRedaction
	MayPropose bool
}

func (*redactionsDesk) template() string { return "desk-redactions" }

func (s *Server) deskRedactions(ctx context.Context, v *visit) error {
	p := &redactionsDesk{Desk: s.deskPage(v, "Redactions")}
	p.MayPropose = mayPropose(v.Actor)
	var list []store.Proposal
	err := s.Reader.Read(ctx, func(view store.View) (err error) {
		list, err = view.Proposals(ctx)
		return err
	})
	if err != nil {
		return err
	}
	for _, x := range list {
		if !mine(v.Actor, x) {
			continue
		}
		d, err := s.deskRedaction(ctx, x)
		if err != nil {
			return err
		}
		p.List = append(p.List, d)
	}
	return s.show(v, http.StatusOK, p)
}

// mayPropose reports whether somebody may, a code aside.
func mayPropose(a access.Actor) bool {
	err := access.Can(a, access.ProposeRedaction, access.Object{Any: true})
	return err == nil || errors.Is(err, access.StepUp)
}

// redactionDesk is one proposal.
type redactionDesk struct {
	Desk
	deskRedaction
	Values     []ocds.Value // as they stand, while it waits
	Approve    *Form
	MayApprove bool
	Mine       bool // proposed by who looks: they cannot approve it
}

func (*redactionDesk) template() string { return "desk-redaction" }

func (s *Server) redactionDesk(ctx context.Context, v *visit) (*redactionDesk, error) {
	id, err := strconv.ParseInt(v.Param("id"), 10, 64)
	if err != nil {
		return nil, access.ErrNotFound
	}
	p := &redactionDesk{Desk: s.deskPage(v, "A redaction")}
	var proposal store.Proposal
	err = s.Reader.Read(ctx, func(view store.View) error {
		if proposal, err = view.Proposal(ctx, id); err != nil || !proposal.Waits() || !mine(v.Actor, proposal) {
			return err
		}
		release, err := view.Release(ctx, proposal.OCID, proposal.Seq)
		if err != nil {
			if errors.Is(err, store.ErrNotFound) {
				return nil // removed by another meanwhile
			}
			return err
		}
		all, err := ocds.Values(release.Body)
		for _, x := range all {
			if slices.Contains(proposal.Pointers, x.Pointer) {
				p.Values = append(p.Values, x)
			}
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	if !mine(v.Actor, proposal) {
		return nil, access.Hidden
	}
	if p.deskRedaction, err = s.deskRedaction(ctx, proposal); err != nil {
		return nil, err
	}
	p.Mine, p.MayApprove = proposal.ProposedBy == v.Person.ID, v.Actor.HasRole(access.SiteAdmin)
	p.Approve = s.newForm(v, "approve", p.deskRedaction.Href+"/approve")
	return p, nil
}

func (s *Server) deskOneRedaction(ctx context.Context, v *visit) error {
	p, err := s.redactionDesk(ctx, v)
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

// redactionTime is how long carrying one out may take: the market may have to
// be surveyed again, and the search index written anew.
const redactionTime = 10 * time.Minute

// approveRedaction carries out what another person proposed, and takes away the
// bulk files, which are written anew without it.
func (s *Server) approveRedaction(ctx context.Context, v *visit) error {
	p, err := s.redactionDesk(ctx, v)
	if err != nil {
		return err
	}
	// Once begun it goes on, whether or not somebody waits for the answer.
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), redactionTime)
	defer cancel()
	on := access.Object{Organisation: p.Organisation, Author: p.ProposedBy}
	err = s.Redactor.ApproveRedaction(ctx, v.Actor, p.ID, redactionOffice, s.once(v, access.ApproveRedaction, on))
	if errors.Is(err, registry.ErrRemains) {
		s.Log.Error("after a redaction", "error", err)
		err = nil
	}
	if no, ok := errors.AsType[*registry.NotRedacted](err); ok {
		err = access.Invalid{{Sentence: no.Sentence}}
	}
	if err != nil {
		return s.again(v, p.Approve, err, p)
	}
	if s.Bulk != "" {
		if err := exchange.RemoveBulk(s.Bulk); err != nil {
			return err
		}
	}
	return v.done(p.deskRedaction.Href, "redacted")
}

func (s *Server) closeRedaction(ctx context.Context, v *visit) error {
	p, err := s.redactionDesk(ctx, v)
	if err == nil {
		err = s.Redactor.CloseRedaction(ctx, v.Actor, p.ID)
	}
	if err != nil {
		return err
	}
	return v.done(p.deskRedaction.Href, "closed")
}
