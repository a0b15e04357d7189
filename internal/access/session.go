package access

import (
	"context"
	"slices"
	"strings"
	"time"
)

// Session is a browser in which a person is signed in. The browser keeps a
// token; only its hash is kept here.
type Session struct {
	Hash     string
	ID       string // what the person's own list calls it
	Person   string
	BegunAt  string // when the person signed in
	SeenAt   string
	FactorAt string // when a code was last given
	Agent    string
}

// How long a session lasts (OWASP Session Management Cheat Sheet), and how
// long a code counts as recent.
const (
	idleTime   = 30 * time.Minute
	wholeTime  = 8 * time.Hour
	RecentTime = 5 * time.Minute
	seenEvery  = time.Minute // a session's last use is written no more often
)

// alive reports whether a session holds at an instant.
func (s Session) alive(now time.Time) bool {
	begun, seen := instant(s.BegunAt), instant(s.SeenAt)
	return !now.Before(begun) && now.Before(begun.Add(wholeTime)) && now.Before(seen.Add(idleTime))
}

// Visit is a request of somebody signed in.
type Visit struct {
	Session Session
	Person  Person
	Actor   Actor
}

// errNoSession is returned for a token that is no session's, or no longer.
var errNoSession = ErrNotFound

// Visit finds the session of a token; ErrNotFound where there is none, or
// where it has ended.
func (s *Service) Visit(ctx context.Context, token string) (Visit, error) {
	if token == "" {
		return Visit{}, errNoSession
	}
	session, found, err := one(ctx, s.store.Sessions, "hash", hashed(token))
	if err != nil {
		return Visit{}, err
	}
	now := s.now()
	if !found || !session.alive(now) {
		return Visit{}, errNoSession
	}
	person, actor, err := s.actor(ctx, session.Person)
	if err != nil {
		return Visit{}, err
	}
	actor.Fresh = now.Before(instant(session.FactorAt).Add(RecentTime))
	if now.Sub(instant(session.SeenAt)) >= seenEvery {
		session.SeenAt = stamp(now)
		// It may have been ended since it was read: then there is nothing to write.
		if err := s.touch(ctx, session); err != nil {
			return Visit{}, err
		}
	}
	return Visit{session, person, actor}, nil
}

// Before is when the person of a visit signed in the time before this, as an
// RFC 3339 instant; "" where this is the first.
func (s *Service) Before(ctx context.Context, v Visit) (string, error) {
	d, found, err := one(ctx, s.store.DeskVisits, "person", v.Person.ID)
	if err != nil || found && d.BegunAt >= v.Session.BegunAt {
		return d.BeforeAt, err
	}
	d = DeskVisit{Person: v.Person.ID, BegunAt: v.Session.BegunAt, BeforeAt: d.BegunAt}
	if found {
		return d.BeforeAt, s.store.DeskVisits.Replace(ctx, d)
	}
	_, err = s.store.DeskVisits.Insert(ctx, d)
	return "", err
}

func (s *Service) touch(ctx context.Context, session Session) error {
	return s.store.Update(ctx, func(ctx context.Context) error {
		_, found, err := one(ctx, s.store.Sessions, "hash", session.Hash)
		if err != nil || !found {
			return err
		}
		return s.store.Sessions.Replace(ctx, session)
	})
}

// actor is a person with the roles and mandates that hold now; ErrNotFound
// where there is no such person or they are disabled.
func (s *Service) actor(ctx context.Context, person string) (Person, Actor, error) {
	p, found, err := one(ctx, s.store.People, "id", person)
	if err == nil && (!found || p.Disabled) {
		err = ErrNotFound
	}
	if err != nil {
		return Person{}, Actor{}, err
	}
	a := Actor{Kind: Signed, Name: p.Name, Person: p.ID}
	members, err := s.store.Members.Find(ctx, "person", p.ID)
	if err != nil {
		return Person{}, Actor{}, err
	}
	a.Roles = slices.DeleteFunc(members, func(m Membership) bool { return !m.Holds() })
	for _, organisation := range a.Organisations() {
		mandates, err := s.store.Mandates.Find(ctx, "organisation", organisation)
		if err != nil {
			return Person{}, Actor{}, err
		}
		a.Mandates = append(a.Mandates, slices.DeleteFunc(mandates, func(m Mandate) bool { return !m.Stands() })...)
	}
	return p, a, nil
}

// Renew reads an actor again, in the transaction of what it is about to do:
// a role or a mandate that has ended since the page was opened counts no more.
func (s *Service) Renew(ctx context.Context, a Actor) (Actor, error) {
	_, now, err := s.actor(ctx, a.Person)
	now.Fresh, now.Token, now.Scopes = a.Fresh, a.Token, a.Scopes
	if a.Token {
		now = now.within(a.Organisations())
	}
	return now, err
}

// begin starts a session in a transaction and returns its token. Sessions of
// the person that have run out are cleared away.
func (s *Service) begin(ctx context.Context, person string, from Client) (string, error) {
	old, err := s.store.Sessions.Find(ctx, "person", person)
	if err != nil {
		return "", err
	}
	for _, x := range old {
		if !x.alive(s.now()) {
			if _, err := s.store.Sessions.Delete(ctx, "hash", x.Hash); err != nil {
				return "", err
			}
		}
	}
	token := s.random(tokenBytes)
	at := s.at()
	_, err = s.store.Sessions.Insert(ctx, Session{Hash: hashed(token), ID: s.random(idBytes), Person: person,
		BegunAt: at, SeenAt: at, FactorAt: at, Agent: shortened(from.Agent)})
	return token, err
}

// renew gives a session a new token, in a transaction; its age stays.
func (s *Service) renew(ctx context.Context, old Session) (string, error) {
	if n, err := s.store.Sessions.Delete(ctx, "hash", old.Hash); err != nil || n == 0 {
		return "", orNotFound(err)
	}
	token := s.random(tokenBytes)
	old.Hash, old.SeenAt, old.FactorAt = hashed(token), s.at(), s.at()
	_, err := s.store.Sessions.Insert(ctx, old)
	return token, err
}

func orNotFound(err error) error {
	if err == nil {
		return ErrNotFound
	}
	return err
}

// shortened is a browser's name for itself, cut to what a list can show.
func shortened(agent string) string {
	r := []rune(agent)
	return string(r[:min(len(r), 200)])
}

// Sessions are a person's sessions that have not ended.
func (s *Service) Sessions(ctx context.Context, who Actor) ([]Session, error) {
	if err := Can(who, OwnAccount, Object{}); err != nil {
		return nil, err
	}
	list, err := s.store.Sessions.Find(ctx, "person", who.Person)
	slices.SortFunc(list, func(a, b Session) int { return strings.Compare(b.SeenAt+b.ID, a.SeenAt+a.ID) })
	return slices.DeleteFunc(list, func(x Session) bool { return !x.alive(s.now()) }), err
}

// EndSession ends one of a person's own sessions, by its id.
func (s *Service) EndSession(ctx context.Context, who Actor, id string, from Client) error {
	if err := Can(who, OwnAccount, Object{}); err != nil {
		return err
	}
	return s.store.Update(ctx, func(ctx context.Context) error {
		n, err := s.store.Sessions.Delete(ctx, "person", who.Person, "id", id)
		if err != nil || n == 0 {
			return orNotFound(err)
		}
		return s.note(ctx, Entry{Kind: "session ended", Person: who.Person, Address: from.Address, Subject: id})
	})
}

// endOthers ends all sessions of a person but one, in a transaction.
func (s *Service) endOthers(ctx context.Context, person, keep string) error {
	list, err := s.store.Sessions.Find(ctx, "person", person)
	if err != nil {
		return err
	}
	for _, x := range list {
		if x.Hash == keep {
			continue
		}
		if _, err := s.store.Sessions.Delete(ctx, "hash", x.Hash); err != nil {
			return err
		}
	}
	return nil
}
