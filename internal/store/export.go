package store

import (
	"context"
	"database/sql"
	"iter"
	"strings"

	"github.com/huandu/go-sqlbuilder"
)

// ReleaseFilter selects releases, or the processes they are of, in the order
// of filing; the zero value selects all.
type ReleaseFilter struct {
	Processes ProcessFilter // only of these processes; their Before and Limit do not count
	OCID      string        // only of this process
	Stages    []string      // only with a tag that begins with one of these
	From      int64         // keyset: only from this sequence number on
	Below     int64         // only before this sequence number; 0 is all
	Limit     int           // at most so many; 0 is all
}

// all reports whether a filter selects every process.
func (f ProcessFilter) all() bool {
	f.Before, f.Limit = 0, 0
	return f == ProcessFilter{}
}

// chosen leaves the releases r of the processes that a filter selects.
func (f ProcessFilter) chosen(b *sqlbuilder.SelectBuilder) {
	if f.all() {
		return
	}
	chosen := selectFrom("processes p").Select("p.ocid")
	f.where(chosen)
	b.Where("r.ocid IN (" + b.Var(chosen) + ")")
}

func (f ReleaseFilter) where(b *sqlbuilder.SelectBuilder) {
	f.Processes.chosen(b)
	if f.OCID != "" {
		b.Where(b.Equal("r.ocid", f.OCID))
	}
	var tagged []string
	for _, s := range f.Stages {
		tagged = append(tagged, b.Like("',' || r.tag", "%,"+s+"%"))
	}
	if len(tagged) > 0 {
		b.Where(b.Or(tagged...))
	}
	if f.From > 0 {
		b.Where(b.GreaterEqualThan("r.seq", f.From))
	}
	if f.Below > 0 {
		b.Where(b.LessThan("r.seq", f.Below))
	}
	if b.OrderBy("r.seq"); f.Limit > 0 {
		b.Limit(f.Limit)
	}
}

// Filed are the releases that a filter selects, in the order of filing.
func (v View) Filed(ctx context.Context, f ReleaseFilter) iter.Seq2[Release, error] {
	b := selectFrom("filed r").Select(releaseColumns)
	f.where(b)
	return streamBuilt(ctx, v, b, scanRelease)
}

// FiledHead is what is said of a release beside its body.
type FiledHead struct {
	OCID, ID, Date, Tag, Publisher, Filer, RecordedAt, Identity, SHA256 string
	Seq, Batch                                                          int64
}

// FiledHeads are the releases that a filter selects, without their bodies.
func (v View) FiledHeads(ctx context.Context, f ReleaseFilter) iter.Seq2[FiledHead, error] {
	b := selectFrom("filed r").Select(releaseColumns)
	f.where(b)
	return streamBuilt(ctx, v, b, func(rows *sql.Rows) (FiledHead, error) {
		r, err := scanRelease(rows)
		return FiledHead{r.OCID, r.ID, r.Date, strings.Join(r.Tag, ","), r.Publisher, r.Filer, r.RecordedAt, r.Identity, hash(r.Body), r.Seq, r.Batch}, err
	})
}

// LatestFiled are the heads of those selected releases after which nothing was
// filed about their process: one for each process, in the order in which the
// processes last changed. Stages select processes with any such release.
func (v View) LatestFiled(ctx context.Context, f ReleaseFilter) iter.Seq2[FiledHead, error] {
	b := selectFrom("filed r").Select("ocid, seq, recorded_at")
	staged := selectFrom("releases r").Select("r.ocid")
	ReleaseFilter{Stages: f.Stages}.where(staged)
	if len(f.Stages) > 0 {
		b.Where("r.ocid IN (" + b.Var(staged) + ")")
	}
	f.Stages = nil
	f.where(b)
	b.Where("NOT EXISTS (SELECT 1 FROM releases l WHERE l.ocid = r.ocid AND l.seq > r.seq)")
	return streamBuilt(ctx, v, b, func(rows *sql.Rows) (h FiledHead, err error) {
		err = rows.Scan(&h.OCID, &h.Seq, &h.RecordedAt)
		return
	})
}

// NextFiled is the sequence number that the next release after all there are
// would have at the least.
func (v View) NextFiled(ctx context.Context) (int64, error) {
	var n int64
	err := v.q.QueryRowContext(ctx, `SELECT coalesce(max(seq), -1) + 1 FROM releases`).Scan(&n)
	return n, err
}

// FirstFiledAt is the sequence number from which on releases were recorded at
// an instant or later, RFC 3339 in UTC. Leaves are in order of time, so that
// looking for the place takes no more steps than the number has digits.
func (v View) FirstFiledAt(ctx context.Context, instant string) (int64, error) {
	end, err := v.NextFiled(ctx)
	low, high := int64(0), end
	for low < high && err == nil {
		middle := (low + high) / 2
		var at string
		if err = v.q.QueryRowContext(ctx, `SELECT recorded_at FROM filed WHERE seq >= $1 ORDER BY seq LIMIT 1`, middle).Scan(&at); at < instant {
			low = middle + 1
		} else {
			high = middle
		}
	}
	return low, err
}

// LatestRecorded is when the latest release of the chosen processes was
// recorded, RFC 3339; "" where there is none.
func (v View) LatestRecorded(ctx context.Context, f ProcessFilter) (string, error) {
	b := selectFrom("filed r").Select("coalesce(max(r.recorded_at), '')")
	f.chosen(b)
	var at string
	query, args := b.Build()
	err := v.q.QueryRowContext(ctx, query, args...).Scan(&at)
	return at, err
}

// CompiledRecord is the compiled release of a process, as JSON.
type CompiledRecord struct {
	OCID   string
	Record []byte
}

// recordPage is how many records are read at once.
const recordPage = 100

// Records are the compiled releases of the chosen processes, in order of ocid.
// They are read a page at a time, so that other questions can be asked between.
func (v View) Records(ctx context.Context, f ProcessFilter) iter.Seq2[CompiledRecord, error] {
	return func(yield func(CompiledRecord, error) bool) {
		for after := ""; ; {
			page, err := v.recordsAfter(ctx, f, after)
			if err != nil {
				yield(CompiledRecord{}, err)
				return
			}
			for _, r := range page {
				if !yield(r, nil) {
					return
				}
				after = r.OCID
			}
			if len(page) < recordPage {
				return
			}
		}
	}
}

func (v View) recordsAfter(ctx context.Context, f ProcessFilter, after string) ([]CompiledRecord, error) {
	b := selectFrom("processes p").Select("p.ocid, p.record")
	f.where(b)
	b.Where(b.GreaterThan("p.ocid", after)).OrderBy("p.ocid").Limit(recordPage)
	return list(ctx, v, b, func(rows *sql.Rows) (r CompiledRecord, err error) {
		var packed []byte
		if err = rows.Scan(&r.OCID, &packed); err == nil {
			r.Record, err = unpack(packed)
		}
		return
	})
}

// Years are the years that processes are of, the newest first.
func (v View) Years(ctx context.Context) ([]int, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT DISTINCT year FROM processes WHERE year BETWEEN 1900 AND 2100 ORDER BY year DESC`)
	return collect(rows, err, func(rows *sql.Rows) (year int, err error) {
		err = rows.Scan(&year)
		return
	})
}

// CountProcesses is how many processes a filter selects.
func (v View) CountProcesses(ctx context.Context, f ProcessFilter) (n int, err error) {
	b := selectFrom("processes p").Select("count(*)")
	f.where(b)
	query, args := b.Build()
	err = v.q.QueryRowContext(ctx, query, args...).Scan(&n)
	return n, err
}

func streamBuilt[T any](ctx context.Context, v View, b *sqlbuilder.SelectBuilder, scan func(*sql.Rows) (T, error)) iter.Seq2[T, error] {
	query, args := b.Build()
	return stream(ctx, v, query, scan, args...)
}
