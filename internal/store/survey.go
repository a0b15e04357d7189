package store

import (
	"context"
	"database/sql"
	"errors"
	"maps"
	"slices"

	"github.com/go-json-experiment/json"

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
