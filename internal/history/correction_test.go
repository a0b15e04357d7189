package history

import (
	"testing"

	"daylight/internal/procurement"
)

// What was recorded wrongly was never agreed: put right, it is no step, no
// change of value and not what a chain began from.
func TestACorrectionIsNoChange(t *testing.T) {
	worth := func(end procurement.Date, minor int64, about ...string) process {
		p := contracts(contract{ID: "a", Status: "active", Title: "Radios", Period: period{End: end}, Value: &procurement.Money{Minor: minor, Currency: "GBP"}})
		for _, place := range about {
			p.Corrected = append(p.Corrected, procurement.Correction{ID: place, About: place, Reason: "Misread"})
		}
		return p
	}
	for name, c := range map[string]struct {
		about string
		steps int
		first procurement.Date
		told  int // events after the first
	}{
		"the contract":       {"contracts/a", 0, "2025", 1},
		"a part of it":       {"contracts/a/period", 0, "2025", 1},
		"another contract":   {"contracts/ab", 1, "2022", 2},
		"something else":     {"tender", 1, "2022", 2},
		"nothing, a release": {"", 1, "2022", 1},
	} {
		list := []process{worth("2022", 100), worth("2025", 900)}
		if c.about != "" {
			list[1] = worth("2025", 900, c.about)
		}
		chains, events := Chains(states(list...), nil), Events("p", states(list...))
		if got := len(chains[0].Steps); got != c.steps || chains[0].First.End != c.first || len(events)-1 != c.told || (len(chains[0].Values) > 1) != (c.steps > 0) {
			t.Errorf("%s: %d steps from %s, values %v, events %v", name, got, chains[0].First.End, chains[0].Values, events)
		}
		for _, e := range events {
			if e.Kind == procurement.RecordCorrected && (e.Figures["reason"] != "Misread" || c.about == "contracts/a" && e.Figures["named"] != "Radios") {
				t.Errorf("%s: told as %v", name, e.Figures)
			}
		}
	}
}
