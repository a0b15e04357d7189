package rules

import "daylight/internal/procurement"

func init() {
	register(Rule{ID: "heavily-discounted-bid", Subject: OfProcess, Needs: gapNeeds, Survey: gapSurvey(), Check: heavilyDiscountedBid})
}

// heavilyDiscountedBid follows R058 as Cardinal computes it: the gap between the
// winner and the next is at least Q3 + 1.5·IQR of all gaps.
func heavilyDiscountedBid(d Dossier) []procurement.Flag {
	useful := func(f Figures) bool { return f.Number("upper_fence") > 0 }
	beyond := func(ratio, fence float64) bool { return ratio >= fence }
	return checkGap(d, "upper_fence", useful, beyond, "gaps of %s%% or more are unusually large")
}
