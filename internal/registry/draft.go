package registry

import (
	"context"
	"errors"
	"time"

	"daylight/internal/access"
	"daylight/internal/store"
)

// Draft is what somebody writes at the desk before it is published: what they
// wrote in a form, and the release it makes. Its approval is of exactly one
// body, by its hash: any edit makes another.
type Draft struct {
	ID           string
	Organisation string // that it belongs to, and that will speak
	Author       string // id of a person
	Form         string
	Decision     bool   // it speaks as an oversight body
	OCID         string // "" until a new process has a name
	Subject      string // what in the process it is about
	Title        string // in lists
	Fields       string // what was written, as a form sends it
	Body         string // the release; "" while something is wrong with it
	Hash         string // SHA-256 of the body, hexadecimal
	Version      int64  // counts the edits
	State        DraftState
	Note         string // why it was returned
	Approver     string // id of the person who published it
	ApprovedHash string
	CreatedAt    string
	ChangedAt    string
	PublishedAt  string
	Seq          int64 // of the release's leaf; -1 before
}

// DraftState is how far a draft has come.
type DraftState string

// The states of a draft.
const (
	DraftOpen      DraftState = "draft"
	DraftSubmitted DraftState = "submitted"
	DraftReturned  DraftState = "returned" // with a note
	DraftPublished DraftState = "published"
)

// DraftVersion is a version of a draft that was kept.
type DraftVersion struct {
	Draft   string
	Version int64
	Fields  string
	At      string
}

// Editable reports whether the author may change the draft.
func (d Draft) Editable() bool { return d.State == DraftOpen || d.State == DraftReturned }

// ErrStale is returned where a draft is no longer what the caller saw.
var ErrStale = errors.New("the draft has changed since")

// deskFiler is who files what the desk publishes. Who wrote and who approved it
// stands in the draft and in the security log, not in the public record.
var deskFiler = access.Actor{Kind: access.Signed, Name: "desk"}

// Desk keeps drafts and publishes them.
type Desk struct {
	registry *Registry
	accounts *access.Service
	drafts   *store.Table[Draft]
	versions *store.Table[DraftVersion]
}

// Desk is the desk's drafts, for the people of an access.Service made with
// Accounts of this registry.
func (r *Registry) Desk(reader *store.Reader, accounts *access.Service) *Desk {
	a := store.NewAccounts(r.writer, reader)
	return &Desk{r, accounts, store.NewTable[Draft](a, "drafts", 1), store.NewTable[DraftVersion](a, "draft_versions", 2)}
}

func (d *Desk) at() string { return d.accounts.Now().Format(time.RFC3339) }

// drafting is what one does who writes such a draft, and publishing what one
// does who publishes it.
func (x Draft) drafting() access.Action {
	if x.Decision {
		return access.DraftDecision
	}
	return access.DraftRelease
}

func (x Draft) publishing() access.Action {
	if x.Decision {
		return access.PublishDecision
	}
	return access.PublishRelease
}

// PublishedBy is the role that publishes such a draft.
func (x Draft) PublishedBy() access.Role {
	if x.Decision {
		return access.OversightOfficer
	}
	return access.Publisher
}

// object is the draft, as the policy asks about it. For a decision it is about
// the buyer of the process, as recorded now.
func (d *Desk) object(ctx context.Context, v store.View, x Draft) (access.Object, error) {
	o := access.Object{Organisation: x.Organisation, Author: x.Author, Day: d.accounts.Now().Format(time.DateOnly)}
	if !x.Decision {
		return o, nil
	}
	p, err := Latest(ctx, v, x.OCID)
	if err == nil && p.Buyer != nil {
		o.Buyers = append([]string{p.Buyer.Key}, p.Buyer.Also...)
	}
	return o, err
}

// May reports whether somebody may write such a draft: nil, or why not.
func (d *Desk) May(ctx context.Context, v store.View, who access.Actor, x Draft) error {
	o, err := d.object(ctx, v, x)
	if err != nil {
		return err
	}
	return access.Can(who, x.drafting(), o)
}
