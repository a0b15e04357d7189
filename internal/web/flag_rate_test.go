package web

import (
	"strings"
	"testing"

	"daylight/internal/rules"
)

// Every rule's page says how often it is raised in this record, and how much
// it could not check, as the catalogue does.
func TestARulesPageSaysItsRate(t *testing.T) {
	catalogue, told := document(t, "/flags"), 0
	for _, rule := range rules.All() {
		row := catalogue.Find(`.catalogue tr:has(a.name[href="/flags/` + rule.ID + `"])`)
		rate, unchecked := plain(row.Find(`[data-label="Of checked, raised"]`)), plain(row.Find(`[data-label="Could not be checked"]`))
		got := plain(document(t, "/flags/"+rule.ID).Find("#rate"))
		if unchecked == "–" {
			if got != "" {
				t.Errorf("%s applies to nothing and says %q", rule.ID, got)
			}
			continue
		}
		told++
		if !strings.Contains(got, "could not be checked: "+unchecked+".") || rate != "–" && !strings.Contains(got, "raised: "+rate+".") {
			t.Errorf("%s: %q, and the catalogue %q and %q", rule.ID, got, rate, unchecked)
		}
	}
	if told == 0 {
		t.Error("no rule applies to anything")
	}
}
