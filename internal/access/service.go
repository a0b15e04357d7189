package access

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"encoding/hex"
	"errors"
	"io"
	"log/slog"
	"strings"
	"time"
)

// Options are what a Service takes from outside; what is left out is as in
// production.
type Options struct {
	Now    func() time.Time
	Rand   io.Reader
	Log    *slog.Logger // a copy of the security log, to be shipped elsewhere
	Issuer string       // what authenticators call the site
}

// Service keeps accounts. Its methods are safe to call at the same time.
type Service struct {
	store    Store
	now      func() time.Time
	rand     io.Reader
	log      *slog.Logger
	issuer   string
	hasher   *hasher
	throttle *throttle
}

// New makes a service on a store.
func New(s Store, o Options) *Service {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Rand == nil {
		o.Rand = rand.Reader
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.Issuer == "" {
		o.Issuer = "Daylight"
	}
	return &Service{store: s, now: o.Now, rand: o.Rand, log: o.Log, issuer: o.Issuer, hasher: newHasher(), throttle: newThrottle(o.Now)}
}

// Now is the service's clock.
func (s *Service) Now() time.Time { return s.now().UTC() }

// Update runs fn in one transaction, for writes that belong together.
func (s *Service) Update(ctx context.Context, fn func(context.Context) error) error {
	return s.store.Update(ctx, fn)
}

// Errors that tell a caller what to answer.
var (
	ErrNotFound = errors.New("not found")
	ErrGone     = errors.New("this link has been used, was withdrawn or has expired")
	ErrRepeated = errors.New("this form was acted upon already")
	ErrBusy     = errors.New("too many people are signing in just now")
)

// Wrong is what is wrong with what somebody wrote: fields by name, each with a
// sentence that says what to write.
type Wrong struct {
	Field    string // "" where it concerns no one field
	Sentence string
}

// Invalid are all the things wrong with a form.
type Invalid []Wrong

func (e Invalid) Error() string {
	var all []string
	for _, w := range e {
		all = append(all, w.Sentence)
	}
	return strings.Join(all, " ")
}

// orNil is the error where anything is wrong.
func (e Invalid) orNil() error {
	if len(e) == 0 {
		return nil
	}
	return e
}

// Client is where a request comes from.
type Client struct {
	Address string // IP address
	Agent   string // what the browser calls itself
}

// stamp writes an instant as rows keep it; such texts compare as the instants.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// instant reads a stamp; the zero time where there is none.
func instant(text string) time.Time {
	t, err := time.Parse(time.RFC3339, text)
	if err != nil {
		return time.Time{}
	}
	return t
}

func (s *Service) at() string { return stamp(s.now()) }

var letters = base32.StdEncoding.WithPadding(base32.NoPadding)

// random is n random bytes in lower-case letters and digits.
func (s *Service) random(n int) string {
	b := make([]byte, n)
	if _, err := io.ReadFull(s.rand, b); err != nil {
		panic(err) // without randomness nothing here is safe
	}
	return strings.ToLower(letters.EncodeToString(b))
}

const (
	idBytes    = 10
	tokenBytes = 32
)

// hashed is a token as it is kept. Tokens are long and random: a plain hash
// gives nothing away.
func hashed(token string) string {
	h := sha256.Sum256([]byte(token))
	return hex.EncodeToString(h[:])
}

// note appends to the security log, in the transaction under way if there is
// one, and says the same to the log that is shipped.
func (s *Service) note(ctx context.Context, e Entry) error {
	e.At = s.at()
	err := s.store.Update(ctx, func(ctx context.Context) error {
		last, err := s.store.Log.Last(ctx, 1)
		if err != nil {
			return err
		}
		e.Seq = 1
		if len(last) > 0 {
			e.Seq = last[0].Seq + 1
		}
		_, err = s.store.Log.Insert(ctx, e)
		return err
	})
	s.log.Info("security", "kind", e.Kind, "person", e.Person, "organisation", e.Organisation, "address", e.Address, "subject", e.Subject)
	return err
}

// Note appends to the security log, in the transaction under way if there is
// one.
func (s *Service) Note(ctx context.Context, e Entry) error { return s.note(ctx, e) }

// NoteDenied records that somebody signed in was refused an action.
func (s *Service) NoteDenied(ctx context.Context, a Actor, what Action, from Client) error {
	return s.note(ctx, Entry{Kind: "denied", Person: a.Person, Address: from.Address, Subject: string(what)})
}

// logShown is how much of the security log is shown at once.
const logShown = 200

// SecurityLog is the latest of the security log, the newest first.
func (s *Service) SecurityLog(ctx context.Context, who Actor) ([]Entry, error) {
	if err := Can(who, ReadSecurityLog, Object{}); err != nil {
		return nil, err
	}
	return s.store.Log.Last(ctx, logShown)
}

// Once records that a form of a person is being acted upon. Called in the
// transaction of what the form does, it makes a second submission return
// ErrRepeated and change nothing.
func (s *Service) Once(ctx context.Context, person, once string) error {
	if once == "" {
		return Invalid{{"", "This form was not shown by this site. Open the page again and send it from there."}}
	}
	added, err := s.store.Submissions.Insert(ctx, Submission{person, hashed(once), s.at()})
	if err == nil && !added {
		err = ErrRepeated
	}
	return err
}

// NewOnce is the number of a form about to be shown.
func (s *Service) NewOnce() string { return s.random(16) }
