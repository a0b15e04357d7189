package store

import (
	"context"
	"database/sql"
	"errors"
	"iter"
)

// Origin is where releases came from, as whoever filed them says, and on what
// terms they were published: see procurement.Publication.
type Origin struct{ Source, URL, Licence, Policy, Extensions string }

// Batch describes a filing.
type Batch struct {
	ID         int64
	Filer      string
	RecordedAt string
	Origin
}

// AppendBatch records a filing and gives it the next number.
func (t *Tx) AppendBatch(ctx context.Context, b Batch) (int64, error) {
	var id int64
	err := t.tx.QueryRowContext(ctx, `INSERT INTO batches (id, filer, source, recorded_at, source_url, licence, policy, extensions)
		VALUES ((SELECT coalesce(max(id), 0) + 1 FROM batches), $1, $2, $3, $4, $5, $6, $7) RETURNING id`,
		b.Filer, b.Source, b.RecordedAt, b.URL, b.Licence, b.Policy, b.Extensions).Scan(&id)
	return id, err
}

const batchColumns = `id, filer, recorded_at, source, source_url, licence, policy, extensions`

func scanBatch(rows *sql.Rows) (b Batch, err error) {
	err = rows.Scan(&b.ID, &b.Filer, &b.RecordedAt, &b.Source, &b.URL, &b.Licence, &b.Policy, &b.Extensions)
	return
}

// Batches are all filings, in order.
func (v View) Batches(ctx context.Context) iter.Seq2[Batch, error] {
	return stream(ctx, v, `SELECT `+batchColumns+` FROM batches ORDER BY id`, scanBatch)
}

// Batch is one filing.
func (v View) Batch(ctx context.Context, id int64) (Batch, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT `+batchColumns+` FROM batches WHERE id = $1`, id)
	list, err := collect(rows, err, scanBatch)
	if err == nil && len(list) == 0 {
		err = ErrNotFound
	}
	if err != nil {
		return Batch{}, err
	}
	return list[0], nil
}

// File is an input that was read.
type File struct {
	Name   string
	SHA256 string // hex, of all its bytes as read; "" until it was read to the end
	Size   int64
}

// NoteFile gives the number of a file of which reading has begun: that of the
// same name that was not read to its end, else a new one.
func (t *Tx) NoteFile(ctx context.Context, name string) (int64, error) {
	var id int64
	err := t.tx.QueryRowContext(ctx, `SELECT id FROM files WHERE name = $1 AND sha256 = ''`, name).Scan(&id)
	if !errors.Is(err, sql.ErrNoRows) {
		return id, err
	}
	err = t.tx.QueryRowContext(ctx, `INSERT INTO files (id, name, sha256, size)
		VALUES ((SELECT coalesce(max(id), 0) + 1 FROM files), $1, '', 0) RETURNING id`, name).Scan(&id)
	return id, err
}

// PutFile records a file that was read to its end, once.
func (t *Tx) PutFile(ctx context.Context, f File) error {
	var open, known bool
	err := t.tx.QueryRowContext(ctx, `SELECT coalesce(max(sha256 = ''), 0), coalesce(max(sha256 = $1), 0) FROM files WHERE name = $2`,
		f.SHA256, f.Name).Scan(&open, &known)
	if err != nil || known && !open {
		return err
	}
	id, err := t.NoteFile(ctx, f.Name)
	if err != nil {
		return err
	}
	_, err = t.tx.ExecContext(ctx, `UPDATE files SET sha256 = $1, size = $2 WHERE id = $3`, f.SHA256, f.Size, id)
	return err
}

// PutBatchFile records that a batch holds releases of a file.
func (t *Tx) PutBatchFile(ctx context.Context, batch, file int64) error {
	_, err := t.tx.ExecContext(ctx, `INSERT INTO batch_files (batch, file) VALUES ($1, $2) ON CONFLICT DO NOTHING`, batch, file)
	return err
}

// BatchFiles are the files that a batch holds releases of.
func (v View) BatchFiles(ctx context.Context, batch int64) ([]File, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT f.name, f.sha256, f.size FROM batch_files b JOIN files f ON f.id = b.file
		WHERE b.batch = $1 ORDER BY f.id`, batch)
	return collect(rows, err, func(rows *sql.Rows) (f File, err error) {
		err = rows.Scan(&f.Name, &f.SHA256, &f.Size)
		return
	})
}

// PutHeldFile records that a batch holds a release of the file from which it
// went into quarantine.
func (t *Tx) PutHeldFile(ctx context.Context, batch, held int64) error {
	_, err := t.tx.ExecContext(ctx, `INSERT INTO batch_files (batch, file) SELECT $1, file FROM quarantine WHERE id = $2 ON CONFLICT DO NOTHING`, batch, held)
	return err
}
