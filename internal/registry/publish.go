package registry

import (
	"context"
	"slices"

	"daylight/internal/access"
	"daylight/internal/forms"
	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// Publish files what a colleague submitted: the release with this hash, spoken
// by their organisation. In the transaction of the filing it reads again who
// approves, and asks the policy with the buyer and the day as they are now.
func (d *Desk) Publish(ctx context.Context, who access.Actor, id, hash, once string, from access.Client) (Result, error) {
	return d.registry.update(ctx, deskFiler, store.Origin{Source: "desk"}, func(f *filing) error {
		ctx := store.WithTx(ctx, f.tx)
		who, err := d.accounts.Renew(ctx, who)
		if err != nil {
			return err
		}
		x, err := d.submitted(ctx, who, id, hash)
		if err != nil {
			return err
		}
		if err := d.MayPublish(ctx, f.tx.View, who, x); err != nil {
			return err
		}
		if err := d.accounts.Once(ctx, who.Person, once); err != nil {
			return err
		}
		c, err := d.checked(ctx, f.tx.View, x)
		if err != nil {
			return err
		}
		if err := f.file([]checked{c}); err != nil {
			return err
		}
		x.State, x.Approver, x.ApprovedHash, x.Seq, x.Note = DraftPublished, who.Person, hash, f.log.last.Seq, ""
		x.PublishedAt = d.at()
		x.ChangedAt = x.PublishedAt
		if err := d.drafts.Replace(ctx, x); err != nil {
			return err
		}
		return d.accounts.Note(ctx, access.Entry{Kind: "draft published", Person: who.Person, Organisation: x.Organisation, Address: from.Address, Subject: x.ID})
	})
}

// checked is the draft's release as its organisation says it.
func (d *Desk) checked(ctx context.Context, v store.View, x Draft) (checked, error) {
	if err := d.fileable(ctx, v, x); err != nil {
		return checked{}, err
	}
	s, err := d.submission(ctx, x)
	if err != nil {
		return checked{}, err
	}
	return check(0, s)
}

func (d *Desk) submission(ctx context.Context, x Draft) (Submission, error) {
	o, err := d.accounts.Organisation(ctx, x.Organisation)
	if err != nil {
		return Submission{}, err
	}
	body, err := x.release(d.registry.now())
	return Submission{Body: body, Publisher: o.Name}, err
}

// MayPublish reports whether somebody may publish a draft as things stand: nil,
// or why not.
func (d *Desk) MayPublish(ctx context.Context, v store.View, who access.Actor, x Draft) error {
	o, err := d.object(ctx, v, x)
	if err != nil {
		return err
	}
	return access.Can(who, x.publishing(), o)
}

// Speaker is an organisation of the desk as the releases it files name it.
func Speaker(o access.Organisation) procurement.Organisation { return forms.Identified(o.Name, o.Key) }

// fileable reports what keeps a draft from being filed as things stand: a
// process begun twice, or a decision that is not the body's own.
func (d *Desk) fileable(ctx context.Context, v store.View, x Draft) error {
	known, err := v.HasProcess(ctx, x.OCID)
	switch {
	case err != nil:
		return err
	case x.begins() && known:
		return access.Invalid{{Sentence: "The record has a contract of this name by the same draft already."}}
	case !x.begins() && !known && (x.Form != forms.Sent.Name || x.Decision):
		return store.ErrNotFound
	}
	if !x.Decision {
		return nil
	}
	o, err := d.accounts.Organisation(ctx, x.Organisation)
	if err != nil {
		return err
	}
	p, err := Latest(ctx, v, x.OCID)
	if err != nil {
		return err
	}
	release, err := ocds.ParseObject([]byte(x.Body))
	if err != nil {
		return err
	}
	return ownDecisions(release, p, Speaker(o))
}

// besideDecisions is all that a body's release holds beside its decisions. What
// it corrects is another's in no case: see itemOwners.
var besideDecisions = []string{"ocid", "id", "date", "tag", "initiationType", "language", "decisions", "corrections", "sources"}

// ownDecisions reports that a release says more than what the body decided, or
// nil: a decision that the record has already is another body's, or a new one
// names another.
func ownDecisions(release ocds.Object, p *procurement.Process, body procurement.Organisation) error {
	for name := range release {
		if !slices.Contains(besideDecisions, name) {
			return access.Invalid{{Sentence: "A body’s release says what the body decided, and nothing else."}}
		}
	}
	for _, x := range ocds.Children(release, "decisions") {
		i := slices.IndexFunc(p.Decisions, func(d procurement.Decision) bool { return d.ID == ocds.String(x, "id") })
		named := ocds.Child(x, "body")
		if i >= 0 && !forms.OfBody(p.Decisions[i], body) || i < 0 && named == nil || named != nil && ocds.String(named, "name") != body.Name {
			return access.Invalid{{Sentence: "A body sets its own decisions and no other’s."}}
		}
	}
	for _, c := range ocds.Children(release, "corrections") {
		names := procurement.ParsePlace(ocds.String(c, "about"))
		i := slices.IndexFunc(p.Decisions, func(d procurement.Decision) bool { return len(names) > 1 && d.ID == names[1] })
		if names[0] != "decisions" || i < 0 || !forms.OfBody(p.Decisions[i], body) {
			return access.Invalid{{Sentence: "A body corrects its own decisions and nothing else."}}
		}
	}
	return nil
}

// Latest is a process as recorded now; store.ErrNotFound where there is none.
func Latest(ctx context.Context, v store.View, ocid string) (*procurement.Process, error) {
	d, err := openDeriver(ctx, v, Moment{})
	if err != nil {
		return nil, err
	}
	p, err := d.project(ocid)
	if err != nil {
		return nil, err
	}
	if len(p.states) == 0 {
		return nil, store.ErrNotFound
	}
	return p.states[len(p.states)-1].Process, nil
}

// Preview is the history of a draft's process as it would be read were the
// draft published now, and the compiled record before and after.
func (d *Desk) Preview(ctx context.Context, v store.View, x Draft) (h *History, before, after []byte, err error) {
	s, err := d.submission(ctx, x)
	if err != nil {
		return nil, nil, nil, err
	}
	c, err := check(0, s)
	if err != nil {
		return nil, nil, nil, err
	}
	r, err := openDeriver(ctx, v, Moment{})
	if err != nil {
		return nil, nil, nil, err
	}
	list, err := load(ctx, v, x.OCID, Moment{}, nil)
	if err != nil {
		return nil, nil, nil, err
	}
	_, before = project(list)
	size, err := v.Size(ctx)
	if err != nil {
		return nil, nil, nil, err
	}
	list = append(list, newStatement(store.Release{OCID: x.OCID, Seq: size, ID: c.id, Date: c.date,
		Tag: c.tag, Publisher: s.Publisher, Filer: deskFiler.Name, Identity: c.identity, Body: s.Body}, c.said))
	inMergeOrder(list)
	r.known[x.OCID] = newProjection(list)
	h, err = r.history(x.OCID)
	return h, before, r.known[x.OCID].record, err
}

// Publishes reports whether somebody's role is to publish such a draft; a
// mandate or a new code may still be wanting.
func (d *Desk) Publishes(who access.Actor, x Draft) bool {
	who.Fresh = true
	err := access.Can(who, x.publishing(), access.Object{Organisation: x.Organisation, Author: x.Author})
	return err == nil || err == access.NoMandate
}
