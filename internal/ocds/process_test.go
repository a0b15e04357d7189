package ocds

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"daylight/internal/procurement"
)

func process(t *testing.T, record string) *procurement.Process {
	t.Helper()
	o, err := ParseObject([]byte(record))
	if err != nil {
		t.Fatal(err)
	}
	before := string(Write(o))
	p := ReadProcess(o, "P")
	if string(Write(o)) != before {
		t.Error("reading changed the record")
	}
	return p
}

func gbp(minor int64) *procurement.Money { return &procurement.Money{Minor: minor, Currency: "GBP"} }

func same(t *testing.T, what string, got, want any) {
	t.Helper()
	if d := cmp.Diff(want, got); d != "" {
		t.Errorf("%s (-want +got):\n%s", what, d)
	}
}

func TestReadProcess10(t *testing.T) {
	p := process(t, `{"ocid":"x","buyer":{"name":"Town","identifier":{"scheme":"GB-LAE","id":7}},
		"tender":{"id":1,"tenderers":[{"name":"A Ltd"},{"name":"B Ltd"}],"numberOfTenderers":"2"},
		"awards":[{"id":1,"value":{"amount":"12.50","currency":"gbp"},"suppliers":[{"name":"A Ltd","identifier":{"scheme":"GB-COH","id":"01"}}]}],
		"contracts":[{"id":1,"awardID":1,"period":{"startDate":"2020-01-01","endDate":"2022-12-31"},
			"amendment":{"date":"2021-05-01T00:00:00Z","rationale":"More time","changes":[{"property":"period.endDate","former_value":"2021-12-31T00:00:00Z"}]}}]}`)
	same(t, "buyer", p.Buyer.Key, "GB-LAE-7")
	same(t, "supplier", p.Suppliers()[0], procurement.Organisation{Key: "GB-COH-01", Name: "A Ltd", Scheme: "GB-COH", Identifier: "01", Country: "GB"})
	same(t, "tenderers", len(p.Tender.Tenderers), 2)
	same(t, "number of tenderers", *p.Tender.Bidders, 2)
	same(t, "an amount in quotes", p.Awards[0].Value, gbp(1250))
	same(t, "the one amendment", p.Contracts[0].Amendments, []procurement.Amendment{{Date: "2021-05-01", Rationale: "More time",
		Extension: &procurement.ExtensionTerms{PreviousEnd: "2021-12-31", NewEnd: "2022-12-31", Agreed: procurement.Unknown, Instrument: procurement.ByAmendment}}})
}

// Two releases call different organisations "1"; merged, the party is the last.
func TestReadProcessParties(t *testing.T) {
	m := NewMerger(Strategies11)
	for _, r := range []string{
		`{"ocid":"x","id":"1","date":"2024-01-01T00:00:00Z","parties":[{"id":"1","name":"Alpha Ltd","identifier":{"scheme":"GB-COH","id":"01"}}],
			"awards":[{"id":"a","suppliers":[{"id":"1","name":"Alpha Ltd"}]}]}`,
		`{"ocid":"x","id":"2","date":"2024-02-01T00:00:00Z","parties":[{"id":"1","name":"Beta Ltd","identifier":{"scheme":"GB-COH","id":"02"}},
			{"id":"GB-COH-03","name":"Gamma Group","identifier":{"scheme":"GB-COH","id":"03"}}],
			"awards":[{"id":"b","suppliers":[{"id":"1","name":"BETA LIMITED"}]},{"id":"c","suppliers":[{"id":"1"}]},{"id":"d","suppliers":[{"id":"GB-COH-03","name":"Gamma Ltd"}]}]}`,
	} {
		o, err := ParseObject([]byte(r))
		if err != nil {
			t.Fatal(err)
		}
		m.Add(o)
	}
	p := ReadProcess(m.Compiled(), "P")
	for i, want := range []procurement.Organisation{
		{ID: "1", Key: "p.alpha", Name: "Alpha Ltd"},
		{ID: "1", Key: "GB-COH-02", Name: "Beta Ltd", Scheme: "GB-COH", Identifier: "02", Country: "GB"},
		{ID: "1", Key: "GB-COH-02", Name: "Beta Ltd", Scheme: "GB-COH", Identifier: "02", Country: "GB"},
		{ID: "GB-COH-03", Key: "GB-COH-03", Name: "Gamma Group", Scheme: "GB-COH", Identifier: "03", Country: "GB"},
	} {
		same(t, p.Awards[i].ID, p.Awards[i].Suppliers[0], want)
	}
}

// A change notice comes before the change: it is no step of the contract yet.
func TestReadProcessProposed(t *testing.T) {
	const contract = `{"ocid":"x","contracts":[{"id":"c","period":{"endDate":"2026-03-31"},"value":{"amount":100,"amountGross":120,"currency":"GBP"},`
	p := process(t, contract+`"proposedAmendments":[{"id":"1","rationaleClassifications":[{"id":"additional","description":"Additional goods"}],
		"period":{"endDate":"2027-03-31"},"value":{"amount":150,"currency":"GBP"}},{"id":"2","description":"New address"}]}]}`)
	c := p.Contracts[0]
	same(t, "made", c.Amendments, []procurement.Amendment(nil))
	same(t, "proposed", c.Proposed, []procurement.Amendment{
		{ID: "1", Rationale: "Additional goods",
			RationaleCodes: []procurement.Classification{{ID: "additional", Description: "Additional goods"}}, Period: procurement.Period{End: "2027-03-31"}, Value: gbp(15000),
			Extension: &procurement.ExtensionTerms{PreviousEnd: "2026-03-31", NewEnd: "2027-03-31", ValueBefore: gbp(10000), ValueAfter: gbp(15000),
				Agreed: procurement.Unknown, Instrument: procurement.ByAmendment}},
		{ID: "2", Description: "New address"}})
	same(t, "gross", c.Gross, gbp(12000))
	made := process(t, contract+`"proposedAmendments":[{"id":"1"}],"amendments":[{"id":"1"}]}]}`).Contracts[0]
	same(t, "made since", len(made.Proposed), 0)
	within := process(t, `{"ocid":"x","contracts":[{"id":"c","period":{"endDate":"2026-03-31","maxExtentDate":"2028-03-31"},
		"proposedAmendments":[{"id":"1","period":{"endDate":"2027-03-31"}}]}]}`).Contracts[0].Proposed[0].Extension
	same(t, "within the agreed term", within.Agreed, procurement.Yes)
}

func TestReadProcessAgreedTerm(t *testing.T) {
	const renewal = `"contractPeriod":{"startDate":"2024-04-01","endDate":"2026-03-31"},"renewal":{"description":"1+1","maximumRenewals":2,"period":{"durationInMonths":12}}`
	for _, c := range []struct {
		name, record string
		want         procurement.Date
	}{
		{"its own", `"contracts":[{"id":"c","period":{"endDate":"2026-03-31","maxExtentDate":"2027-03-31"}}],"tender":{` + renewal + `}`, "2027-03-31"},
		{"its own renewals", `"contracts":[{"id":"c","period":{"endDate":"2026-03-31"},"renewal":{"maximumRenewals":1,"period":{"durationInDays":365}}}]`, "2027-03-31"},
		{"the award's", `"awards":[{"id":"a","contractPeriod":{"maxExtentDate":"2029-03-31"}}],"contracts":[{"id":"c","awardID":"a"}]`, "2029-03-31"},
		{"the tender's", `"tender":{` + renewal + `},"contracts":[{"id":"c"}]`, "2028-03-31"},
		{"the lot's", `"tender":{"lots":[{"id":"1",` + renewal + `},{"id":"2","contractPeriod":{"maxExtentDate":"2035-03-31"}}]},
			"awards":[{"id":"a","relatedLots":["1"]}],"contracts":[{"id":"c","awardID":"a"}]`, "2028-03-31"},
		{"not that of some lot", `"tender":{"lots":[{"id":"1",` + renewal + `},{"id":"2"}]},"contracts":[{"id":"c"}]`, ""},
		{"renewals without a length", `"contracts":[{"id":"c","period":{"endDate":"2026-03-31"},"renewal":{"maximumRenewals":2}}]`, ""},
		{"no end", `"contracts":[{"id":"c","period":{"endDate":"2026-03-31"},"renewal":{"maximumRenewals":999,"period":{"durationInMonths":12}}}]`, ""},
	} {
		p := process(t, `{"ocid":"x",`+c.record+`}`)
		same(t, c.name, p.Contracts[0].Period.MaxExtent, c.want)
	}
	p := process(t, `{"ocid":"x","tender":{"options":{"description":"More of it"},"lots":[{"id":"1",`+renewal+`}]}}`)
	same(t, "options", p.Tender.Options, []procurement.Option{{Description: "More of it"}, {ID: "renewal", Description: "1+1", AddedUpTo: "P24M"}})
}

// A call-off coded selective is not taken for a competition.
func TestReadProcessCallOff(t *testing.T) {
	p := process(t, `{"ocid":"x","tender":{"procurementMethod":"selective","procurementMethodDetails":"Call-off from a framework agreement"}}`)
	if how, _ := p.HowCompeted(); how != procurement.CompetitionUnknown {
		t.Error(how)
	}
}

func TestReadProcessNotices(t *testing.T) {
	p := process(t, `{"ocid":"x","planning":{"documents":[{"id":"1","noticeType":"UK2","datePublished":"2025-01-01T00:00:00Z"}]},
		"tender":{"documents":[{"id":"3","noticeType":"UK4","datePublished":"2025-03-01T00:00:00Z"},{"id":"att"}]},
		"awards":[{"id":"a","documents":[{"id":"2","noticeType":"UK6","datePublished":"2025-05-01T00:00:00Z"}]}],
		"contracts":[{"id":"c","documents":[{"id":"2","noticeType":"UK6","datePublished":"2025-05-01T00:00:00Z"}]}]}`)
	var types []string
	for _, n := range p.Notices() {
		types = append(types, n.Notice)
	}
	same(t, "notices", types, []string{"UK2", "UK4", "UK6"})
}

// What rules read beside the story: codes, classes, items, payments.
func TestReadProcessFacts(t *testing.T) {
	p := process(t, `{"ocid":"x",
		"parties":[{"id":"b","name":"Town Council","roles":["buyer"],"address":{"countryName":"United Kingdom"},
			"details":{"classifications":[{"scheme":"UK_CA_TYPE","id":"publicAuthoritySubCentralGovernment"}]}}],
		"buyer":{"id":"b"},
		"tender":{"mainProcurementCategory":"services","aboveThreshold":false,"specialRegime":["lightTouch"],"legalBasis":{"scheme":"UKPGA","id":"2023/54"},
			"tenderPeriod":{"startDate":"2026-04-01T00:00:00Z","endDate":"2026-05-08T23:59:59Z"},"bidOpening":{"date":"2026-05-09"},
			"procurementMethodRationaleClassifications":[{"scheme":"X","id":"additionalRepeat"}],
			"items":[{"id":"1","relatedLot":"1","classification":{"scheme":"CPV","id":"72000000"},"additionalClassifications":[{"scheme":"CPV","id":"79314000"}]}],
			"lots":[{"id":"1"},{"id":"2"}]},
		"awards":[{"id":"a","items":[{"id":"1","classification":{"scheme":"CPV","id":"48000000"}}],"standstillPeriod":{"endDate":"2026-06-01"}}],
		"contracts":[{"id":"c","implementation":{"transactions":[{"id":"1","date":"2026-07-01","value":{"amount":10,"currency":"GBP"}},
			{"id":"2","amount":{"amount":5,"currency":"GBP"}}],"finalValue":{"amount":15,"currency":"GBP"},"endDate":"2026-12-01"}}],
		"sources":[{"id":"s","completeFor":["UK7"]}]}`)
	same(t, "country", p.Buyer.Country, "GB")
	same(t, "class", p.Buyer.Class(), procurement.SubCentral)
	same(t, "category", p.Tender.Category, "services")
	same(t, "above", *p.Tender.AboveThreshold, false)
	same(t, "light touch", p.Tender.LightTouch(), true)
	same(t, "law", p.Tender.Law, procurement.Classification{Scheme: "UKPGA", ID: "2023/54"})
	same(t, "regime", p.Regime, procurement.PA2023)
	same(t, "rationale", p.Tender.RationaleCodes, []procurement.Classification{{Scheme: "X", ID: "additionalRepeat"}})
	same(t, "tender period", p.Tender.Period, procurement.Period{Start: "2026-04-01", End: "2026-05-08"})
	same(t, "opened", p.Tender.Opened, procurement.Date("2026-05-09"))
	same(t, "lots", len(p.Tender.Lots), 2)
	same(t, "items", p.Items(), []procurement.Item{{ID: "1", Classification: procurement.Classification{Scheme: "CPV", ID: "48000000"}}})
	same(t, "item class", p.Tender.Items[0].Classification.Class(2), "CPV:72")
	same(t, "standstill", p.Awards[0].Standstill.End, procurement.Date("2026-06-01"))
	same(t, "spent", p.Contracts[0].Spent(), gbp(1500))
	same(t, "final value", p.Contracts[0].FinalValue, gbp(1500))
	same(t, "ended", p.Contracts[0].Ended, procurement.Date("2026-12-01"))
	same(t, "complete", []bool{p.CompleteFor("UK7"), p.CompleteFor("UK6")}, []bool{true, false})
}
