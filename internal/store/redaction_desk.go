package store

import (
	"context"
	"database/sql"
)

// DropDraft removes a draft with all its versions, published or not.
func (t *Tx) DropDraft(ctx context.Context, id string) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.exec(`DELETE FROM drafts WHERE id = $1`, id)
	w.exec(`DELETE FROM draft_versions WHERE draft = $1`, id)
	return w.err
}

// Written is what was written in a version of a draft.
type Written struct {
	Draft, OCID  string
	Seq          int64  // of the release's leaf; -1 where it is not published
	Fields, Body string // as the table keeps them
	Said         string // its title, and why it was returned
}

// Written are all versions of the drafts that may be about a process.
func (v View) Written(ctx context.Context, ocid string) ([]Written, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT id, ocid, seq, fields, body, title || '; ' || note FROM drafts WHERE ocid IN ('', $1)
		UNION ALL SELECT d.id, d.ocid, d.seq, v.fields, '', '' FROM draft_versions v JOIN drafts d ON d.id = v.draft WHERE d.ocid IN ('', $1)`, ocid)
	return collect(rows, err, func(rows *sql.Rows) (x Written, err error) {
		err = rows.Scan(&x.Draft, &x.OCID, &x.Seq, &x.Fields, &x.Body, &x.Said)
		return
	})
}

// Asked is what somebody wrote in a ticket, and what was answered.
type Asked struct{ Ticket, Words, Source, Name, Office, Reason string }

// Asked is what the tickets about a process say.
func (v View) Asked(ctx context.Context, ocid string) ([]Asked, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT id, words, source, name, office, reason FROM tickets WHERE ocid = $1`, ocid)
	return collect(rows, err, func(rows *sql.Rows) (x Asked, err error) {
		err = rows.Scan(&x.Ticket, &x.Words, &x.Source, &x.Name, &x.Office, &x.Reason)
		return
	})
}

// RewriteAsked puts other texts in place of a ticket's, and takes the hash of
// what it said.
func (t *Tx) RewriteAsked(ctx context.Context, x Asked) error {
	_, err := t.tx.ExecContext(ctx, `UPDATE tickets SET words = $1, source = $2, name = $3, office = $4, reason = $5, digest = 'removed ' || id WHERE id = $6`,
		x.Words, x.Source, x.Name, x.Office, x.Reason, x.Ticket)
	return err
}

// Answer is what a program was answered.
type Answer struct{ Organisation, Key, Text string }

// Answers are what programs were answered, as far as it is kept.
func (v View) Answers(ctx context.Context) ([]Answer, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT organisation, key, answer FROM requests ORDER BY organisation, key`)
	return collect(rows, err, func(rows *sql.Rows) (x Answer, err error) {
		err = rows.Scan(&x.Organisation, &x.Key, &x.Text)
		return
	})
}

// DropAnswer forgets what a program was answered.
func (t *Tx) DropAnswer(ctx context.Context, x Answer) error {
	_, err := t.tx.ExecContext(ctx, `DELETE FROM requests WHERE organisation = $1 AND key = $2`, x.Organisation, x.Key)
	return err
}

// RewriteNote puts another note in place of a proposal's.
func (t *Tx) RewriteNote(ctx context.Context, id int64, note string) error {
	_, err := t.tx.ExecContext(ctx, `UPDATE redaction_proposals SET note = $1 WHERE id = $2`, note, id)
	return err
}

// RenameBatch takes names out of a batch: its origin says the word that is
// given, and its files and what lies in quarantine from them have none but
// their number.
func (t *Tx) RenameBatch(ctx context.Context, batch int64, word string) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.exec(`UPDATE quarantine SET member = 'removed-' || id, source = $1, source_url = '' WHERE file IN (SELECT file FROM batch_files WHERE batch = $2)`, word, batch)
	w.exec(`UPDATE files SET name = 'removed-' || id WHERE id IN (SELECT file FROM batch_files WHERE batch = $1)`, batch)
	w.exec(`UPDATE batches SET source = $1, source_url = '' WHERE id = $2`, word, batch)
	return w.err
}

// RenameHeld takes names out of what lies in quarantine, and of its file.
func (t *Tx) RenameHeld(ctx context.Context, id int64, word string) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.exec(`UPDATE files SET name = 'removed-' || id WHERE id IN (SELECT file FROM quarantine WHERE id = $1)`, id)
	w.exec(`UPDATE quarantine SET member = 'removed-' || id, source = $1, source_url = '' WHERE file IN (SELECT file FROM quarantine WHERE id = $2)`, word, id)
	return w.err
}
