package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"daylight/internal/access"
	"daylight/internal/store"
)

// siteID is what the site is called among the desk's organisations.
const siteID = "site"

// deskOrganisationsPage is the organisations a person looks after.
type deskOrganisationsPage struct {
	Desk
	Organisations []access.Organisation
	Site          bool // the person looks after the site too
	Form          *Form
	MayAdd        bool
}

func (*deskOrganisationsPage) template() string { return "desk-organisations" }

func (s *Server) newOrganisations(ctx context.Context, v *visit) (*deskOrganisationsPage, error) {
	p := &deskOrganisationsPage{Desk: s.deskPage(v, "Organisations"), Form: s.newForm(v, "organisation", "/desk/organisations"),
		Site: v.Actor.HasRole(access.SiteAdmin), MayAdd: v.Actor.HasRole(access.SiteAdmin)}
	list, err := s.Access.Organisations(ctx, v.Actor)
	for _, o := range list {
		if access.Can(v.Actor, access.SeeOrganisations, access.Object{Organisation: o.ID}) == nil {
			p.Organisations = append(p.Organisations, o)
		}
	}
	return p, err
}

func (s *Server) deskOrganisations(ctx context.Context, v *visit) error {
	p, err := s.newOrganisations(ctx, v)
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

func (s *Server) addOrganisation(ctx context.Context, v *visit) error {
	p, err := s.newOrganisations(ctx, v)
	if err != nil {
		return err
	}
	o := access.Organisation{Name: v.Field("name"), Key: keyWritten(v.Field("key")), Oversight: v.Field("oversight") != ""}
	if o.Key != "" {
		_, err = s.recordedName(ctx, o.Key, "key")
	}
	id := ""
	if err == nil {
		id, err = s.Access.AddOrganisation(ctx, v.Actor, o, v.from)
	}
	if err != nil {
		return s.again(v, p.Form, err, p)
	}
	return v.done(href("desk", "organisations", id), "organisation")
}

// recordedName is what the record calls an organisation. Where it knows none by
// the key, that is what is wrong with the field.
func (s *Server) recordedName(ctx context.Context, key, field string) (name string, err error) {
	err = s.Reader.Read(ctx, func(view store.View) error {
		o, err := view.Organisation(ctx, key)
		if errors.Is(err, store.ErrNotFound) {
			err = access.Invalid{{Field: field, Sentence: "The record has no such page. Copy the address of the organisation's page under Organisations."}}
		}
		name = o.Name
		return err
	})
	return name, err
}

// keyWritten is the key in the address of an organisation's page, or what was
// written alone.
func keyWritten(text string) string {
	_, key, found := strings.Cut(text, "/organisations/")
	if !found {
		return text
	}
	key, _, _ = strings.Cut(key, "?")
	if whole, err := url.PathUnescape(key); err == nil {
		return whole
	}
	return key
}

// buyersOffered is how many buyers a form offers to choose from.
const buyersOffered = 500

// buyers are organisations that buy, those in most processes first.
func (s *Server) buyers(ctx context.Context) (list []store.OrganisationRow, err error) {
	err = s.Reader.Read(ctx, func(view store.View) error {
		all, _, err := view.Organisations(ctx, store.OrganisationFilter{Limit: buyersOffered})
		for _, o := range all {
			if o.Buyer > 0 {
				list = append(list, o)
			}
		}
		return err
	})
	return list, err
}

// organisationDesk is one organisation: its people, invitations and mandates.
type organisationDesk struct {
	Desk
	Organisation access.Organisation
	Address      string
	Colleagues   []access.Colleague
	Invitations  []access.Invitation
	Resets       []access.ShownReset
	Mandates     []deskMandate
	Roles        []access.Role
	Invite       *Form
	Role         *Form
	Reset        *Form
	Mandate      *Form
	Buyers       []store.OrganisationRow // to choose from
	Me           string                  // id of who looks
	MayApprove   bool                    // mandates
}

func (*organisationDesk) template() string { return "desk-organisation" }

// MandateBuyer is the n-th buyer that was written in the form for a mandate,
// and MoreBuyers are those asked for beside the first.
func (p *organisationDesk) MandateBuyer(n int) string {
	if list := p.Mandate.Values["buyer"]; n <= len(list) {
		return list[n-1]
	}
	return ""
}

// MoreBuyers see MandateBuyer.
func (*organisationDesk) MoreBuyers() []int { return []int{2, 3, 4, 5, 6, 7, 8} }

// at is the organisation's id, as access knows it: "" is the site.
func (p *organisationDesk) at() string { return p.Organisation.ID }

func (s *Server) newOrganisation(ctx context.Context, v *visit) (*organisationDesk, error) {
	id := v.Param("id")
	address := href("desk", "organisations", id)
	o := access.Organisation{Name: "This site"}
	if id != siteID {
		var err error
		if o, err = s.Access.Organisation(ctx, id); err != nil {
			return nil, err
		}
	}
	p := &organisationDesk{Desk: s.deskPage(v, o.Name), Organisation: o, Address: address, Me: v.Person.ID, MayApprove: v.Actor.HasRole(access.SiteAdmin),
		Invite: s.newForm(v, "invite", address+"/invite"), Role: s.newForm(v, "role", address+"/role"), Reset: s.newForm(v, "reset", address+"/reset"),
		Mandate: s.newForm(v, "mandate", address+"/mandate")}
	for _, r := range access.Roles {
		if (r == access.SiteAdmin) == (o.ID == "") {
			p.Roles = append(p.Roles, r)
		}
	}
	var err error
	if p.Colleagues, err = s.Access.People(ctx, v.Actor, o.ID); err != nil {
		return nil, err
	}
	if p.Invitations, err = s.Access.Invitations(ctx, v.Actor, o.ID); err != nil {
		return nil, err
	}
	if p.Resets, err = s.Access.Resets(ctx, v.Actor, o.ID); err != nil {
		return nil, err
	}
	if o.Oversight {
		if p.Buyers, err = s.buyers(ctx); err != nil {
			return nil, err
		}
	}
	return p, s.addMandates(ctx, v, p)
}

func (s *Server) deskOrganisation(ctx context.Context, v *visit) error {
	p, err := s.newOrganisation(ctx, v)
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

func (s *Server) grantRole(ctx context.Context, v *visit) error {
	return s.onOrganisation(ctx, v, "role", func(organisation string) error {
		return s.Access.GrantRole(ctx, v.Actor, v.Field("email"), organisation, access.Role(v.Field("role")), v.from)
	})
}

func (s *Server) confirmRole(ctx context.Context, v *visit) error {
	return s.onOrganisation(ctx, v, "confirmed", func(organisation string) error {
		return s.Access.ConfirmRole(ctx, v.Actor, v.Field("email"), organisation, access.Role(v.Field("role")), v.from)
	})
}

func (s *Server) takeRole(ctx context.Context, v *visit) error {
	return s.onOrganisation(ctx, v, "role", func(organisation string) error {
		return s.Access.TakeRole(ctx, v.Actor, v.Field("email"), organisation, access.Role(v.Field("role")), v.from)
	})
}
