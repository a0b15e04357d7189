package web

import (
	"strings"
	"testing"

	"github.com/PuerkitoBio/goquery"

	"daylight/internal/procurement"
)

func TestNothingToLookForFindsNothing(t *testing.T) {
	for _, q := range []string{"*", "%22", "%00", "-%20%22%20*", "%E2%98%83"} {
		doc := document(t, "/contracts?q="+q)
		if got := plain(doc.Find(".found")); !strings.HasPrefix(got, "Nothing was looked for") || strings.Contains(got, "mentioning") {
			t.Errorf("q=%s: %q", q, got)
		}
		if doc.Find(".entry").Length() > 0 || !strings.Contains(plain(doc.Find("main")), "Write at least one word") {
			t.Errorf("q=%s lists contracts, or gives no help", q)
		}
		if list := contractsAt(t, "/contracts.json?q="+q); list.Total != 0 || len(list.Items) > 0 || list.Next != nil {
			t.Errorf("q=%s: %+v", q, list)
		}
		if body := get(t, "/contracts.rss?q="+q).Body.String(); strings.Contains(body, "<item>") {
			t.Errorf("q=%s: a feed of something", q)
		}
		if got := document(t, "/feeds?q="+q).Find("main a[href^='/contracts.rss']").Length(); got > 0 {
			t.Errorf("q=%s: a feed is offered", q)
		}
	}
}

// Refused and never awarded processes are in the record and are no contracts.
func TestCountsSayHistories(t *testing.T) {
	for path, place := range map[string]string{"/": ".flagged", "/contracts": ".found", "/organisations/daylight.metropolitan-police-service": "#buyer > p"} {
		if got := plain(document(t, path).Find(place)); !strings.Contains(got, "histories") || strings.Contains(got, "contracts on record") {
			t.Errorf("%s counts %q", path, got)
		}
	}
}

func TestOverseersAskInTheirOwnWay(t *testing.T) {
	decide := func(id, kind string) object {
		return object{"id": id, "type": kind, "title": id, "body": object{"id": "body", "name": "Body"}, "dateDecided": "2026-06-01",
			"conditions": []object{{"id": "c" + id, "description": "Publish it", "dueDate": "2027-01", "dueBasis": "stated"}}}
	}
	s := holding(t, about("p", "Radios", object{"decisions": []object{
		decide("one", "recommendation"), decide("two", "judgment"), decide("three", "approvedWithConditions"), decide("four", "breachFound")}}))
	for _, path := range []string{"/", "/conditions"} {
		got := plain(documentOf(t, s, path).Find("main"))
		for _, want := range []string{"recommended by Body, one", "ordered by Body, two", "condition set by Body, three", "required by Body, four"} {
			if !strings.Contains(got, want) {
				t.Errorf("%s does not say %q: %s", path, want, got)
			}
		}
		if strings.Contains(got, "Set by overseers") {
			t.Errorf("%s says that all was set", path)
		}
	}
	for id, want := range map[string]string{"one": "Recommendation", "two": "Order", "three": "Condition", "four": "Requirement"} {
		if got := plain(documentOf(t, s, "/decisions/"+id).Find(".decision h4")); got != want {
			t.Errorf("decision %s asks under %q, want %q", id, got, want)
		}
	}
	table := plain(documentOf(t, s, "/contracts/p").Find(".tl-table"))
	for _, want := range []string{"Recommendation due", "Order due", "Condition due", "Requirement due"} {
		if !strings.Contains(table, want) {
			t.Errorf("the timeline does not say %q", want)
		}
	}
}

func TestContractsAreCalledByTheirTitles(t *testing.T) {
	p := &procurement.Process{Contracts: []procurement.Contract{{ID: "e01", Title: "Radios"}, {ID: "e02", Title: "Lamps"}, {ID: "e03"}, {ID: "e04", Title: "Lamps"}}}
	for id, want := range map[string]string{"e01": "Radios", "e02": "Lamps (contract e02)", "e03": "contract e03", "e04": "Lamps (contract e04)", "none": "", "": ""} {
		if got := contractName(p, id); got != want {
			t.Errorf("%s is called %q, want %q", id, got, want)
		}
	}
	if got := contractName(&procurement.Process{Contracts: p.Contracts[:1]}, "e01"); got != "" {
		t.Errorf("the only contract of a process is told from others as %q", got)
	}
	for _, path := range []string{"/flags/rolling-extensions", "/flags/awarded-without-competition?state=no+data", "/extensions"} {
		document(t, path).Find(".who").Each(func(_ int, w *goquery.Selection) {
			if strings.Contains(plain(w), "· contract e") || strings.Contains(plain(w), "of contract e") {
				t.Errorf("%s: %s", path, plain(w))
			}
		})
	}
}
