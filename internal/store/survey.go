package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"

	"github.com/go-json-experiment/json"
	"github.com/huandu/go-sqlbuilder"

	"daylight/internal/procurement"
)

// surveyTables hold what the latest survey found; they are dumped and derived
// again with the rest.
var surveyTables = []string{"survey_figures", "organisation_flags"}

// SurveyRow is one survey of the market.
type SurveyRow struct {
	Seq    int64 // its leaf
	Size   int64 // of the ledger: the releases before are counted
	Day    string
	Rules  []SurveyedRule
	Events string // hash of what it published of organisations
}

// SurveyedRule is one rule's part of a survey.
type SurveyedRule struct {
	Rule    string `json:"rule"`
	Version int    `json:"version"`
	Hash    string `json:"hash"` // of its figures
}

// PutSurvey records a survey under its leaf.
func (t *Tx) PutSurvey(ctx context.Context, s SurveyRow) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.insert("surveys", s.Seq, s.Size, s.Day, encode(s.Rules), s.Events)
	return w.err
}

// Surveys are all surveys, in order of their leaves.
func (v View) Surveys(ctx context.Context) ([]SurveyRow, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT seq, size, day, rules, events FROM surveys ORDER BY seq`)
	return collect(rows, err, scanSurvey)
}

func scanSurvey(rows *sql.Rows) (s SurveyRow, err error) {
	var text string
	if err = rows.Scan(&s.Seq, &s.Size, &s.Day, &text, &s.Events); err == nil && json.Unmarshal([]byte(text), &s.Rules) != nil {
		s.Rules = nil // damaged: no leaf commits to that
	}
	return
}

// LastSurvey is the latest survey, where the ledger had so many leaves by then;
// nil where there was none. Figures are kept of the very latest only.
func (v View) LastSurvey(ctx context.Context, size int64) (*SurveyRow, error) {
	rows, err := v.q.QueryContext(ctx, `SELECT seq, size, day, rules, events FROM surveys ORDER BY seq DESC LIMIT 1`)
	list, err := collect(rows, err, scanSurvey)
	if err != nil || len(list) == 0 || list[0].Seq >= size {
		return nil, err
	}
	return &list[0], nil
}

// PutFigures replaces what the latest survey found for a rule, by key.
func (t *Tx) PutFigures(ctx context.Context, rule string, figures map[string]string) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	for _, key := range slices.Sorted(maps.Keys(figures)) {
		w.insert("survey_figures", rule, key, figures[key])
	}
	return w.err
}

// DropFigures forgets what the survey before found.
func (t *Tx) DropFigures(ctx context.Context) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.exec(`DELETE FROM survey_figures`)
	w.exec(`DELETE FROM organisation_flags`)
	return w.err
}

// Figures are what the latest survey found for a rule under a key, as JSON; ""
// where it found nothing.
func (v View) Figures(ctx context.Context, rule, key string) (string, error) {
	var text string
	err := v.q.QueryRowContext(ctx, `SELECT figures FROM survey_figures WHERE rule = $1 AND key = $2`, rule, key).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) {
		return "", nil
	}
	return text, err
}

// PutOrganisationFlag writes the result of a rule about an organisation.
func (t *Tx) PutOrganisationFlag(ctx context.Context, f procurement.OrganisationFlag) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.insert("organisation_flags", f.Organisation, f.Rule, f.Name, f.Version, string(f.State), encode(f.Evidence))
	c := Check{Rule: f.Rule, State: f.State, Missing: f.Evidence.Missing}
	t.count("", []Check{c}, 1)
	return w.err
}

// UncountOrganisations takes the organisations' results out of the counts,
// before DropFigures.
func (t *Tx) UncountOrganisations(ctx context.Context) error {
	list, err := t.OrganisationFlags(ctx, OrganisationFlagFilter{})
	for _, f := range list {
		t.count("", []Check{{Rule: f.Rule, State: f.State, Missing: f.Evidence.Missing}}, -1)
	}
	return err
}

// OrganisationFlagFilter selects results about organisations; the zero value
// selects all.
type OrganisationFlagFilter struct {
	Organisation string // key
	Rule         string
	State        procurement.FlagState
	Limit        int
}

// OrganisationFlags are the results that match, by rule and the organisation's
// name.
func (v View) OrganisationFlags(ctx context.Context, f OrganisationFlagFilter) ([]procurement.OrganisationFlag, error) {
	b := selectFrom("organisation_flags").Select("key, rule, name, version, state, evidence")
	if f.Organisation != "" {
		b.Where(b.Equal("key", f.Organisation))
	}
	if f.Rule != "" {
		b.Where(b.Equal("rule", f.Rule))
	}
	if f.State != "" {
		b.Where(b.Equal("state", string(f.State)))
	}
	b.OrderBy("rule", "name", "key")
	if f.Limit > 0 {
		b.Limit(f.Limit)
	}
	return list(ctx, v, b, func(rows *sql.Rows) (f procurement.OrganisationFlag, err error) {
		var evidence string
		if err = rows.Scan(&f.Organisation, &f.Rule, &f.Name, &f.Version, &f.State, &evidence); err == nil {
			err = json.Unmarshal([]byte(evidence), &f.Evidence)
		}
		return
	})
}

// OrganisationEvent is what became of an organisation's flag with a survey.
type OrganisationEvent struct {
	Organisation, Name string
	Rule               string
	Version            int
	Kind               procurement.EventKind // FlagRaised or FlagCleared
	Summary            string
	Seq                int64  // the survey's leaf
	Day                string // of the survey

	Redacted *int64 // the leaf that removed its name and summary; nil where they are there
}

// AppendOrganisationEvent publishes one for good.
func (t *Tx) AppendOrganisationEvent(ctx context.Context, e OrganisationEvent) error {
	w := &rowWriter{ctx: ctx, tx: t.tx}
	w.insert("organisation_events", e.Organisation, e.Rule, e.Seq, string(e.Kind), e.Name, e.Version, e.Summary, e.Redacted)
	return w.err
}

// OrganisationEvents are those of an organisation, or of all where the key is
// "", the newest first; all of them where limit is 0.
func (v View) OrganisationEvents(ctx context.Context, key string, limit int) ([]OrganisationEvent, error) {
	b := selectFrom("organisation_events e").JoinWithOption(sqlbuilder.LeftJoin, "surveys s", "s.seq = e.seq")
	b.Select("e.key, e.name, e.rule, e.version, e.kind, e.summary, e.seq, coalesce(s.day, ''), e.redacted")
	if key != "" {
		b.Where(b.Equal("e.key", key))
	}
	b.OrderBy("e.seq DESC", "e.key", "e.rule")
	if limit > 0 {
		b.Limit(limit)
	}
	return list(ctx, v, b, func(rows *sql.Rows) (e OrganisationEvent, err error) {
		err = rows.Scan(&e.Organisation, &e.Name, &e.Rule, &e.Version, &e.Kind, &e.Summary, &e.Seq, &e.Day, &e.Redacted)
		return
	})
}
