package access

import (
	"context"
	"time"
)

// Renewal is what somebody writes to set password or authenticator anew.
type Renewal struct {
	Password string // the new one, or the one they have
	Seed     string // of the new factor
	Code     string // of the new factor, or of the one they have
}

func (a Renewal) check(r Reset, p Person, now time.Time) (wrong Invalid) {
	if r.Password {
		if bad := CheckPassword(a.Password, p.Name, p.Email); bad != "" {
			wrong = append(wrong, Wrong{"password", bad})
		}
	}
	if r.Factor && (!ValidSeed(a.Seed) || codeStep(a.Seed, plainCode(a.Code), now, 0) == 0) {
		wrong = append(wrong, Wrong{"code", "That is not the code your new authenticator shows now. Check that its clock is right, and write the six digits."})
	}
	return wrong
}

// wrongRenewal is what is said where the part that is not lost is wrong.
func wrongRenewal(r Reset) Invalid {
	if r.Password {
		return Invalid{{"code", "That code is not right, or was used already. Wait for the next one, or write a recovery code."}}
	}
	return Invalid{{"password", "This is not your password."}}
}

// UseReset sets anew what was lost, ends all sessions and tokens of the person,
// and signs them in. It returns recovery codes where the factor is new.
func (s *Service) UseReset(ctx context.Context, token string, a Renewal, from Client) (codes []string, session string, err error) {
	r, p, err := s.ResetOf(ctx, token)
	if err != nil {
		return nil, "", err
	}
	if !r.Confirmed() {
		return nil, "", Invalid{{"", "A second administrator has to confirm this link first."}}
	}
	if err := a.check(r, p, s.now()).orNil(); err != nil {
		return nil, "", err
	}
	if err := s.attempt(ctx, p.Email, from); err != nil {
		return nil, "", err
	}
	hash, right := "", true
	if r.Password {
		hash, err = s.hasher.hash(ctx, a.Password)
	} else {
		right, err = s.hasher.matches(ctx, bounded(a.Password), p.Password)
	}
	if err != nil {
		return nil, "", err
	}
	err = s.store.Update(ctx, func(ctx context.Context) error {
		_, now, err := s.ResetOf(ctx, token)
		if err != nil {
			return err
		}
		if right && !r.Factor {
			if right, err = s.useCode(ctx, now, a.Code); err != nil {
				return err
			}
		}
		if !right {
			if err := s.failed(ctx, p.Email, from); err != nil {
				return err
			}
			return s.note(ctx, Entry{Kind: "reset failed", Address: from.Address, Subject: p.ID})
		}
		if codes, session, err = s.renewAccount(ctx, token, a, p, hash, from); err != nil {
			return err
		}
		return s.succeeded(ctx, p.Email)
	})
	switch {
	case err != nil:
		return nil, "", err
	case !right:
		return nil, "", wrongRenewal(r)
	}
	return codes, session, nil
}

// renewAccount is what UseReset does in its transaction. Link and person are
// read again: a link works once, however often it is used at once.
func (s *Service) renewAccount(ctx context.Context, token string, a Renewal, before Person, hash string, from Client) (codes []string, session string, err error) {
	r, p, err := s.ResetOf(ctx, token)
	if err == nil && p.Password != before.Password {
		err = ErrGone // it was changed meanwhile
	}
	if err != nil {
		return nil, "", err
	}
	if r.Password {
		p.Password = hash
	}
	if r.Factor {
		p.Factor, p.Counter = s.store.Key.seal(s.rand, p.ID, a.Seed), codeStep(a.Seed, plainCode(a.Code), s.now(), 0)
		if codes, err = s.giveCodes(ctx, p.ID); err != nil {
			return nil, "", err
		}
	}
	if err := s.store.People.Replace(ctx, p); err != nil {
		return nil, "", err
	}
	r.UsedAt = s.at()
	if err := s.store.Resets.Replace(ctx, r); err != nil {
		return nil, "", err
	}
	if err := s.endOthers(ctx, p.ID, ""); err != nil {
		return nil, "", err
	}
	if err := s.revokeTokens(ctx, p.ID); err != nil {
		return nil, "", err
	}
	if session, err = s.begin(ctx, p.ID, from); err != nil {
		return nil, "", err
	}
	return codes, session, s.note(ctx, Entry{Kind: "reset link used", Person: p.ID, Address: from.Address, Subject: r.Lost()})
}

// revokeTokens ends all tokens of a person, in a transaction.
func (s *Service) revokeTokens(ctx context.Context, person string) error {
	list, err := s.store.Tokens.Find(ctx, "person", person, "revoked_at", "")
	if err != nil {
		return err
	}
	for _, t := range list {
		t.RevokedAt = s.at()
		if err := s.store.Tokens.Replace(ctx, t); err != nil {
			return err
		}
	}
	return nil
}
