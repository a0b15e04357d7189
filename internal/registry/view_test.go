package registry

import (
	"context"
	"errors"
	"testing"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// Two clocks: what sources had published by a day, and what Daylight knew at a
// size of its ledger.
func TestMoments(t *testing.T) {
	d := openDesk(t)
	d.file(release("Police", "a", "2", "2024-11-01", `"contracts":[{"id":"c1","period":{"endDate":"2025-06-30T00:00:00Z"}}]`)) // leaf 0
	d.file(release("Police", "a", "1", "2024-01-12", signed))                                                                  // leaf 1
	d.file(release("Overseer", "a", "3", "2024-02-01", due))                                                                   // leaf 2
	d.day("2024-12-24")                                                                                                        // leaf 3
	d.file(release("Police", "a", "4", "2025-01-01", `"contracts":[{"id":"c1","period":{"endDate":"2026-06-30T00:00:00Z"}}]`)) // leaf 4
	for _, c := range []struct {
		name       string
		moment     Moment
		releases   int
		end        procurement.Date
		extensions int
		overdue    bool
		size       int64
	}{
		{"now", Moment{}, 4, "2026-06-30", 2, true, 5},
		{"published by November", Moment{At: "2024-11-30"}, 3, "2025-06-30", 1, true, 5},
		{"published by a month", Moment{At: "2024-11"}, 3, "2025-06-30", 1, true, 5},
		{"published by May, before the due date", Moment{At: "2024-05-01"}, 2, "2024-12-31", 0, false, 5},
		{"on the day of publication", Moment{At: "2024-01-12"}, 1, "2024-12-31", 0, false, 5},
		{"known with one leaf", Moment{Log: 1}, 1, "2025-06-30", 0, false, 1},
		{"known with two", Moment{Log: 2}, 2, "2025-06-30", 1, false, 2},
		{"known before the day was recorded", Moment{Log: 3}, 3, "2025-06-30", 1, false, 3},
		{"known after it", Moment{Log: 4}, 3, "2025-06-30", 1, true, 4},
		{"known with more than there are", Moment{Log: 99}, 4, "2026-06-30", 2, true, 5},
		{"both clocks", Moment{At: "2024-05-01", Log: 2}, 1, "2024-12-31", 0, false, 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			h := d.history("a", c.moment)
			extensions, overdue := 0, false
			for _, e := range h.Events {
				switch e.Kind {
				case procurement.ContractExtended:
					extensions++
				case procurement.ConditionOverdue:
					overdue = true
				}
			}
			if len(h.Releases) != c.releases || h.Process.End() != c.end || extensions != c.extensions || overdue != c.overdue || h.LogSize != c.size {
				t.Errorf("%d releases, end %s, %d extensions, overdue %v, log %d", len(h.Releases), h.Process.End(), extensions, overdue, h.LogSize)
			}
		})
	}
	for _, m := range []Moment{{At: "2023-12-31"}, {At: "2024-01-12", Log: 1}} {
		err := d.reader.Read(d.Context(), func(v store.View) error { _, err := Read(d.Context(), v, "a", m); return err })
		if !errors.Is(err, store.ErrNotFound) {
			t.Errorf("at %+v: %v, want not found", m, err)
		}
	}
}

// Now is what the rows say: a history read from releases and the lists agree.
func TestAHistoryAgreesWithTheLists(t *testing.T) {
	d := openDesk(t)
	d.day("2026-11-23")
	d.file(seeded(t, "post-office-horizon-fujitsu")...)
	for _, ocid := range []string{"ocds-h6vhtk-02a2c1", "ocds-h6vhtk-050efb"} {
		h := d.history(ocid, Moment{})
		d.must(d.reader.Read(d.Context(), func(v store.View) error { return agree(d.Context(), t, v, h) }))
	}
}

func agree(ctx context.Context, t *testing.T, v store.View, h *History) error {
	ocid := h.Process.OCID
	events, err := v.Events(ctx, store.EventFilter{OCIDs: []string{ocid}})
	if err != nil {
		return err
	}
	found := 0
	for p, err := range v.AllChecks(ctx) {
		if err != nil {
			return err
		}
		if p.OCID == ocid {
			found = len(p.Checks)
		}
	}
	record, err := v.Record(ctx, ocid)
	if err != nil {
		return err
	}
	if len(events) != len(h.Events) || found != len(h.Flags) || string(record) != string(h.Record) {
		t.Errorf("%s: %d and %d events, %d and %d flags, records equal %v", ocid, len(events), len(h.Events), found, len(h.Flags), string(record) == string(h.Record))
	}
	return nil
}
