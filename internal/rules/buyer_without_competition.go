package rules

import (
	"fmt"
	"maps"
	"slices"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "buyer-without-competition", Subject: OfOrganisation,
		Needs:  []string{"tender/procurementMethod"},
		Survey: &Survey{Collect: howBought, Figures: buyerShares, Result: buyerWithoutCompetition},
	})
}

// Thresholds, set in 2026: a share of fewer processes moves by a fifth with one
// of them, and fences of fewer buyers say little. Basis of the comparison: R013
// of the Open Contracting Partnership's guide (2024).
const (
	enoughChecked = 5  // processes of one buyer
	enoughBuyers  = 10 // with so many
)

const unknownWay = "unknown" // key under which the processes are counted that do not say

// howBought counts an awarded process for its buyer: without competition, out
// of those of which the record says how they were awarded.
func howBought(p *procurement.Process, _ procurement.Date) []Count {
	if p.Buyer == nil || p.Buyer.Key == "" || !awarded(p) {
		return nil
	}
	c := Count{Group: p.Buyer.Key, Name: p.Buyer.Name}
	switch how, _ := p.HowCompeted(); how {
	case procurement.Uncompeted:
		c.N, c.Of = 1, 1
	case procurement.Competed:
		c.Of = 1
	default:
		c.Key, c.N = unknownWay, 1
	}
	return []Count{c}
}

// buyerShares are, for each buyer, its share in percent and the upper fence of
// all buyers' shares.
func buyerShares(t Table) SurveyFigures {
	shares := Samples{}
	for _, buyer := range slices.Sorted(maps.Keys(t)) {
		if s := t[buyer].Keys.Of(""); s.Of >= enoughChecked {
			shares[int64(10*Share(s.N, s.Of))]++ // tenths of a percent
		}
	}
	q := shares.Quartiles()
	_, high := q.Fences()
	found := SurveyFigures{}
	for buyer, tally := range t {
		s := tally.Keys.Of("")
		found[buyer] = Figures{"name": tally.Name, "without_competition": s.N, "checked": s.Of, "unknown": tally.Keys.Of(unknownWay).N,
			"share": Share(s.N, s.Of), "buyers": q.N, "median": q.Q2 / 10, "upper_fence": high / 10}
	}
	return found
}

func buyerWithoutCompetition(_ string, f Figures) procurement.OrganisationFlag {
	r := procurement.OrganisationFlag{Name: f.Text("name"), State: procurement.NotApplicable}
	r.Evidence = procurement.Evidence{Figures: map[string]any{}, Fields: []string{"tender/procurementMethod"}}
	for _, name := range []string{"without_competition", "checked", "unknown"} {
		r.Evidence.Figures[name] = f[name]
	}
	n, checked := int(f.Number("without_competition")), int(f.Number("checked"))
	switch {
	case checked == 0:
		r.State, r.Evidence.Missing = procurement.NoData, []string{"tender/procurementMethod"}
		r.Evidence.Summary = "No process of this buyer says whether suppliers competed."
		return r
	case checked < enoughChecked:
		r.Evidence.Summary = fmt.Sprintf("Too few processes of this buyer say whether suppliers competed: %d.", checked)
		return r
	case f.Number("buyers") < enoughBuyers:
		r.Evidence.Summary = fmt.Sprintf("Too few buyers are on record to compare with: %.0f.", f.Number("buyers"))
		return r
	}
	for _, name := range []string{"share", "buyers", "median", "upper_fence"} {
		r.Evidence.Figures[name] = f[name]
	}
	few := fmt.Sprintf("few more than %g%%", f.Number("upper_fence"))
	if f.Number("upper_fence") >= 100 {
		few = "shares differ so much that none is unusual"
	}
	r.Evidence.Summary = fmt.Sprintf("%d of %d processes checked were awarded without competition (%g%%); half of %.0f buyers have %g%% or less, and %s.",
		n, checked, f.Number("share"), f.Number("buyers"), f.Number("median"), few)
	r.State = procurement.Clear
	if f.Number("share") > f.Number("upper_fence") {
		r.State = procurement.Raised
	}
	return r
}
