package rules

import (
	"cmp"
	"slices"
	"strings"

	"daylight/internal/procurement"
)

// purchase is one contract, or one award of which no contract is recorded.
type purchase struct {
	of       *procurement.Process
	supplier string // name
	value    *procurement.Money
	free     bool // said to be free of charge, where no value is given
	date     procurement.Date
	sources  []string
}

// purchases are those of the process and, where the buyer is the same, of its
// neighbours, by supplier, of suppliers that have several, and in no order; and
// whether an award names none.
func purchases(d Dossier) (by map[string][]purchase, unnamed bool) {
	m := d.memory()
	m.names.reset()
	counts, most := m.counts[:0], 0
	eachPurchase(d, func(_ *procurement.Process, _ *procurement.Contract, a *procurement.Award) {
		unnamed = unnamed || len(a.Suppliers) == 0
		for i := range a.Suppliers {
			at := m.names.of(a.Suppliers[i].Key)
			if at == len(counts) {
				counts = append(counts, 0)
			}
			counts[at]++
			most = max(most, counts[at])
		}
	})
	if m.counts = counts; most < 2 {
		return nil, unnamed
	}
	by = map[string][]purchase{}
	first := map[*procurement.Process]map[string]*procurement.Money{}
	eachPurchase(d, func(p *procurement.Process, c *procurement.Contract, a *procurement.Award) {
		several := func(o procurement.Organisation) bool { return counts[m.names.find(o.Key)] > 1 }
		if !slices.ContainsFunc(a.Suppliers, several) {
			return
		}
		if first[p] == nil {
			first[p] = firstValues(d, p)
		}
		x := purchaseOf(p, c, a, first[p])
		for _, s := range a.Suppliers {
			if several(s) {
				x.supplier = s.Name
				by[s.Key] = append(by[s.Key], x)
			}
		}
	})
	return by, unnamed
}

// eachPurchase uses each contract with its award, and each award without a
// contract: of awards with one id the last.
func eachPurchase(d Dossier, use func(*procurement.Process, *procurement.Contract, *procurement.Award)) {
	m := d.memory()
	for i := -1; i < len(d.Neighbours); i++ {
		p := d.Process
		if i >= 0 {
			if p = d.Neighbours[i]; !sameBuyer(p, d.Process) {
				continue
			}
		}
		m.ids.reset()
		awards, signed := m.standing[:0], m.signed[:0]
		for i := range p.Awards {
			a := &p.Awards[i]
			if at := m.ids.of(a.ID); at < len(awards) {
				awards[at] = a
			} else {
				awards, signed = append(awards, a), append(signed, false)
			}
		}
		m.standing, m.signed = awards, signed
		for i := range p.Contracts {
			c := &p.Contracts[i]
			if at := m.ids.find(c.AwardID); at >= 0 && c.Made() && awards[at].Stands() {
				signed[at] = true
				use(p, c, awards[at])
			}
		}
		for i := range p.Awards {
			if a := &p.Awards[i]; a.Stands() && !signed[m.ids.find(a.ID)] {
				use(p, nil, a)
			}
		}
	}
}

// purchaseOf is a contract with its award, or an award alone.
func purchaseOf(p *procurement.Process, c *procurement.Contract, a *procurement.Award, first map[string]*procurement.Money) purchase {
	x := purchase{of: p, value: a.Value, date: a.Date, sources: a.Sources}
	if c != nil {
		x.value, x.date = cmp.Or(first[c.ID], c.Value), cmp.Or(c.Signed, c.Period.Start, a.Date)
		x.sources = union(c.Sources, a.Sources)
	}
	if x.value == nil {
		x.free = saidFree(a.Title, a.Description) || c != nil && saidFree(c.Title, c.Description)
	}
	return x
}

// firstValues are the values first stated of contracts whose value changed.
func firstValues(d Dossier, p *procurement.Process) map[string]*procurement.Money {
	var first map[string]*procurement.Money
	for i := range d.Chains {
		for j := range d.Chains[i].Values {
			if v := &d.Chains[i].Values[j]; d.Chains[i].OCID == p.OCID && first[v.Contract] == nil {
				if first == nil {
					first = map[string]*procurement.Money{}
				}
				first[v.Contract] = &v.Value
			}
		}
	}
	return first
}

// free are the words of sources for a purchase without a price.
var free = []string{"free of charge", "at no cost", "no charge", "without charge", "free trial", "free pilot", "for free", "kostenlos"}

func saidFree(texts ...string) bool {
	for _, text := range texts {
		text = strings.ToLower(text)
		if slices.ContainsFunc(free, func(words string) bool { return strings.Contains(text, words) }) {
			return true
		}
	}
	return false
}

func (x purchase) nominal() bool {
	return x.value == nil && x.free || x.value != nil && nominal(*x.value)
}
