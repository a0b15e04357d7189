package registry

import (
	"context"
	"errors"
	"slices"
	"strings"

	"daylight/internal/access"
	"daylight/internal/ocds"
	"daylight/internal/store"
)

// Grounds are those on which something may be removed, by code. No other is.
var Grounds = []string{"court-order", "defamation-order", "personal-data", "safety", "unlawful", "source-error"}

// Ordered reports whether a ground is an order of a court, which a command on
// the server may carry out: the court is the first of the two.
func Ordered(ground string) bool { return ground == "court-order" || ground == "defamation-order" }

// Redaction is what is to be removed from a release, on which ground.
type Redaction struct {
	OCID     string
	Seq      int64    // the release's entry
	Pointers []string // JSON pointers into its body
	Ground   string
	Note     string // for colleagues, never public

	Organisation string // id of the proposer's
	AskedBy      string // its name, or that of the court, as it is shown for good
}

// NotRedacted is why something cannot be removed. Field is what it concerns:
// release, pointers, ground or note.
type NotRedacted struct{ Field, Sentence string }

func (e *NotRedacted) Error() string { return e.Sentence }

// ErrRemains is returned where something was removed for good, but old pages of
// the file may lie beside it until the server stops or the next redaction.
var ErrRemains = errors.New("it was removed; what it said may lie in the write-ahead log until the server stops")

// also is what a caller does in the same transaction, such as knowing a form
// sent twice.
type also = func(context.Context) error

// ProposeRedaction records what somebody asks to have removed. Nothing is,
// until a second person agrees.
func (r *Registry) ProposeRedaction(ctx context.Context, who access.Actor, x Redaction, also also) (id int64, err error) {
	if err := access.Can(who, access.ProposeRedaction, access.Object{Organisation: x.Organisation, SaidBy: x.Organisation}); err != nil {
		return 0, err // whatever the release
	}
	err = r.writer.Update(ctx, func(tx *store.Tx) error {
		old, err := tx.Release(ctx, x.OCID, x.Seq)
		if err != nil {
			return err
		}
		if err := access.Can(who, access.ProposeRedaction, RedactionOf(old, x.Organisation, x.AskedBy)); err != nil {
			return err
		}
		if _, _, err := redacted(ctx, tx.View, x); err != nil {
			return err
		}
		if err := also(store.WithTx(ctx, tx)); err != nil {
			return err
		}
		id, err = tx.AppendProposal(ctx, store.Proposal{
			OCID: x.OCID, Seq: x.Seq, Pointers: x.Pointers, Ground: x.Ground, Note: x.Note, Organisation: x.Organisation,
			AskedBy: x.AskedBy, ProposedBy: person(who, x), ProposedAt: ledgerTime(r.now()),
		})
		return err
	})
	return id, err
}

// RedactionOf is a release, as the policy asks about its redaction by an
// organisation of the desk: said by that organisation itself where the desk
// filed it under its name.
func RedactionOf(r store.Release, organisation, name string) access.Object {
	o := access.Object{Organisation: organisation}
	if r.Filer == deskFiler.Name && r.Publisher == name {
		o.SaidBy = organisation
	}
	return o
}

// person is who proposes: for a command on the server the court, whose order it
// carries out.
func person(who access.Actor, x Redaction) string {
	if who.Kind == access.Operator {
		return x.AskedBy
	}
	return who.Person
}

// redacted is the release that something is to be removed from, and what would
// stand in its place.
func redacted(ctx context.Context, v store.View, x Redaction) (store.Release, checked, error) {
	old, err := v.Release(ctx, x.OCID, x.Seq)
	if err != nil {
		return old, checked{}, err
	}
	switch {
	case !slices.Contains(Grounds, x.Ground):
		return old, checked{}, &NotRedacted{"ground", "Choose the ground on which this may be removed."}
	case len(x.Pointers) == 0:
		return old, checked{}, &NotRedacted{"pointers", "Choose what is to be removed."}
	case strings.TrimSpace(x.AskedBy) == "":
		return old, checked{}, &NotRedacted{"organisation", "Say which organisation or court asks for it."}
	}
	body, err := ocds.Without(old.Body, x.Pointers)
	if err != nil {
		return old, checked{}, &NotRedacted{"pointers", "This cannot be removed: " + err.Error() + "."}
	}
	c, err := check(0, Submission{Body: body, Publisher: old.Publisher})
	if err != nil {
		return old, checked{}, &NotRedacted{"pointers", "Without this the release could not be read: " + Sentence(err) + ". Remove all that depends on it as well."}
	}
	texts, err := removedTexts(old.Body, body)
	if err != nil {
		return old, checked{}, err
	}
	for text := range texts {
		if len(text) > 3 && strings.Contains(x.Note, text) {
			return old, checked{}, &NotRedacted{"note", "The note says what is to be removed, and would keep it. Say it in other words."}
		}
	}
	return old, c, nil
}

// removedTexts are the values that a body had and what stands in its place has
// not.
func removedTexts(before, after []byte) (map[string]bool, error) {
	was, err := ocds.Values(before)
	if err != nil {
		return nil, err
	}
	is, err := ocds.Values(after)
	if err != nil {
		return nil, err
	}
	texts := map[string]bool{}
	for _, v := range was {
		texts[v.Text] = true
	}
	for _, v := range is {
		delete(texts, v.Text)
	}
	return texts, nil
}

// CloseRedaction withdraws a proposal or turns it down.
func (r *Registry) CloseRedaction(ctx context.Context, who access.Actor, id int64) error {
	return r.writer.Update(ctx, func(tx *store.Tx) error {
		p, err := waiting(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := access.Can(who, access.SeeRedactions, access.Object{Organisation: p.Organisation}); err != nil {
			return err
		}
		p.ClosedBy, p.ClosedAt = who.Person, ledgerTime(r.now())
		return tx.CloseProposal(ctx, p)
	})
}

func waiting(ctx context.Context, tx *store.Tx, id int64) (store.Proposal, error) {
	p, err := tx.Proposal(ctx, id)
	if err == nil && !p.Waits() {
		err = access.ErrRepeated
	}
	return p, err
}
