package rules

import "daylight/internal/procurement"

func init() {
	register(Rule{ID: "price-close-to-winner", Subject: OfProcess, Needs: gapNeeds, Survey: gapSurvey(), Check: priceCloseToWinner})
}

// priceCloseToWinner follows R024 as Cardinal computes it: the gap between the
// winner and the next is at most Q1 − 1.5·IQR of all gaps. It says nothing
// where that, or Q1, is zero: most gaps would be beyond.
func priceCloseToWinner(d Dossier) []procurement.Flag {
	useful := func(f Figures) bool { return f.Number("q1") > 0 && f.Number("lower_fence") > 0 }
	beyond := func(ratio, fence float64) bool { return ratio <= fence }
	return checkGap(d, "lower_fence", useful, beyond, "gaps of %s%% or less are unusually small")
}
