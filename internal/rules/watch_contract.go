package rules

import (
	"slices"
	"strings"
	"sync"

	"daylight/internal/procurement"
)

// holding are the results about one contract, in the order of rules.
type holding struct {
	contract string
	answers
}

// add takes up a result. Of several for one id the first holds, and each may
// fall due.
func (h *holding) add(f *procurement.Flag, day procurement.Date) {
	if n := len(h.flags); n == 0 || h.flags[n-1].Rule != f.Rule {
		h.flags = append(h.flags, *f)
	}
	if f.Until.Known() {
		h.due = sooner(h.due, dueAfter(day, *f))
	}
}

// holdings are those of the contracts of a process, in the order of their ids.
type holdings []holding

func (h holdings) find(contract string) (int, bool) {
	if n := len(h); n == 0 || h[n-1].contract < contract {
		return n, false // as contracts mostly come
	}
	return slices.BinarySearchFunc(h, contract, func(x holding, id string) int { return strings.Compare(x.contract, id) })
}

// narrow tells a rule that is asked about some contracts at a time.
func (r *Rule) narrow() bool {
	return r.Subject == OfContract && !r.Whole && !r.Around && r.Survey == nil
}

// narrow is how many such rules there are.
var narrow = sync.OnceValue(func() (n int) {
	rules := sorted()
	for i := range rules {
		if rules[i].narrow() {
			n++
		}
	}
	return n
})

// again asks the rules about contracts again about those that changed.
func (w *Watch) again(changed idSet, all bool, t *turn) {
	now := w.hold(changed, all)
	w.contracts = slices.DeleteFunc(w.contracts, func(was holding) bool {
		if !all && !changed.has(was.contract) {
			return false
		}
		_, still := now.find(was.contract)
		if !still {
			t.compare(was.flags, nil)
		}
		return !still
	})
	for _, is := range now {
		at, known := w.contracts.find(is.contract)
		if !known {
			w.contracts = slices.Insert(w.contracts, at, holding{contract: is.contract})
		}
		was := &w.contracts[at]
		t.compare(was.flags, is.flags)
		w.spare = append(w.spare, was.flags[:0])
		*was = is
	}
}

// hold asks the rules about contracts about those that changed.
func (w *Watch) hold(changed idSet, all bool) holdings {
	d := w.dossier(changed, all)
	if !all && !anyMade(d.Process.Contracts) {
		return nil
	}
	now := w.now[:0]
	rules := sorted()
	for i := range rules {
		r := &rules[i]
		if !r.narrow() || !all && !r.applies(d.Process) {
			continue // where it does not apply is said once for all
		}
		flags := r.check(d)
		byWeight(flags)
		at := 0
		for k := range flags {
			f := &flags[k]
			if !all && !changed.has(f.Contract) {
				continue
			}
			if at == len(now) || now[at].contract != f.Contract {
				var known bool
				if at, known = now.find(f.Contract); !known {
					now = slices.Insert(now, at, w.empty(f.Contract))
				}
			}
			now[at].add(f, d.Day)
			if k+1 < len(flags) && flags[k+1].Contract != f.Contract {
				at++
			}
		}
	}
	w.now = now
	return now
}

// empty is a holding without results, in memory that another left.
func (w *Watch) empty(contract string) holding {
	h := holding{contract: contract}
	if n := len(w.spare); n > 0 {
		h.flags, w.spare = w.spare[n-1], w.spare[:n-1]
	}
	if cap(h.flags) == 0 {
		h.flags = make([]procurement.Flag, 0, narrow())
	}
	return h
}

// dossier is the last one with what rules about a contract see: no parties, and
// of contracts those that changed, with their awards and chains. It holds until
// the next.
func (w *Watch) dossier(changed idSet, all bool) Dossier {
	d, p := w.last, w.last.Process
	w.part = w.common
	d.Process = &w.part
	if all {
		w.part.Contracts, w.part.Awards = p.Contracts, p.Awards
		return d
	}
	w.partContracts, w.partAwards = w.partContracts[:0], w.partAwards[:0]
	var awards idSet
	for i := range p.Contracts {
		if c := &p.Contracts[i]; changed.has(c.ID) {
			w.partContracts = append(w.partContracts, *c)
			awards.add(c.AwardID)
		}
	}
	for i := range p.Awards {
		if a := &p.Awards[i]; awards.has(a.ID) {
			w.partAwards = append(w.partAwards, *a)
		}
	}
	w.part.Contracts, w.part.Awards = w.partContracts, w.partAwards
	d.Chains = nil
	for i := range w.last.Chains {
		if c := &w.last.Chains[i]; member(p.OCID, c, changed.has) {
			d.Chains = append(d.Chains, *c)
		}
	}
	d.chains = &chainIndex{}
	return d
}
