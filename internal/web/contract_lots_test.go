package web

import (
	"context"
	"strings"
	"testing"

	"daylight/internal/registry"
	"daylight/internal/store"
)

// Lots stand one by one with what came of each, times of day and figures about
// bids as published, and the licence the notice came under.
func TestWhatNoticesSayOfLotsBidsAndTimes(t *testing.T) {
	o := newOffice(t)
	ready, err := registry.Prepare(registry.Submission{Publisher: "Town", Body: []byte(`{"ocid":"lots","id":"1",
		"date":"2026-05-22T00:00:00Z","tag":["award"],"initiationType":"tender","tender":{"id":"t","title":"Radios and masts","tenderPeriod":{"endDate":"2026-05-08T12:00:00+01:00"},
		"lots":[{"id":"1","title":"Radios","status":"complete","value":{"amount":100,"currency":"GBP"}},{"id":"2","title":"Masts","status":"cancelled"}]},
		"bids":{"statistics":[{"id":"s","measure":"electronicBids","value":3,"relatedLot":"1"},{"id":"e","measure":"lowestValidBidValue","value":90,"currency":"GBP"}]},
		"awards":[{"id":"a","title":"Radios","status":"active","relatedLots":["1"],"suppliers":[{"id":"f","name":"Radio Ltd"}]}],
		"contracts":[{"id":"c","awardID":"a","title":"The radios","status":"active","value":{"amount":95,"currency":"GBP"}}]}`)})
	o.must(err)
	_, err = o.registry.Load(context.Background(), byOperator, registry.Batch{Origin: store.Origin{Source: "file", Licence: "https://example.org/ogl"}, Releases: []registry.Prepared{ready}})
	o.must(err)
	page := o.browser().get("/contracts/lots").wants(200, "Lot 1: Radios", "Lot 2: Masts", "no award names it",
		"Electronic bids, lot 1", "Lowest valid bid value", "90 GBP", `href="https://example.org/ogl"`)
	if due := page.doc.Find("dl.facts").Text(); !strings.Contains(due, "8 May 2026, noon (UTC+01:00)") {
		t.Errorf("due: %s", due)
	}
	if row := page.doc.Find(`tr:contains("Lot 1: Radios")`).Text(); !strings.Contains(row, "Contract The radios, Radio Ltd, £95") || !strings.Contains(row, "£100") || !strings.Contains(row, "complete") {
		t.Errorf("the first lot: %q", row)
	}
	o.browser().get("/contracts/daylight-one").wants(200, "not stated by its source")
}
