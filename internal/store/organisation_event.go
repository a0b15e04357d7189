package store

import (
	"context"
	"database/sql"

	"github.com/huandu/go-sqlbuilder"

	"daylight/internal/procurement"
)

// OrganisationEvent is what became of an organisation's flag with a survey.
type OrganisationEvent struct {
	Organisation, Name string
	Rule               string
	Version            int
	Kind               procurement.EventKind // FlagRaised or FlagCleared
	Summary            string
	Seq                int64  // the survey's leaf
	Ordinal            int    // its place among the survey's, from 0
	Day                string // of the survey
	At                 string // when the leaf was recorded

	Redacted *int64 // the leaf that removed its name and summary; nil where they are there
}

// AppendOrganisationEvent publishes one for good.
func (t *Tx) AppendOrganisationEvent(ctx context.Context, e OrganisationEvent) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.insert("organisation_events", e.Organisation, e.Rule, e.Seq, string(e.Kind), e.Name, e.Version, e.Summary, e.Redacted, e.Ordinal)
	return w.err
}

// OrganisationEventFilter selects events of organisations; the zero value
// selects all.
type OrganisationEventFilter struct {
	Organisation string // key
	Rule         string
	Limit        int
}

// OrganisationEvents are those that match, of the latest survey first, and of
// each in order.
func (v View) OrganisationEvents(ctx context.Context, f OrganisationEventFilter) ([]OrganisationEvent, error) {
	b := selectFrom("organisation_events e").JoinWithOption(sqlbuilder.LeftJoin, "surveys s", "s.seq = e.seq")
	b.JoinWithOption(sqlbuilder.LeftJoin, "leaves l", "l.seq = e.seq")
	b.Select("e.key, e.name, e.rule, e.version, e.kind, e.summary, e.seq, e.ordinal, coalesce(s.day, ''), coalesce(l.at, ''), e.redacted")
	if f.Organisation != "" {
		b.Where(b.Equal("e.key", f.Organisation))
	}
	if f.Rule != "" {
		b.Where(b.Equal("e.rule", f.Rule))
	}
	b.OrderBy("e.seq DESC", "e.ordinal")
	if f.Limit > 0 {
		b.Limit(f.Limit)
	}
	return list(ctx, v, b, func(rows *sql.Rows) (e OrganisationEvent, err error) {
		err = rows.Scan(&e.Organisation, &e.Name, &e.Rule, &e.Version, &e.Kind, &e.Summary, &e.Seq, &e.Ordinal, &e.Day, &e.At, &e.Redacted)
		return
	})
}
