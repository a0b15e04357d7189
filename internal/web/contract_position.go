package web

import (
	"daylight/internal/procurement"
	"daylight/internal/registry"
)

// positions are what a process was worth and how long it was to last when
// first agreed, and now.
func positions(h *registry.History) (then, now position) {
	p := h.Process
	then = position{Value: notStated, Term: notStated}
	now = position{Value: notStated, Term: notStated}
	if v := p.Value(); v != nil {
		now.Value = v.String()
	}
	if v := firstValue(h); v != nil {
		then.Value = v.String()
	}
	if len(p.Contracts) == 0 || len(h.Chains) == 0 {
		planned := p.Tender.Contract
		if planned.Start.Known() || planned.End.Known() || planned.Days > 0 {
			then.Term = termWords(planned, "")
		}
		return then, now
	}
	chain := longest(h.Chains)
	then.Term = termWords(chain.First, plannedLength(chain))
	now.Term = nowWords(p, chain)
	return then, now
}

// firstValue is the value before the first recorded change, else as awarded,
// else as it is.
func firstValue(h *registry.History) *procurement.Money {
	for _, chain := range h.Chains {
		for _, step := range chain.Steps {
			if step.ValueBefore != nil {
				return step.ValueBefore
			}
		}
	}
	var awarded []*procurement.Money
	for _, a := range h.Process.Awards {
		if a.Stands() {
			awarded = append(awarded, a.Value)
		}
	}
	if v := procurement.Sum(awarded...); v != nil {
		return v
	}
	for _, chain := range h.Chains {
		if len(chain.Steps) > 0 {
			return nil // what it is now may be more than it was
		}
	}
	return h.Process.Value()
}

// longest is the chain with most steps, the first of several.
func longest(chains []procurement.Chain) procurement.Chain {
	best := chains[0]
	for _, c := range chains {
		if len(c.Steps) > len(best.Steps) {
			best = c
		}
	}
	return best
}

// plannedLength is the length planned in a source's words, where a step that
// ran past it says.
func plannedLength(chain procurement.Chain) string {
	for _, s := range chain.Steps {
		if s.Planned != "" {
			return s.Planned
		}
	}
	return ""
}

// termWords is a term by its length and its end, as far as stated.
func termWords(p procurement.Period, planned string) string {
	length := termLength(p)
	if planned != "" {
		length = planned + " planned"
	}
	end := ""
	if p.End.EndStated() {
		end = "to " + p.End.String()
	}
	if words := phrase(length, end); words != "" {
		return words
	}
	if p.Start.Known() {
		return "from " + p.Start.String() + ", end not stated"
	}
	return notStated
}

// nowWords is how a contract's life turned out: its latest end where one is
// stated, else its steps in words.
func nowWords(p *procurement.Process, chain procurement.Chain) string {
	if len(chain.Steps) == 0 {
		if len(p.Contracts) > 1 && p.End().Known() {
			return "to " + p.End().String()
		}
		return termWords(chain.First, "")
	}
	last := chain.Steps[len(chain.Steps)-1]
	if last.NewEnd.EndStated() {
		return "to " + last.NewEnd.String() + ", after " + procurement.Count(len(chain.Steps), "step")
	}
	var parts []string
	for _, s := range chain.Steps {
		parts = append(parts, stepLength(s))
	}
	for i := 1; i < len(parts); i++ {
		parts[i] = "then " + parts[i] + " more"
	}
	return phrase(parts...)
}
