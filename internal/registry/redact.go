package registry

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"math"
	"net/url"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"

	"daylight/internal/access"
	"daylight/internal/ledger"
	"daylight/internal/ocds"
	"daylight/internal/procurement"
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
	if err := access.Can(who, access.ProposeRedaction, access.Object{Organisation: x.Organisation}); err != nil {
		return 0, err
	}
	err = r.writer.Update(ctx, func(tx *store.Tx) error {
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
	if err := f.redactDrafts(old, texts); err != nil {
		return err
	}
	if err := f.tx.PurgeSearch(f.ctx); err != nil {
		return err
	}
	return f.log.sign()
}

// replace puts a tombstone where a release was and files what stands in its
// place, each with its leaf.
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
	if f.batch, err = f.tx.AppendBatch(f.ctx, store.Batch{
		Filer: f.who.Name, Origin: store.Origin{Source: fmt.Sprintf("redaction, entry %d", leaf.Seq)}, RecordedAt: leaf.At,
	}); err != nil {
		return t, err
	}
	leaf, err = f.log.append(ledger.Leaf{
		Kind: "release", Process: ledger.Commit(salt, []byte(old.OCID)), Body: ledger.Commit(salt, c.Body),
		Speaker: ledger.Commit(salt, speaker(old.Publisher, f.who.Name)),
	})
	if err != nil {
		return t, err
	}
	return t, f.tx.AppendRelease(f.ctx, store.Release{
		OCID: old.OCID, Seq: leaf.Seq, ID: old.ID, Date: old.Date, Tag: old.Tag, Publisher: old.Publisher, Filer: f.who.Name,
		Batch: f.batch, RecordedAt: leaf.At, Identity: old.Identity, Place: old.Place, Salt: salt, Body: c.Body,
	})
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

// redactEvents takes what was removed out of published events: those that are
// told otherwise without it are written as they are told now, those that are
// told no longer keep nothing but their GUID.
func (f *filing) redactEvents(t store.Tombstone, before, after map[string][]procurement.Event) error {
	for ocid := range after {
		was, is := byGUID(before[ocid]), byGUID(after[ocid])
		published, err := f.tx.Published(f.ctx, ocid)
		if err != nil {
			return err
		}
		for guid, e := range published {
			now, told := is[guid]
			if told && (same(e.Event, now) || e.Seq >= t.Leaf) || told && same(was[guid], now) && same(e.Event, was[guid]) {
				continue
			}
			if told {
				e.Date, e.Figures = now.Date, now.Figures
			} else {
				e.Subject, e.Date, e.Figures = "", "", nil
			}
			e.Redacted = &t.Leaf
			if err := f.tx.RedactEvent(f.ctx, e); err != nil {
				return err
			}
		}
	}
	return nil
}

func byGUID(list []procurement.Event) map[string]procurement.Event {
	by := make(map[string]procurement.Event, len(list))
	for _, e := range list {
		by[e.GUID] = e
	}
	return by
}

// same reports whether two events say the same.
func same(a, b procurement.Event) bool {
	return a.GUID == b.GUID && a.Date == b.Date && bytes.Equal(eventText(a), eventText(b))
}

func eventText(e procurement.Event) []byte {
	text, err := json.Marshal(e.Figures, json.Deterministic(true))
	if err != nil {
		panic(err) // figures hold plain values only
	}
	return text
}

// surveyAgain takes the latest survey of the market anew, where there is one:
// it counted what was removed.
func (f *filing) surveyAgain() error {
	last, err := f.tx.LastSurvey(f.ctx, math.MaxInt64)
	if err != nil || last == nil {
		return err
	}
	if err := f.log.sign(); err != nil {
		return err
	}
	f.log.first = f.log.tree.Size() // the survey counts what this filing has filed
	return f.survey()
}

// redactOrganisationEvents takes what was removed out of what surveys published
// of organisations.
func (f *filing) redactOrganisationEvents(t store.Tombstone, texts map[string]bool) error {
	all, err := f.tx.OrganisationEvents(f.ctx, "", 0)
	if err != nil {
		return err
	}
	for _, e := range all {
		for text := range texts {
			if len(text) > 3 && (strings.Contains(e.Name+"\n"+e.Summary, text) || strings.Contains(strings.ToLower(e.Organisation), strings.ToLower(text))) {
				if err := f.tx.RedactOrganisationEvent(f.ctx, e, t.Leaf); err != nil {
					return err
				}
				break
			}
		}
	}
	return nil
}

// redactHeld destroys the bytes of what lies in quarantine about the same
// process and says something of what was removed.
func (f *filing) redactHeld(t store.Tombstone, texts map[string]bool) error {
	list, err := f.tx.Quarantine(f.ctx, true)
	if err != nil {
		return err
	}
	for _, h := range list {
		whole, err := f.tx.Held(f.ctx, h.ID)
		if err != nil {
			return err
		}
		if !says(whole, t.OCID, texts) {
			continue
		}
		if err := f.tx.ForgetHeld(f.ctx, h.ID, "redacted", fmt.Sprintf("what it said was removed, by entry %d of the log", t.Leaf)); err != nil {
			return err
		}
	}
	return nil
}

// redactDrafts removes the drafts that something removed was written in: the
// one of the release, and those about the same process that have its words.
func (f *filing) redactDrafts(old store.Release, texts map[string]bool) error {
	list, err := f.tx.Written(f.ctx, old.OCID)
	if err != nil {
		return err
	}
	for _, w := range list {
		fields, err := url.QueryUnescape(w.Fields)
		if err != nil {
			fields = w.Fields
		}
		holds := w.Seq == old.Seq
		values, _ := ocds.Values([]byte(w.Body)) // a draft with something wrong makes no release
		for text := range texts {
			holds = holds || len(text) > 3 && (strings.Contains(fields, text) || slices.ContainsFunc(values, func(v ocds.Value) bool { return v.Text == text }))
		}
		if holds {
			if err := f.tx.DropDraft(f.ctx, w.Draft); err != nil {
				return err
			}
		}
	}
	return nil
}

// says reports whether something held is about a process and has one of the
// texts; what cannot be read is taken to, if they stand in its bytes.
func says(h store.Held, ocid string, texts map[string]bool) bool {
	for text := range texts {
		if len(text) > 3 && strings.Contains(h.Sentence, text) {
			return true
		}
	}
	if !bytes.Contains(h.Body, []byte(ocid)) {
		return false
	}
	values, err := ocds.Values(h.Body)
	for _, v := range values {
		if texts[v.Text] {
			return true
		}
	}
	if err != nil {
		for text := range texts {
			if bytes.Contains(h.Body, []byte(text)) {
				return true
			}
		}
	}
	return false
}
