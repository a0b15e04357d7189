package store

import (
	"context"
	"database/sql"
	"errors"
)

// Fetch is how far a publisher's API has been read. Times are as the API is
// given them.
type Fetch struct {
	Source       string // the API, as it is asked
	First        string // everything since has been asked for; "" where no time was given
	Since, Until string // the window being read, or read last
	Next         string // address of the page to read next; "" where the window is read whole
	RecordedAt   string
}

// Response is a page of an API as it was received.
type Response struct {
	Source, URL, ReceivedAt string
	Status                  int
	Size                    int64  // in bytes, decoded
	SHA256                  string // of these bytes, hex
	Releases                int    // read from it, whatever became of them
}

// Fetch is how far a source has been read; the zero value with its name where
// it never was.
func (v View) Fetch(ctx context.Context, source string) (Fetch, error) {
	f := Fetch{Source: source}
	err := v.q.QueryRowContext(ctx, `SELECT first, since, until, next, recorded_at FROM fetches WHERE source = $1`, source).
		Scan(&f.First, &f.Since, &f.Until, &f.Next, &f.RecordedAt)
	if errors.Is(err, sql.ErrNoRows) {
		return f, nil
	}
	return f, err
}

// PutFetch records how far a source has been read.
func (t *Tx) PutFetch(ctx context.Context, f Fetch) error {
	_, err := t.tx.ExecContext(ctx, `INSERT INTO fetches (source, first, since, until, next, recorded_at) VALUES ($1, $2, $3, $4, $5, $6)
		ON CONFLICT (source) DO UPDATE SET first = excluded.first, since = excluded.since, until = excluded.until,
		next = excluded.next, recorded_at = excluded.recorded_at`, f.Source, f.First, f.Since, f.Until, f.Next, f.RecordedAt)
	return err
}

// AppendResponse records a page that was filed.
func (t *Tx) AppendResponse(ctx context.Context, r Response) error {
	_, err := t.tx.ExecContext(ctx, `INSERT INTO responses (source, url, received_at, status, size, sha256, releases)
		VALUES ($1, $2, $3, $4, $5, $6, $7) ON CONFLICT (source, url, received_at) DO NOTHING`,
		r.Source, r.URL, r.ReceivedAt, r.Status, r.Size, r.SHA256, r.Releases)
	return err
}

// Responses are the pages of a source that were filed, in order of time.
func (v View) Responses(ctx context.Context, source string) ([]Response, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT source, url, received_at, status, size, sha256, releases FROM responses
		WHERE source = $1 ORDER BY received_at, url`, source)
	return collect(rows, err, func(rows *sql.Rows) (r Response, err error) {
		err = rows.Scan(&r.Source, &r.URL, &r.ReceivedAt, &r.Status, &r.Size, &r.SHA256, &r.Releases)
		return
	})
}
