package registry

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"

	"daylight/internal/history"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// organisationEvents are which organisations' flags were raised and cleared
// since the run before, by organisation and rule.
func organisationEvents(before, after []procurement.OrganisationFlag) []store.OrganisationEvent {
	type subject struct{ rule, key string }
	was, now := map[subject]bool{}, map[subject]procurement.OrganisationFlag{}
	var events []store.OrganisationEvent
	tell := func(kind procurement.EventKind, x procurement.OrganisationFlag) {
		events = append(events, store.OrganisationEvent{Organisation: x.Organisation, Name: x.Name, Rule: x.Rule,
			Version: x.Version, Kind: kind, Summary: x.Evidence.Summary})
	}
	for _, x := range before {
		was[subject{x.Rule, x.Organisation}] = true
	}
	for _, x := range after {
		now[subject{x.Rule, x.Organisation}] = x
		if x.State == procurement.Raised && !was[subject{x.Rule, x.Organisation}] {
			tell(procurement.FlagRaised, x)
		}
	}
	for _, x := range before {
		result, found := now[subject{x.Rule, x.Organisation}]
		switch {
		case !found:
			tell(procurement.FlagCleared, x)
		case result.State != procurement.Raised:
			tell(procurement.FlagCleared, result)
		}
	}
	slices.SortFunc(events, func(a, b store.OrganisationEvent) int {
		return cmp.Or(cmp.Compare(a.Organisation, b.Organisation), cmp.Compare(a.Rule, b.Rule))
	})
	for i := range events {
		events[i].Ordinal = i
	}
	return events
}

// eventsHash is what a survey's leaf commits to of its events, which stand in
// the order of organisation and rule.
func eventsHash(events []store.OrganisationEvent) string {
	var text strings.Builder
	for _, e := range events {
		fmt.Fprintf(&text, "%q %q %q %d %q %q\n", e.Organisation, e.Name, e.Rule, e.Version, e.Kind, e.Summary)
	}
	return sum(text.String())
}

// verifyOrganisationEvents checks that each survey's events are those that it
// published, and that there are no others. Where a redaction took a name out of
// one, what else it published with that cannot be checked any more.
func verifyOrganisationEvents(ctx context.Context, v store.View, surveys []store.SurveyRow, removed map[int64]bool) error {
	all, err := v.OrganisationEvents(ctx, store.OrganisationEventFilter{})
	if err != nil {
		return err
	}
	of, redacted := map[int64][]store.OrganisationEvent{}, map[int64]bool{}
	for _, e := range all {
		of[e.Seq] = append(of[e.Seq], e)
		if e.Redacted != nil {
			if !removed[*e.Redacted] {
				return mismatch("event", e.Seq, "of an organisation lost its name by leaf %d, which removed nothing", *e.Redacted)
			}
			redacted[e.Seq] = true
		}
	}
	for _, s := range surveys {
		for i, e := range of[s.Seq] {
			if e.Ordinal != i {
				return mismatch("survey", s.Seq, "published an event of an organisation as number %d, which is stored as number %d", i, e.Ordinal)
			}
		}
		if !redacted[s.Seq] && eventsHash(of[s.Seq]) != s.Events {
			return mismatch("survey", s.Seq, "published other events of organisations than are stored")
		}
		delete(of, s.Seq)
	}
	for seq := range of {
		return mismatch("event", seq, "is about an organisation and is dated by no survey")
	}
	return nil
}

// OrganisationEvents are what surveys said of organisations as events that feeds
// can tell beside those of processes: of no process, named by the survey's entry
// and their place in it, so that they keep their names when a redaction takes
// the organisation's out.
func OrganisationEvents(ctx context.Context, v store.View, f store.OrganisationEventFilter) ([]procurement.Event, error) {
	list, err := v.OrganisationEvents(ctx, f)
	events := make([]procurement.Event, len(list))
	for i, e := range list {
		events[i] = procurement.Event{
			GUID: history.GUID("", e.Kind, e.Rule, fmt.Sprint("survey:", e.Seq), e.Ordinal), Kind: e.Kind, Subject: e.Rule,
			Cause: history.DayCause(procurement.Date(e.Day)), Ordinal: e.Ordinal, Date: procurement.Date(e.Day), Seq: e.Seq, At: e.At,
			Organisation: e.Organisation, Redacted: e.Redacted,
			Figures: map[string]any{"organisationName": e.Name, "rule": e.Rule, "version": e.Version, "summary": e.Summary},
		}
	}
	return events, err
}
