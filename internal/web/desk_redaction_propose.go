package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"daylight/internal/access"
	"daylight/internal/ocds"
	"daylight/internal/registry"
	"daylight/internal/store"
)

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
	WhyNot        string // what keeps the reader from proposing it
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
		if p.asks(v.Actor); p.WhyNot != "" {
			return nil
		}
		p.Values, err = redactables(all[i], all)
		return err
	})
	return p, err
}

// asks keeps the organisations for which an actor may ask for the redaction of
// the release, or says why there is none.
func (p *proposeDesk) asks(who access.Actor) {
	p.Organisations = slices.DeleteFunc(p.Organisations, func(o access.Organisation) bool {
		err := access.Can(who, access.ProposeRedaction, registry.RedactionOf(p.Release, o.ID, o.Name))
		if errors.Is(err, access.NotOwn) {
			p.WhyNot = err.Error()
		}
		return err != nil && !errors.Is(err, access.StepUp)
	})
	if len(p.Organisations) > 0 {
		p.WhyNot = ""
	}
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
	id, err := s.Redactor.ProposeRedaction(ctx, v.Actor, x, s.once(v, access.ProposeRedaction, registry.RedactionOf(p.Release, asks.ID, asks.Name)))
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
