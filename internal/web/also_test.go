package web

import (
	"encoding/json"
	"strings"
	"testing"

	"daylight/internal/registry"
)

// What a second publisher says of a contract stands beside the record, with
// who says what, on the page and in its data.
func TestWhatOthersReportStandsBesideTheRecord(t *testing.T) {
	body := func(x object) []byte {
		b, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		return b
	}
	worth := func(amount int) object {
		return object{"contracts": []object{{"id": "c", "awardID": "a", "value": object{"amount": amount, "currency": "GBP"}}}}
	}
	other := about("radios", "Radios", worth(999))
	other["date"] = "2026-07-01T00:00:00Z"
	other["decisions"] = []object{{"id": "d", "type": "refused", "status": "inForce", "title": "No", "body": object{"id": "audit", "name": "Audit Office"}}}
	s := filed(t, []registry.Submission{
		{Body: body(about("radios", "Radios", worth(100))), Publisher: "Town"},
		{Body: body(other), Publisher: "Paper"},
	})
	page := documentOf(t, s, "/contracts/radios")
	for place, wants := range map[string][]string{
		"section[aria-labelledby=also]": {"Paper", "In the record, by Town", "As Paper reports", "value", "100 GBP", "999 GBP"},
		".then-now":                     {"£100"},
		"#decision-d .attribution":      {"As reported by Paper", "not filed here by the body itself"},
		".top-facts":                    {"As reported by Paper"},
	} {
		for _, want := range wants {
			if got := plain(page.Find(place)); !strings.Contains(got, want) {
				t.Errorf("%s does not say %q: %s", place, want, got)
			}
		}
	}
	var data jsonHistory
	if err := json.Unmarshal(askServer(s, "GET", "/contracts/radios.json").Body.Bytes(), &data); err != nil {
		t.Fatal(err)
	}
	if len(data.Also) != 1 || data.Also[0].Publisher != "Paper" || len(data.Also[0].Differences) != 1 || data.Also[0].Differences[0].Reported != "999 GBP" {
		t.Errorf("the data says %+v", data.Also)
	}
}
