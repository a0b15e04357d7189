package registry

import (
	"context"
	"errors"
	"math"
	"slices"

	"daylight/internal/store"
)

// surveyedOtherwise is what taking the latest survey again ends with where this
// program finds other figures for a rule of the same version: its method was
// changed, or how releases are read. Nothing is wrong with the record then.
type surveyedOtherwise struct{ *Mismatch }

func (e *surveyedOtherwise) Unwrap() error { return e.Mismatch }

// retakeSurvey takes the latest survey again and writes what it found to tx. A
// rule that has changed since has no part in it.
func retakeSurvey(ctx context.Context, tx *store.Tx, from store.View) error {
	last, err := from.LastSurvey(ctx, math.MaxInt64)
	if err != nil || last == nil {
		return err
	}
	run, err := takeSurvey(ctx, from, *last)
	if err != nil {
		return err
	}
	run.Rules = slices.DeleteFunc(run.Rules, func(s store.SurveyedRule) bool {
		return !slices.ContainsFunc(last.Rules, func(old store.SurveyedRule) bool { return old.Rule == s.Rule && old.Version == s.Version })
	})
	for _, s := range run.Rules {
		if !slices.Contains(last.Rules, s) {
			return &surveyedOtherwise{mismatch("survey", last.Seq, "found other figures for %s than this program does; where its method was "+
				"changed without a new version, `daylight rebuild` surveys the market anew, with a leaf of its own", s.Rule)}
		}
	}
	return run.put(ctx, tx)
}

// orSurveyed writes with the latest survey or, where this program surveys
// otherwise, begins again with a new one. The old one keeps its leaf.
func (r *Registry) orSurveyed(ctx context.Context, write func(f *filing, anew bool) error) error {
	begin := func(anew bool) error {
		return r.writer.Update(ctx, func(tx *store.Tx) error {
			f := &filing{ctx: ctx, tx: tx, registry: r}
			var err error
			if f.log, err = r.openLog(ctx, tx); err != nil {
				return err
			}
			return write(f, anew)
		})
	}
	err := begin(false)
	var otherwise *surveyedOtherwise
	if errors.As(err, &otherwise) {
		r.say("the market was surveyed by another method than this program's: surveying it anew")
		err = begin(true)
	}
	return err
}
