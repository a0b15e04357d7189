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
	list := agreements(d)
	for i := range list {
		a := &list[i]
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
		return result(procurement.Raised, most.cite(d.Process, e))
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
	contracts int
	sum       procurement.Money
	silent    bool // a contract states no price, or they state several currencies
	by        float64
}

// agreements are those of the contracts made, in the order of contracts; they
// hold until the memory is used again.
func agreements(d Dossier) []agreement {
	p, m, first := d.Process, d.memory(), firstValues(d, d.Process)
	awards, under := &m.ids, &m.names
	awards.reset()
	under.reset()
	standing, list := m.standing[:0], m.agreed[:0]
	for i := range p.Awards {
		if a := &p.Awards[i]; a.ID != "" && a.Stands() && awards.find(a.ID) < 0 {
			awards.of(a.ID)
			standing = append(standing, a)
		}
	}
	for i := range p.Contracts {
		c := &p.Contracts[i]
		if !c.Made() {
			continue
		}
		at := under.of(c.AwardID)
		if at == len(list) {
			list = append(list, agreement{})
			if n := awards.find(c.AwardID); n >= 0 {
				list[at].award = standing[n]
			}
		}
		list[at].add(cmp.Or(first[c.ID], c.Value))
	}
	m.standing, m.agreed = standing, list
	return list
}

func (a *agreement) add(value *procurement.Money) {
	a.contracts++
	switch {
	case a.silent:
	case value == nil || nominal(*value):
		a.silent = true
	case a.contracts == 1:
		a.sum = *value
	default:
		sum := procurement.Sum(&a.sum, value)
		if a.silent = sum == nil; sum != nil {
			a.sum = *sum
		}
	}
}

// gap is by how much the contracts differ, in terms of the award's value, or
// the field that would be needed.
func (a *agreement) gap() (gap float64, missing string) {
	switch {
	case a.award == nil:
		return 0, awardIDField
	case a.award.Value == nil || nominal(*a.award.Value):
		return 0, awardValueField
	case a.silent || a.sum.Currency != a.award.Value.Currency:
		return 0, valueField
	}
	return ratio(a.sum.Minor-a.award.Value.Minor, a.award.Value.Minor), ""
}

func (a *agreement) cite(p *procurement.Process, e procurement.Evidence) procurement.Evidence {
	set(e.Figures, "award", a.award.ID)
	e.Figures["award_value"], e.Figures["contract_value"] = amount(*a.award.Value), amount(a.sum)
	e.Figures["contracts"], e.Figures["difference_percent"] = a.contracts, percent(a.by)
	what, side := "the contract", "more"
	if a.contracts > 1 {
		what = procurement.Count(a.contracts, "contract")
	}
	if a.by < 0 {
		side = "less"
	}
	e.Sources = union(a.award.Sources)
	for i := range p.Contracts {
		if c := &p.Contracts[i]; c.Made() && c.AwardID == a.award.ID {
			e.Sources = union(e.Sources, c.Sources)
		}
	}
	e.Summary = fmt.Sprintf("The award is of %s, %s of %s: %s %s.", a.award.Value, what, a.sum, inPercent(math.Abs(a.by)), side)
	return e
}
