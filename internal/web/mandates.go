package web

import (
	"context"
	"net/url"
	"strings"

	"daylight/internal/access"
	"daylight/internal/procurement"
)

// mandatesPage says who decides here: the bodies with accounts, and the
// mandates under which they decide.
type mandatesPage struct {
	Page
	Bodies []deciding
}

func (*mandatesPage) template() string { return "mandates" }

// deciding is a body that decides here.
type deciding struct {
	access.Organisation
	Mandates []deskMandate
}

// From, Until and Ended are a mandate's days; Site is where its law or order
// can be read.
func (x deskMandate) From() procurement.Date  { return procurement.Date(x.FromDay) }
func (x deskMandate) Until() procurement.Date { return procurement.Date(x.ToDay) }
func (x deskMandate) Ended() procurement.Date {
	return procurement.Date(x.EndedAt[:min(10, len(x.EndedAt))])
}
func (x deskMandate) Site() string {
	u, err := url.Parse(x.Source)
	if err != nil {
		return x.Source
	}
	return strings.TrimPrefix(u.Hostname(), "www.")
}

// jsonMandate is a mandate in JSON.
type jsonMandate struct {
	Body    string      `json:"body"`
	BodyKey *string     `json:"body_key"`
	Buyers  []jsonBuyer `json:"buyers"`
	From    string      `json:"from"`
	To      *string     `json:"to"`
	Source  string      `json:"source"`
	State   string      `json:"state"`
	Since   string      `json:"approved_at"`
	Ended   *string     `json:"ended_at"`
}

type jsonBuyer struct {
	Name string   `json:"name"`
	Keys []string `json:"keys"`
}

func (s *Server) deciding(ctx context.Context) (list []deciding, err error) {
	if s.Access == nil {
		return nil, nil
	}
	bodies, err := s.Access.Bodies(ctx)
	if err != nil {
		return nil, err
	}
	for _, b := range bodies {
		d := deciding{Organisation: b.Organisation}
		for _, m := range b.Mandates {
			x, err := s.deskMandate(ctx, m)
			if err != nil {
				return nil, err
			}
			d.Mandates = append(d.Mandates, x)
		}
		list = append(list, d)
	}
	return list, nil
}

// mandates answers from the desk, which changes without the record: nothing of
// it is kept.
func (s *Server) mandates(ctx context.Context, r *request) (*answer, error) {
	p := &mandatesPage{Page: s.page(r, "Who decides here", "The oversight bodies that file their decisions here, over which buyers, from when to when and by what law.")}
	var err error
	if p.Bodies, err = s.deciding(ctx); err != nil {
		return nil, err
	}
	a, err := r.reply(ctx, answers{
		asPage: s.html(p),
		asJSON: func(ctx context.Context) (*answer, error) {
			list := jsonList[jsonMandate]{Items: []jsonMandate{}}
			for _, b := range p.Bodies {
				for _, m := range b.Mandates {
					x := jsonMandate{b.Name, orNull(b.Key), []jsonBuyer{}, m.FromDay, orNull(m.ToDay), m.Source, m.State, m.ApprovedAt, orNull(m.EndedAt)}
					for _, buyer := range m.Over {
						x.Buyers = append(x.Buyers, jsonBuyer{buyer.Name, buyer.Keys})
					}
					list.Items = append(list.Items, x)
				}
			}
			list.Total = len(list.Items)
			return s.json(list)(ctx)
		},
	})
	if a != nil {
		a.Passing = true
	}
	return a, err
}
