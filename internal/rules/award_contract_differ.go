package rules

import (
	"cmp"
	"fmt"
	"math"

	"daylight/internal/procurement"
)

const awardIDField = "contracts/awardID"

func init() {
	register(Rule{ID: "award-contract-differ", Subject: OfProcess, Needs: []string{awardValueField, valueField, awardIDField},
		Check: awardContractDiffer})
}

// differs is by how much of the award's value a contract may differ from it, set
// in 2026: the line that published indicators of growth draw (more than 20%).
// R059 of the Open Contracting Partnership's guide gives no figure.
const differs = 0.20

// awardContractDiffer holds each award that stands against the contracts made
// under it, with the values first stated: what changed later is growth.
func awardContractDiffer(d Dossier) []procurement.Flag {
	e := procurement.Evidence{Figures: map[string]any{}, Fields: []string{awardValueField, valueField, awardIDField}}
	var most *agreement
	compared, missing := 0, ""
	for _, a := range agreements(d) {
		gap, field := a.gap()
		if field != "" {
			missing = cmp.Or(missing, field)
			continue
		}
		compared++
		if math.Abs(gap) > differs && (most == nil || math.Abs(gap) > math.Abs(most.by)) {
			a.by, most = gap, a
		}
	}
	e.Figures["awards_compared"], e.Figures["threshold_percent"] = compared, percent(differs)
	switch {
	case most != nil:
		return result(procurement.Raised, most.cite(e))
	case missing != "":
		e.Summary, e.Missing = "Of an award and its contract the values are not both published, in one currency and more than nominal.", []string{missing}
		return result(procurement.NoData, e)
	case compared == 0:
		e.Summary = "No contract is recorded as made."
		return result(procurement.NotApplicable, e)
	}
	e.Summary = fmt.Sprintf("%s compared; each contract is within %s of its award.", procurement.Count(compared, "award"), inPercent(differs))
	return result(procurement.Clear, e)
}

// agreement is an award with the contracts made under it.
type agreement struct {
	award     *procurement.Award // nil where a contract names none that stands
	contracts []*procurement.Money
	sources   []string
	by        float64
}

// agreements are those of the contracts made, in the order of contracts.
func agreements(d Dossier) (list []*agreement) {
	first := firstValues(d, d.Process)
	awards := map[string]*procurement.Award{}
	for i := range d.Process.Awards {
		if a := &d.Process.Awards[i]; a.ID != "" && awards[a.ID] == nil && a.Stands() {
			awards[a.ID] = a
		}
	}
	under := map[string]*agreement{}
	for i := range d.Process.Contracts {
		c := &d.Process.Contracts[i]
		if !c.Made() {
			continue
		}
		a := under[c.AwardID]
		if a == nil {
			a = &agreement{award: awards[c.AwardID]}
			under[c.AwardID], list = a, append(list, a)
		}
		a.contracts = append(a.contracts, cmp.Or(first[c.ID], c.Value))
		a.sources = union(a.sources, c.Sources)
	}
	return list
}

// gap is by how much the contracts differ, in terms of the award's value, or
// the field that would be needed.
func (a *agreement) gap() (gap float64, missing string) {
	switch {
	case a.award == nil:
		return 0, awardIDField
	case a.award.Value == nil || nominal(*a.award.Value):
		return 0, awardValueField
	}
	for _, v := range a.contracts {
		if v == nil || nominal(*v) {
			return 0, valueField
		}
	}
	sum := procurement.Sum(a.contracts...)
	if sum == nil || sum.Currency != a.award.Value.Currency {
		return 0, valueField
	}
	return ratio(sum.Minor-a.award.Value.Minor, a.award.Value.Minor), ""
}

func (a *agreement) cite(e procurement.Evidence) procurement.Evidence {
	sum := procurement.Sum(a.contracts...)
	set(e.Figures, "award", a.award.ID)
	e.Figures["award_value"], e.Figures["contract_value"] = amount(*a.award.Value), amount(*sum)
	e.Figures["contracts"], e.Figures["difference_percent"] = len(a.contracts), percent(a.by)
	what, side := "the contract", "more"
	if n := len(a.contracts); n > 1 {
		what = procurement.Count(n, "contract")
	}
	if a.by < 0 {
		side = "less"
	}
	e.Sources = union(a.award.Sources, a.sources)
	e.Summary = fmt.Sprintf("The award is of %s, %s of %s: %s %s.", a.award.Value, what, sum, inPercent(math.Abs(a.by)), side)
	return e
}
