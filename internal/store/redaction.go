package store

import (
	"context"
	"database/sql"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json"
)

// Proposal is what somebody asked to have removed. A second person has to
// agree before it is.
type Proposal struct {
	ID           int64
	OCID         string
	Seq          int64 // the release's entry
	Pointers     []string
	Ground       string
	Note         string // for colleagues, never public
	Organisation string // id of the proposer's
	AskedBy      string // its name, as it is shown
	ProposedBy   string // person
	ProposedAt   string
	ApprovedBy   string // "" until it was carried out
	ClosedBy     string // withdrew it or turned it down
	ClosedAt     string // "" while it waits
}

// Waits reports whether nobody has agreed to it, withdrawn it or turned it
// down.
func (p Proposal) Waits() bool { return p.ClosedAt == "" }

const proposalColumns = `id, ocid, seq, pointers, ground, note, organisation, asked_by, proposed_by, proposed_at, approved_by, closed_by, closed_at`

func scanProposal(rows *sql.Rows) (p Proposal, err error) {
	var pointers string
	if err = rows.Scan(&p.ID, &p.OCID, &p.Seq, &pointers, &p.Ground, &p.Note, &p.Organisation, &p.AskedBy, &p.ProposedBy,
		&p.ProposedAt, &p.ApprovedBy, &p.ClosedBy, &p.ClosedAt); err == nil {
		err = json.Unmarshal([]byte(pointers), &p.Pointers)
	}
	return
}

// AppendProposal records a proposal and gives it the next number.
func (t *Tx) AppendProposal(ctx context.Context, p Proposal) (int64, error) {
	var id int64
	err := t.tx.QueryRowContext(ctx, `INSERT INTO redaction_proposals (`+proposalColumns+`)
		VALUES ((SELECT coalesce(max(id), 0) + 1 FROM redaction_proposals), $1, $2, $3, $4, $5, $6, $7, $8, $9, '', '', '') RETURNING id`,
		p.OCID, p.Seq, encode(p.Pointers), p.Ground, p.Note, p.Organisation, p.AskedBy, p.ProposedBy, p.ProposedAt).Scan(&id)
	return id, err
}

// CloseProposal records how a proposal ended: who approved it, or who withdrew
// it or turned it down.
func (t *Tx) CloseProposal(ctx context.Context, p Proposal) error {
	_, err := t.tx.ExecContext(ctx, `UPDATE redaction_proposals SET approved_by = $1, closed_by = $2, closed_at = $3 WHERE id = $4`,
		p.ApprovedBy, p.ClosedBy, p.ClosedAt, p.ID)
	return err
}

// Proposal is one by its number.
func (v View) Proposal(ctx context.Context, id int64) (Proposal, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT `+proposalColumns+` FROM redaction_proposals WHERE id = $1`, id)
	return first(collect(rows, err, scanProposal))
}

// Proposals are all that was proposed, the newest first.
func (v View) Proposals(ctx context.Context) ([]Proposal, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT `+proposalColumns+` FROM redaction_proposals ORDER BY id DESC`)
	return collect(rows, err, scanProposal)
}

// Tombstone stands for a body that was removed. It is JSON as its entry commits
// to it, with members in this order; the salt is no part of that.
type Tombstone struct {
	OCID        string   `json:"ocid"`
	Seq         int64    `json:"entry"`      // whose body was removed
	Leaf        int64    `json:"redactedBy"` // the entry that says so
	Replacement int64    `json:"replacedBy"` // the entry of what stands in its place
	Place       int64    `json:"place"`      // the entry first filed in this place
	ReleaseID   string   `json:"id"`         // of what was removed, and of what stands
	Date        string   `json:"date"`       // the same
	Tag         []string `json:"tag"`        // the same
	Publisher   string   `json:"publisher"`  // the same
	Filer       string   `json:"filer"`      // of what was removed
	Batch       int64    `json:"batch"`      // the same
	RecordedAt  string   `json:"recordedAt"` // the same
	Identity    string   `json:"identity"`   // what events and flags call the release, before and after
	Content     string   `json:"content"`    // identity of the replacement's own body
	Ground      string   `json:"ground"`     // a code
	Pointers    []string `json:"pointers"`   // JSON pointers into the body that was removed
	AskedBy     string   `json:"askedBy"`    // an organisation
	ApprovedBy  string   `json:"approvedBy"` // by whom as an office, such as "Site administrator"
	At          string   `json:"-"`          // when: its entry says so itself
	Salt        []byte   `json:"-"`
}

// Committed is what the tombstone's entry commits to.
func (t Tombstone) Committed() []byte { return []byte(encode(t)) }

const tombstoneColumns = `ocid, seq, leaf, replacement, place, release_id, date, tag, publisher, filer, batch, recorded_at,
	identity, content, ground, pointers, asked_by, approved_by, at, salt`

func scanTombstone(rows *sql.Rows) (t Tombstone, err error) {
	var tag, pointers string
	if err = rows.Scan(&t.OCID, &t.Seq, &t.Leaf, &t.Replacement, &t.Place, &t.ReleaseID, &t.Date, &tag, &t.Publisher, &t.Filer, &t.Batch,
		&t.RecordedAt, &t.Identity, &t.Content, &t.Ground, &pointers, &t.AskedBy, &t.ApprovedBy, &t.At, &t.Salt); err == nil &&
		json.Unmarshal([]byte(pointers), &t.Pointers) != nil {
		t.Pointers = []string{pointers} // damaged: its entry commits to another
	}
	t.Tag = splitTag(tag)
	return
}

// PutTombstone removes a release and leaves a tombstone.
func (t *Tx) PutTombstone(ctx context.Context, x Tombstone) error {
	result, err := t.tx.ExecContext(ctx, `DELETE FROM releases WHERE ocid = $1 AND seq = $2`, x.OCID, x.Seq)
	if err != nil {
		return err
	}
	if n, err := result.RowsAffected(); err != nil || n != 1 {
		return fmt.Errorf("release %d of %s: %w", x.Seq, x.OCID, ErrNotFound)
	}
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.insert("redactions", x.OCID, x.Seq, x.Leaf, x.Replacement, x.Place, x.ReleaseID, x.Date, strings.Join(x.Tag, ","), x.Publisher,
		x.Filer, x.Batch, x.RecordedAt, x.Identity, x.Content, x.Ground, encode(x.Pointers), x.AskedBy, x.ApprovedBy, x.At, x.Salt)
	return w.err
}

// Tombstones are all there are, in the order of the entries whose bodies were
// removed.
func (v View) Tombstones(ctx context.Context) ([]Tombstone, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT `+tombstoneColumns+` FROM redactions ORDER BY seq, ocid`)
	return collect(rows, err, scanTombstone)
}

// TombstonesOf are those of one process, in the order in which they were made.
func (v View) TombstonesOf(ctx context.Context, ocid string) ([]Tombstone, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT `+tombstoneColumns+` FROM redactions WHERE ocid = $1 ORDER BY leaf`, ocid)
	return collect(rows, err, scanTombstone)
}

// Redactions are all tombstones, the latest first.
func (v View) Redactions(ctx context.Context) ([]Tombstone, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT `+tombstoneColumns+` FROM redactions ORDER BY leaf DESC`)
	return collect(rows, err, scanTombstone)
}

// ReplacedBy is what stands for the release in whose place the release of an
// entry stands.
func (v View) ReplacedBy(ctx context.Context, ocid string, seq int64) (Tombstone, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT `+tombstoneColumns+` FROM redactions WHERE ocid = $1 AND replacement = $2`, ocid, seq)
	return first(collect(rows, err, scanTombstone))
}

// Tombstone is what stands for the release of an entry, if it was removed.
func (v View) Tombstone(ctx context.Context, ocid string, seq int64) (Tombstone, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT `+tombstoneColumns+` FROM redactions WHERE ocid = $1 AND seq = $2`, ocid, seq)
	return first(collect(rows, err, scanTombstone))
}

func first[T any](list []T, err error) (T, error) {
	var none T
	switch {
	case err != nil:
		return none, err
	case len(list) == 0:
		return none, ErrNotFound
	}
	return list[0], nil
}

// RedactEvent writes a published event anew, without what an entry removed.
// Its GUID stays.
func (t *Tx) RedactEvent(ctx context.Context, e PublishedEvent) error {
	_, err := t.tx.ExecContext(ctx, `UPDATE events SET subject = $1, date = $2, figures = $3, redacted = $4, checksum = $5 WHERE ocid = $6 AND guid = $7`,
		e.Subject, string(e.Date), packFigures(e.Figures), e.Redacted, eventChecksum(e.Event), e.OCID, fromHex(e.GUID))
	return err
}

// RedactOrganisationEvent takes name, key and summary out of a published event
// of an organisation.
func (t *Tx) RedactOrganisationEvent(ctx context.Context, e OrganisationEvent, leaf int64) error {
	_, err := t.tx.ExecContext(ctx, `UPDATE organisation_events SET key = 'removed-' || rowid, name = $1, summary = '', redacted = $2
		WHERE key = $3 AND rule = $4 AND seq = $5`, "An organisation whose name was removed", leaf, e.Organisation, e.Rule, e.Seq)
	return err
}

// ForgetHeld removes the bytes of what lies in quarantine, and what was said of
// them. The row stays, so that the same bytes from the same place are known.
func (t *Tx) ForgetHeld(ctx context.Context, id int64, reason, sentence string) error {
	_, err := t.tx.ExecContext(ctx, `UPDATE quarantine SET reason = $1, sentence = $2, body = NULL WHERE id = $3`, reason, sentence, id)
	return err
}

// LastRedaction is the latest entry that removed something; -1 where none did.
func (v View) LastRedaction(ctx context.Context) (leaf int64, err error) {
	err = v.q.QueryRowContext(ctx, `SELECT coalesce(max(leaf), -1) FROM redactions`).Scan(&leaf)
	return leaf, err
}

// Purge empties the write-ahead log beside the database, in which pages stay as
// they were before a change. It waits for reads under way, for at most ten
// seconds, and says so where it could not.
func (w *Writer) Purge(ctx context.Context) error {
	var busy, pages, done int
	if err := w.db.QueryRowContext(ctx, `PRAGMA wal_checkpoint(TRUNCATE)`).Scan(&busy, &pages, &done); err != nil {
		return err
	}
	if busy != 0 {
		return fmt.Errorf("the write-ahead log could not be emptied: a read is under way")
	}
	return nil
}

// Stood is the release that was removed, as far as its row is kept.
func (t Tombstone) Stood() Release {
	return Release{
		OCID: t.OCID, Seq: t.Seq, ID: t.ReleaseID, Date: t.Date, Tag: t.Tag, Publisher: t.Publisher, Filer: t.Filer,
		Batch: t.Batch, RecordedAt: t.RecordedAt, Identity: t.Identity, Place: t.Place,
	}
}
