package feed

import (
	"strings"
	"testing"
	"time"

	ics "github.com/arran4/golang-ical"
)

func TestCalendar(t *testing.T) {
	stamp := time.Date(2026, 11, 23, 6, 0, 0, 0, time.UTC)
	body := Calendar("A pilot", stamp, []Day{
		{UID: "p/condition/d/c", Title: "Condition due (date inferred): run a competition; open, to all\nsuppliers\x01", Link: "https://daylight.example/p", Day: "2027-06"},
		{UID: "p/contract/c", Title: strings.Repeat("é", 200), Day: "2027-03-31"},
		{UID: "unknown", Title: "not written", Day: ""},
	})
	for line := range strings.SplitSeq(string(body), "\r\n") {
		if len(line) > 75 {
			t.Errorf("a line of %d octets: %q", len(line), line)
		}
	}
	c, err := ics.ParseCalendar(strings.NewReader(string(body)))
	if err != nil {
		t.Fatal(err)
	}
	events := c.Events()
	if len(events) != 2 {
		t.Fatalf("%d events, want 2", len(events))
	}
	for i, want := range []struct{ uid, start, title string }{
		{"p/condition/d/c", "20270630", `Condition due (date inferred): run a competition\; open\, to all\nsuppliers`},
		{"p/contract/c", "20270331", strings.Repeat("é", 200)},
	} {
		e := events[i]
		start := e.GetProperty(ics.ComponentPropertyDtStart).Value
		title := e.GetProperty(ics.ComponentPropertySummary).Value
		if e.Id() != want.uid || start != want.start || title != want.title && title != ics.FromText(want.title) {
			t.Errorf("event %d: %s %s %q", i, e.Id(), start, title)
		}
	}
}
