package rules

import (
	"fmt"
	"testing"

	"daylight/internal/procurement"
)

func TestMarketConcentration(t *testing.T) {
	sold := func(buyer, supplier string, value int64, classes ...string) procurement.Process {
		p := boughtFor(value, from(supplier), classified(classes...))
		p.Buyer, p.Awards[0].Value = &procurement.Organisation{Key: buyer}, p.Awards[0].Gross
		return p
	}
	// Twenty-four awards of six buyers, every other one to the first supplier.
	market := func(buyers int, first int64) SurveyFigures {
		var all []procurement.Process
		for i := range 24 {
			supplier := "first"
			if i%2 == 1 {
				supplier = fmt.Sprint(i)
			}
			all = append(all, sold(fmt.Sprint(i%buyers), supplier, first, "72200000"))
		}
		return surveyOf(t, "market-concentration", "2026-11-24", all...)
	}
	one := func(big int64) SurveyFigures {
		var all []procurement.Process
		for i := range 24 {
			all = append(all, sold(fmt.Sprint(i%6), fmt.Sprint(i), 10, "72200000"))
		}
		return surveyOf(t, "market-concentration", "2026-11-24", append(all, sold("0", "first", big, "72200000"))...)
	}
	all := market(6, 100)
	runTable(t, "market-concentration", []tableCase{
		{name: "to the largest of a concentrated market", state: procurement.Raised, market: all, dossier: of(sold("0", "first", 100, "72200000")),
			summary: "24 awards of 6 buyers to 13 suppliers are on record in this class of items (CPV:7220); concentration (HHI) is 0.2708, and this supplier has 50% of the value.",
			figures: map[string]any{"hhi": 0.2708, "largest_share": 50.0, "class": "CPV:7220"}},
		{name: "to another in it", state: procurement.Clear, market: all, dossier: of(sold("0", "3", 100, "72200000"))},
		{name: "a spread market", state: procurement.Clear, market: one(10), dossier: of(sold("0", "first", 10, "72200000"))},
		{name: "one large award makes no market", state: procurement.Clear, market: one(10_000), dossier: of(sold("0", "first", 10_000, "72200000"))},
		{name: "four suppliers of about the same size", state: procurement.Clear, dossier: of(sold("0", "first", 10, "72200000")),
			market:  SurveyFigures{"CPV:7220\nGBP": {"hhi": 0.3331, "awards": 62, "suppliers": 4, "buyers": 15, "largest": "first", "largest_share": 40.9, "largest_awards": 47}},
			summary: "62 awards of 15 buyers to 4 suppliers are on record in this class of items (CPV:7220); concentration (HHI) is 0.3331, and this supplier, the largest, has 40.9% of the value."},
		{name: "no class", state: procurement.NoData, market: all, dossier: of(sold("0", "first", 100)), missing: []string{itemField}},
		{name: "no supplier", state: procurement.NoData, market: all, dossier: of(boughtFor(100, from())), missing: []string{supplierField}},
		{name: "few buyers", state: procurement.NotApplicable, market: market(4, 100), dossier: of(sold("0", "first", 100, "72200000"))},
		{name: "several classes", state: procurement.NotApplicable, market: all, dossier: of(sold("0", "first", 100, "72200000", "33600000"))},
		{name: "nothing awarded", state: procurement.NotApplicable, market: all, dossier: of(procurement.Process{Awards: proposed})},
	})
}
