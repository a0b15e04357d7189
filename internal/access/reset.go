package access

import (
	"context"
	"time"
)

// Reset is a link with which somebody who cannot sign in sets their password,
// their authenticator or both anew, once, within an hour. Who has lost one of
// them still needs the other. A link for an authenticator stands in for the
// second factor: two administrators have to agree to it, neither of them the
// person.
type Reset struct {
	Hash        string
	Person      string
	Password    bool // it is lost
	Factor      bool // it is lost
	IssuedBy    string
	IssuedAt    string
	ConfirmedBy string // the second person, for a factor
	ExpiresAt   string
	UsedAt      string
	RevokedAt   string
	RevokedBy   string
}

// How long a link holds, how long one waits for the second person, and how long
// one that ended is shown.
const (
	resetTime    = time.Hour
	resetWaiting = 24 * time.Hour
	resetShown   = 30 * 24 * time.Hour
)

// Open reports whether it can still be used, perhaps after confirmation.
func (r Reset) Open(now time.Time) bool {
	return r.UsedAt == "" && r.RevokedAt == "" && now.Before(instant(r.ExpiresAt))
}

// Confirmed reports whether nobody else has to agree to it.
func (r Reset) Confirmed() bool { return !r.Factor || r.ConfirmedBy != "" }

// Lost is what it sets anew, in words.
func (r Reset) Lost() string {
	switch {
	case r.Password && r.Factor:
		return "password and authenticator"
	case r.Factor:
		return "authenticator"
	}
	return "password"
}

// MakeReset makes a link for a person of an organisation and returns its token,
// which is shown once and kept nowhere. A link made before is withdrawn by it.
// Whoever makes one has to be allowed to in every organisation in which the
// person has a role.
func (s *Service) MakeReset(ctx context.Context, who Actor, email, organisation string, r Reset, once string, from Client) (token string, err error) {
	if !r.Password && !r.Factor {
		return "", Invalid{{"lost", "Say what the person has lost."}}
	}
	token = s.random(tokenBytes)
	err = s.store.Update(ctx, func(ctx context.Context) error {
		p, err := s.inReach(ctx, who, ResetAccount, email, organisation)
		if err != nil {
			return err
		}
		if who.Kind == Signed {
			if err := s.Once(ctx, who.Person, once); err != nil {
				return err
			}
		}
		now := s.now()
		made := Reset{Hash: hashed(token), Person: p.ID, Password: r.Password, Factor: r.Factor, IssuedBy: who.Person, IssuedAt: stamp(now), ExpiresAt: stamp(now.Add(resetTime))}
		if made.Factor {
			made.ExpiresAt = stamp(now.Add(resetWaiting))
		}
		if who.Kind == Operator {
			made.IssuedBy, made.ConfirmedBy, made.ExpiresAt = byOperator, operatorAgain, stamp(now.Add(resetTime))
		}
		if _, err := s.revokeResets(ctx, p.ID, made.IssuedBy); err != nil {
			return err
		}
		if added, err := s.store.Resets.Insert(ctx, made); err != nil || !added {
			return orNotFound(err)
		}
		return s.note(ctx, Entry{Kind: "reset link made", Person: who.Person, Organisation: organisation, Address: from.Address, Subject: p.ID + " " + made.Lost()})
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// inReach is a person of an organisation whose account an actor may reset: in
// every organisation where the person has a role, or this is not theirs to do.
func (s *Service) inReach(ctx context.Context, who Actor, what Action, email, organisation string) (Person, error) {
	if err := Can(who, what, Object{Organisation: organisation}); err != nil {
		return Person{}, err
	}
	p, found, err := one(ctx, s.store.People, "email", Address(email))
	if err != nil {
		return p, err
	}
	members, err := s.store.Members.Find(ctx, "person", p.ID)
	if err != nil {
		return p, err
	}
	here := who.Kind == Operator
	for _, m := range members {
		here = here || m.Organisation == organisation
	}
	if !found || !here || p.Disabled {
		return p, Invalid{{"email", "Nobody with this address has a role here."}}
	}
	for _, m := range members {
		switch err := Can(who, what, Object{Organisation: m.Organisation, Author: p.ID}); err {
		case nil:
		case Hidden:
			return p, Invalid{{"email", "An administrator of this site has to do this."}}
		default:
			return p, err
		}
	}
	return p, nil
}

// revokeResets withdraws the open link of a person, in a transaction.
func (s *Service) revokeResets(ctx context.Context, person, by string) (int, error) {
	open, err := s.store.Resets.Find(ctx, "person", person, "used_at", "", "revoked_at", "")
	if err != nil {
		return 0, err
	}
	for _, r := range open {
		r.RevokedAt, r.RevokedBy = s.at(), by
		if err := s.store.Resets.Replace(ctx, r); err != nil {
			return 0, err
		}
	}
	return len(open), nil
}

// ConfirmReset is the second person's word for a link to set up an
// authenticator. It holds for an hour from then.
func (s *Service) ConfirmReset(ctx context.Context, who Actor, email, organisation string, from Client) error {
	return s.store.Update(ctx, func(ctx context.Context) error {
		p, err := s.inReach(ctx, who, ConfirmReset, email, organisation)
		if err != nil {
			return err
		}
		r, found, err := one(ctx, s.store.Resets, "person", p.ID, "used_at", "", "revoked_at", "")
		if err != nil || !found || !r.Open(s.now()) {
			return orNotFound(err)
		}
		if err := Can(who, ConfirmReset, Object{Organisation: organisation, Author: r.IssuedBy}); err != nil {
			return err
		}
		if r.Confirmed() {
			return ErrRepeated
		}
		r.ConfirmedBy, r.ExpiresAt = who.Person, stamp(s.now().Add(resetTime))
		if err := s.store.Resets.Replace(ctx, r); err != nil {
			return err
		}
		return s.note(ctx, Entry{Kind: "reset link confirmed", Person: who.Person, Organisation: organisation, Address: from.Address, Subject: p.ID + " " + r.Lost()})
	})
}

// WithdrawReset ends a person's link before it is used.
func (s *Service) WithdrawReset(ctx context.Context, who Actor, email, organisation string, from Client) error {
	return s.store.Update(ctx, func(ctx context.Context) error {
		p, err := s.inReach(ctx, who, ResetAccount, email, organisation)
		if err != nil {
			return err
		}
		return s.withdrawReset(ctx, p.ID, who, organisation, from)
	})
}

// RefuseReset ends the link to one's own account: who can sign in needs none.
func (s *Service) RefuseReset(ctx context.Context, who Actor, from Client) error {
	if err := Can(who, OwnAccount, Object{}); err != nil {
		return err
	}
	return s.store.Update(ctx, func(ctx context.Context) error { return s.withdrawReset(ctx, who.Person, who, "", from) })
}

func (s *Service) withdrawReset(ctx context.Context, person string, who Actor, organisation string, from Client) error {
	n, err := s.revokeResets(ctx, person, who.Person)
	if err == nil && n == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return err
	}
	return s.note(ctx, Entry{Kind: "reset link withdrawn", Person: who.Person, Organisation: organisation, Address: from.Address, Subject: person})
}

// ShownReset is a link as administrators and the person see it.
type ShownReset struct {
	Reset
	Email, Name       string
	Issued, Confirmed string // names
	State             string
	Waits             bool // for a second administrator
	Stands            bool // it can still be used, perhaps after confirmation
}

// Resets are the links made for people of an organisation: those that are open,
// and for a month those that ended.
func (s *Service) Resets(ctx context.Context, who Actor, organisation string) (list []ShownReset, err error) {
	people, err := s.People(ctx, who, organisation)
	if err != nil {
		return nil, err
	}
	for _, p := range people {
		shown, err := s.resetsOf(ctx, p.Person)
		if err != nil {
			return nil, err
		}
		list = append(list, shown...)
	}
	return list, nil
}

// OwnReset is the open link to one's own account; nil where there is none.
func (s *Service) OwnReset(ctx context.Context, v Visit) (*ShownReset, error) {
	list, err := s.resetsOf(ctx, v.Person)
	for _, r := range list {
		if r.Stands {
			return &r, err
		}
	}
	return nil, err
}

func (s *Service) resetsOf(ctx context.Context, p Person) (list []ShownReset, err error) {
	rows, err := s.store.Resets.Find(ctx, "person", p.ID)
	if err != nil {
		return nil, err
	}
	now := s.now()
	for _, r := range rows {
		if !r.Open(now) && now.Sub(instant(r.IssuedAt)) > resetShown {
			continue
		}
		x := ShownReset{Reset: r, Email: p.Email, Name: p.Name, Stands: r.Open(now), Waits: r.Open(now) && !r.Confirmed()}
		switch {
		case r.UsedAt != "":
			x.State = "used"
		case r.RevokedAt != "" && r.RevokedAt < r.ExpiresAt:
			x.State = "withdrawn"
		case !x.Stands:
			x.State = "past"
		case x.Waits:
			x.State = "waits for a second administrator"
		default:
			x.State = "can be used"
		}
		if x.Issued, err = s.PersonName(ctx, r.IssuedBy); err != nil {
			return nil, err
		}
		if x.Confirmed, err = s.PersonName(ctx, r.ConfirmedBy); err != nil {
			return nil, err
		}
		list = append(list, x)
	}
	return list, nil
}

// ResetOf finds the open link of a token, and whose it is: ErrNotFound where
// there never was one, ErrGone where it is used, withdrawn or past.
func (s *Service) ResetOf(ctx context.Context, token string) (Reset, Person, error) {
	r, found, err := one(ctx, s.store.Resets, "hash", hashed(token))
	if err != nil || !found {
		return r, Person{}, orNotFound(err)
	}
	p, found, err := one(ctx, s.store.People, "id", r.Person)
	if err == nil && (!found || p.Disabled || !r.Open(s.now())) {
		err = ErrGone
	}
	return r, p, err
}
