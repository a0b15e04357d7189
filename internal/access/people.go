package access

import (
	"context"
	"slices"
)

// Colleague is a person with what they may do in one organisation.
type Colleague struct {
	Person
	Roles []Membership // in the organisation, also those not confirmed
}

// People are those with a role in an organisation ("" is the site).
func (s *Service) People(ctx context.Context, who Actor, organisation string) ([]Colleague, error) {
	if err := Can(who, SeePeople, Object{Organisation: organisation}); err != nil {
		return nil, err
	}
	members, err := s.store.Members.Find(ctx, "organisation", organisation)
	if err != nil {
		return nil, err
	}
	var list []Colleague
	for _, m := range members {
		i := slices.IndexFunc(list, func(c Colleague) bool { return c.ID == m.Person })
		if i < 0 {
			p, found, err := one(ctx, s.store.People, "id", m.Person)
			if err != nil || !found {
				return nil, orNotFound(err)
			}
			i = len(list)
			list = append(list, Colleague{Person: withoutSecrets(p)})
		}
		list[i].Roles = append(list[i].Roles, m)
	}
	return list, nil
}

func withoutSecrets(p Person) Person {
	p.Password, p.Factor, p.Counter = "", "", 0
	return p
}

// Everybody is every account, for commands on the server.
func (s *Service) Everybody(ctx context.Context) ([]Colleague, error) {
	people, err := s.store.People.Find(ctx)
	if err != nil {
		return nil, err
	}
	var list []Colleague
	for _, p := range people {
		members, err := s.store.Members.Find(ctx, "person", p.ID)
		if err != nil {
			return nil, err
		}
		list = append(list, Colleague{withoutSecrets(p), members})
	}
	return list, nil
}

// PersonName is what a person is called; the id of one who is not known.
func (s *Service) PersonName(ctx context.Context, id string) (string, error) {
	p, found, err := one(ctx, s.store.People, "id", id)
	if err != nil || !found {
		return id, err
	}
	return p.Name, nil
}

// Holders are the names of the people who act in a role of an organisation, but
// for one person. A site administrator acts in none.
func (s *Service) Holders(ctx context.Context, organisation string, role Role, but string) (names []string, err error) {
	members, err := s.store.Members.Find(ctx, "organisation", organisation, "role", string(role))
	if err != nil {
		return nil, err
	}
	for _, m := range members {
		p, found, err := one(ctx, s.store.People, "id", m.Person)
		if err != nil {
			return nil, err
		}
		_, site, err := one(ctx, s.store.Members, "person", m.Person, "role", string(SiteAdmin))
		if err != nil {
			return nil, err
		}
		if found && !site && !p.Disabled && p.ID != but {
			names = append(names, p.Name)
		}
	}
	slices.Sort(names)
	return names, nil
}

// GrantRole gives an existing account a role. An administrator's takes effect
// when a second person has confirmed it.
func (s *Service) GrantRole(ctx context.Context, who Actor, email, organisation string, role Role, from Client) error {
	if !slices.Contains(Roles, role) || (role == SiteAdmin) != (organisation == "") {
		return Invalid{{"role", "Choose a role: a site administrator's is for the site, every other for an organisation."}}
	}
	return s.changeRole(ctx, who, GrantRole, email, Membership{Organisation: organisation, Role: role}, from, func(ctx context.Context, m Membership) (string, error) {
		m.GrantedBy, m.GrantedAt = who.Person, s.at()
		if who.Kind == Operator {
			m.GrantedBy, m.ConfirmedBy = byOperator, operatorAgain
		}
		_, err := s.store.Members.Insert(ctx, m)
		return "role granted", err
	})
}

// ConfirmRole is the second person's word for an administrator.
func (s *Service) ConfirmRole(ctx context.Context, who Actor, email, organisation string, role Role, from Client) error {
	return s.changeRole(ctx, who, ConfirmRole, email, Membership{Organisation: organisation, Role: role}, from, func(ctx context.Context, m Membership) (string, error) {
		m, found, err := one(ctx, s.store.Members, "organisation", organisation, "person", m.Person, "role", string(role))
		if err != nil || !found {
			return "", orNotFound(err)
		}
		if err := Can(who, ConfirmRole, Object{Organisation: organisation, Author: m.GrantedBy}); err != nil {
			return "", err
		}
		m.ConfirmedBy = who.Person
		return "role confirmed", s.store.Members.Replace(ctx, m)
	})
}

// TakeRole takes a role back.
func (s *Service) TakeRole(ctx context.Context, who Actor, email, organisation string, role Role, from Client) error {
	return s.changeRole(ctx, who, GrantRole, email, Membership{Organisation: organisation, Role: role}, from, func(ctx context.Context, m Membership) (string, error) {
		n, err := s.store.Members.Delete(ctx, "organisation", organisation, "person", m.Person, "role", string(role))
		if err == nil && n == 0 {
			err = ErrNotFound
		}
		return "role taken back", err
	})
}

// changeRole changes one role of a person and ends all their sessions: none
// goes on with other rights than it began with.
func (s *Service) changeRole(ctx context.Context, who Actor, what Action, email string, m Membership, from Client, fn func(context.Context, Membership) (string, error)) error {
	if err := Can(who, what, Object{Organisation: m.Organisation}); err != nil {
		return err
	}
	return s.store.Update(ctx, func(ctx context.Context) error {
		p, found, err := one(ctx, s.store.People, "email", Address(email))
		if err != nil {
			return err
		}
		if !found {
			return Invalid{{"email", "There is no account with this address. Invite the person instead."}}
		}
		if p.ID == who.Person && m.Role.Administers() {
			return OwnWork
		}
		m.Person = p.ID
		kind, err := fn(ctx, m)
		if err != nil {
			return err
		}
		if err := s.endOthers(ctx, p.ID, ""); err != nil {
			return err
		}
		return s.note(ctx, Entry{Kind: kind, Person: who.Person, Organisation: m.Organisation, Address: from.Address, Subject: p.ID + " " + string(m.Role)})
	})
}

// Disable ends an account's sessions and tokens and lets it begin no other.
// What the person filed stays as it is.
func (s *Service) Disable(ctx context.Context, who Actor, email string, from Client) error {
	return s.store.Update(ctx, func(ctx context.Context) error {
		p, found, err := one(ctx, s.store.People, "email", Address(email))
		if err := Can(who, DisablePerson, Object{Author: p.ID}); err != nil {
			return err
		}
		if err != nil || !found {
			return orNotFound(err)
		}
		p.Disabled = true
		if err := s.store.People.Replace(ctx, p); err != nil {
			return err
		}
		if err := s.endOthers(ctx, p.ID, ""); err != nil {
			return err
		}
		if _, err := s.revokeResets(ctx, p.ID, who.Person); err != nil {
			return err
		}
		return s.note(ctx, Entry{Kind: "disabled", Person: who.Person, Address: from.Address, Subject: p.ID})
	})
}
