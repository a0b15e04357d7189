package registry

import (
	"cmp"
	"context"
	"maps"
	"math"
	"slices"
	"strings"

	"github.com/go-json-experiment/json"
	"github.com/go-json-experiment/json/jsontext"

	"daylight/internal/access"
	"daylight/internal/ledger"
	"daylight/internal/procurement"
	"daylight/internal/rules"
	"daylight/internal/store"
)

// Survey surveys the market for the rules that need it, records the run with a
// leaf, and derives again the processes whose flags rest on it. It reports
// whether it did: nothing is done where nothing was recorded since the last run
// of the same rules, or no rule needs one.
//
// It goes through all processes twice and holds what the rules count: some
// hundred bytes for each group and key (a buyer with a supplier), not for each
// process. The writer is busy meanwhile; readers are not.
func (r *Registry) Survey(ctx context.Context, who access.Actor) (bool, error) {
	if err := permit(who, access.RecordDay); err != nil {
		return false, err
	}
	done := false
	err := r.writer.Update(ctx, func(tx *store.Tx) error {
		f := &filing{ctx: ctx, tx: tx, registry: r, who: who}
		var err error
		if f.log, err = r.openLog(ctx, tx); err != nil {
			return err
		}
		last, err := tx.LastSurvey(ctx, math.MaxInt64)
		if err != nil || f.log.first == 0 || len(rules.Surveyed()) == 0 || last != nil && last.Seq == f.log.first-1 && sameRules(*last) {
			return err
		}
		done = true
		if err := f.survey(); err != nil {
			return err
		}
		return f.log.sign()
	})
	return done && err == nil, err
}

func sameRules(s store.SurveyRow) bool {
	return slices.EqualFunc(s.Rules, rules.Surveyed(), func(a store.SurveyedRule, r rules.Rule) bool {
		return a.Rule == r.ID && a.Version == r.Version()
	})
}

func (f *filing) survey() error {
	run, err := f.takeSurvey()
	if err != nil {
		return err
	}
	if err := run.put(f.ctx, f.tx); err != nil {
		return err
	}
	return f.recheck()
}

// takeSurvey surveys all that was recorded before and records the run with a
// leaf, along with what became of organisations' flags.
func (f *filing) takeSurvey() (*surveyRun, error) {
	day, _, err := f.tx.Day(f.ctx)
	if err != nil {
		return nil, err
	}
	run, err := takeSurvey(f.ctx, f.tx.View, store.SurveyRow{Size: f.log.first, Day: day})
	if err != nil {
		return nil, err
	}
	before, err := f.tx.OrganisationFlags(f.ctx, store.OrganisationFlagFilter{State: procurement.Raised})
	if err != nil {
		return nil, err
	}
	events := organisationEvents(before, run.organisations())
	run.Events = eventsHash(events)
	leaf, err := f.log.append(ledger.Leaf{Kind: "survey", Body: surveyBody(run.SurveyRow)})
	if err != nil {
		return nil, err
	}
	run.Seq = leaf.Seq
	if err := f.tx.PutSurvey(f.ctx, run.SurveyRow); err != nil {
		return nil, err
	}
	for _, e := range events {
		e.Seq = leaf.Seq
		if err := f.tx.AppendOrganisationEvent(f.ctx, e); err != nil {
			return nil, err
		}
	}
	return run, nil
}

// surveyBody is what a survey's leaf commits to. It holds no secret: no salt.
func surveyBody(s store.SurveyRow) string {
	text, err := json.Marshal([]any{s.Size, s.Day, s.Rules, s.Events}, json.Deterministic(true))
	if err != nil {
		panic(err) // numbers and texts
	}
	return sum(string(text))
}

// surveyRun is a survey with its figures, by rule.
type surveyRun struct {
	store.SurveyRow
	figures map[string]rules.SurveyFigures
	text    map[string]map[string]string // as stored
}

// takeSurvey counts all processes as the releases before a size of the ledger
// have them, for the rules as they are now.
func takeSurvey(ctx context.Context, v store.View, row store.SurveyRow) (*surveyRun, error) {
	ocids, err := v.OCIDs(ctx)
	if err != nil {
		return nil, err
	}
	tables := map[string]rules.Table{}
	for _, ocid := range ocids {
		list, err := load(ctx, v, ocid, Moment{Log: row.Size}, nil)
		if err != nil {
			return nil, err
		}
		if states, _ := project(list); len(states) > 0 {
			rules.Collect(tables, states[len(states)-1].Process, procurement.Date(row.Day))
		}
	}
	return surveyed(tables, row)
}

// surveyed is what the counts of all processes come to.
func surveyed(tables map[string]rules.Table, row store.SurveyRow) (*surveyRun, error) {
	run := &surveyRun{SurveyRow: row, figures: map[string]rules.SurveyFigures{}, text: map[string]map[string]string{}}
	run.Rules = nil
	for _, r := range rules.Surveyed() {
		found := r.Survey.Figures(tables[r.ID])
		text := map[string]string{}
		for key, f := range found {
			text[key] = figuresText(f)
		}
		all, err := json.Marshal(text, json.Deterministic(true))
		if err != nil {
			return nil, err
		}
		run.figures[r.ID], run.text[r.ID] = found, text
		run.Rules = append(run.Rules, store.SurveyedRule{Rule: r.ID, Version: r.Version(), Hash: sum(string(all))})
	}
	return run, nil
}

func figuresText(f rules.Figures) string {
	text, err := json.Marshal(f, json.Deterministic(true), jsontext.AllowInvalidUTF8(true))
	if err != nil {
		panic(err) // figures are plain values
	}
	return string(text)
}

// put writes the figures in place of those before, of the rules named in the
// run only.
func (run *surveyRun) put(ctx context.Context, tx *store.Tx) error {
	if err := tx.UncountOrganisations(ctx); err != nil {
		return err
	}
	if err := tx.DropFigures(ctx); err != nil {
		return err
	}
	for _, s := range run.Rules {
		if err := tx.PutFigures(ctx, s.Rule, run.text[s.Rule]); err != nil {
			return err
		}
	}
	for _, f := range run.organisations() {
		if err := tx.PutOrganisationFlag(ctx, f); err != nil {
			return err
		}
	}
	return nil
}

// organisations are the results about organisations, by rule and key.
func (run *surveyRun) organisations() []procurement.OrganisationFlag {
	var list []procurement.OrganisationFlag
	for _, s := range run.Rules {
		r, _ := rules.Find(s.Rule)
		if r.Subject != rules.OfOrganisation {
			continue
		}
		for _, key := range slices.Sorted(maps.Keys(run.figures[s.Rule])) {
			if key == "" {
				continue
			}
			f := r.Survey.Result(key, readFigures(run.text[s.Rule][key]))
			f.Organisation, f.Rule, f.Version = key, r.ID, r.Version()
			f.Name = cmp.Or(f.Name, key)
			list = append(list, f)
		}
	}
	return list
}

// recheck derives again the processes of which a survey's rule says something
// else than is stored, or was or is raised at some state: what its events say
// follows from the figures.
func (f *filing) recheck() error {
	d, err := openDeriver(f.ctx, f.tx.View, Moment{})
	if err != nil {
		return err
	}
	surveyed := map[string]bool{}
	for _, r := range rules.Surveyed() {
		surveyed[r.ID] = true
	}
	var changed []string
	for stored, err := range f.tx.AllChecks(f.ctx) {
		if err != nil {
			return err
		}
		differs, err := f.differs(d, stored, surveyed)
		if err != nil {
			return err
		}
		if differs {
			changed = append(changed, stored.OCID)
		}
		d.forget()
	}
	for _, ocid := range changed {
		x, err := d.derive(ocid)
		if err != nil {
			return err
		}
		if err := f.put(ocid, x); err != nil {
			return err
		}
		d.forget()
	}
	return nil
}

func (f *filing) differs(d *deriver, stored store.ProcessChecks, surveyed map[string]bool) (bool, error) {
	p, err := d.project(stored.OCID)
	if err != nil {
		return false, err
	}
	if slices.ContainsFunc(stored.Raised, func(x procurement.Flag) bool { return surveyed[x.Rule] }) {
		return true, nil
	}
	events, err := f.tx.FlagEventRules(f.ctx, stored.OCID)
	if err != nil || slices.ContainsFunc(events, func(subject string) bool {
		rule, _, _ := strings.Cut(subject, "/")
		return surveyed[rule]
	}) {
		return true, err
	}
	var last []procurement.Flag
	for _, s := range p.states {
		last = rules.CheckSurveyed(s.Process, d.market)
		if slices.ContainsFunc(last, func(x procurement.Flag) bool { return x.State == procurement.Raised }) {
			return true, nil
		}
	}
	var was []store.Check
	for _, c := range stored.Checks {
		if surveyed[c.Rule] {
			was = append(was, c)
		}
	}
	return !slices.EqualFunc(was, last, func(c store.Check, x procurement.Flag) bool {
		return c.Rule == x.Rule && c.Version == x.Version && c.State == x.State && slices.Equal(c.Missing, x.Evidence.Missing)
	}), nil
}
