package rules

import (
	"fmt"
	"testing"

	"daylight/internal/procurement"
)

func TestBuyerWithoutCompetition(t *testing.T) {
	var all []procurement.Process
	buys := func(buyer string, direct, open, unknown int) {
		for i := range direct + open + unknown {
			p := procurement.Process{Buyer: &procurement.Organisation{Key: buyer, Name: buyer}, Awards: made}
			switch {
			case i < direct:
				p.Tender.Method = "direct"
			case i < direct+open:
				p.Tender.Method = "open"
			}
			all = append(all, p)
		}
	}
	for i := range 10 {
		buys(fmt.Sprint("town ", i), 1+i%2, 9-i%2, 1)
	}
	buys("often", 8, 2, 0)
	buys("small", 4, 0, 0)
	buys("silent", 0, 0, 3)
	found := surveyOf(t, "buyer-without-competition", "2026-11-24", all...)
	about := func(buyer string) SurveyFigures { return SurveyFigures{"buyer": found[buyer]} }
	few := surveyOf(t, "buyer-without-competition", "2026-11-24", all[:5*11]...)
	all = nil
	for i := range 10 {
		buys(fmt.Sprint("wide ", i), i, 10-i, 0)
	}
	buys("all", 10, 0, 0)
	wide := surveyOf(t, "buyer-without-competition", "2026-11-24", all...)
	runTable(t, "buyer-without-competition", []tableCase{
		{name: "far more than others", state: procurement.Raised, market: about("often"),
			summary: "8 of 10 processes checked were awarded without competition (80%); half of 11 buyers have 20% or less, and few more than 35%.",
			figures: map[string]any{"share": 80.0, "upper_fence": 35.0, "checked": 10.0}},
		{name: "as others", state: procurement.Clear, market: about("town 1"), figures: map[string]any{"unknown": 1.0}},
		{name: "four processes", state: procurement.NotApplicable, market: about("small"), summary: "Too few processes of this buyer say whether suppliers competed: 4."},
		{name: "few buyers", state: procurement.NotApplicable, market: SurveyFigures{"buyer": few["town 1"]}, summary: "Too few buyers are on record to compare with: 5."},
		{name: "others differ too much", state: procurement.Clear, market: SurveyFigures{"buyer": wide["all"]},
			summary: "10 of 10 processes checked were awarded without competition (100%); half of 11 buyers have 50% or less, and shares differ so much that none is unusual."},
		{name: "no method anywhere", state: procurement.NoData, market: about("silent"), missing: []string{"tender/procurementMethod"}},
	})
}
