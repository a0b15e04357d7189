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
	"daylight/internal/forms"
	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// draftPage is one form being filled in.
type draftPage struct {
	Desk
	Form      *Form
	Ask       *forms.Form
	Draft     registry.Draft
	Process   *procurement.Process // nil where the form begins one
	Speaker   string
	Beside    string // who keeps the record, where what is written stands beside it
	Questions []questionView
	Known     []string // organisations, to choose from
}

func (*draftPage) template() string { return "draft" }

// draftOf is the draft of the address with its form and what it is about. To
// people of other organisations there is none.
func (s *Server) draftOf(ctx context.Context, v *visit) (*draftPage, forms.About, error) {
	d, err := s.Drafts.Draft(ctx, v.Actor, v.Param("id"))
	if err != nil {
		return nil, forms.About{}, err
	}
	return s.newDraft(ctx, v, d)
}

func (s *Server) newDraft(ctx context.Context, v *visit, d registry.Draft) (*draftPage, forms.About, error) {
	f, known := forms.Named(d.Form)
	if !known {
		return nil, forms.About{}, store.ErrNotFound
	}
	about, err := s.about(ctx, f, d)
	if err != nil {
		return nil, about, err
	}
	p := &draftPage{Desk: s.deskPage(v, f.Title), Ask: f, Draft: d, Process: about.Process, Speaker: about.Speaker.Name,
		Form: s.newForm(v, "draft", href("desk", "drafts", d.ID))}
	p.Form.Code = false
	if p.Process != nil && f.Core && p.Process.Publisher != p.Speaker {
		p.Beside = p.Process.Publisher
	}
	if p.Form.Values == nil {
		p.Form.Values, err = url.ParseQuery(d.Fields)
	}
	return p, about, err
}

// about is what a draft's form is filled in about. It finds organisations in
// the record as it is when they are asked for.
func (s *Server) about(ctx context.Context, f *forms.Form, d registry.Draft) (a forms.About, err error) {
	o, err := s.Access.Organisation(ctx, d.Organisation)
	if err != nil {
		return a, err
	}
	a = forms.About{Draft: d.ID, ReleaseID: "desk-" + strings.NewReplacer("-", "", ":", "").Replace(d.CreatedAt) + "-" + d.ID, Subject: d.Subject,
		Speaker: registry.Speaker(o), OCID: d.OCID, Today: procurement.Date(s.Access.Now().Format("2006-01-02"))}
	a.Find = func(text string) (found procurement.Organisation, ok bool) {
		s.Reader.Read(ctx, func(v store.View) error { found, ok = findOrganisation(ctx, v, text); return nil })
		return found, ok
	}
	if f.New {
		return a, nil
	}
	defer func() {
		if f == forms.Sent && errors.Is(err, store.ErrNotFound) {
			err = nil // it begins a process
		}
	}()
	err = s.Reader.Read(ctx, func(v store.View) (err error) {
		if a.Process, err = registry.Latest(ctx, v, d.OCID); err == nil {
			err = addOwn(ctx, v, &a, d.OCID)
		}
		return err
	})
	return a, err
}

// addOwn adds what the speaker said of a process before, and can put right.
func addOwn(ctx context.Context, v store.View, a *forms.About, ocid string) (err error) {
	if a.Stated, err = registry.Stated(ctx, v, ocid, a.Speaker.Name); err == nil {
		a.Own, a.Record, err = registry.Said(ctx, v, ocid, a.Speaker.Name)
	}
	return err
}

// findOrganisation is the organisation with a key, or the only one with a name.
func findOrganisation(ctx context.Context, v store.View, text string) (procurement.Organisation, bool) {
	if o, err := v.Organisation(ctx, text); err == nil {
		return forms.Identified(o.Name, o.Key), true
	}
	list, _, err := v.Organisations(ctx, store.OrganisationFilter{Name: text, Limit: buyersOffered})
	list = slices.DeleteFunc(list, func(o store.OrganisationRow) bool { return !strings.EqualFold(o.Name, text) })
	if err != nil || len(list) != 1 {
		return procurement.Organisation{}, false
	}
	return forms.Identified(list[0].Name, list[0].Key), true
}

// known are organisations of the record as forms write them, those in most
// processes first.
func (s *Server) known(ctx context.Context) (list []string, err error) {
	err = s.Reader.Read(ctx, func(v store.View) error {
		all, _, err := v.Organisations(ctx, store.OrganisationFilter{Limit: buyersOffered})
		for _, o := range all {
			list = append(list, forms.Suggestion(o.Name, o.Key))
		}
		return err
	})
	return list, err
}

// asking shows the form with what is written in it.
func (s *Server) asking(ctx context.Context, v *visit, status int, p *draftPage, about forms.About) (err error) {
	p.Questions = questionViews(p.Ask.All(about), p.Form)
	if slices.ContainsFunc(p.Questions, questionView.names) {
		if p.Known, err = s.known(ctx); err != nil {
			return err
		}
	}
	return s.show(v, status, p)
}

func (s *Server) draft(ctx context.Context, v *visit) error {
	p, about, err := s.draftOf(ctx, v)
	if err != nil {
		return err
	}
	if p.Draft.Author != v.Person.ID || !p.Draft.Editable() || p.Ask == forms.Sent {
		return v.c.Redirect(http.StatusSeeOther, href("desk", "drafts", p.Draft.ID, "check"))
	}
	return s.asking(ctx, v, http.StatusOK, p, about)
}

// saveDraft keeps what was written, whether or not it makes a release yet.
func (s *Server) saveDraft(ctx context.Context, v *visit) error {
	p, about, err := s.draftOf(ctx, v)
	if err == nil && p.Ask == forms.Sent {
		err = store.ErrNotFound // it has no answers to change
	}
	if err != nil {
		return err
	}
	written := answersOf(v.form)
	release, wrong := p.Ask.Release(about, written)
	d := p.Draft
	d.Version, err = strconv.ParseInt(v.Field("version"), 10, 64)
	if err != nil {
		return bad("The form does not say which version of the draft it is. Open the draft again.")
	}
	d.Fields, d.Body, d.Title = written.Encode(), "", draftTitle(p, written)
	if len(wrong) == 0 {
		d.Body, d.OCID = string(ocds.Write(release)), ocds.String(release, "ocid")
	}
	err = s.Drafts.Save(ctx, v.Actor, d)
	if errors.Is(err, registry.ErrStale) && p.Draft.Editable() {
		p.Form.Wrong = access.Invalid{{Sentence: "This draft was changed in another window since you opened this one. What you wrote here is below and not kept yet: send it again to keep it instead."}}
		return s.asking(ctx, v, http.StatusConflict, p, about)
	}
	if err != nil {
		return err
	}
	switch v.Field("do") {
	case "check":
		if len(wrong) == 0 {
			return v.c.Redirect(http.StatusSeeOther, href("desk", "drafts", d.ID, "check"))
		}
		p.Draft.Version++
		p.Form.Wrong = invalid(wrong)
		return s.asking(ctx, v, http.StatusUnprocessableEntity, p, about)
	case "more":
		return v.done(href("desk", "drafts", d.ID), "another")
	}
	return v.done(href("desk", "drafts", d.ID), "kept")
}

func invalid(wrong []forms.Wrong) (list access.Invalid) {
	for _, w := range wrong {
		list = append(list, access.Wrong(w))
	}
	return list
}

// answersOf are the answers of a form, without what every form carries.
func answersOf(form url.Values) url.Values {
	v := url.Values{}
	for name, list := range form {
		if !slices.Contains(everyForm, name) && name != "version" && name != "do" {
			v[name] = list
		}
	}
	return v
}

func draftTitle(p *draftPage, written url.Values) string {
	title := strings.TrimSpace(written.Get("title"))
	if r := []rune(title); len(r) > 120 {
		title = string(r[:119]) + "…"
	}
	switch {
	case p.Process == nil:
		return title
	case title == "":
		return p.Process.Title
	}
	return title + " (" + p.Process.Title + ")"
}
