package store

import (
	"bytes"
	"context"
	"database/sql"
	"iter"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"
	"github.com/huandu/go-sqlbuilder"

	"daylight/internal/procurement"
)

// EventRow is the row that publishes an event for good. When is what its leaf
// says.
func EventRow(e procurement.Event) Row {
	figures := []byte(encode(e.Figures))
	return Row{"events", []any{e.OCID, fromHex(e.GUID), string(e.Kind), e.Subject, fromHex(e.Cause), e.Ordinal, string(e.Date), pack(figures),
		e.Seq, checksumWith(e, figures), e.Redacted}}
}

// eventChecksum is what tells a damaged row.
func eventChecksum(e procurement.Event) []byte { return checksumWith(e, []byte(encode(e.Figures))) }

// checksumWith is that of an event whose figures are written already: of all
// columns as a list in JSON.
func checksumWith(e procurement.Event, figures []byte) []byte {
	row := append(make([]byte, 0, 512+len(figures)), '[')
	for _, text := range []string{e.OCID, e.GUID, string(e.Kind), e.Subject, e.Cause} {
		row = append(appendText(row, text), ',')
	}
	row = append(strconv.AppendInt(row, int64(e.Ordinal), 10), ',')
	row = append(appendText(row, string(e.Date)), ',')
	row = append(append(row, figures...), ',')
	row = append(strconv.AppendInt(row, e.Seq, 10), ',')
	row = appendText(row, e.At)
	if e.Redacted != nil {
		row = strconv.AppendInt(append(row, ','), *e.Redacted, 10)
	}
	return checksum(append(row, ']'))
}

// appendText writes a text as encode does.
func appendText(b []byte, text string) []byte {
	b, err := jsontext.AppendQuote(b, text)
	if err != nil {
		panic(err) // no text of a release is broken
	}
	return b
}

// ChangeEvent records that the filing of leaf seq superseded an event, or made
// a superseded one stand again.
func (t *Tx) ChangeEvent(ctx context.Context, ocid, guid string, seq int64, current bool) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.exec(`INSERT INTO event_changes (ocid, guid, seq, current) VALUES ($1, $2, $3, $4)
		ON CONFLICT (ocid, guid, seq) DO UPDATE SET current = excluded.current`, ocid, fromHex(guid), seq, current)
	return w.err
}

// PublishedEvent is an event as it was published, and whether it still stands.
type PublishedEvent struct {
	procurement.Event
	Stands   bool
	checksum []byte
}

// Intact reports whether the stored row is the one that was written.
func (e PublishedEvent) Intact() bool { return bytes.Equal(e.checksum, eventChecksum(e.Event)) }

const publishedEvents = `SELECT e.ocid, e.guid, e.kind, e.subject, e.cause, e.ordinal, e.date, e.figures, e.seq, coalesce(l.at, ''), e.redacted, e.checksum, coalesce(
	(SELECT current FROM event_changes c WHERE c.ocid = e.ocid AND c.guid = e.guid ORDER BY c.seq DESC LIMIT 1), 1)
	FROM events e LEFT JOIN leaves l ON l.seq = e.seq`

func scanPublished(rows *sql.Rows) (PublishedEvent, error) {
	var e PublishedEvent
	err := scanEvent(rows, &e.Event, &e.checksum, &e.Stands)
	return e, err
}

func scanEvent(rows *sql.Rows, e *procurement.Event, more ...any) error {
	var figures []byte
	err := rows.Scan(append([]any{&e.OCID, (*hexBytes)(&e.GUID), &e.Kind, &e.Subject, (*hexBytes)(&e.Cause), &e.Ordinal, &e.Date, &figures,
		&e.Seq, &e.At, &e.Redacted}, more...)...)
	if err == nil {
		figures, err = unpackFigures(figures)
	}
	if err == nil {
		err = json.Unmarshal(figures, &e.Figures)
	}
	return err
}

// Published are the events ever published about a process, by GUID.
func (v View) Published(ctx context.Context, ocid string) (map[string]PublishedEvent, error) {
	rows, err := v.q.QueryContext(ctx, publishedEvents+` WHERE e.ocid = $1`, ocid)
	list, err := collect(rows, err, scanPublished)
	by := make(map[string]PublishedEvent, len(list))
	for _, e := range list {
		by[e.GUID] = e
	}
	return by, err
}

// AllPublished are the events ever published, in order of process and GUID.
func (v View) AllPublished(ctx context.Context) iter.Seq2[PublishedEvent, error] {
	return stream(ctx, v, publishedEvents+` ORDER BY e.ocid, e.guid`, scanPublished)
}

// EventChange is a row of what ChangeEvent recorded. Published is the leaf
// that dates the event, nil where there is no such event.
type EventChange struct {
	OCID, GUID string
	Seq        int64
	Current    bool
	Published  *int64
}

// EventChanges are all changes, in order of process, GUID and leaf.
func (v View) EventChanges(ctx context.Context) iter.Seq2[EventChange, error] {
	return stream(ctx, v, `SELECT c.ocid, c.guid, c.seq, c.current, e.seq FROM event_changes c
		LEFT JOIN events e ON e.ocid = c.ocid AND e.guid = c.guid ORDER BY c.ocid, c.guid, c.seq`,
		func(rows *sql.Rows) (c EventChange, err error) {
			err = rows.Scan(&c.OCID, (*hexBytes)(&c.GUID), &c.Seq, &c.Current, &c.Published)
			return
		})
}

// EventFilter selects events; the zero value selects all that stand.
type EventFilter struct {
	OCIDs []string
	Kinds []procurement.EventKind
	// Rule selects flag events of one rule.
	Rule string
	// Organisation selects events of processes an organisation takes part in.
	Organisation string
	Limit        int
}

// Events are the standing events that match, newest first, with date and
// figures as all releases have them now. Those recorded at one time stand, for
// named processes, in the order of their lives.
func (v View) Events(ctx context.Context, f EventFilter) ([]procurement.Event, error) {
	b := selectFrom("current_events c")
	if len(f.Kinds) > 1 && len(f.OCIDs) == 0 && f.Organisation == "" && f.Limit > 0 {
		b, f.Kinds = newestOf(f.Kinds, f.Limit), nil
	}
	b.Join("events e", "e.ocid = c.ocid AND e.guid = c.guid")
	b.JoinWithOption(sqlbuilder.LeftJoin, "leaves l", "l.seq = e.seq")
	b.Select("e.ocid, e.guid, e.kind, e.subject, e.cause, e.ordinal, c.date, coalesce(c.figures, e.figures), e.seq, l.at, e.redacted")
	if len(f.OCIDs) > 0 {
		b.Where(b.In("c.ocid", anys(f.OCIDs)...))
	}
	if len(f.Kinds) > 0 {
		b.Where(b.In("c.kind", anys(f.Kinds)...))
	}
	if f.Rule != "" {
		b.Where(b.In("c.kind", string(procurement.FlagRaised), string(procurement.FlagCleared)), b.Or(b.Equal("e.subject", f.Rule), b.Like("e.subject", f.Rule+"/%")))
	}
	if f.Organisation != "" {
		often, err := v.often(ctx, f)
		if err != nil {
			return nil, err
		}
		if often {
			b.Where("EXISTS (SELECT 1 FROM participants x WHERE x.ocid = c.ocid AND x.key = " + b.Var(f.Organisation) + ")")
		} else {
			b.Where("c.ocid IN (SELECT ocid FROM participants WHERE key = " + b.Var(f.Organisation) + ")")
		}
	}
	switch len(f.OCIDs) {
	case 0:
		b.OrderBy("c.seq DESC", "c.rank DESC", "c.guid")
	case 1:
		b.OrderBy("l.at DESC", "c.rank DESC")
	default:
		b.OrderBy("l.at DESC", "c.date DESC", "c.rank DESC", "c.guid")
	}
	if f.Limit > 0 {
		b.Limit(f.Limit)
	}
	query, args := b.Build()
	rows, err := v.q.QueryContext(ctx, query, args...)
	return collect(rows, err, func(rows *sql.Rows) (e procurement.Event, err error) {
		err = scanEvent(rows, &e)
		return
	})
}

// often reports whether an organisation takes part so often that it is less
// work to go through the newest events of all until enough are its own, than
// through all of its own.
func (v View) often(ctx context.Context, f EventFilter) (bool, error) {
	if f.Limit == 0 || len(f.OCIDs) > 0 {
		return false, nil
	}
	o, err := v.Organisation(ctx, f.Organisation)
	if err != nil {
		return false, unlessNotFound(err)
	}
	all, err := v.counted(ctx, "processes", "")
	return o.All > 0 && o.All > f.Limit*all.N/o.All, err
}

// newestOf begins a query over the newest events of each of several kinds: only
// the events of one kind lie in the order of their filing.
func newestOf(kinds []procurement.EventKind, limit int) *sqlbuilder.SelectBuilder {
	b := sqlbuilder.PostgreSQL.NewSelectBuilder()
	var each []string
	for _, kind := range kinds {
		newest := selectFrom("current_events").Select("ocid, guid, seq, rank, date, figures")
		newest.Where(newest.Equal("kind", string(kind))).OrderBy("seq DESC", "rank DESC", "guid").Limit(limit)
		each = append(each, "SELECT * FROM "+b.BuilderAs(newest, "newest"))
	}
	return b.From("(" + strings.Join(each, " UNION ALL ") + ") c")
}

// FlagEventRules are the subjects of a process's standing events of flags: the
// rule and, where it is about one, /contract.
func (v View) FlagEventRules(ctx context.Context, ocid string) ([]string, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT DISTINCT e.subject FROM current_events c JOIN events e ON e.ocid = c.ocid AND e.guid = c.guid
		WHERE c.ocid = $1 AND e.kind IN ('flag-raised', 'flag-cleared')`, ocid)
	return collect(rows, err, scanString)
}
