package registry

import (
	"slices"
	"strings"
	"testing"

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
