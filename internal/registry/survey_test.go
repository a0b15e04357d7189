package registry

import (
	"context"
	"fmt"
	"strings"
	"testing"
	"time"

	"daylight/internal/procurement"
	"daylight/internal/rules"
	"daylight/internal/store"
)

// towns are ten that decide within a month or two and buy some things
// without competition, and one that buys nearly all so.
func towns() []Submission {
	var list []Submission
	for town := range 11 {
		for i := range 6 {
			method := "open"
			if i == 0 || town == 10 && i < 5 {
				method = "direct"
			}
			award := time.Date(2026, 3, 1+town+5*i, 0, 0, 0, 0, time.UTC).Format(time.DateOnly)
			list = append(list, release("Market", fmt.Sprintf("m%02d-%d", town, i), "1", award, bought(town, method, award)))
		}
	}
	return list
}

func bought(town int, method, award string) string {
	return fmt.Sprintf(`"buyer":{"name":"Town %d"},"tender":{"procurementMethod":%q,"tenderPeriod":{"endDate":"2026-02-01T00:00:00Z"}},
		"awards":[{"id":"a","status":"active","date":"%sT00:00:00Z"}]`, town, method, award)
}

func (d *desk) survey() bool {
	d.Helper()
	done, err := d.registry.Survey(d.Context(), clerk)
	d.must(err)
	d.check()
	return done
}

// flagOf is the result of a rule for a process.
func (d *desk) flagOf(ocid, rule string) procurement.Flag {
	d.Helper()
	for _, f := range d.history(ocid, Moment{}).Flags {
		if f.Rule == rule {
			return f
		}
	}
	d.Fatalf("no result of %s for %s", rule, ocid)
	return procurement.Flag{}
}

// Flags that need the market say that they could not be checked until it is
// surveyed, and then hold by that survey until the next.
func TestASurveyIsWhatProcessesAreCheckedAgainst(t *testing.T) {
	const rule = "decision-time"
	d := openDesk(t)
	if d.survey() {
		t.Error("surveyed where nothing is on record")
	}
	d.day("2026-11-23")
	d.file(towns()...)
	if f := d.flagOf("m01-1", rule); f.State != procurement.NoData || f.Evidence.Missing[0] != "survey" {
		t.Errorf("before a survey: %+v", f)
	}
	size := d.size()
	if !d.survey() || d.size() != size+1 {
		t.Errorf("not surveyed, or with %d leaves", d.size()-size)
	}
	if d.survey() {
		t.Error("surveyed again where nothing was recorded since")
	}
	if f := d.flagOf("m01-1", rule); f.State != procurement.Clear {
		t.Errorf("after it: %+v", f)
	}

	// A decision after ten months is far from the rest. It is checked when it is
	// filed, against the survey before.
	d.file(release("Market", "late", "1", "2026-11-20", bought(1, "open", "2026-11-20")))
	late := d.flagOf("late", rule)
	if late.State != procurement.Raised || late.Evidence.Figures["days"] != int64(292) {
		t.Errorf("a late decision: %+v", late)
	}
	compared := late.Evidence.Figures["decisions_compared"]
	if !d.survey() {
		t.Error("not surveyed though a release was filed")
	}
	if got := d.flagOf("late", rule).Evidence.Figures["decisions_compared"]; got == compared {
		t.Errorf("the second survey compared with %v decisions as well", got)
	}
	if f := d.history("m01-1", Moment{Log: size}).Flags; stateOf(f, rule) != procurement.NoData {
		t.Errorf("at a size before the survey: %s", stateOf(f, rule))
	}
	if _, err := d.registry.Rebuild(d.Context(), clerk); err != nil {
		t.Error(err)
	}
	d.check()
}

func stateOf(flags []procurement.Flag, rule string) procurement.FlagState {
	for _, f := range flags {
		if f.Rule == rule {
			return f.State
		}
	}
	return ""
}

// A survey by another method of the same version, which only a change of the
// program without a new version makes, strands nobody: deriving again takes a
// new survey, with a leaf of its own, and says so.
func TestASurveyByAnotherMethodIsTakenAnew(t *testing.T) {
	for _, again := range []struct {
		name   string
		do     func(d *desk)
		leaves int64
	}{
		{"rebuild", func(d *desk) {
			_, err := d.registry.Rebuild(d.Context(), clerk)
			d.must(err)
		}, 1},
		{"a newer program", func(d *desk) {
			d.alter("UPDATE settings SET value = 'other' WHERE name = $1", fingerprintSetting)
			d.reopen()
		}, 2},
	} {
		t.Run(again.name, func(t *testing.T) {
			d := openDesk(t)
			d.day("2026-11-23")
			d.file(towns()...)
			otherMethod(func() {
				d.survey()
				d.file(release("Market", "late", "1", "2026-11-20", bought(1, "open", "2026-11-20")))
			})
			if f := d.flagOf("late", "decision-time"); f.State != procurement.Clear {
				t.Fatalf("by the other method: %s", f.State)
			}
			if err := d.verify(); err == nil || !strings.Contains(err.Error(), "decision-time") || !strings.Contains(err.Error(), "daylight rebuild") {
				t.Errorf("verify says %v", err)
			}
			size := d.size()
			again.do(d)
			if got := d.size() - size; got != again.leaves {
				t.Errorf("%d leaves", got)
			}
			if said := strings.Join(d.said, "\n"); !strings.Contains(said, "surveying it anew") {
				t.Errorf("said %q", said)
			}
			if f := d.flagOf("late", "decision-time"); f.State != procurement.Raised {
				t.Errorf("by this program's: %s", f.State)
			}
			raised := 0
			for _, e := range d.published("late") {
				if e.Kind == procurement.FlagRaised && e.Subject == "decision-time" {
					raised++
				}
			}
			if raised != 1 {
				t.Errorf("told %d times that the flag was raised", raised)
			}
			d.must(d.verify())
		})
	}
}

// otherMethod does something while decision-time is surveyed by a method by
// which nothing is slow.
func otherMethod(do func()) {
	r, _ := rules.Find("decision-time")
	figures := r.Survey.Figures
	r.Survey.Figures = func(t rules.Table) rules.SurveyFigures {
		found := figures(t)
		for _, f := range found {
			f["upper_fence"] = 1e6
		}
		return found
	}
	defer func() { r.Survey.Figures = figures }()
	do()
}

// A buyer's flag is no process's: it stands in the survey, and what became of it
// is published with the survey's leaf.
func TestASurveyRaisesAndClearsFlagsOfOrganisations(t *testing.T) {
	const often, rule = "market.town-10", "buyer-without-competition"
	d := openDesk(t)
	d.day("2026-11-23")
	d.file(towns()...)
	d.survey()
	flags := func() []procurement.OrganisationFlag {
		return read(d, func(ctx context.Context, v store.View) ([]procurement.OrganisationFlag, error) {
			return v.OrganisationFlags(ctx, store.OrganisationFlagFilter{Rule: rule, State: procurement.Raised})
		})
	}
	if got := flags(); len(got) != 1 || got[0].Organisation != often || got[0].Name != "Town 10" {
		t.Fatalf("%+v", got)
	}
	counts := read(d, func(ctx context.Context, v store.View) (map[string]store.RuleCounts, error) {
		return v.CheckCounts(ctx)
	})
	if n := counts[rule].States; n[procurement.Raised] != 1 || n[procurement.Clear] != 10 {
		t.Errorf("counts %v", n)
	}
	var more []Submission
	for i := range 40 {
		more = append(more, release("Market", fmt.Sprint("open", i), "1", "2026-11-20", bought(10, "open", "2026-04-01")))
	}
	d.file(more...)
	if len(flags()) != 1 {
		t.Error("the flag changed without a survey")
	}
	d.survey()
	if len(flags()) != 0 {
		t.Error("the flag still stands")
	}
	events := read(d, func(ctx context.Context, v store.View) ([]store.OrganisationEvent, error) {
		return v.OrganisationEvents(ctx, store.OrganisationEventFilter{Organisation: often, Limit: 10})
	})
	if len(events) != 2 || events[0].Kind != procurement.FlagCleared || events[1].Kind != procurement.FlagRaised || events[0].Seq <= events[1].Seq {
		t.Errorf("%+v", events)
	}
}

// In feeds an event of an organisation has a name of its own, which stays when
// the organisation's is removed.
func TestAnEventOfAnOrganisationKeepsItsName(t *testing.T) {
	const rule = "buyer-without-competition"
	d := openDesk(t)
	d.day("2026-11-23")
	d.file(towns()...)
	d.survey()
	told := func() []procurement.Event {
		return read(d, func(ctx context.Context, v store.View) ([]procurement.Event, error) {
			return OrganisationEvents(ctx, v, store.OrganisationEventFilter{Rule: rule})
		})
	}
	before := told()
	if len(before) != 1 || before[0].Organisation != "market.town-10" || before[0].Figures["organisationName"] != "Town 10" ||
		before[0].Kind != procurement.FlagRaised || before[0].Date != "2026-11-23" || before[0].At == "" {
		t.Fatalf("%+v", before)
	}
	seq := d.history("m10-1", Moment{}).Releases[0].Seq
	d.redact("m10-1", seq, "/buyer/name")
	after := told()
	if last := after[len(after)-1]; last.GUID != before[0].GUID || last.Redacted == nil || last.Figures["summary"] != "" || last.Figures["organisationName"] == "Town 10" {
		t.Errorf("was %+v, is %+v", before[0], last)
	}
	names := map[string]bool{}
	for _, e := range after {
		names[e.GUID] = true
	}
	if len(names) != len(after) {
		t.Errorf("two of one name: %+v", after)
	}
}
