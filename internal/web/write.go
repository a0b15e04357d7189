package web

import (
	"context"
	"errors"
	"net/http"
	"slices"
	"strings"

	"daylight/internal/access"
	"daylight/internal/forms"
	"daylight/internal/procurement"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// writePage is where writing begins: a contract is found, and a form chosen.
type writePage struct {
	Desk
	Query   string
	Found   []store.ProcessItem
	Process *procurement.Process // nil before one is found
	Offers  []offer
	Form    *Form
}

func (*writePage) template() string { return "write" }

// offer is a form that the people of an organisation fill in.
type offer struct {
	Ask          *forms.Form
	Organisation access.Organisation
	Subjects     []forms.Option
	WhyNot       string
	Beside       string // who keeps the record, where this stands beside it
}

// foundAtMost is how many contracts a search shows to choose from.
const foundAtMost = 20

func (s *Server) newWrite(ctx context.Context, v *visit, ocid string) (*writePage, error) {
	p := &writePage{Desk: s.deskPage(v, "Write"), Query: strings.TrimSpace(v.c.QueryParam("q")), Form: s.newForm(v, "write", "/desk/write")}
	p.Form.Code = false
	organisations, err := s.Access.Organisations(ctx, v.Actor)
	if err != nil {
		return nil, err
	}
	return p, s.Reader.Read(ctx, func(view store.View) (err error) {
		if ocid != "" {
			if p.Process, err = registry.Latest(ctx, view, ocid); err != nil {
				return err
			}
		} else if p.Query != "" {
			if p.Found, _, err = view.Processes(ctx, store.ProcessFilter{Query: p.Query, Limit: foundAtMost}); err != nil {
				return err
			}
		}
		own := map[string]forms.About{}
		for _, o := range organisations {
			a := forms.About{Process: p.Process, Speaker: registry.Speaker(o)}
			if p.Process != nil {
				if err := addOwn(ctx, view, &a, p.Process.OCID); err != nil {
					return err
				}
			}
			own[o.ID] = a
		}
		for _, f := range forms.All() {
			if f.New == (p.Process != nil) {
				continue
			}
			for _, o := range organisations {
				if err := s.offer(ctx, view, v, p, f, o, own[o.ID]); err != nil {
					return err
				}
			}
		}
		return nil
	})
}

// offer adds a form to the page, where the person may fill it in for the
// organisation, or could but for a mandate.
func (s *Server) offer(ctx context.Context, view store.View, v *visit, p *writePage, f *forms.Form, o access.Organisation, about forms.About) error {
	x := offer{Ask: f, Organisation: o}
	d := registry.Draft{Organisation: o.ID, Form: f.Name, Decision: f.Decision}
	if p.Process != nil {
		d.OCID = p.Process.OCID
		if f.Core && p.Process.Publisher != o.Name {
			x.Beside = p.Process.Publisher
		}
	}
	err := s.Drafts.May(ctx, view, v.Actor, d)
	refused, isRefusal := errors.AsType[access.Refusal](err)
	switch {
	case err == nil:
	case isRefusal && refused == access.NoMandate:
		x.WhyNot = string(refused)
	case isRefusal:
		return nil
	default:
		return err
	}
	if f.Subject != nil {
		x.Subjects = f.Subject(about)
		if len(x.Subjects) == 0 {
			return nil
		}
	}
	p.Offers = append(p.Offers, x)
	return nil
}

func (s *Server) write(ctx context.Context, v *visit) error {
	p, err := s.newWrite(ctx, v, v.c.QueryParam("ocid"))
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

// beginDraft makes a draft and opens its form.
func (s *Server) beginDraft(ctx context.Context, v *visit) error {
	f, known := forms.Named(v.Field("form"))
	if !known || f.New != (v.Field("ocid") == "") {
		return bad("Choose a form from the page.")
	}
	d := registry.Draft{Organisation: v.Field("organisation"), Form: f.Name, Decision: f.Decision, OCID: v.Field("ocid"), Subject: v.Field("subject")}
	about, err := s.about(ctx, f, d)
	if err != nil {
		return err
	}
	if f.Subject != nil && !slices.ContainsFunc(f.Subject(about), func(o forms.Option) bool { return o.Value == d.Subject }) {
		return bad("Choose from the page what it is about.")
	}
	if about.Process != nil {
		d.Title = about.Process.Title
	}
	if f.Fill != nil {
		d.Fields = f.Fill(about).Encode()
	}
	if d, err = s.Drafts.Begin(ctx, v.Actor, d, v.Field("once")); err != nil {
		return err
	}
	return v.c.Redirect(http.StatusSeeOther, href("desk", "drafts", d.ID))
}
