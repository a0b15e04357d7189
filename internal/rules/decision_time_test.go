package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestDecisionTime(t *testing.T) {
	decided := func(method string, end, award procurement.Date) procurement.Process {
		return procurement.Process{OCID: "p", Tender: procurement.Tender{Method: method, Period: procurement.Period{End: end}},
			Awards: []procurement.Award{{ID: "1", Status: "active", Date: award}}}
	}
	// Thirty decisions of 30 to 59 days.
	var others []procurement.Process
	for i := range 30 {
		day := procurement.Date("2026-03-01").Time().AddDate(0, 0, 30+i)
		others = append(others, decided("open", "2026-03-01", procurement.Date(day.Format("2006-01-02"))))
	}
	market := surveyOf(t, "decision-time", "2026-11-24", others...)
	few := surveyOf(t, "decision-time", "2026-11-24", others[:19]...)
	runTable(t, "decision-time", []tableCase{
		{name: "slower than the upper fence", state: procurement.Raised, market: market, dossier: of(decided("open", "2026-01-01", "2026-04-11")),
			summary: "The decision took 100 days; half of 30 decisions on record took 44 or fewer, and few took more than 75.",
			figures: map[string]any{"days": 100.0, "lower_fence": 14.17, "upper_fence": 74.83, "decisions_compared": 30.0}},
		{name: "faster than the lower fence", state: procurement.Raised, market: market, dossier: of(decided("open", "2026-01-01", "2026-01-02"))},
		{name: "as others", state: procurement.Clear, market: market, dossier: of(decided("open", "2026-01-01", "2026-02-10"))},
		{name: "too few to compare with", state: procurement.NotApplicable, market: few, dossier: of(decided("open", "2026-01-01", "2026-04-11"))},
		{name: "none of this method", state: procurement.NotApplicable, market: market, dossier: of(decided("selective", "2026-01-01", "2026-04-11"))},
		{name: "no call", state: procurement.NotApplicable, market: market, dossier: of(decided("direct", "2026-01-01", "2026-04-11"))},
		{name: "nothing awarded", state: procurement.NotApplicable, market: market, dossier: of(procurement.Process{Awards: proposed})},
		{name: "no method", state: procurement.NoData, market: market, dossier: of(decided("", "2026-01-01", "2026-04-11")), missing: []string{"tender/procurementMethod"}},
		{name: "no day of award", state: procurement.NoData, market: market, dossier: of(decided("open", "2026-01-01", "")), missing: []string{"awards/date"}},
		{name: "no survey was made", state: procurement.NoData, dossier: of(decided("open", "2026-01-01", "2026-04-11")), missing: []string{"survey"}},
	})
}
