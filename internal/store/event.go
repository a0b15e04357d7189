package store

import (
	"context"
	"database/sql"

	"github.com/go-json-experiment/json"

	"daylight/internal/procurement"
)

// AppendEvent publishes an event for good. Rank is its place among the events
// of its leaf.
func (t *Tx) AppendEvent(ctx context.Context, e procurement.Event, rank int) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.insert("events", e.OCID, e.GUID, string(e.Kind), e.Subject, e.Cause, e.Ordinal, string(e.Date), encode(e.Figures), e.Seq, rank, e.At)
	w.insert("current_events", e.OCID, e.GUID, e.Seq, rank)
	return w.err
}

// ChangeEvent records that the filing of leaf seq superseded an event, or made
// a superseded one current again.
func (t *Tx) ChangeEvent(ctx context.Context, ocid, guid string, seq int64, current bool) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.exec(`INSERT INTO event_changes (ocid, guid, seq, current) VALUES ($1, $2, $3, $4)
		ON CONFLICT (ocid, guid, seq) DO UPDATE SET current = excluded.current`, ocid, guid, seq, current)
	w.exec(`DELETE FROM current_events WHERE ocid = $1 AND guid = $2`, ocid, guid)
	if current {
		w.exec(`INSERT INTO current_events SELECT ocid, guid, seq, rank FROM events WHERE ocid = $1 AND guid = $2`, ocid, guid)
	}
	return w.err
}

// RebuildCurrentEvents derives which events stand from what was appended.
func (t *Tx) RebuildCurrentEvents(ctx context.Context) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.exec(`DELETE FROM current_events`)
	w.exec(`INSERT INTO current_events SELECT ocid, guid, seq, rank FROM events e WHERE coalesce(
		(SELECT current FROM event_changes c WHERE c.ocid = e.ocid AND c.guid = e.guid ORDER BY c.seq DESC LIMIT 1), 1)`)
	return w.err
}

const eventColumns = `e.ocid, e.guid, e.kind, e.subject, e.cause, e.ordinal, e.date, e.figures, e.seq, e.at`

func scanEvent(rows *sql.Rows) (procurement.Event, error) {
	var e procurement.Event
	var figures string
	err := rows.Scan(&e.OCID, &e.GUID, &e.Kind, &e.Subject, &e.Cause, &e.Ordinal, &e.Date, &figures, &e.Seq, &e.At)
	if err == nil {
		err = json.Unmarshal([]byte(figures), &e.Figures)
	}
	return e, err
}

// EventGUIDs are the events ever published about a process, and whether each
// stands.
func (v View) EventGUIDs(ctx context.Context, ocid string) (map[string]bool, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT e.guid, c.guid IS NOT NULL FROM events e
		LEFT JOIN current_events c ON c.ocid = e.ocid AND c.guid = e.guid WHERE e.ocid = $1`, ocid)
	if err != nil {
		return nil, err
	}
	defer rows.Close()
	stands := map[string]bool{}
	for rows.Next() {
		var guid string
		var current bool
		if err := rows.Scan(&guid, &current); err != nil {
			return nil, err
		}
		stands[guid] = current
	}
	return stands, rows.Err()
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

// Events are the standing events that match, newest first.
func (v View) Events(ctx context.Context, f EventFilter) ([]procurement.Event, error) {
	b := selectFrom("current_events c").Join("events e", "e.ocid = c.ocid AND e.guid = c.guid")
	b.Select(eventColumns)
	if len(f.OCIDs) > 0 {
		b.Where(b.In("c.ocid", anys(f.OCIDs)...))
	}
	if len(f.Kinds) > 0 {
		b.Where(b.In("e.kind", anys(f.Kinds)...))
	}
	if f.Rule != "" {
		b.Where(b.In("e.kind", string(procurement.FlagRaised), string(procurement.FlagCleared)), b.Equal("e.subject", f.Rule))
	}
	if f.Organisation != "" {
		b.Where("c.ocid IN (SELECT ocid FROM participants WHERE key = " + b.Var(f.Organisation) + ")")
	}
	b.OrderBy("c.seq DESC", "c.rank DESC", "c.guid")
	if f.Limit > 0 {
		b.Limit(f.Limit)
	}
	query, args := b.Build()
	rows, err := v.q.QueryContext(ctx, query, args...)
	return collect(rows, err, scanEvent)
}
