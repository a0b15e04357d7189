package rules

import (
	"slices"

	"daylight/internal/procurement"
)

// changed are the ids of contracts of which something that rules see may have
// changed; or all may have.
func (w *Watch) changed(d Dossier) (ids idSet, all bool) {
	p, q := w.last.Process, d.Process
	w.part = *q
	w.part.Parties, w.part.Awards, w.part.Contracts, w.part.Also = nil, nil, nil, nil
	same := p != nil && procurement.Same(&w.common, &w.part)
	noticed := w.overview.noticed
	w.common, w.overview.noticed = w.part, anyNotice(q)
	if !same || !anyMade(p.Contracts) || !anyMade(q.Contracts) || w.overview.noticed != noticed {
		return nil, true
	}
	var awards idSet
	differing(p.Awards, q.Awards, procurement.Same, func(a *procurement.Award) { awards.add(a.ID) })
	differing(p.Contracts, q.Contracts, procurement.Same, func(c *procurement.Contract) { ids.add(c.ID) })
	if len(awards) > 0 {
		for i := range q.Contracts {
			if c := &q.Contracts[i]; awards.has(c.AwardID) {
				ids.add(c.ID)
			}
		}
	}
	differing(w.last.Chains, d.Chains, sameChain, func(c *procurement.Chain) {
		member(q.OCID, c, func(id string) bool { ids.add(id); return false })
	})
	// Results without a contract's id are about all of them, or about one that
	// has none.
	return ids, ids.has("") || len(ids) > many
}

// many contracts that changed at once are checked with all others.
const many = 100

// idSet holds some ids, mostly one or two, which are found faster by looking
// than by a map.
type idSet []string

func (s idSet) has(id string) bool { return slices.Contains(s, id) }

func (s *idSet) add(id string) {
	if !s.has(id) {
		*s = append(*s, id)
	}
}

// differing calls use for what is in one of two lists and not in the same place
// in the other.
func differing[T any](a, b []T, same func(*T, *T) bool, use func(*T)) {
	for i := range max(len(a), len(b)) {
		if i < len(a) && i < len(b) && (&a[i] == &b[i] || same(&a[i], &b[i])) {
			continue
		}
		if i < len(a) {
			use(&a[i])
		}
		if i < len(b) {
			use(&b[i])
		}
	}
}

func sameChain(a, b *procurement.Chain) bool {
	same := a.OCID == b.OCID && a.Contract == b.Contract && a.First == b.First && slices.Equal(a.Members, b.Members) && len(a.Steps) == len(b.Steps) && slices.Equal(a.Values, b.Values)
	for i := 0; same && i < len(a.Steps); i++ {
		same = procurement.Same(&a.Steps[i], &b.Steps[i])
	}
	return same
}

// member reports whether a contract of a process that is in the chain is one
// that is asked for.
func member(ocid string, c *procurement.Chain, is func(id string) bool) bool {
	if c.OCID == ocid && is(c.Contract) {
		return true
	}
	return slices.ContainsFunc(c.Members, func(m procurement.ContractRef) bool { return m.OCID == ocid && is(m.Contract) })
}
