package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestPriceAmendments(t *testing.T) {
	steps := func(list ...procurement.Extension) []procurement.Extension { return list }
	works := func(d Dossier) Dossier {
		d.Process.Tender.Category = "works"
		return d
	}
	runTable(t, "price-amendments", []tableCase{
		{name: "a rise", state: procurement.Raised, dossier: valuedAt(pounds(100), pounds(112)),
			summary: "The value rose from £100 to £112, by 12%, without a longer term; a change of more than 10% is not a small one."},
		{name: "the larger of two", state: procurement.Raised, dossier: valuedAt(pounds(100), pounds(120), pounds(150)),
			summary: "The value rose in the largest of 2 rises from £120 to £150, by 25%, without a longer term; a change of more than 10% is not a small one.",
			figures: map[string]any{"price_rises": 2.0}},
		{name: "beside an extension", state: procurement.Raised,
			dossier: changing(valuedAt(pounds(100), pounds(180), pounds(220)), steps(worthStep("unknown", pounds(100), pounds(180), nil)))},
		{name: "a small change", state: procurement.Clear, dossier: valuedAt(pounds(100), pounds(110)),
			summary: "1 change of value recorded, none that raised it by more than 10% without a longer term."},
		{name: "works may change by more", state: procurement.Clear, dossier: works(valuedAt(pounds(100), pounds(115)))},
		{name: "with a longer term", state: procurement.Clear,
			dossier: changing(valuedAt(pounds(100), pounds(200)), steps(worthStep("unknown", pounds(100), pounds(200), nil)))},
		{name: "a fall", state: procurement.Clear, dossier: valuedAt(pounds(100), pounds(50))},
		{name: "from a nominal value", state: procurement.Clear, dossier: valuedAt(pounds(0), pounds(50))},
		{name: "no change", state: procurement.Clear, dossier: valuedAt(pounds(100)), summary: "One value is recorded (£100), and no change of it."},
		{name: "amended, and one value throughout", state: procurement.NoData,
			dossier: changing(valuedAt(pounds(100)), nil, procurement.Amendment{ID: "1", Date: "2026"}), missing: []string{amendedValueField}},
		{name: "no value", state: procurement.NoData, dossier: valuedAt(), missing: []string{valueField}},
		{name: "no contract", state: procurement.NotApplicable, dossier: of(procurement.Process{})},
	})
}
