package registry

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"slices"
	"strings"
	"time"

	"daylight/internal/access"
	"daylight/internal/forms"
	"daylight/internal/ocds"
	"daylight/internal/store"
)

// Begin makes an empty draft.
func (d *Desk) Begin(ctx context.Context, who access.Actor, x Draft, once string) (Draft, error) {
	x.ID, x.Author, x.Version, x.State, x.Seq = d.accounts.NewOnce(), who.Person, 0, DraftOpen, -1
	x.CreatedAt = d.at()
	x.ChangedAt = x.CreatedAt
	err := d.change(ctx, who, func(ctx context.Context, tx *store.Tx, who access.Actor) error {
		if err := d.May(ctx, tx.View, who, x); err != nil {
			return err
		}
		if err := d.accounts.Once(ctx, who.Person, once); err != nil {
			return err
		}
		_, err := d.drafts.Insert(ctx, x)
		return err
	})
	return x, err
}

// change runs a change of drafts as one transaction, which begins by reading
// the actor again.
func (d *Desk) change(ctx context.Context, who access.Actor, fn func(context.Context, *store.Tx, access.Actor) error) error {
	return d.registry.writer.Update(ctx, func(tx *store.Tx) error {
		ctx := store.WithTx(ctx, tx)
		who, err := d.accounts.Renew(ctx, who)
		if err != nil {
			return err
		}
		return fn(ctx, tx, who)
	})
}

// Draft is one draft, for somebody of its organisation: to others there is
// none.
func (d *Desk) Draft(ctx context.Context, who access.Actor, id string) (Draft, error) {
	list, err := d.drafts.Find(ctx, "id", id)
	if err == nil && len(list) == 0 {
		err = store.ErrNotFound
	}
	if err != nil {
		return Draft{}, err
	}
	return list[0], access.Can(who, access.WriteDraft, access.Object{Organisation: list[0].Organisation})
}

// Drafts are those of the organisations somebody writes for, the latest changed
// first: all but what others have not submitted yet.
func (d *Desk) Drafts(ctx context.Context, who access.Actor) ([]Draft, error) {
	var all []Draft
	for _, o := range who.Organisations() {
		if access.Can(who, access.WriteDraft, access.Object{Organisation: o}) != nil {
			continue
		}
		list, err := d.drafts.Find(ctx, "organisation", o)
		if err != nil {
			return nil, err
		}
		all = append(all, list...)
	}
	all = slices.DeleteFunc(all, func(x Draft) bool { return x.Author != who.Person && x.Editable() })
	slices.SortFunc(all, func(a, b Draft) int { return strings.Compare(b.ChangedAt+b.ID, a.ChangedAt+a.ID) })
	return all, nil
}

// edit changes a draft of the actor's own at the version they saw.
func (d *Desk) edit(ctx context.Context, who access.Actor, id string, version int64, fn func(context.Context, *store.Tx, *Draft) error) error {
	return d.change(ctx, who, func(ctx context.Context, tx *store.Tx, who access.Actor) error {
		x, err := d.Draft(ctx, who, id)
		if err != nil {
			return err
		}
		if x.Author != who.Person {
			return access.Denied
		}
		if x.Version != version || x.State == DraftPublished {
			return ErrStale
		}
		if err := d.May(ctx, tx.View, who, x); err != nil {
			return err
		}
		if err := fn(ctx, tx, &x); err != nil {
			return err
		}
		x.ChangedAt = d.at()
		return d.drafts.Replace(ctx, x)
	})
}

// Save keeps what the author wrote as the next version: fields, and the
// release they make, or none while something is wrong with them. Of x it takes
// ID, Version, OCID, Title, Fields and Body.
func (d *Desk) Save(ctx context.Context, who access.Actor, x Draft) error {
	return d.edit(ctx, who, x.ID, x.Version, func(ctx context.Context, _ *store.Tx, old *Draft) error {
		if !old.Editable() {
			return ErrStale
		}
		old.Version++
		old.Title, old.Fields, old.Body, old.Hash = x.Title, x.Fields, x.Body, ""
		if old.OCID == "" || old.begins() {
			old.OCID = x.OCID
		}
		if x.Body != "" {
			old.Hash = hashOf(x.Body)
		}
		_, err := d.versions.Insert(ctx, DraftVersion{old.ID, old.Version, old.Fields, d.at()})
		return err
	})
}

// begins reports whether the draft begins a process: then its ocid follows from
// what is written.
func (x Draft) begins() bool {
	f, known := forms.Named(x.Form)
	return known && f.New
}

func hashOf(body string) string {
	h := sha256.Sum256([]byte(body))
	return hex.EncodeToString(h[:])
}

// Submit asks a colleague to publish a draft.
func (d *Desk) Submit(ctx context.Context, who access.Actor, id string, version int64) error {
	return d.edit(ctx, who, id, version, func(ctx context.Context, tx *store.Tx, x *Draft) error {
		if !x.Editable() || x.Body == "" {
			return ErrStale
		}
		if err := d.fileable(ctx, tx.View, *x); err != nil {
			return err
		}
		x.State = DraftSubmitted
		return nil
	})
}

// TakeBack makes a submitted draft the author's again.
func (d *Desk) TakeBack(ctx context.Context, who access.Actor, id string, version int64) error {
	return d.edit(ctx, who, id, version, func(_ context.Context, _ *store.Tx, x *Draft) error {
		if x.State != DraftSubmitted {
			return ErrStale
		}
		x.State = DraftOpen
		return nil
	})
}

// Discard throws a draft away that was not published.
func (d *Desk) Discard(ctx context.Context, who access.Actor, id string) error {
	return d.change(ctx, who, func(ctx context.Context, _ *store.Tx, who access.Actor) error {
		x, err := d.Draft(ctx, who, id)
		if err != nil {
			return err
		}
		if x.Author != who.Person {
			return access.Denied
		}
		if !x.Editable() {
			return ErrStale
		}
		if _, err := d.versions.Delete(ctx, "draft", id); err != nil {
			return err
		}
		_, err = d.drafts.Delete(ctx, "id", id)
		return err
	})
}

// submitted is a draft that waits for a second person, who may act upon it and
// has seen the body with this hash.
func (d *Desk) submitted(ctx context.Context, who access.Actor, id, hash string) (Draft, error) {
	x, err := d.Draft(ctx, who, id)
	if err != nil {
		return x, err
	}
	if err := access.Can(who, access.ApproveDraft, access.Object{Organisation: x.Organisation, Author: x.Author}); err != nil {
		return x, err
	}
	switch {
	case x.State == DraftPublished:
		return x, access.ErrRepeated
	case x.State != DraftSubmitted, x.Hash != hash, hashOf(x.Body) != hash:
		return x, ErrStale
	}
	return x, nil
}

// Return gives a draft back to its author with a note.
func (d *Desk) Return(ctx context.Context, who access.Actor, id, hash, note string, from access.Client) error {
	note = strings.TrimSpace(note)
	if note == "" || len(note) > 4000 || strings.ContainsFunc(note, func(r rune) bool { return r < ' ' && r != '\n' && r != '\r' && r != '\t' }) {
		return access.Invalid{{Field: "note", Sentence: "Write what the author should change, in at most 4,000 characters."}}
	}
	return d.change(ctx, who, func(ctx context.Context, _ *store.Tx, who access.Actor) error {
		x, err := d.submitted(ctx, who, id, hash)
		if err != nil {
			return err
		}
		x.State, x.Note, x.ChangedAt = DraftReturned, note, d.at()
		if err := d.drafts.Replace(ctx, x); err != nil {
			return err
		}
		return d.accounts.Note(ctx, access.Entry{Kind: "draft returned", Person: who.Person, Organisation: x.Organisation, Address: from.Address, Subject: x.ID})
	})
}

// release is what is filed: the body, dated by its publication where no source
// dates it.
func (x Draft) release(now time.Time) ([]byte, error) {
	body, err := ocds.ParseObject([]byte(x.Body))
	if err != nil {
		return nil, err
	}
	if body["date"] == nil {
		body["date"] = now.UTC().Format(time.RFC3339)
	}
	return ocds.Write(body), nil
}
