package registry

import (
	"fmt"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"daylight/internal/procurement"
)

// Rebuilding changes no row and finds the events as they are, on any later day.
func TestRebuildChangesNothing(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	var all []Submission
	for _, name := range []string{"met-police-palantir", "post-office-horizon-fujitsu", "hmrc-aws-datacentre-exit"} {
		all = append(all, seeded(t, name)...)
	}
	all = append(all, neighbourhood()...)
	slices.Reverse(all)
	d.day("2024-05-01")
	d.file(all[:len(all)/2]...)
	d.file(all[len(all)/2:]...)
	for _, day := range []string{"", "2024-08-01", "2030-01-01"} {
		if day != "" {
			d.day(procurement.Date(day))
		}
		rows, published := d.dump(), fmt.Sprint(d.published("a"))
		d.rebuild()
		if diff := cmp.Diff(lines(rows), lines(d.dump())); diff != "" {
			t.Errorf("on %s rebuild changed rows:\n%s", day, diff)
		}
		if got := fmt.Sprint(d.published("a")); got != published {
			t.Errorf("on %s rebuild changed events", day)
		}
	}
}

// Rebuild repairs rows, and refuses to where the events that were published
// are not those that follow.
func TestRebuildRepairsRows(t *testing.T) {
	t.Parallel()
	d := openDesk(t)
	d.file(neighbourhood()...)
	rows := d.dump()
	for _, damage := range []string{
		"DELETE FROM flags", "UPDATE processes SET title = 'x'", "DELETE FROM current_events", "DELETE FROM search",
		"INSERT INTO links VALUES ('zz', 'a')", "UPDATE current_events SET figures = '{}'", "DELETE FROM processes",
	} {
		d.alter(damage)
		if d.verify() == nil {
			t.Errorf("%s: verify passes", damage)
		}
		d.rebuild()
		if d.dump() != rows {
			t.Errorf("%s: rebuild leaves other rows", damage)
		}
	}
	d.alter("DELETE FROM events WHERE kind = 'contract-signed'")
	rows = d.dump()
	if _, err := d.registry.Rebuild(d.Context(), clerk); err == nil {
		t.Error("rebuilt, though a published event is gone")
	}
	if d.dump() != rows {
		t.Error("a rebuild that failed changed rows")
	}
}

// More processes than the rules look at may share a case; a filing in one of
// them must reach all that looked at it.
func TestALargeCaseRebuildsTheSame(t *testing.T) {
	d := openDesk(t)
	d.trusting = true
	var list []Submission
	for i := range maxNeighbours + 10 {
		list = append(list, release("Police", fmt.Sprintf("p%02d", i), "1", "2024-01-01", `"case":{"id":"big","title":"Big"}`))
	}
	d.file(list...)
	d.file(release("Police", "p00", "2", "2024-02-01", `"relatedProcesses":[{"id":"r","relationship":["prior"],"scheme":"ocid","identifier":"p59"}],
		"tender":{"procurementMethod":"direct"},`+signed))
	d.file(release("Police", "p59", "2", "2023-02-01", signed))
	d.file(release("Police", "p00", "3", "2024-03-01", `"contracts":[{"id":"c1","period":{"endDate":"2025-12-31T00:00:00Z"}}]`))
	d.must(d.verify())
}
