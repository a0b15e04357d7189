package store

import (
	"context"
	"database/sql"
	"fmt"
)

// Held is a release in quarantine, or a place in a file where none could be
// read.
type Held struct {
	ID               int64
	File             string // the name of the file
	Member           string // the same, with that of an archive's member
	Document         int
	Pointer          string // in that document
	Offset           int64  // in bytes, unpacked
	Reason, Sentence string
	Publisher        string
	Origin
	RecordedAt string
	FiledAt    string // "" while it is held
	SHA256     string // of Body, hex
	FileSHA256 string // of the file, hex; "" where it was not read to its end
	Body       []byte // as received; nil where it could not be held whole
}

// PutHeld puts something into quarantine. What lies there already, from the
// same place, stays as it is.
func (t *Tx) PutHeld(ctx context.Context, h Held, file int64) error {
	var body any
	digest := ""
	if h.Body != nil {
		body, digest = pack(h.Body), hash(h.Body)
	}
	_, err := t.tx.ExecContext(ctx, `INSERT INTO quarantine (id, file, member, document, pointer, at_byte, reason, sentence, publisher,
			source, source_url, licence, recorded_at, filed_at, sha256, body)
		VALUES ((SELECT coalesce(max(id), 0) + 1 FROM quarantine), $1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, '', $13, $14)
		ON CONFLICT DO NOTHING`,
		file, h.Member, h.Document, h.Pointer, h.Offset, h.Reason, h.Sentence, h.Publisher,
		h.Source, h.URL, h.Licence, h.RecordedAt, digest, body)
	return err
}

// IsHeld reports whether the same bytes from the same place are in quarantine,
// or were.
func (v View) IsHeld(ctx context.Context, h Held) (bool, error) {
	digest := ""
	if h.Body != nil {
		digest = hash(h.Body)
	}
	var held bool
	err := v.q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM quarantine
		WHERE member = $1 AND document = $2 AND pointer = $3 AND at_byte = $4 AND sha256 = $5)`,
		h.Member, h.Document, h.Pointer, h.Offset, digest).Scan(&held)
	return held, err
}

// HeldFiled marks what could be filed after all.
func (t *Tx) HeldFiled(ctx context.Context, id int64, at string) error {
	_, err := t.tx.ExecContext(ctx, `UPDATE quarantine SET filed_at = $1 WHERE id = $2`, at, id)
	return err
}

// Quarantine is what is held, in the order in which it came; with filed, also
// what was. Bodies are left out.
func (v View) Quarantine(ctx context.Context, filed bool) ([]Held, error) {
	rows, err := v.q.QueryContext(ctx, heldColumns+` WHERE q.filed_at = '' OR $1 ORDER BY q.id`, filed)
	return collect(rows, err, func(rows *sql.Rows) (Held, error) {
		h, _, err := scanHeld(rows)
		return h, err
	})
}

// Held is one thing in quarantine, with its bytes.
func (v View) Held(ctx context.Context, id int64) (Held, error) {
	rows, err := v.q.QueryContext(ctx, heldColumns+` WHERE q.id = $1`, id)
	list, err := collect(rows, err, func(rows *sql.Rows) (Held, error) {
		h, stored, err := scanHeld(rows)
		if err != nil || stored == nil {
			return h, err
		}
		if h.Body, err = unpack(stored); err == nil && hash(h.Body) != h.SHA256 {
			err = fmt.Errorf("its bytes hash to %s, recorded was %s", hash(h.Body), h.SHA256)
		}
		return h, err
	})
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Held{}, fmt.Errorf("quarantine %d: %w", id, err)
	}
	return list[0], nil
}

const heldColumns = `SELECT q.id, coalesce(f.name, ''), q.member, q.document, q.pointer, q.at_byte, q.reason, q.sentence, q.publisher,
	q.source, q.source_url, q.licence, q.recorded_at, q.filed_at, q.sha256, coalesce(f.sha256, ''), q.body
	FROM quarantine q LEFT JOIN files f ON f.id = q.file`

func scanHeld(rows *sql.Rows) (h Held, stored []byte, err error) {
	err = rows.Scan(&h.ID, &h.File, &h.Member, &h.Document, &h.Pointer, &h.Offset, &h.Reason, &h.Sentence, &h.Publisher,
		&h.Source, &h.URL, &h.Licence, &h.RecordedAt, &h.FiledAt, &h.SHA256, &h.FileSHA256, &stored)
	return
}
