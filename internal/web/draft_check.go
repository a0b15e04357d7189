package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"daylight/internal/access"
	"daylight/internal/feed"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// checkDraftPage is a draft to be looked through: by its author, who submits
// it, and by the colleague who publishes it or gives it back.
type checkDraftPage struct {
	draftPage
	Answers  []answered
	News     []string // headlines of what readers will see that they do not see now
	Changes  []recordChange
	Text     string // the release
	Author   string
	Mine     bool
	Can      []string    // colleagues who may publish it
	Needs    access.Role // the role that lets them
	Approver string      // who published it
	MayAct   bool        // the reader may publish it or give it back
	WhyNot   string      // what keeps the reader from publishing it
	Submit   *Form
	Publish  *Form
	Return   *Form
	History  string
	Released string // address of the release once it is published
}

func (*checkDraftPage) template() string { return "draft-check" }

// answered is a question and what was answered, for looking through.
type answered struct{ Part, Label, Answer string }

func answersIn(list []questionView) []answered {
	var all []answered
	part := ""
	for _, q := range list {
		if q.Part != "" {
			part = q.Part
		}
		for _, t := range q.Times {
			for _, item := range t.Questions {
				if text := item.answer(); text != "" {
					all, part = append(all, answered{part, t.Title + ": " + lowered(item.Label), text}), ""
				}
			}
		}
		if text := q.answer(); text != "" {
			all, part = append(all, answered{part, q.Label, text}), ""
		}
	}
	return all
}

func lowered(s string) string { return strings.ToLower(s[:1]) + s[1:] }

func (s *Server) newCheckDraft(ctx context.Context, v *visit) (*checkDraftPage, error) {
	d, about, err := s.draftOf(ctx, v)
	if err != nil {
		return nil, err
	}
	at := href("desk", "drafts", d.Draft.ID)
	p := &checkDraftPage{draftPage: *d, Mine: d.Draft.Author == v.Person.ID,
		Submit: s.newForm(v, "submit", at+"/submit"), Publish: s.newForm(v, "publish", at+"/publish"), Return: s.newForm(v, "return", at+"/return")}
	p.Title = "Check: " + d.Ask.Title
	written := &Form{ID: "draft"}
	if written.Values, err = url.ParseQuery(d.Draft.Fields); err != nil {
		return nil, err
	}
	p.Answers = answersIn(questionViews(d.Ask.All(about), written))
	if p.Author, err = s.Access.PersonName(ctx, d.Draft.Author); err != nil {
		return nil, err
	}
	if d.Draft.Approver != "" {
		if p.Approver, err = s.Access.PersonName(ctx, d.Draft.Approver); err != nil {
			return nil, err
		}
	}
	p.History = href("contracts", d.Draft.OCID)
	if d.Draft.State == registry.DraftPublished {
		p.Released = href("contracts", d.Draft.OCID, "releases", d.Draft.Seq)
		return p, nil
	}
	if p.Mine {
		p.Needs = d.Draft.PublishedBy()
		if p.Can, err = s.Access.Holders(ctx, d.Draft.Organisation, p.Needs, v.Person.ID); err != nil {
			return nil, err
		}
	}
	p.MayAct = d.Draft.State == registry.DraftSubmitted && !p.Mine
	_, wrong := d.Ask.Release(about, written.Values)
	p.Form.Wrong = invalid(wrong)
	if d.Draft.Body == "" {
		return p, nil
	}
	p.Text = indent([]byte(d.Draft.Body))
	return p, s.Reader.Read(ctx, func(view store.View) error {
		if p.MayAct {
			p.WhyNot = refusal(s.Drafts.MayPublish(ctx, view, v.Actor, d.Draft))
		}
		h, before, after, err := s.Drafts.Preview(ctx, view, d.Draft)
		if err != nil {
			return err
		}
		p.Changes = recordChanges(before, after)
		p.News, err = headlinesBeside(ctx, view, h)
		return err
	})
}

// headlinesBeside are those of a previewed history that the record does not
// have yet, in the order of the page.
func headlinesBeside(ctx context.Context, view store.View, h *registry.History) (list []string, err error) {
	stand := map[string]bool{}
	switch now, err := registry.Read(ctx, view, h.Process.OCID, registry.Moment{}); {
	case errors.Is(err, store.ErrNotFound): // the draft begins it
	case err != nil:
		return nil, err
	default:
		for _, e := range now.Events {
			stand[feed.Headline(e)] = true
		}
	}
	for _, e := range h.Events {
		if text := feed.Headline(e); !stand[text] {
			stand[text] = true
			list = append(list, text)
		}
	}
	return list, nil
}

// refusal is why somebody may not do something; "" where only a new code is
// wanted, or nothing.
func refusal(err error) string {
	if r, refused := errors.AsType[access.Refusal](err); refused && r != access.StepUp {
		return string(r)
	}
	return ""
}

func (s *Server) checkDraft(ctx context.Context, v *visit) error {
	p, err := s.newCheckDraft(ctx, v)
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

// previewDraft is the history as it will look.
func (s *Server) previewDraft(ctx context.Context, v *visit) error {
	d, err := s.Drafts.Draft(ctx, v.Actor, v.Param("id"))
	if err != nil {
		return err
	}
	if d.Body == "" {
		return v.c.Redirect(http.StatusSeeOther, href("desk", "drafts", d.ID, "check"))
	}
	var p *contractPage
	err = s.Reader.Read(ctx, func(view store.View) error {
		h, _, _, err := s.Drafts.Preview(ctx, view, d)
		if err != nil {
			return err
		}
		r := &request{View: view, Path: href("contracts", d.OCID), LogSize: h.LogSize, Day: h.Day, params: map[string]string{"ocid": d.OCID}}
		p = s.contractPage(r, h, registry.Moment{})
		return nil
	})
	if err != nil {
		return err
	}
	p.Draft = href("desk", "drafts", d.ID, "check")
	p.Section, p.Title = "desk", "Preview: "+p.Title
	return s.show(v, http.StatusOK, p)
}

func (s *Server) submitDraft(ctx context.Context, v *visit) error {
	p, err := s.newCheckDraft(ctx, v)
	if err != nil {
		return err
	}
	if err := s.Drafts.Submit(ctx, v.Actor, p.Draft.ID, version(v)); err != nil {
		return s.again(v, p.Submit, err, p)
	}
	if len(p.Can) == 0 {
		return v.done(href("desk", "drafts", p.Draft.ID, "check"), "submitted-alone")
	}
	return v.done(href("desk"), "submitted")
}

// version is the version of the draft that a form was shown with; -1 where it
// does not say.
func version(v *visit) int64 {
	n, err := parseNumber(v.Field("version"), "")
	if err != nil {
		return -1
	}
	return n
}

func (s *Server) takeBackDraft(ctx context.Context, v *visit) error {
	id := v.Param("id")
	if err := s.Drafts.TakeBack(ctx, v.Actor, id, version(v)); err != nil {
		return err
	}
	return v.done(href("desk", "drafts", id), "taken-back")
}

func (s *Server) discardDraft(ctx context.Context, v *visit) error {
	if err := s.Drafts.Discard(ctx, v.Actor, v.Param("id")); err != nil {
		return err
	}
	return v.done("/desk", "discarded")
}

func (s *Server) returnDraft(ctx context.Context, v *visit) error {
	p, err := s.newCheckDraft(ctx, v)
	if err != nil {
		return err
	}
	if err := s.Drafts.Return(ctx, v.Actor, p.Draft.ID, v.Field("hash"), v.Field("note"), v.from); err != nil {
		return s.again(v, p.Return, err, p)
	}
	return v.done("/desk", "returned")
}

func (s *Server) publishDraft(ctx context.Context, v *visit) error {
	id := v.Param("id")
	_, failed := s.Drafts.Publish(ctx, v.Actor, id, v.Field("hash"), v.Field("once"), v.from)
	if failed == nil {
		return v.done(href("desk", "drafts", id, "check"), "published")
	}
	if _, shown := errors.AsType[access.Invalid](failed); !shown {
		return failed // without the page, which would take longer to make than it took to refuse
	}
	p, err := s.newCheckDraft(ctx, v)
	if err != nil {
		return err
	}
	return s.again(v, p.Publish, failed, p)
}
