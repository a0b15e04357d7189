package registry

import (
	"context"
	"errors"
	"time"

	"daylight/internal/access"
	"daylight/internal/forms"
	"daylight/internal/ocds"
	"daylight/internal/store"
)

// Request is something that a program sent once under a key, and what it was
// answered.
type Request struct {
	Organisation string
	Key          string // hash
	Sent         string // hash of what was sent
	Status       int64
	Answer       string
	At           string
}

// Intake takes what programs send with a token.
type Intake struct {
	Registry *Registry
	accounts *access.Service
	desk     *Desk
	requests *store.Table[Request]
}

// Intake is that of this record, for tokens of an access.Service made with its
// Accounts.
func (r *Registry) Intake(reader *store.Reader, accounts *access.Service) *Intake {
	a := store.NewAccounts(r.writer, reader)
	return &Intake{r, accounts, r.Desk(reader, accounts), store.NewTable[Request](a, "requests", 2)}
}

// ErrKeyUsed is returned where something else was sent under the same key.
var ErrKeyUsed = errors.New("the key was used for something else")

// NewRequest is something sent under a key.
func NewRequest(organisation, key, scope string, body []byte) Request {
	return Request{Organisation: organisation, Key: digest(key), Sent: digest(scope, string(body))}
}

// Answered is what the same request was answered before; ErrNotFound of the
// store where it was not.
func (k *Intake) Answered(ctx context.Context, r Request) (Request, error) {
	list, err := k.requests.Find(ctx, "organisation", r.Organisation, "key", r.Key)
	switch {
	case err != nil:
		return r, err
	case len(list) == 0:
		return r, store.ErrNotFound
	case list[0].Sent != r.Sent:
		return r, ErrKeyUsed
	}
	return list[0], nil
}

// Keep remembers an answer.
func (k *Intake) Keep(ctx context.Context, r Request) error {
	r.At = k.accounts.Now().Format(time.RFC3339)
	_, err := k.requests.Insert(ctx, r)
	return err
}

// Draft makes what a program sent a draft of its organisation, which a person
// looks through and submits. One with decisions speaks as an oversight body. It
// returns *Rejected where the release could not be filed.
func (k *Intake) Draft(ctx context.Context, who access.Actor, organisation string, body []byte) (Draft, error) {
	c, err := check(0, Submission{Body: body})
	if err != nil {
		return Draft{}, err
	}
	x := Draft{Organisation: organisation, Form: forms.Sent.Name, Decision: len(ocds.Children(c.said.Object(), "decisions")) > 0,
		OCID: c.ocid, Title: "Sent: " + c.id, Body: string(body), Hash: hashOf(string(body))}
	return k.desk.Begin(ctx, who, x, k.accounts.NewOnce())
}
