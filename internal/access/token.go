package access

import (
	"context"
	"maps"
	"slices"
	"strings"
	"time"
)

// Token lets a program act for a person in one organisation, within its
// scopes, until a day.
type Token struct {
	Hash         string
	ID           string
	Person       string
	Organisation string
	Name         string // what the person calls it
	Scopes       string // separated by spaces
	CreatedAt    string
	ExpiresAt    string
	RevokedAt    string
}

// tokenPrefix marks a token, so that one that leaked is found by a search.
const tokenPrefix = "daylight_"

// longestToken is how many days a token lasts at most.
const longestToken = 365

// ScopeNames are what tokens can be made for.
func ScopeNames() []string {
	var names []string
	for s := range maps.Keys(scopes) {
		names = append(names, string(s))
	}
	slices.Sort(names)
	return names
}

// MakeToken makes a token and returns it: it is shown once.
func (s *Service) MakeToken(ctx context.Context, who Actor, t Token, days int, once string, from Client) (string, error) {
	if err := Can(who, MakeToken, Object{Organisation: t.Organisation}); err != nil {
		return "", err
	}
	var wrong Invalid
	if t.Name = strings.TrimSpace(t.Name); t.Name == "" || len([]rune(t.Name)) > longestName {
		wrong = append(wrong, Wrong{"name", "Write what the token is for, in at most 100 characters."})
	}
	asked := strings.Fields(t.Scopes)
	if len(asked) == 0 || slices.ContainsFunc(asked, func(x string) bool { return !slices.Contains(ScopeNames(), x) }) {
		wrong = append(wrong, Wrong{"scopes", "Choose at least one thing that the token may do."})
	}
	if days < 1 || days > longestToken {
		wrong = append(wrong, Wrong{"days", "Write for how many days the token holds, from 1 to 365."})
	}
	if len(wrong) > 0 {
		return "", wrong
	}
	id, secret := s.random(idBytes), s.random(tokenBytes)
	token := tokenPrefix + id + "_" + secret
	err := s.store.Update(ctx, func(ctx context.Context) error {
		if err := s.Once(ctx, who.Person, once); err != nil {
			return err
		}
		now := s.now()
		t.Hash, t.ID, t.Person, t.CreatedAt, t.ExpiresAt, t.RevokedAt = hashed(token), id, who.Person, stamp(now), stamp(now.AddDate(0, 0, days)), ""
		if _, err := s.store.Tokens.Insert(ctx, t); err != nil {
			return err
		}
		return s.note(ctx, Entry{Kind: "token made", Person: who.Person, Organisation: t.Organisation, Address: from.Address, Subject: id})
	})
	if err != nil {
		return "", err
	}
	return token, nil
}

// Tokens are a person's tokens that have not been revoked, past ones too.
func (s *Service) Tokens(ctx context.Context, who Actor) ([]Token, error) {
	if err := Can(who, OwnAccount, Object{}); err != nil {
		return nil, err
	}
	return s.store.Tokens.Find(ctx, "person", who.Person, "revoked_at", "")
}

// RevokeToken ends one of a person's own tokens.
func (s *Service) RevokeToken(ctx context.Context, who Actor, id string, from Client) error {
	if err := Can(who, OwnAccount, Object{}); err != nil {
		return err
	}
	return s.store.Update(ctx, func(ctx context.Context) error {
		t, found, err := one(ctx, s.store.Tokens, "person", who.Person, "id", id, "revoked_at", "")
		if err != nil || !found {
			return orNotFound(err)
		}
		t.RevokedAt = s.at()
		if err := s.store.Tokens.Replace(ctx, t); err != nil {
			return err
		}
		return s.note(ctx, Entry{Kind: "token revoked", Person: who.Person, Organisation: t.Organisation, Address: from.Address, Subject: id})
	})
}

// Bearer is the actor of a token: its person, with their roles in the token's
// organisation alone, within its scopes. ErrNotFound where it does not hold.
func (s *Service) Bearer(ctx context.Context, token string) (Actor, error) {
	if !strings.HasPrefix(token, tokenPrefix) {
		return Actor{}, ErrNotFound
	}
	t, found, err := one(ctx, s.store.Tokens, "hash", hashed(token))
	if err != nil {
		return Actor{}, err
	}
	if !found || t.RevokedAt != "" || !s.now().Before(instant(t.ExpiresAt)) {
		return Actor{}, ErrNotFound
	}
	_, a, err := s.actor(ctx, t.Person)
	if err != nil {
		return Actor{}, err
	}
	a.Token, a.Scopes = true, strings.Fields(t.Scopes)
	if a = a.within([]string{t.Organisation}); len(a.Roles) == 0 {
		return Actor{}, ErrNotFound
	}
	return a, nil
}

// within is the actor with roles and mandates of some organisations alone.
func (a Actor) within(organisations []string) Actor {
	a.Roles = slices.DeleteFunc(a.Roles, func(m Membership) bool { return !slices.Contains(organisations, m.Organisation) })
	a.Mandates = slices.DeleteFunc(a.Mandates, func(m Mandate) bool { return !slices.Contains(organisations, m.Organisation) })
	return a
}

// DaysLeft is how many whole days a token still holds.
func (t Token) DaysLeft(now time.Time) int {
	return max(0, int(instant(t.ExpiresAt).Sub(now).Hours()/24))
}
