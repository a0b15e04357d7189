package history

import (
	"slices"

	"daylight/internal/procurement"
)

// A Life is a process read state by state, for those who ask after each what
// happened and which chains there are.
type Life struct {
	f      *fold
	t      *teller
	chains []procurement.Chain // given last
}

// NewLife is a process of which no state was read.
func NewLife(ocid string) *Life { return &Life{f: newFold(), t: newTeller(ocid)} }

// Next reads the next state, in merge order, as Tell does, and tells nothing.
func (l *Life) Next(s State) { l.f.next(s) }

// Extensions are those of the states read so far: see the function Extensions.
func (l *Life) Extensions() []procurement.Extension { return l.f.extensions() }

// Chains are those of the states read so far: see the function Chains. They
// share what did not change with those given before: read them and change
// nothing.
func (l *Life) Chains(neighbours []*procurement.Process) []procurement.Chain {
	f := l.f
	if f.process == nil {
		return nil
	}
	followers := f.followers(neighbours)
	if f.changed.all || len(followers) > 0 {
		l.chains = f.chains(followers)
	} else {
		l.change(f.changed.contracts)
	}
	f.changed = changes{all: len(followers) > 0}
	return l.chains[:len(l.chains):len(l.chains)]
}

// change tells the chains of contracts that nothing continues anew. A list that
// only grew shares the memory of the one before.
func (l *Life) change(contracts []string) {
	own := false
	for _, id := range contracts {
		at := slices.IndexFunc(l.chains, func(c procurement.Chain) bool { return c.Contract == id })
		switch {
		case at < 0:
			l.chains = append(l.chains, procurement.Chain{})
			at = len(l.chains) - 1
		case !own:
			l.chains, own = slices.Clone(l.chains), true
		}
		l.chains[at] = l.f.chain(id)
	}
}

// chain is that of a contract that continues no other and that none continues.
func (f *fold) chain(contract string) procurement.Chain {
	c := f.beginning(contract)
	for _, st := range f.steps {
		if st.contract != contract {
			continue
		}
		if e, ok := f.extension(st); ok {
			c.Steps = append(c.Steps, e)
		}
	}
	f.inLife(c.Steps)
	for i := range c.Steps {
		c.Steps[i].Number = i + 1
	}
	f.finish(&c, f.toldWithEnd())
	return c
}

// chains are all of them, those that go on in other contracts and processes
// included.
func (f *fold) chains(followers []*procurement.Process) []procurement.Chain {
	chains := f.ownChains()
	at := map[string]int{} // place of each chain, by its first contract
	of := func(contract string) *procurement.Chain {
		if len(at) == 0 {
			for i := range chains {
				at[chains[i].Contract] = i
			}
		}
		return &chains[at[root(f.extends, contract)]]
	}
	if len(f.extends) > 0 {
		for i := range f.process.Contracts {
			if c := &f.process.Contracts[i]; f.made.is(c) && f.extends[c.ID] != "" {
				of(c.ID).Members = append(of(c.ID).Members, procurement.ContractRef{OCID: f.process.OCID, Contract: c.ID})
			}
		}
	}
	for _, e := range f.extensions() {
		of(e.Contract).Steps = append(of(e.Contract).Steps, e)
	}
	if len(followers) > 0 {
		if last := f.lastMade(); last != "" {
			f.follow(of(last), last, followers)
		}
	}
	told := f.toldWithEnd()
	for i := range chains {
		f.finish(&chains[i], told)
	}
	return chains
}

// finish adds what is known of a chain once its members and steps are.
func (f *fold) finish(c *procurement.Chain, told map[amendmentRef]bool) {
	c.First = f.firstTerm(c.Contract, c.Steps, told)
	f.inLife(c.Steps)
	c.Values = f.values(c.Members)
}
