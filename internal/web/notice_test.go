package web

import (
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"daylight/internal/ocds"
	"daylight/internal/registry"
)

// A notice as Find a Tender publishes it: roles and registered identifiers,
// amounts with and without tax, notice types, lots, options, and a change that
// is announced before it is made.
func TestAFindATenderHistoryReads(t *testing.T) {
	period := object{"startDate": "2026-01-01T00:00:00Z", "endDate": "2027-12-31T00:00:00Z", "maxExtentDate": "2029-12-31T00:00:00Z"}
	notice := func(code, date string) object {
		return object{"id": code, "documentType": "tenderNotice", "noticeType": code, "url": "https://example.org/" + code, "datePublished": date}
	}
	var parties, suppliers []object
	for i := range 12 {
		id := fmt.Sprintf("GB-COH-%08d", i)
		suppliers = append(suppliers, object{"id": id, "name": fmt.Sprintf("Firm %02d", i)})
		parties = append(parties, object{"id": id, "name": fmt.Sprintf("Firm %02d", i), "roles": []string{"supplier", "tenderer"},
			"identifier": object{"scheme": "GB-COH", "id": fmt.Sprintf("%08d", i)}})
	}
	parties = append(parties, object{"id": "GB-PPON-ABCD-1234-EFGH", "name": "Town", "roles": []string{"buyer"}, "identifier": object{"scheme": "GB-PPON", "id": "ABCD-1234-EFGH"}})
	s := holding(t, object{"ocid": "ocds-h6vhtk-000001", "id": "1-2026", "date": "2026-02-01T10:50:13+01:00", "tag": []string{"contract"}, "initiationType": "tender",
		"parties": parties, "buyer": object{"id": "GB-PPON-ABCD-1234-EFGH", "name": "Town"},
		"tender": object{"id": "t", "title": "Radios", "description": strings.Repeat("Radios for all of the town. ", 40), "status": "complete",
			"legalBasis": object{"scheme": "UKPGA", "id": "2023/54"}, "procurementMethod": "limited", "procurementMethodDetails": "Direct award",
			"procurementMethodRationale": "Only one firm could.", "procurementMethodRationaleClassifications": []object{{"scheme": "UK", "id": "singleSupplier", "description": "Single supplier: technical reasons"}},
			"value": object{"amount": 100, "amountGross": 120, "currency": "GBP"}, "tenderPeriod": object{"endDate": "2025-12-01T12:00:00Z"},
			"lots": []object{{"id": "1"}, {"id": "2"}}, "documents": []object{{"id": "spec", "documentType": "technicalSpecifications"}, notice("UK5", "2025-11-01")}},
		"awards": []object{{"id": "a", "status": "active", "suppliers": suppliers, "documents": []object{notice("UK6", "2025-12-20")}}},
		"contracts": []object{{"id": "c", "awardID": "a", "title": "Radios, first lot", "status": "active", "dateSigned": "2025-12-24T00:00:00Z", "period": period,
			"value": object{"amount": 1000, "amountGross": 1200, "currency": "GBP"}, "documents": []object{notice("UK7", "2026-01-10"), notice("UK99", "2026-01-11")},
			"options":            []object{{"id": "o", "description": "Two more years"}},
			"proposedAmendments": []object{{"id": "p", "date": "2026-02-01T00:00:00Z", "description": "More masts", "value": object{"amount": 1500, "currency": "GBP"}}}}}})
	page := documentOf(t, s, "/contracts/ocds-h6vhtk-000001")
	for place, wants := range map[string][]string{
		".top-facts":                         {"Procurement Act 2023, as the notice says", "Firm 00", "and 4 more suppliers", "Firm 11"},
		".more-words summary":                {"The whole description"},
		"section[aria-labelledby=terms]":     {"£100 before tax, £120 with tax", "Tenders due1 December 2025", "Lots2", "£1,000 before tax, £1,200 with tax", "from 1 January 2026 to 31 December 2027", "to 31 December 2029 at the latest", "Changes announced", "£1,500", "More masts", "Two more years"},
		"section[aria-labelledby=bidders]":   {"Limited procedure: Direct award", "Only one firm could.", "Single supplier: technical reasons"},
		"section[aria-labelledby=documents]": {"Transparency notice (UK5)", "Contract award notice (UK6)", "Contract details notice (UK7)", "Notice UK99", "Technical specifications"},
		"section[aria-labelledby=parties]":   {"Firm 00 supplier, tenderer · registered as GB-COH 00000000", "5 more organisations", "Town buyer · registered as GB-PPON ABCD-1234-EFGH"},
	} {
		got := plain(page.Find(place))
		for _, want := range wants {
			if !strings.Contains(got, want) {
				t.Errorf("%s does not say %q: %s", place, want, got)
			}
		}
	}
	if list := plain(page.Find("section[aria-labelledby=documents]")); strings.Index(list, "Technical") < strings.Index(list, "UK99") {
		t.Errorf("notices do not come first: %s", list)
	}
}

// Every real notice at hand has a page, and the one of Find a Tender reads.
func TestRealNoticesRead(t *testing.T) {
	shared := os.Getenv("DAYLIGHT_SHARED")
	if shared == "" {
		shared = "../../../shared"
	}
	var list []registry.Submission
	files := []string{"fts/032703-2026_ocds.json", "contractsfinder-2025.jsonl", "publiccontractsscotland-2019.jsonl", "sell2wales-2025.jsonl"}
	ocids := map[string]bool{}
	for _, name := range files {
		f, err := os.Open(filepath.Join(shared, "data", "uk", name))
		if err != nil {
			t.Skipf("NOT RUN: needs the shared data (DAYLIGHT_SHARED): %v", err)
		}
		defer f.Close()
		for item, err := range ocds.Read(f) {
			if err != nil {
				t.Fatal(err)
			}
			o, err := ocds.ParseObject(item.Body)
			if err != nil {
				t.Fatal(err)
			}
			ocids[ocds.String(o, "ocid")] = true
			list = append(list, registry.Submission{Body: item.Body, Publisher: name})
		}
	}
	s := filed(t, list)
	for ocid := range ocids {
		page := documentOf(t, s, href("contracts", ocid))
		if strings.Contains(page.Text(), "%!") || page.Find("h1").Text() == "" {
			t.Errorf("%s has no title, or a figure that was not written", ocid)
		}
	}
	page := documentOf(t, s, "/contracts/ocds-h6vhtk-067fb8")
	for _, want := range []string{"Procurement Act 2023, as the notice says", "£33,721 before tax, £40,465.20 with tax", "Tender notice (UK4)",
		"from 14 May 2026 to 31 December 2026", "registered as GB-PPON PDTL-7248-GWZW", "Below threshold - open competition"} {
		if !strings.Contains(plain(page.Find("article")), want) {
			t.Errorf("the notice of Find a Tender does not say %q", want)
		}
	}
}
