package web

import (
	"fmt"
	"maps"
	"slices"

	"daylight/internal/procurement"
)

// flagView is the result of a rule with the evidence for it.
type flagView struct {
	procurement.Flag
	Anchor   string // of a raised flag
	Contract string // title of the contract it is about, where there are several
	Figures  []figure
	Cited    cited
	Answers  []statementView
	Reply    string // address of the form to answer it
}

type figure struct{ Name, Value string }

// stateOrder puts first what a reader must not miss.
var stateOrder = []procurement.FlagState{procurement.Raised, procurement.Clear, procurement.NoData, procurement.NotApplicable}

func (v processView) flags(flags []procurement.Flag, said *spoken) []flagView {
	var list []flagView
	raised := map[string]bool{}
	for _, f := range flags {
		x := flagView{Flag: f, Cited: v.citer.cited(f.Evidence.Sources), Figures: figures(f.Evidence.Figures), Answers: said.answering(f.Rule)}
		if f.State == procurement.Raised {
			x.Reply = v.replyTo(f.Rule)
		}
		if f.State == procurement.Raised {
			x.Anchor = v.Prefix + fragment("flag", f.Rule)
			if raised[f.Rule] {
				x.Anchor += "-" + fragment(f.Contract)
			}
			raised[f.Rule] = true
		}
		x.Contract = contractName(v.Process, f.Contract)
		list = append(list, x)
	}
	slices.SortStableFunc(list, func(a, b flagView) int {
		return slices.Index(stateOrder, a.State) - slices.Index(stateOrder, b.State)
	})
	return list
}

// resultGroup are the results in one state. Those that tell least are folded:
// of forty rules, most say of most contracts that they could not be checked or
// do not apply.
type resultGroup struct {
	State  procurement.FlagState
	Folded bool
	Flags  []flagView
}

// results groups what flags gives, which stands in the order of states.
func results(list []flagView) []resultGroup {
	var groups []resultGroup
	for _, f := range list {
		if n := len(groups); n == 0 || groups[n-1].State != f.State {
			groups = append(groups, resultGroup{State: f.State, Folded: f.State == procurement.NoData || f.State == procurement.NotApplicable})
		}
		last := &groups[len(groups)-1]
		last.Flags = append(last.Flags, f)
	}
	return groups
}

func figures(m map[string]any) []figure {
	var list []figure
	for _, name := range slices.Sorted(maps.Keys(m)) {
		value := fmt.Sprint(m[name])
		switch v := m[name].(type) {
		case map[string]any, []any:
			continue // shown in the data
		case bool:
			value = map[bool]string{true: "yes", false: "no"}[v]
		case string:
			if d, err := procurement.ParseDate(v); err == nil && len(v) > len("2026") {
				value = d.String()
			}
		}
		list = append(list, figure{apart(spaced(name)), value})
	}
	return list
}
