package access

import (
	"context"
	"net/url"
	"slices"
	"strings"
	"time"
)

// Organisation is one by its id; ErrNotFound where there is none.
func (s *Service) Organisation(ctx context.Context, id string) (Organisation, error) {
	o, found, err := one(ctx, s.store.Organisations, "id", id)
	if err == nil && !found {
		err = ErrNotFound
	}
	return o, err
}

// Organisations are those the actor may see: for a site administrator all,
// for others those they have a role in.
func (s *Service) Organisations(ctx context.Context, who Actor) ([]Organisation, error) {
	list, err := s.store.Organisations.Find(ctx)
	slices.SortFunc(list, func(a, b Organisation) int { return strings.Compare(a.Name, b.Name) })
	if who.Kind == Operator || who.HasRole(SiteAdmin) {
		return list, err
	}
	mine := who.Organisations()
	return slices.DeleteFunc(list, func(o Organisation) bool { return !slices.Contains(mine, o.ID) }), err
}

// AddOrganisation makes an organisation that can have people.
func (s *Service) AddOrganisation(ctx context.Context, who Actor, o Organisation, from Client) (string, error) {
	if err := Can(who, AddOrganisation, Object{}); err != nil {
		return "", err
	}
	o.Name = strings.TrimSpace(o.Name)
	if o.Name == "" || len([]rune(o.Name)) > longestName || strings.ContainsAny(o.Name, "\r\n\x00") {
		return "", Invalid{{"name", "Write the organisation's name, in at most 100 characters."}}
	}
	o.ID, o.CreatedAt = s.random(idBytes), s.at()
	return o.ID, s.store.Update(ctx, func(ctx context.Context) error {
		added, err := s.store.Organisations.Insert(ctx, o)
		if err == nil && !added {
			err = Invalid{{"name", "There is an organisation of this name already."}}
		}
		if err != nil {
			return err
		}
		return s.note(ctx, Entry{Kind: "organisation added", Person: who.Person, Organisation: o.ID, Address: from.Address, Subject: o.Name})
	})
}

// Mandates are those of an organisation, also those not approved or ended.
func (s *Service) Mandates(ctx context.Context, who Actor, organisation string) ([]Mandate, error) {
	if err := Can(who, SeeOrganisations, Object{Organisation: organisation}); err != nil {
		return nil, err
	}
	return s.store.Mandates.Find(ctx, "organisation", organisation)
}

// mostBuyers is how many keys a mandate names at most.
const mostBuyers = 200

func (m Mandate) check() Invalid {
	var wrong Invalid
	if n := len(m.Keys()); n == 0 {
		wrong = append(wrong, Wrong{"buyer", "Choose the buyer from the record."})
	} else if n > mostBuyers {
		wrong = append(wrong, Wrong{"buyer", "That is more than 200 keys. Ask for several mandates."})
	}
	if !isDay(m.FromDay) {
		wrong = append(wrong, Wrong{"from", "Write the first day, such as 1 April 2026."})
	}
	if m.ToDay != "" && (!isDay(m.ToDay) || m.ToDay < m.FromDay) {
		wrong = append(wrong, Wrong{"to", "Write the last day, such as 31 March 2027, not before the first; leave it empty where there is none."})
	}
	if u, err := url.Parse(m.Source); err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || len(m.Source) > 2000 {
		wrong = append(wrong, Wrong{"source", "Write the web address of the law or order the mandate rests on."})
	}
	return wrong
}

func isDay(text string) bool {
	t, err := time.Parse(time.DateOnly, text)
	return err == nil && t.Year() >= 1800 && t.Year() <= 2200
}

// RequestMandate asks for a mandate; a second person, a site administrator,
// has to approve it.
func (s *Service) RequestMandate(ctx context.Context, who Actor, m Mandate, once string, from Client) error {
	if err := Can(who, RequestMandate, Object{Organisation: m.Organisation}); err != nil {
		return err
	}
	return s.store.Update(ctx, func(ctx context.Context) error {
		o, err := s.Organisation(ctx, m.Organisation)
		if err != nil {
			return err
		}
		wrong := m.check()
		if !o.Oversight {
			wrong = append(wrong, Wrong{"", "Only an oversight body can have a mandate."})
		}
		if err := wrong.orNil(); err != nil {
			return err
		}
		if err := s.Once(ctx, who.Person, once); err != nil {
			return err
		}
		m.ID, m.RequestedBy, m.RequestedAt = s.random(idBytes), who.Person, s.at()
		m.ApprovedBy, m.ApprovedAt, m.EndedBy, m.EndedAt = "", "", "", ""
		if _, err := s.store.Mandates.Insert(ctx, m); err != nil {
			return err
		}
		return s.note(ctx, Entry{Kind: "mandate asked for", Person: who.Person, Organisation: m.Organisation, Address: from.Address, Subject: m.ID})
	})
}

// ApproveMandate lets a mandate take effect.
func (s *Service) ApproveMandate(ctx context.Context, who Actor, organisation, id string, from Client) error {
	return s.changeMandate(ctx, who, ApproveMandate, organisation, id, from, func(m *Mandate) {
		m.ApprovedBy, m.ApprovedAt = who.Person, s.at()
	})
}

// EndMandate ends a mandate, or turns a request down. What was decided under
// it stays.
func (s *Service) EndMandate(ctx context.Context, who Actor, organisation, id string, from Client) error {
	return s.changeMandate(ctx, who, EndMandate, organisation, id, from, func(m *Mandate) {
		m.EndedBy, m.EndedAt = who.Person, s.at()
	})
}

func (s *Service) changeMandate(ctx context.Context, who Actor, what Action, organisation, id string, from Client, fn func(*Mandate)) error {
	return s.store.Update(ctx, func(ctx context.Context) error {
		m, found, err := one(ctx, s.store.Mandates, "id", id, "organisation", organisation)
		if err != nil || !found || m.EndedAt != "" {
			return orNotFound(err)
		}
		if err := Can(who, what, Object{Organisation: m.Organisation, Author: m.RequestedBy}); err != nil {
			return err
		}
		if what == ApproveMandate && m.ApprovedBy != "" {
			return ErrRepeated
		}
		fn(&m)
		if err := s.store.Mandates.Replace(ctx, m); err != nil {
			return err
		}
		return s.note(ctx, Entry{Kind: string(what), Person: who.Person, Organisation: m.Organisation, Address: from.Address, Subject: m.ID})
	})
}

// Body is an oversight body and what it may decide on.
type Body struct {
	Organisation
	Mandates []Mandate // approved ones, also those that have ended or lapsed
}

// Bodies are all oversight bodies with their mandates, for everybody to see: who
// decides here, on whose contracts, from when to when and by what law. Who
// asked for a mandate or approved it is left out.
func (s *Service) Bodies(ctx context.Context) ([]Body, error) {
	organisations, err := s.store.Organisations.Find(ctx)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(organisations, func(a, b Organisation) int { return strings.Compare(a.Name, b.Name) })
	var list []Body
	for _, o := range organisations {
		mandates, err := s.store.Mandates.Find(ctx, "organisation", o.ID)
		if err != nil {
			return nil, err
		}
		body := Body{Organisation: o}
		for _, m := range mandates {
			if m.ApprovedBy == "" {
				continue
			}
			m.RequestedBy, m.RequestedAt, m.ApprovedBy, m.EndedBy = "", "", "somebody", ""
			body.Mandates = append(body.Mandates, m)
		}
		slices.SortFunc(body.Mandates, func(a, b Mandate) int { return strings.Compare(b.FromDay+b.ID, a.FromDay+a.ID) })
		if o.Oversight {
			list = append(list, body)
		}
	}
	return list, nil
}
