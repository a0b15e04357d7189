package rules

import (
	"cmp"
	"slices"

	"daylight/internal/procurement"
)

// life is one contract from its first term to its latest step: the subject of
// the rules about contracts.
type life struct {
	process  *procurement.Process
	contract procurement.Contract
	first    procurement.Period // the term first agreed
	steps    []procurement.Extension
}

// perContract asks check about each contract made that begins its chain. One
// that continues another is counted there and not twice.
func perContract(d Dossier, check func(life) procurement.Flag) []procurement.Flag {
	flags := make([]procurement.Flag, 0, len(d.Process.Contracts))
	for i := range d.Process.Contracts {
		c := &d.Process.Contracts[i]
		if !c.Made() {
			continue
		}
		var flag procurement.Flag
		if begins, within := d.chainsOf(c.ID); within != nil {
			flag = countedWith(*within)
		} else {
			flag = check(lifeOf(d, *c, begins))
		}
		flag.Contract = c.ID
		flags = append(flags, flag)
	}
	if len(flags) == 0 {
		return noContract()
	}
	return flags
}

// eachContract asks check about each contract made, those that continue another
// too, with the chain it is in.
func eachContract(d Dossier, check func(procurement.Contract, *procurement.Chain) procurement.Flag) []procurement.Flag {
	flags := make([]procurement.Flag, 0, len(d.Process.Contracts))
	for i := range d.Process.Contracts {
		c := &d.Process.Contracts[i]
		if !c.Made() {
			continue
		}
		begins, within := d.chainsOf(c.ID)
		flag := check(*c, cmp.Or(begins, within))
		flag.Contract = c.ID
		flags = append(flags, flag)
	}
	if len(flags) == 0 {
		return noContract()
	}
	return flags
}

func noContract() []procurement.Flag {
	return result(procurement.NotApplicable, procurement.Evidence{
		Summary: "No contract is recorded as made.",
		Fields:  []string{"contracts/status"},
	})
}

// countedWith is the answer for a contract that is a later member of a chain.
func countedWith(chain procurement.Chain) procurement.Flag {
	return procurement.Flag{State: procurement.NotApplicable, Evidence: procurement.Evidence{
		Summary: "Counted with the contract that this one continues.",
		Figures: map[string]any{"counted_with_ocid": chain.OCID, "counted_with_contract": chain.Contract},
	}}
}

func lifeOf(d Dossier, c procurement.Contract, chain *procurement.Chain) life {
	l := life{process: d.Process, contract: c}
	if chain != nil {
		l.first, l.steps = chain.First, chain.Steps
	} else {
		l.first = firstTerm(d, c)
	}
	return l
}

// firstTerm is the term of a contract as first stated: a later state may move
// its end, but not what was agreed at the start.
func firstTerm(d Dossier, c procurement.Contract) procurement.Period {
	var first procurement.Period
	for _, state := range append(slices.Clip(d.States), d.Process) {
		if was := state.Contract(c.ID); was != nil {
			first = earlier(first, was.Period)
		}
	}
	return first
}

// earlier keeps what was stated and fills in what was not.
func earlier(p, q procurement.Period) procurement.Period {
	return procurement.Period{
		Start:     cmp.Or(p.Start, q.Start),
		End:       cmp.Or(p.End, q.End),
		MaxExtent: cmp.Or(p.MaxExtent, q.MaxExtent),
		Days:      cmp.Or(p.Days, q.Days),
	}
}
