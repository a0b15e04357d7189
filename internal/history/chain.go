package history

import (
	"slices"
	"strings"

	"daylight/internal/procurement"
)

// Chains joins the made contracts of a process with those that continue them:
// by extendsContractID within the process, and across processes where a
// neighbour let without competition states that this one is its prior process,
// or this one states that the neighbour renews or replaces it (OCDS 1.1 codelist
// relatedProcess). Every made contract is in exactly one chain, in the order of the
// chains' first contracts. The order of neighbours does not matter.
func Chains(own []State, neighbours []*procurement.Process) []procurement.Chain {
	l := Life{f: foldAll(own)}
	return l.Chains(neighbours)
}

// values are those of the members in this process whose value changed.
func (f *fold) values(members []procurement.ContractRef) (list []procurement.Valuation) {
	for _, m := range members {
		if m.OCID != f.process.OCID {
			continue
		}
		if values := f.first[m.Contract].values; len(values) > 1 {
			list = append(list, values...)
		}
	}
	return list
}

// ownChains are those that contracts of the process begin, each with its first
// member.
func (f *fold) ownChains() []procurement.Chain {
	var chains []procurement.Chain
	for i := range f.process.Contracts {
		if c := &f.process.Contracts[i]; f.extends[c.ID] == "" && f.made.is(c) {
			chains = append(chains, f.beginning(c.ID))
		}
	}
	return chains
}

func (f *fold) beginning(contract string) procurement.Chain {
	return procurement.Chain{OCID: f.process.OCID, Contract: contract,
		Members: []procurement.ContractRef{{OCID: f.process.OCID, Contract: contract}}}
}

type amendmentRef struct{ contract, amendment string }

// toldWithEnd are the amendments told no later than the first end of their
// contract.
func (f *fold) toldWithEnd() map[amendmentRef]bool {
	var told map[amendmentRef]bool
	for _, st := range f.steps {
		if st.stated && st.at <= f.first[st.contract].endAt {
			if told == nil {
				told = map[amendmentRef]bool{}
			}
			told[amendmentRef{st.contract, st.amendment}] = true
		}
	}
	return told
}

// firstTerm is the term first agreed. Where the release that first states an
// end tells of an extension to that end too, the end agreed is the one before.
func (f *fold) firstTerm(contract string, steps []procurement.Extension, told map[amendmentRef]bool) procurement.Period {
	term := f.first[contract].period
	for _, e := range slices.Backward(steps) {
		if e.Contract == contract && told[amendmentRef{contract, e.Amendment}] && same(e.NewEnd, term.End) {
			term.End = e.PreviousEnd
		}
	}
	return term
}

// lastMade is the contract begun last; of several, or where no date is known,
// the one listed last.
func (f *fold) lastMade() string {
	var last *procurement.Contract
	for i := range f.process.Contracts {
		c := &f.process.Contracts[i]
		if f.made.is(c) && (last == nil || begun(c).First() >= begun(last).First()) {
			last = c
		}
	}
	if last == nil {
		return ""
	}
	return last.ID
}

// followers are the neighbours that continue the process without competition,
// in the order they began.
func (f *fold) followers(neighbours []*procurement.Process) []*procurement.Process {
	var list []*procurement.Process
	seen := map[string]bool{f.process.OCID: true}
	for _, n := range neighbours {
		how, _ := n.HowCompeted()
		if !seen[n.OCID] && how == procurement.Uncompeted && firstMade(n) != nil && continues(n, f.process) {
			seen[n.OCID] = true
			list = append(list, n)
		}
	}
	slices.SortFunc(list, func(a, b *procurement.Process) int {
		if c := strings.Compare(begun(firstMade(a)).First(), begun(firstMade(b)).First()); c != 0 {
			return c
		}
		return strings.Compare(a.OCID, b.OCID)
	})
	return list
}

// continues reports whether either process states that n continues p.
func continues(n, p *procurement.Process) bool {
	return links(n, p.OCID, "prior") || links(p, n.OCID, "renewalProcess", "replacementProcess")
}

func links(from *procurement.Process, to string, codes ...string) bool {
	for _, r := range from.Related {
		if r.OCID == to && slices.ContainsFunc(r.Relationships, func(code string) bool { return slices.Contains(codes, code) }) {
			return true
		}
	}
	return false
}

// firstMade is the made contract begun first, or listed first where that is
// not known.
func firstMade(p *procurement.Process) *procurement.Contract {
	var first *procurement.Contract
	for i := range p.Contracts {
		c := &p.Contracts[i]
		if c.Made() && (first == nil || begun(first).Known() && begun(c).Known() && begun(c).First() < begun(first).First()) {
			first = c
		}
	}
	return first
}

// follow adds a step, and members, for each process that continues a contract.
// Its own release is in the other process, so the step names none. Numbers go
// on from those of the contract's own steps.
func (f *fold) follow(chain *procurement.Chain, contract string, followers []*procurement.Process) {
	number := 0
	for _, e := range chain.Steps {
		if e.Contract == contract {
			number = max(number, e.Number)
		}
	}
	end := f.made.find(contract).Period.End
	for _, n := range followers {
		c := firstMade(n)
		for i := range n.Contracts {
			if n.Contracts[i].Made() {
				chain.Members = append(chain.Members, procurement.ContractRef{OCID: n.OCID, Contract: n.Contracts[i].ID})
			}
		}
		e := procurement.Extension{
			OCID: chain.OCID, Contract: contract, ExtensionTerms: successorTerms(end, c.Period, n.Value()),
			Date: begun(c), Successor: c.ID, SuccessorP: n.OCID, Sources: c.Sources,
		}
		if stated(e.PreviousEnd, e.NewEnd) && !e.NewEnd.After(e.PreviousEnd) {
			continue
		}
		number++
		e.Number = number
		chain.Steps = append(chain.Steps, e)
	}
}
