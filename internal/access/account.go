package access

import "context"

// ChangePassword sets a new password in place of the current one, and ends all
// other sessions. It returns the new token of the one that stays.
func (s *Service) ChangePassword(ctx context.Context, v Visit, current, password string, from Client) (token string, err error) {
	if err := Can(v.Actor, ChangeAccount, Object{}); err != nil {
		return "", err
	}
	if err := s.attempt(ctx, v.Person.Email, from); err != nil {
		return "", err
	}
	same, err := s.hasher.matches(ctx, bounded(current), v.Person.Password)
	if err != nil {
		return "", err
	}
	if !same {
		if err := s.failed(ctx, v.Person.Email, from); err != nil {
			return "", err
		}
		return "", Invalid{{"current", "This is not your current password."}}
	}
	if bad := CheckPassword(password, v.Person.Name, v.Person.Email); bad != "" {
		return "", Invalid{{"password", bad}}
	}
	hash, err := s.hasher.hash(ctx, password)
	if err != nil {
		return "", err
	}
	return s.change(ctx, v, "password changed", from, func(ctx context.Context, p *Person) error {
		p.Password = hash
		return nil
	})
}

// ReplaceFactor puts a new authenticator in place of the old, with new
// recovery codes, and ends all other sessions.
func (s *Service) ReplaceFactor(ctx context.Context, v Visit, seed, code string, from Client) (codes []string, token string, err error) {
	if err := Can(v.Actor, ChangeAccount, Object{}); err != nil {
		return nil, "", err
	}
	n := codeStep(seed, plainCode(code), s.now(), 0)
	if !ValidSeed(seed) || n == 0 {
		return nil, "", Invalid{{"code", "That is not the code your new authenticator shows now. Check that its clock is right, and write the six digits."}}
	}
	token, err = s.change(ctx, v, "factor replaced", from, func(ctx context.Context, p *Person) error {
		p.Factor, p.Counter = s.store.Key.seal(s.rand, p.ID, seed), n
		codes, err = s.giveCodes(ctx, p.ID)
		return err
	})
	return codes, token, err
}

// change writes something about a person, gives their session a new token and
// ends all others, in one transaction.
func (s *Service) change(ctx context.Context, v Visit, kind string, from Client, fn func(context.Context, *Person) error) (token string, err error) {
	err = s.store.Update(ctx, func(ctx context.Context) error {
		p, found, err := one(ctx, s.store.People, "id", v.Person.ID)
		if err != nil || !found || p.Disabled {
			return orNotFound(err)
		}
		if err := fn(ctx, &p); err != nil {
			return err
		}
		if err := s.store.People.Replace(ctx, p); err != nil {
			return err
		}
		if token, err = s.renew(ctx, v.Session); err != nil {
			return err
		}
		if err := s.endOthers(ctx, p.ID, hashed(token)); err != nil {
			return err
		}
		return s.note(ctx, Entry{Kind: kind, Person: p.ID, Address: from.Address})
	})
	return token, err
}

// RecoveryCodesLeft is how many of a person's recovery codes are not used.
func (s *Service) RecoveryCodesLeft(ctx context.Context, who Actor) (int, error) {
	list, err := s.store.RecoveryCodes.Find(ctx, "person", who.Person)
	return len(list), err
}
