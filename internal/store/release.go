package store

import (
	"bytes"
	"context"
	"crypto/sha256"
	"database/sql"
	"encoding/hex"
	"errors"
	"fmt"
	"iter"
	"slices"
	"strings"
)

// Release is one statement as filed. Seq is the index of its leaf.
type Release struct {
	OCID       string
	Seq        int64
	ID         string
	Date       string
	Tag        []string
	Publisher  string
	Filer      string
	Batch      int64
	RecordedAt string
	Identity   string
	Place      int64 // the entry first filed in its place: its own, but for what stands for a release that was removed
	Salt       []byte
	Body       []byte // as received
}

func hash(b []byte) string {
	h := sha256.Sum256(b)
	return hex.EncodeToString(h[:])
}

// Packed is a body as it is stored.
type Packed struct{ bytes, checksum []byte }

// Pack packs a body.
func Pack(body []byte) Packed {
	b := pack(body)
	return Packed{b, checksum(b)}
}

// AppendRelease stores a release under the next sequence number, which the
// caller has given it a leaf for, and a batch of its filer. When it was
// recorded is what the leaf says.
func (t *Tx) AppendRelease(ctx context.Context, r Release, body Packed) error {
	publisher, err := t.publisher(ctx, r.Publisher)
	if err != nil {
		return err
	}
	var place any // NULL where it has its own
	if r.Place != r.Seq {
		place = r.Place
	}
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.insert("releases", r.OCID, r.Seq, r.ID, r.Date, strings.Join(r.Tag, ","), publisher, r.Batch,
		fromHex(r.Identity), body.checksum, r.Salt, body.bytes, place)
	return w.err
}

// publisher is the number of a publisher, given to it if it has none.
func (t *Tx) publisher(ctx context.Context, name string) (int64, error) {
	if id, ok := t.publishers[name]; ok {
		return id, nil
	}
	var id int64
	err := t.tx.QueryRowContext(ctx, `SELECT id FROM publishers WHERE name = $1`, name).Scan(&id)
	if errors.Is(err, sql.ErrNoRows) {
		err = t.tx.QueryRowContext(ctx, `INSERT INTO publishers (id, name)
			VALUES ((SELECT coalesce(max(id), 0) + 1 FROM publishers), $1) RETURNING id`, name).Scan(&id)
	}
	if err == nil {
		t.publishers[name] = id
	}
	return id, err
}

// Identities are those of all releases filed about some processes, and of those
// that were filed and removed; a process of which none is filed is left out.
func (v View) Identities(ctx context.Context, ocids []string) (map[string]map[string]bool, error) {
	known := map[string]map[string]bool{}
	for part := range slices.Chunk(ocids, detailBatch) {
		for _, of := range []struct{ column, table string }{{"hex(identity)", "releases"}, {"identity", "redactions"}, {"content", "redactions"}} {
			b := selectFrom(of.table).Select("ocid", of.column)
			b.Where(b.In("ocid", anys(part)...))
			found, err := list(ctx, v, b, func(rows *sql.Rows) (r Release, err error) {
				err = rows.Scan(&r.OCID, &r.Identity)
				return
			})
			if err != nil {
				return nil, err
			}
			for _, r := range found {
				if known[r.OCID] == nil {
					known[r.OCID] = map[string]bool{}
				}
				known[r.OCID][strings.ToLower(r.Identity)] = true
			}
		}
	}
	return known, nil
}

// HasProcess reports whether anything is filed about a process.
func (v View) HasProcess(ctx context.Context, ocid string) (bool, error) {
	var known bool
	err := v.q.QueryRowContext(ctx, `SELECT EXISTS (SELECT 1 FROM releases WHERE ocid = $1)`, ocid).Scan(&known)
	return known, err
}

const releaseColumns = `ocid, seq, release_id, date, tag, publisher, filer, batch, recorded_at, identity, checksum, salt, body, coalesce(place, seq)`

// StoredRelease is a row as it lies on disk, for the verifier.
type StoredRelease struct {
	Release
	Checksum []byte // of Stored
	Stored   []byte // compressed
}

// Decode checks the stored bytes against their checksum and unpacks the body.
// That it is the body that was filed is for its leaf to say.
func (s *StoredRelease) Decode() error {
	if got := checksum(s.Stored); !bytes.Equal(got, s.Checksum) {
		return fmt.Errorf("stored bytes have the checksum %x, recorded was %x", got, s.Checksum)
	}
	body, err := unpack(s.Stored)
	if err != nil {
		return fmt.Errorf("stored bytes do not decompress: %w", err)
	}
	s.Body = body
	return nil
}

func scanStored(rows *sql.Rows) (StoredRelease, error) {
	var s StoredRelease
	var tag string
	err := rows.Scan(&s.OCID, &s.Seq, &s.ID, &s.Date, &tag, &s.Publisher, &s.Filer, &s.Batch, &s.RecordedAt,
		(*hexBytes)(&s.Identity), &s.Checksum, &s.Salt, &s.Stored, &s.Place)
	s.Tag = splitTag(tag)
	return s, err
}

func splitTag(tag string) []string {
	return strings.FieldsFunc(tag, func(r rune) bool { return r == ',' })
}

func scanRelease(rows *sql.Rows) (Release, error) {
	s, err := scanStored(rows)
	if err == nil {
		err = s.Decode()
	}
	if err != nil {
		return Release{}, fmt.Errorf("release %d of %s: %w", s.Seq, s.OCID, err)
	}
	return s.Release, nil
}

// Releases are all that was filed about a process, in the order of filing.
func (v View) Releases(ctx context.Context, ocid string) ([]Release, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT `+releaseColumns+` FROM filed WHERE ocid = $1 ORDER BY seq`, ocid)
	return collect(rows, err, scanRelease)
}

// Release is one release of a process by its sequence number.
func (v View) Release(ctx context.Context, ocid string, seq int64) (Release, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT `+releaseColumns+` FROM filed WHERE ocid = $1 AND seq = $2`, ocid, seq)
	return first(collect(rows, err, scanRelease))
}

// StoredReleases are all releases as they lie on disk, in the order of filing.
func (v View) StoredReleases(ctx context.Context) iter.Seq2[StoredRelease, error] {
	return stream(ctx, v, `SELECT `+releaseColumns+` FROM filed ORDER BY seq`, scanStored)
}

// Setting reads a named value; "" where unset.
func (v View) Setting(ctx context.Context, name string) (string, error) {
	var s string
	err := v.q.QueryRowContext(ctx, `SELECT value FROM settings WHERE name = $1`, name).Scan(&s)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return s, err
}

// SetSetting writes a named value.
func (t *Tx) SetSetting(ctx context.Context, name, value string) error {
	_, err := t.tx.ExecContext(ctx, `INSERT INTO settings (name, value) VALUES ($1, $2)
		ON CONFLICT (name) DO UPDATE SET value = excluded.value`, name, value)
	return err
}
