package registry

import (
	"context"
	"fmt"
	"maps"
	"slices"

	"daylight/internal/access"
	"daylight/internal/ledger"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// ApproveRedaction carries out what another person proposed, for good: in one
// transaction it destroys the body and the salt of the release, files what
// stands in its place, leaves a tombstone with a leaf of its own, derives again
// all that the release had a part in, and takes what it said out of published
// events and out of quarantine. The place in merge order, the release's name in
// events and flags and the events' GUIDs stay. office is by whom it was
// approved, as it is shown.
//
// Limits. Copies made before, whether backups, exports or others' archives,
// are out of reach. The name that stays is a plain hash of all that the
// release said: whoever guesses the whole of it can tell that the guess is
// right. What another release says of the same thing stays.
func (r *Registry) ApproveRedaction(ctx context.Context, who access.Actor, id int64, office string, also also) error {
	err := r.writer.Update(ctx, func(tx *store.Tx) error {
		p, err := waiting(ctx, tx, id)
		if err != nil {
			return err
		}
		if err := access.Can(who, access.ApproveRedaction, access.Object{Organisation: p.Organisation, Author: p.ProposedBy}); err != nil {
			return err
		}
		if who.Kind == access.Operator && !Ordered(p.Ground) {
			return &NotRedacted{"ground", "Only what a court has ordered is removed by a command: a second person has to approve this at the desk."}
		}
		if err := also(store.WithTx(ctx, tx)); err != nil {
			return err
		}
		p.ApprovedBy, p.ClosedAt = who.Person, ledgerTime(r.now())
		if who.Kind == access.Operator {
			p.ApprovedBy = string(access.Operator)
		}
		f := &filing{ctx: ctx, tx: tx, registry: r, who: access.Actor{Name: office}, touched: map[string]bool{p.OCID: true}}
		if err := f.redact(p, office); err != nil {
			return err
		}
		return tx.CloseProposal(ctx, p)
	})
	if err != nil {
		return err
	}
	if err := r.writer.Purge(ctx); err != nil {
		return fmt.Errorf("%w: %w", ErrRemains, err)
	}
	return nil
}

// redact is a redaction within its transaction.
func (f *filing) redact(p store.Proposal, office string) (err error) {
	old, c, err := redacted(f.ctx, f.tx.View, Redaction{
		OCID: p.OCID, Seq: p.Seq, Pointers: p.Pointers, Ground: p.Ground, AskedBy: p.AskedBy,
	})
	if err != nil {
		return err
	}
	before, err := f.tell(old.OCID, nil)
	if err != nil {
		return err
	}
	if f.log, err = f.registry.openLog(f.ctx, f.tx); err != nil {
		return err
	}
	t, err := f.replace(old, c, p, office)
	if err != nil {
		return err
	}
	d, err := openDeriver(f.ctx, f.tx.View, Moment{})
	if err != nil {
		return err
	}
	if err := f.derive(d); err != nil {
		return err
	}
	if err := f.surveyAgain(); err != nil {
		return err
	}
	after, err := f.tell(old.OCID, before)
	if err != nil {
		return err
	}
	if err := f.redactEvents(t, before, after); err != nil {
		return err
	}
	texts, err := removedTexts(old.Body, c.Body)
	if err != nil {
		return err
	}
	if err := f.redactOrganisationEvents(t, texts); err != nil {
		return err
	}
	if err := f.redactHeld(t, texts); err != nil {
		return err
	}
	if err := f.redactDesk(t, old, texts); err != nil {
		return err
	}
	if err := f.tx.PurgeSearch(f.ctx); err != nil {
		return err
	}
	return f.log.sign()
}

// replace puts a tombstone where a release was and files what stands in its
// place, each with its leaf. It is said and filed by whom the release was: a
// body's own decision stays its own.
func (f *filing) replace(old store.Release, c checked, p store.Proposal, office string) (t store.Tombstone, err error) {
	salt, err := ledger.NewSalt(f.registry.rand)
	if err != nil {
		return t, err
	}
	own, err := ledger.NewSalt(f.registry.rand)
	if err != nil {
		return t, err
	}
	seq := f.log.tree.Size()
	t = store.Tombstone{
		OCID: old.OCID, Seq: old.Seq, Leaf: seq, Replacement: seq + 1, Place: old.Place, ReleaseID: old.ID, Date: old.Date, Tag: old.Tag,
		Publisher: old.Publisher, Filer: old.Filer, Batch: old.Batch, RecordedAt: old.RecordedAt, Identity: old.Identity,
		Content: c.identity, Ground: p.Ground, Pointers: p.Pointers, AskedBy: p.AskedBy, ApprovedBy: office, Salt: own,
	}
	leaf, err := f.log.append(ledger.Leaf{
		Kind: "redact", Process: ledger.Commit(own, []byte(old.OCID)), Body: ledger.Commit(own, t.Committed()),
		Ground: p.Ground, Target: &old.Seq,
	})
	if err != nil {
		return t, err
	}
	t.At = leaf.At
	if err := f.tx.PutTombstone(f.ctx, t); err != nil {
		return t, err
	}
	was, err := f.tx.Batch(f.ctx, old.Batch)
	if err != nil {
		return t, err
	}
	batch, err := f.tx.AppendBatch(f.ctx, store.Batch{
		Filer: old.Filer, Origin: store.Origin{Source: fmt.Sprintf("redaction, entry %d", leaf.Seq)}.Under(was.Publication()), RecordedAt: leaf.At,
	})
	if err != nil {
		return t, err
	}
	leaf, err = f.log.append(ledger.Leaf{
		Kind: "release", Process: ledger.Commit(salt, []byte(old.OCID)), Body: ledger.Commit(salt, c.Body),
		Speaker: ledger.Commit(salt, speaker(old.Publisher, old.Filer)),
	})
	if err != nil {
		return t, err
	}
	return t, f.tx.AppendRelease(f.ctx, store.Release{
		OCID: old.OCID, Seq: leaf.Seq, ID: old.ID, Date: old.Date, Tag: old.Tag, Publisher: old.Publisher, Filer: old.Filer,
		Batch: batch, RecordedAt: leaf.At, Identity: old.Identity, Place: old.Place, Salt: salt, Body: c.Body,
	}, c.packed)
}

// tell is what happened to a process and to those around it, and to others, as
// the releases have it now.
func (f *filing) tell(ocid string, others map[string][]procurement.Event) (map[string][]procurement.Event, error) {
	d, err := openDeriver(f.ctx, f.tx.View, Moment{})
	if err != nil {
		return nil, err
	}
	around, err := f.tx.Neighbours(f.ctx, ocid, allNeighbours)
	if err != nil {
		return nil, err
	}
	told := map[string][]procurement.Event{}
	all := append(slices.AppendSeq(around, maps.Keys(others)), ocid)
	slices.Sort(all)
	for _, o := range slices.Compact(all) {
		x, err := d.derive(o)
		if err != nil {
			return nil, err
		}
		told[o] = x.events
	}
	return told, nil
}
