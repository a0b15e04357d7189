package access

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Invitation lets somebody without an account make one: of this address, with
// this role in this organisation, once, for three days.
type Invitation struct {
	Hash         string
	Email        string
	Organisation string // "" is the site
	Role         Role
	InvitedBy    string
	InvitedAt    string
	ConfirmedBy  string // the second person, for administrators
	ExpiresAt    string
	UsedAt       string
	RevokedAt    string
}

// invitationTime is how long an invitation holds.
const invitationTime = 72 * time.Hour

// Open reports whether it can still be accepted, perhaps after confirmation.
func (i Invitation) Open(now time.Time) bool {
	return i.UsedAt == "" && i.RevokedAt == "" && now.Before(instant(i.ExpiresAt))
}

// Confirmed reports whether nobody else has to agree to it.
func (i Invitation) Confirmed() bool { return !i.Role.Administers() || i.ConfirmedBy != "" }

// byOperator is who invited or confirmed where it was a command on the server.
const (
	byOperator    = "operator"
	operatorAgain = "operator, on the server"
)

// Invite makes an invitation and returns its token, which is shown once and
// kept nowhere. That of an administrator holds only when a second person has
// confirmed it, unless it was made on the server. An open invitation of the
// same address to the same organisation is withdrawn by it.
func (s *Service) Invite(ctx context.Context, who Actor, email, organisation string, role Role, once string, from Client) (string, error) {
	address := Address(email)
	var wrong Invalid
	if address == "" {
		wrong = append(wrong, Wrong{"email", "Write one e-mail address, such as name@example.org."})
	}
	if !slices.Contains(Roles, role) || (role == SiteAdmin) != (organisation == "") {
		wrong = append(wrong, Wrong{"role", "Choose a role: a site administrator's is for the site, every other for an organisation."})
	}
	if len(wrong) > 0 {
		return "", wrong
	}
	token := s.random(tokenBytes)
	err := s.store.Update(ctx, func(ctx context.Context) error {
		if err := s.mayInvite(ctx, who, organisation, once); err != nil {
			return err
		}
		now := s.now()
		invitation := Invitation{Hash: hashed(token), Email: address, Organisation: organisation, Role: role, InvitedBy: who.Person,
			InvitedAt: stamp(now), ExpiresAt: stamp(now.Add(invitationTime))}
		if who.Kind == Operator {
			invitation.InvitedBy, invitation.ConfirmedBy = byOperator, operatorAgain
		}
		if err := s.withdrawOpen(ctx, address, organisation); err != nil {
			return err
		}
		if added, err := s.store.Invitations.Insert(ctx, invitation); err != nil || !added {
			return orNotFound(err)
		}
		return s.note(ctx, Entry{Kind: "invited", Person: who.Person, Organisation: organisation, Address: from.Address, Subject: address + " as " + string(role)})
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

func (s *Service) mayInvite(ctx context.Context, who Actor, organisation, once string) error {
	if err := Can(who, Invite, Object{Organisation: organisation}); err != nil {
		return err
	}
	if who.Kind == Signed {
		if err := s.Once(ctx, who.Person, once); err != nil {
			return err
		}
	}
	if organisation == "" {
		return nil
	}
	_, err := s.Organisation(ctx, organisation)
	return err
}

func (s *Service) withdrawOpen(ctx context.Context, email, organisation string) error {
	open, err := s.store.Invitations.Find(ctx, "email", email, "organisation", organisation, "used_at", "", "revoked_at", "")
	if err != nil {
		return err
	}
	for _, i := range open {
		i.RevokedAt = s.at()
		if err := s.store.Invitations.Replace(ctx, i); err != nil {
			return err
		}
	}
	return nil
}

// Invited finds the invitation of a token: ErrNotFound where there never was
// one, ErrGone where it is used, withdrawn or past.
func (s *Service) Invited(ctx context.Context, token string) (Invitation, error) {
	i, found, err := one(ctx, s.store.Invitations, "hash", hashed(token))
	switch {
	case err != nil:
		return i, err
	case !found:
		return i, ErrNotFound
	case !i.Open(s.now()):
		return i, ErrGone
	}
	return i, nil
}

// Acceptance is what somebody writes to accept an invitation.
type Acceptance struct {
	Name     string
	Password string
	Seed     string // of the factor the page showed
	Code     string // of that factor, to show that it was taken over
}

const longestName = 100

func (a Acceptance) check(i Invitation, organisation string, now time.Time) Invalid {
	var wrong Invalid
	name := strings.TrimSpace(a.Name)
	if name == "" || utf8.RuneCountInString(name) > longestName || strings.ContainsAny(name, "\r\n\x00") || !utf8.ValidString(name) {
		wrong = append(wrong, Wrong{"name", "Write your name as colleagues know it, in at most 100 characters."})
	}
	if bad := CheckPassword(a.Password, name, i.Email, organisation); bad != "" {
		wrong = append(wrong, Wrong{"password", bad})
	}
	if !ValidSeed(a.Seed) || codeStep(a.Seed, plainCode(a.Code), now, 0) == 0 {
		wrong = append(wrong, Wrong{"code", "That is not the code your authenticator shows now. Check that its clock is right, and write the six digits."})
	}
	return wrong
}

// Accept makes the account that an invitation is for and signs it in. It
// returns the recovery codes, which are shown once, and the session's token.
// An account that exists is never touched.
func (s *Service) Accept(ctx context.Context, token string, a Acceptance, old string, from Client) (codes []string, session string, err error) {
	i, err := s.Invited(ctx, token)
	if err != nil {
		return nil, "", err
	}
	if !i.Confirmed() {
		return nil, "", Invalid{{"", "A second administrator has to confirm this invitation first."}}
	}
	name := ""
	if i.Organisation != "" {
		o, err := s.Organisation(ctx, i.Organisation)
		if err != nil {
			return nil, "", err
		}
		name = o.Name
	}
	if err := a.check(i, name, s.now()).orNil(); err != nil {
		return nil, "", err
	}
	hash, err := s.hasher.hash(ctx, a.Password)
	if err != nil {
		return nil, "", err
	}
	err = s.store.Update(ctx, func(ctx context.Context) error {
		codes, session, err = s.enrol(ctx, token, a, hash, old, from)
		return err
	})
	if err != nil {
		return nil, "", err
	}
	return codes, session, nil
}

// enrol is what Accept does in its transaction. The invitation is read again:
// of many acceptances at once, one makes the account.
func (s *Service) enrol(ctx context.Context, token string, a Acceptance, hash, old string, from Client) ([]string, string, error) {
	i, err := s.Invited(ctx, token)
	if err != nil {
		return nil, "", err
	}
	at := s.at()
	p := Person{ID: s.random(idBytes), Email: i.Email, Name: strings.TrimSpace(a.Name), Password: hash,
		Counter: codeStep(a.Seed, plainCode(a.Code), s.now(), 0), CreatedAt: at}
	p.Factor = s.store.Key.seal(s.rand, p.ID, a.Seed)
	if added, err := s.store.People.Insert(ctx, p); err != nil || !added {
		if err == nil {
			err = Invalid{{"", "There is an account with this address already. Sign in with it, and ask an administrator to add the role to it."}}
		}
		return nil, "", err
	}
	m := Membership{Organisation: i.Organisation, Person: p.ID, Role: i.Role, GrantedBy: i.InvitedBy, GrantedAt: at, ConfirmedBy: i.ConfirmedBy}
	if _, err := s.store.Members.Insert(ctx, m); err != nil {
		return nil, "", err
	}
	i.UsedAt = at
	if err := s.store.Invitations.Replace(ctx, i); err != nil {
		return nil, "", err
	}
	codes, err := s.giveCodes(ctx, p.ID)
	if err != nil {
		return nil, "", err
	}
	if old != "" {
		if _, err := s.store.Sessions.Delete(ctx, "hash", hashed(old)); err != nil {
			return nil, "", err
		}
	}
	session, err := s.begin(ctx, p.ID, from)
	if err != nil {
		return nil, "", err
	}
	return codes, session, s.note(ctx, Entry{Kind: "invitation accepted", Person: p.ID, Organisation: i.Organisation, Address: from.Address, Subject: string(i.Role)})
}

// ConfirmInvitation is a second person's word for an administrator. The
// invitation is named by its address and organisation.
func (s *Service) ConfirmInvitation(ctx context.Context, who Actor, email, organisation string, from Client) error {
	return s.store.Update(ctx, func(ctx context.Context) error {
		i, err := s.openInvitation(ctx, who, ConfirmRole, email, organisation)
		if err != nil {
			return err
		}
		if i.ConfirmedBy = who.Person; !i.Role.Administers() {
			return nil
		}
		if err := s.store.Invitations.Replace(ctx, i); err != nil {
			return err
		}
		return s.note(ctx, Entry{Kind: "invitation confirmed", Person: who.Person, Organisation: organisation, Address: from.Address, Subject: email})
	})
}

// WithdrawInvitation ends an invitation before it is used.
func (s *Service) WithdrawInvitation(ctx context.Context, who Actor, email, organisation string, from Client) error {
	return s.store.Update(ctx, func(ctx context.Context) error {
		if _, err := s.openInvitation(ctx, who, Invite, email, organisation); err != nil {
			return err
		}
		if err := s.withdrawOpen(ctx, email, organisation); err != nil {
			return err
		}
		return s.note(ctx, Entry{Kind: "invitation withdrawn", Person: who.Person, Organisation: organisation, Address: from.Address, Subject: email})
	})
}

func (s *Service) openInvitation(ctx context.Context, who Actor, what Action, email, organisation string) (Invitation, error) {
	// Who may not even see the organisation learns nothing of its invitations.
	if err := Can(who, what, Object{Organisation: organisation}); err != nil {
		return Invitation{}, err
	}
	i, found, err := one(ctx, s.store.Invitations, "email", email, "organisation", organisation, "used_at", "", "revoked_at", "")
	if err != nil || !found {
		return i, orNotFound(err)
	}
	return i, Can(who, what, Object{Organisation: organisation, Author: i.InvitedBy})
}

// Invitations are the open invitations to an organisation.
func (s *Service) Invitations(ctx context.Context, who Actor, organisation string) ([]Invitation, error) {
	if err := Can(who, SeePeople, Object{Organisation: organisation}); err != nil {
		return nil, err
	}
	list, err := s.store.Invitations.Find(ctx, "organisation", organisation, "used_at", "", "revoked_at", "")
	return slices.DeleteFunc(list, func(i Invitation) bool { return !i.Open(s.now()) }), err
}
