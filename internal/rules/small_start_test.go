package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestSmallStart(t *testing.T) {
	act := procurement.Process{OCID: "p", Regime: procurement.PA2023,
		Tender: procurement.Tender{Method: "direct", Category: "services"},
		Buyer: &procurement.Organisation{Key: "police", Country: "GB", Classifications: []procurement.Classification{
			{Scheme: "UK_CA_TYPE", ID: "publicAuthoritySubCentralGovernment"}}}}
	award := func(id string, date procurement.Date, value *procurement.Money, supplier string) procurement.Award {
		return procurement.Award{ID: id, Status: "active", Date: date, Value: value, Suppliers: []procurement.Organisation{{Key: supplier, Name: supplier}}}
	}
	with := func(p procurement.Process, awards ...procurement.Award) Dossier {
		p.Awards = awards
		return of(p)
	}
	method := func(method string) procurement.Process {
		p := act
		p.Tender.Method = method
		return p
	}
	beside := func(d Dossier, p procurement.Process, awards ...procurement.Award) Dossier {
		p.OCID, p.Awards = "q", awards
		d.Neighbours = []*procurement.Process{&p}
		return d
	}
	elsewhere := act
	elsewhere.Buyer = &procurement.Organisation{Key: "fire"}
	lawless := act
	lawless.Regime = procurement.RegimeUnknown
	pilot, big := award("1", "2026-01-10", pounds(1), "acme"), award("2", "2026-09-01", pounds(900_000), "acme")
	free := award("1", "2026-01-10", nil, "acme")
	free.Title = "Pilot, free of charge"
	never := big
	never.Status = "cancelled"
	small := award("1", "2026-01-10", pounds(60_000), "acme")
	runTable(t, "small-start", []tableCase{
		{name: "from £1", state: procurement.Raised, dossier: with(act, pilot, big),
			summary: "A nominal purchase for £1 (10 January 2026) was followed by one of £900,000 (1 September 2026) from the same supplier, without competition.",
			figures: map[string]any{"nominal": true, "first_in": "p", "larger_in": "p"}},
		{name: "called free", state: procurement.Raised, dossier: with(act, free, big),
			summary: "A nominal purchase at no charge (10 January 2026) was followed by one of £900,000 (1 September 2026) from the same supplier, without competition."},
		{name: "from below the threshold to above", state: procurement.Raised, dossier: with(act, small, big),
			summary: "A small purchase for £60,000 (10 January 2026) was followed by one of £900,000 (1 September 2026) from the same supplier, without competition.",
			figures: map[string]any{"competition_threshold": map[string]any{"amount": "207720", "currency": "GBP"}}},
		{name: "the start in a linked process", state: procurement.Raised, dossier: beside(with(act, big), method("open"), pilot),
			figures: map[string]any{"first_in": "q"}},
		{name: "the larger one in a linked process", state: procurement.Raised, dossier: beside(with(method("open"), pilot), act, big)},

		{name: "the larger one was competed for", state: procurement.Clear, dossier: beside(with(act, pilot), method("open"), big)},
		{name: "ten times, and still below the threshold", state: procurement.Clear,
			dossier: with(act, award("1", "2026-01-10", pounds(15_000), "acme"), award("2", "2026-09-01", pounds(150_000), "acme"))},
		{name: "a start above the threshold, VAT added", state: procurement.Clear,
			dossier: with(act, award("1", "2026-01-10", pounds(180_000), "acme"), award("2", "2026-09-01", pounds(9_000_000), "acme"))},
		{name: "a repeat purchase", state: procurement.Clear, dossier: with(act, small, award("2", "2026-09-01", pounds(250_000), "acme"))},
		{name: "a large start and a small one after it", state: procurement.Clear, dossier: with(act, award("1", "2026-01-01", pounds(900_000), "acme"), award("2", "2026-02-01", pounds(1), "acme"))},
		{name: "lots of one day", state: procurement.Clear, dossier: with(act, small, award("2", "2026-01-10", pounds(900_000), "acme"))},
		{name: "in another currency", state: procurement.Clear, dossier: with(act, small, award("2", "2026-09-01", &procurement.Money{Minor: 9e9, Currency: "EUR"}, "acme"))},

		{name: "nobody says whether it was competed for", state: procurement.NoData, dossier: with(method(""), pilot, big), missing: []string{methodField}},
		{name: "nobody says which came first", state: procurement.NoData, dossier: with(act, pilot, award("2", "", pounds(900_000), "acme")), missing: []string{awardDateField}},
		{name: "under an unknown law", state: procurement.NoData, dossier: with(lawless, small, big), missing: []string{regimeField}},
		{name: "an award to nobody", state: procurement.NoData, dossier: with(act, procurement.Award{ID: "1"}), missing: []string{supplierField}},

		{name: "never made", state: procurement.NotApplicable, dossier: with(act, pilot, never)},
		{name: "another supplier", state: procurement.NotApplicable, dossier: with(act, pilot, award("2", "2026-09-01", pounds(900_000), "other"))},
		{name: "another buyer", state: procurement.NotApplicable, dossier: beside(with(act, pilot), elsewhere, big)},
		{name: "one purchase", state: procurement.NotApplicable, dossier: with(act, pilot)},
	})
}
