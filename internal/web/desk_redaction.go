package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
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

// proposeDesk chooses a release, and what is to go from it.
type proposeDesk struct {
	Desk
	Choose        *Form // a release by its address
	Form          *Form
	Release       store.Release
	Href          string // of the release; "" until one is chosen
	Values        []redactable
	Grounds       []string
	Organisations []access.Organisation
}

func (*proposeDesk) template() string { return "desk-redact" }

// redactable is one value of a release that can be chosen.
type redactable struct {
	ocds.Value
	Field string
	Also  []Link // other releases of the process that say the same
}

// newRedaction shows the values of the release whose address is in the query.
func (s *Server) newRedaction(ctx context.Context, v *visit) error {
	p, err := s.proposeDesk(ctx, v, v.c.QueryParam("release"))
	if invalid, ok := errors.AsType[access.Invalid](err); ok {
		p.Choose.Wrong, err = invalid, nil
	}
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

// proposeDesk is the page for a release by its address; for none where that is
// "". Where nothing stands there, the error says so and the page has none.
func (s *Server) proposeDesk(ctx context.Context, v *visit, address string) (*proposeDesk, error) {
	const action = "/desk/redactions/new"
	p := &proposeDesk{Desk: s.deskPage(v, "Propose a redaction"), Grounds: registry.Grounds, Form: s.newForm(v, "redact", action)}
	p.Choose = &Form{ID: "choose", Action: action, Values: url.Values{"release": {address}}}
	var err error
	if p.Organisations, err = s.Access.Organisations(ctx, v.Actor); err != nil || address == "" {
		return p, err
	}
	p.Organisations = slices.DeleteFunc(p.Organisations, func(o access.Organisation) bool {
		err := access.Can(v.Actor, access.ProposeRedaction, access.Object{Organisation: o.ID})
		return err != nil && !errors.Is(err, access.StepUp)
	})
	ocid, seq, ok := releaseAddress(address)
	unknown := access.Invalid{{Field: "release", Sentence: "No release stands at this address. Open the page of the release, and copy its address from the browser."}}
	if !ok {
		return p, unknown
	}
	err = s.Reader.Read(ctx, func(view store.View) error {
		all, err := view.Releases(ctx, ocid)
		if err != nil {
			return err
		}
		i := slices.IndexFunc(all, func(r store.Release) bool { return r.Seq == seq })
		if i < 0 {
			return unknown
		}
		p.Release, p.Href = all[i], href("contracts", ocid, "releases", seq)
		p.Values, err = redactables(all[i], all)
		return err
	})
	return p, err
}

// releaseAddress reads the address of a release, of this site or any other's
// name for it.
func releaseAddress(address string) (ocid string, seq int64, ok bool) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil {
		return "", 0, false
	}
	parts := strings.Split(strings.Trim(u.EscapedPath(), "/"), "/")
	if len(parts) != 4 || parts[0] != "contracts" || parts[2] != "releases" {
		return "", 0, false
	}
	ocid, err = url.PathUnescape(parts[1])
	seq, bad := strconv.ParseInt(parts[3], 10, 64)
	return ocid, seq, err == nil && bad == nil
}

// shortest is how long a text is to be to look for it in other releases.
const shortest = 4

// redactables are the values of a release, with where else each stands.
func redactables(r store.Release, all []store.Release) ([]redactable, error) {
	also := map[string][]Link{}
	for _, other := range all {
		if other.Seq == r.Seq {
			continue
		}
		values, err := ocds.Values(other.Body)
		if err != nil {
			return nil, err
		}
		link := Link{Name: strconv.FormatInt(other.Seq, 10), Href: href("contracts", other.OCID, "releases", other.Seq)}
		for _, x := range values {
			if len(x.Text) >= shortest && !slices.Contains(also[x.Text], link) {
				also[x.Text] = append(also[x.Text], link)
			}
		}
	}
	values, err := ocds.Values(r.Body)
	var list []redactable
	for _, x := range values {
		if ocds.Removable(x.Pointer) {
			list = append(list, redactable{x, fieldWords(x.Pointer), also[x.Text]})
		}
	}
	return list, err
}

func (s *Server) proposeRedaction(ctx context.Context, v *visit) error {
	p, err := s.proposeDesk(ctx, v, v.Field("release"))
	if err != nil {
		return s.again(v, p.Choose, err, p)
	}
	asks, err := s.Access.Organisation(ctx, v.Field("organisation"))
	if err != nil {
		return s.again(v, p.Form, access.Invalid{{Field: "organisation", Sentence: "Choose the organisation that asks for it."}}, p)
	}
	x := registry.Redaction{OCID: p.Release.OCID, Seq: p.Release.Seq, Pointers: v.form["pointers"], Ground: v.Field("ground"), Note: v.Field("note"),
		Organisation: asks.ID, AskedBy: asks.Name}
	id, err := s.Redactor.ProposeRedaction(ctx, v.Actor, x, s.once(v, access.ProposeRedaction, access.Object{Organisation: asks.ID}))
	if no, ok := errors.AsType[*registry.NotRedacted](err); ok {
		err = access.Invalid{{Field: no.Field, Sentence: no.Sentence}}
	}
	if err != nil {
		return s.again(v, p.Form, err, p)
	}
	return v.done(href("desk", "redactions", id), "proposed")
}

// once is what a form does in the transaction of what it is for: it reads the
// actor again, and makes a second submission known.
func (s *Server) once(v *visit, what access.Action, on access.Object) func(context.Context) error {
	return func(ctx context.Context) error {
		now, err := s.Access.Renew(ctx, v.Actor)
		if err != nil {
			return err
		}
		if err := access.Can(now, what, on); err != nil {
			return err
		}
		return s.Access.Once(ctx, v.Person.ID, v.Field("once"))
	}
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
