package web

import (
	"context"
	"errors"
	"slices"
	"strings"

	"daylight/internal/access"
	"daylight/internal/forms"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// mandateBuyer is a buyer under a mandate, by all its keys there.
type mandateBuyer struct {
	Name string
	Keys []string
}

// deskMandate is a mandate with the names of those it concerns.
type deskMandate struct {
	access.Mandate
	Organisation string
	Over         []mandateBuyer
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
	for _, key := range m.Keys() {
		name, err := s.recordedName(ctx, key, "")
		if _, unknown := errors.AsType[access.Invalid](err); unknown {
			name, err = key, nil
		}
		if err != nil {
			return x, err
		}
		i := slices.IndexFunc(x.Over, func(b mandateBuyer) bool { return procurement.NormalName(b.Name) == procurement.NormalName(name) })
		if i < 0 {
			i, x.Over = len(x.Over), append(x.Over, mandateBuyer{Name: name})
		}
		x.Over[i].Keys = append(x.Over[i].Keys, key)
	}
	return x, nil
}

// Names are those of the buyers.
func (x deskMandate) Names() string {
	var names []string
	for _, b := range x.Over {
		names = append(names, b.Name)
	}
	return strings.Join(names, ", ")
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
	keys, err := s.buyerKeys(ctx, v.form["buyer"], v.Field("same") != "")
	m := access.Mandate{Organisation: p.at(), Buyers: strings.Join(keys, " "), FromDay: dayWritten(v.Field("from")), ToDay: dayWritten(v.Field("to")), Source: v.Field("source")}
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

// dayWritten is a day as forms read it, and what is no day as it was written.
func dayWritten(text string) string {
	if d, err := forms.ParseDate(text); err == nil && (d.Exact() || d == "") {
		return string(d)
	}
	return text
}

// buyerKeys are the keys or names that were written, each one of the record,
// and with them, where that is asked for, those by which the record knows
// organisations of exactly the same name.
func (s *Server) buyerKeys(ctx context.Context, written []string, same bool) (keys []string, err error) {
	add := func(key string) {
		if !slices.Contains(keys, key) {
			keys = append(keys, key)
		}
	}
	for _, key := range written {
		if key = strings.TrimSpace(key); key == "" {
			continue
		}
		name, err := s.recordedName(ctx, key, "buyer")
		_, unknown := errors.AsType[access.Invalid](err)
		if err != nil && !unknown {
			return nil, err
		}
		if !unknown {
			if add(key); !same {
				continue
			}
		} else {
			name = key
		}
		named, err := s.keysOf(ctx, name)
		switch {
		case err != nil:
			return nil, err
		case unknown && len(named) == 0:
			return nil, access.Invalid{{Field: "buyer", Sentence: "The record knows no organisation by the name or key “" + key + "”. Write it as its page under Organisations has it."}}
		case unknown && len(named) > 1 && !same:
			return nil, access.Invalid{{Field: "buyer", Sentence: "The record knows several organisations called “" + key + "”. Choose one from the list, or tick the box to name them all."}}
		}
		for _, k := range named {
			add(k)
		}
	}
	return keys, nil
}

// keysOf are the keys by which the record knows organisations of exactly a name.
func (s *Server) keysOf(ctx context.Context, name string) (keys []string, err error) {
	err = s.Reader.Read(ctx, func(view store.View) error {
		list, _, err := view.Organisations(ctx, store.OrganisationFilter{Name: name, Limit: buyersOffered})
		for _, o := range list {
			if procurement.NormalName(o.Name) == procurement.NormalName(name) {
				keys = append(keys, o.Key)
			}
		}
		return err
	})
	return keys, err
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
