package rules

import (
	"cmp"
	"slices"

	"daylight/internal/procurement"
)

// chainsOf says which chain a contract of the process begins, and which it is a
// later member of; nil where none.
func (d Dossier) chainsOf(contract string) (begins, within *procurement.Chain) {
	if d.chains != nil && len(d.Chains) > fewChains {
		d.chains.read(d)
		return d.chains.begins[contract], d.chains.within[contract]
	}
	own := procurement.ContractRef{OCID: d.Process.OCID, Contract: contract}
	for i := range d.Chains {
		switch chain := &d.Chains[i]; {
		case firstOf(chain) == own:
			begins = cmp.Or(begins, chain)
		case within == nil && slices.Contains(chain.Members, own):
			within = chain
		}
	}
	return begins, within
}

func firstOf(c *procurement.Chain) procurement.ContractRef {
	return procurement.ContractRef{OCID: c.OCID, Contract: c.Contract}
}

// fewChains are found by looking, more by an index.
const fewChains = 8

// chainIndex finds the chains of a dossier by the contracts of its process.
type chainIndex struct{ begins, within map[string]*procurement.Chain }

func (x *chainIndex) read(d Dossier) {
	if x.begins != nil {
		return
	}
	x.begins, x.within = map[string]*procurement.Chain{}, map[string]*procurement.Chain{}
	for i := range d.Chains {
		chain := &d.Chains[i]
		first := firstOf(chain)
		if first.OCID == d.Process.OCID && x.begins[first.Contract] == nil {
			x.begins[first.Contract] = chain
		}
		for _, m := range chain.Members {
			if m.OCID == d.Process.OCID && m != first && x.within[m.Contract] == nil {
				x.within[m.Contract] = chain
			}
		}
	}
}
