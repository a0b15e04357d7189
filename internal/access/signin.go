package access

import (
	"context"
	"net/mail"
	"strings"
)

// wrongSignIn is all that is ever said of a failed attempt: it gives away
// neither whether the account exists nor which part was wrong.
var wrongSignIn = Invalid{{"", "The address, the password or the code is not right. A code works once: wait for the next one."}}

// Address is an e-mail address in the form in which accounts keep it; "" where
// it is none.
func Address(text string) string {
	a, err := mail.ParseAddress(text)
	if err != nil || a.Address != strings.TrimSpace(text) || strings.ContainsAny(text, "\r\n\x00") || len(text) > 254 {
		return ""
	}
	return strings.ToLower(a.Address)
}

// SignIn begins a session with password and code, asked for together, and
// returns its token. A code is a number from an authenticator or a recovery
// code. Old is the token the browser held before; that session ends.
func (s *Service) SignIn(ctx context.Context, email, password, code, old string, from Client) (string, error) {
	account := strings.ToLower(strings.TrimSpace(email))
	if err := s.attempt(ctx, account, from); err != nil {
		return "", err
	}
	p, _, err := one(ctx, s.store.People, "email", account)
	if err != nil {
		return "", err
	}
	same, err := s.hasher.matches(ctx, bounded(password), p.Password)
	if err != nil {
		return "", err
	}
	token := ""
	err = s.store.Update(ctx, func(ctx context.Context) error {
		if token, err = s.enter(ctx, p, same, code, old, from); err != nil {
			return err
		}
		if token == "" {
			return s.failed(ctx, account, from)
		}
		return s.succeeded(ctx, account)
	})
	if err != nil {
		return "", err
	}
	if token == "" {
		return "", wrongSignIn
	}
	return token, nil
}

// bounded keeps what is hashed to a size that a password can have.
func bounded(password string) string { return password[:min(len(password), 4*longest)] }

// enter begins the session if the code is right as well; "" where anything is
// wrong. The person is read again: a code works once, however many ask at once.
func (s *Service) enter(ctx context.Context, p Person, same bool, code, old string, from Client) (string, error) {
	current, found, err := one(ctx, s.store.People, "id", p.ID)
	if err != nil {
		return "", err
	}
	right := same && found && !current.Disabled && current.Password == p.Password
	if right {
		if right, err = s.useCode(ctx, current, code); err != nil {
			return "", err
		}
	}
	if !right {
		return "", s.note(ctx, Entry{Kind: "sign-in failed", Address: from.Address, Subject: p.ID})
	}
	if old != "" {
		if _, err := s.store.Sessions.Delete(ctx, "hash", hashed(old)); err != nil {
			return "", err
		}
	}
	token, err := s.begin(ctx, p.ID, from)
	if err != nil {
		return "", err
	}
	return token, s.note(ctx, Entry{Kind: "signed in", Person: p.ID, Address: from.Address, Subject: shortened(from.Agent)})
}

// SignOut ends a session.
func (s *Service) SignOut(ctx context.Context, v Visit, from Client) error {
	return s.store.Update(ctx, func(ctx context.Context) error {
		if _, err := s.store.Sessions.Delete(ctx, "hash", v.Session.Hash); err != nil {
			return err
		}
		return s.note(ctx, Entry{Kind: "signed out", Person: v.Person.ID, Address: from.Address})
	})
}

// StepUp takes a new code before something grave, and returns the session's
// new token.
func (s *Service) StepUp(ctx context.Context, v Visit, code string, from Client) (token string, err error) {
	account := v.Person.Email
	if err := s.attempt(ctx, account, from); err != nil {
		return "", err
	}
	right := false
	err = s.store.Update(ctx, func(ctx context.Context) error {
		p, found, err := one(ctx, s.store.People, "id", v.Person.ID)
		if err != nil || !found || p.Disabled {
			return orNotFound(err)
		}
		if right, err = s.useCode(ctx, p, code); err != nil {
			return err
		}
		if !right {
			if err := s.failed(ctx, account, from); err != nil {
				return err
			}
			return s.note(ctx, Entry{Kind: "step-up failed", Person: p.ID, Address: from.Address})
		}
		if err := s.succeeded(ctx, account); err != nil {
			return err
		}
		if token, err = s.renew(ctx, v.Session); err != nil {
			return err
		}
		return s.note(ctx, Entry{Kind: "step-up", Person: p.ID, Address: from.Address})
	})
	switch {
	case err != nil:
		return "", err
	case !right:
		return "", Invalid{{"confirm", "That code is not right, or was used already. Wait for the next one."}}
	}
	return token, nil
}
