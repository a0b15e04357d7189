package registry

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"daylight/internal/procurement"
)

const due = `"decisions":[{"id":"d1","type":"approvedWithConditions","status":"inForce","conditions":[
	{"id":"stated","description":"Tender it","dueDate":"2024-06","dueBasis":"stated","status":"open"},
	{"id":"inferred","description":"Report","dueDate":"2024-06-30","dueBasis":"inferred","status":"open"},
	{"id":"met","description":"Publish","dueDate":"2024-06-30","dueBasis":"stated","status":"met"},
	{"id":"undated","description":"Consult","status":"open"}]}]`

func (d *desk) overdue() []string {
	return slices.DeleteFunc(d.kinds("a"), func(k string) bool { return !strings.HasPrefix(k, "condition-overdue") })
}

// A stated due date without an outcome is told once, the day after it passed;
// a month is due at its end. An inferred date is never told.
func TestOverdueIsToldOnce(t *testing.T) {
	d := openDesk(t)
	d.file(release("Overseer", "a", "1", "2024-02-01", due))
	for _, c := range []struct {
		day      string
		advanced bool
		leaves   int64
		told     int
	}{
		{"2024-06-30", true, 2, 0},
		{"2024-06-30", false, 2, 0},
		{"2024-07-01", true, 3, 1},
		{"2024-06-15", false, 3, 1},
		{"2024-07-02", true, 4, 1},
		{"2026-01-01", true, 5, 1},
	} {
		if got := d.day(procurement.Date(c.day)); got != c.advanced || d.size() != c.leaves || len(d.overdue()) != c.told {
			t.Errorf("%s: advanced %v, %d leaves, told %v; want %+v", c.day, got, d.size(), d.overdue(), c)
		}
	}
	told := d.overdue()
	if len(told) != 1 || told[0] != "condition-overdue stated" {
		t.Fatalf("told %v", told)
	}
	for _, e := range d.history("a", Moment{}).Events {
		if e.Kind == "condition-overdue" && (e.Date != "2024-07-01" || e.Seq != 2) {
			t.Errorf("told of %s at leaf %d, want the day after and the leaf of that day", e.Date, e.Seq)
		}
	}
	// An outcome recorded later leaves nothing overdue.
	d.file(release("Overseer", "a", "2", "2024-08-01", `"decisions":[{"id":"d1","conditions":[{"id":"stated","status":"met","dateMet":"2024-07-20"}]}]`))
	if len(d.overdue()) != 0 {
		t.Errorf("still told: %v", d.overdue())
	}
}

// What is filed after its due date has passed is told by its own filing.
func TestOverdueWhenFiled(t *testing.T) {
	d := openDesk(t)
	d.day("2025-01-01")
	d.file(release("Overseer", "a", "1", "2024-02-01", due))
	if told := d.overdue(); len(told) != 1 {
		t.Errorf("told %v", told)
	}
}

func TestADayIsExact(t *testing.T) {
	d := openDesk(t)
	for _, day := range []string{"", "2024", "2024-06", "2024-06-30~"} {
		if ok, err := d.registry.AdvanceDay(d.Context(), clerk, procurement.Date(day)); ok || err == nil {
			t.Errorf("%q was recorded as a day", day)
		}
	}
	if d.size() != 0 {
		t.Error("leaves were written")
	}
}

// A flag that the calendar raised is told as raised by the day that did, and
// dated by it, whatever came first: the release or the day, and however many
// days were recorded. What was settled before it fell due was never overdue.
func TestAFlagThatTheCalendarRaised(t *testing.T) {
	const asked = `"decisions":[{"id":"d1","type":"approvedWithConditions","status":"inForce","conditions":[
		{"id":"k","description":"Tender it","dueDate":"2024-06","dueBasis":"stated","status":"open"}]}]`
	stated := release("Overseer", "a", "1", "2024-02-01", asked)
	met := func(id, date string) Submission {
		return release("Overseer", "a", id, date, `"decisions":[{"id":"d1","conditions":[{"id":"k","status":"met"}]}]`)
	}
	later := release("Overseer", "a", "3", "2024-08-01", `"decisions":[{"id":"d1","conditions":[{"id":"k","dueDate":"2024-09-30","dueBasis":"stated"}]}]`)
	const raised = "flag-raised 2024-07-01 day:2024-07-01"
	for _, c := range []struct {
		name string
		list []Submission
		days []procurement.Date // the last of them is looked at
		want []string
	}{
		{"noticed on the day", []Submission{stated}, []procurement.Date{"2024-06-30", "2024-07-01"}, []string{raised}},
		{"noticed late", []Submission{stated}, []procurement.Date{"2024-01-01", "2026-11-23"}, []string{raised}},
		{"not due yet", []Submission{stated}, []procurement.Date{"2024-06-30"}, nil},
		{"met in time", []Submission{stated, met("2", "2024-05-01")}, []procurement.Date{"2026-11-23"}, nil},
		{"met late", []Submission{stated, met("2", "2024-08-01")}, []procurement.Date{"2024-07-02", "2026-11-23"}, []string{raised, "flag-cleared 2024-08-01"}},
		{"put off when late, and late again", []Submission{stated, later}, []procurement.Date{"2024-07-02", "2026-11-23"},
			[]string{raised, "flag-cleared 2024-08-01", "flag-raised 2024-10-01 day:2024-10-01"}},
		{"stated when it was late already", []Submission{release("Overseer", "a", "1", "2025-02-01", asked)}, []procurement.Date{"2026-11-23"},
			[]string{"flag-raised 2025-02-01"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			before, after := openDesk(t), openDesk(t)
			for _, day := range c.days {
				before.day(day)
				before.check()
			}
			for _, s := range c.list {
				before.file(s)
				after.file(s)
				after.check()
			}
			for _, day := range c.days {
				after.day(day)
				after.check()
			}
			for _, d := range []*desk{before, after} {
				if diff := cmp.Diff(c.want, d.flagsTold("condition-overdue")); diff != "" {
					t.Errorf("told (-want +got):\n%s", diff)
				}
			}
			if diff := cmp.Diff(lines(unnumbered(before.dump())), lines(unnumbered(after.dump()))); diff != "" {
				t.Errorf("rows differ (-day first +release first):\n%s", diff)
			}
		})
	}
}

// flagsTold are the events of a rule's flag that stand: kind, date and, where it
// is a day, the cause.
func (d *desk) flagsTold(rule string) []string {
	var told []string
	for _, e := range d.history("a", Moment{}).Events {
		if e.Subject != rule || !strings.HasPrefix(string(e.Kind), "flag-") {
			continue
		}
		line := string(e.Kind) + " " + string(e.Date)
		if strings.HasPrefix(e.Cause, "day:") {
			line += " " + e.Cause
		}
		if dated := e.Figures["datedByRelease"] == true; dated == strings.HasPrefix(e.Cause, "day:") {
			d.Errorf("%s: dated by its release: %v", line, dated)
		}
		told = append(told, line)
	}
	return told
}
