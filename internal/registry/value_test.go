package registry

import (
	"strings"
	"testing"

	"daylight/internal/procurement"
)

// A publisher's update of a value is shown as changed in publication, its
// amendment as growth. What the desk puts right with a reason is neither: see
// TestACorrectionIsNoChange.
func TestACorrectedValueIsNoGrowth(t *testing.T) {
	for tag, want := range map[string]procurement.FlagState{"contractUpdate": procurement.Clear, "contractAmendment": procurement.Raised} {
		d := openDesk(t)
		say := func(id, tag, members string) {
			s := release("Desk", "daylight-value", id, "2026-0"+id+"-01", members)
			s.Body = []byte(strings.Replace(string(s.Body), `"tag":["contract"]`, `"tag":["`+tag+`"]`, 1))
			d.file(s)
		}
		say("1", "contract", `"contracts":[{"id":"c","status":"active","title":"Records","value":{"amount":100000,"currency":"GBP"}}]`)
		say("2", tag, `"contracts":[{"id":"c","value":{"amount":1000000,"currency":"GBP"}}]`)
		h := d.history("daylight-value", Moment{})
		if got := stateFor(h, "value-growth", "c"); got != want {
			t.Errorf("%s: value-growth is %q, want %q", tag, got, want)
		}
		by := ""
		for _, e := range h.Events {
			if e.Kind == procurement.ValueChanged {
				by, _ = e.Figures["by"].(string)
			}
		}
		if (by == procurement.ByCorrection) != (want == procurement.Clear) {
			t.Errorf("%s: told as changed by %q", tag, by)
		}
		d.check()
	}
}
