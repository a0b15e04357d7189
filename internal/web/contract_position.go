package web

import (
	"daylight/internal/procurement"
	"daylight/internal/registry"
)

// positions are what a process was worth and how long it was to last when
// first agreed, and now.
func (v processView) positions(h *registry.History) (then, now position) {
	p := h.Process
	then = position{Value: notStated, Term: notStated}
	now = position{Value: notStated, Term: notStated}
	if worth := p.Value(); worth != nil {
		now.Value = worth.String()
		if made(p) > 1 {
			now.Note = procurement.Count(made(p), "contract") + " together"
		}
	}
	if worth := firstValue(h); worth != nil {
		then.Value = worth.String()
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
	teller := v.told(h)
	for _, f := range teller.chain(chain) {
		if f.Kind == termFact {
			then.Cited = f.Cited
		}
		now.Cited = now.Cited.and(f.Cited)
	}
	return then, now
}

// made is how many contracts came into being.
func made(p *procurement.Process) int {
	n := 0
	for _, c := range p.Contracts {
		if c.Made() {
			n++
		}
	}
	return n
}

// firstValue is what the contracts were worth when first agreed, all together;
// nil where that is not known of every one.
func firstValue(h *registry.History) *procurement.Money {
	if len(h.Chains) == 0 {
		return h.Process.Value()
	}
	var values []*procurement.Money
	for _, chain := range h.Chains {
		v := beginning(h.Process, chain)
		if v == nil {
			return nil
		}
		values = append(values, v)
	}
	return procurement.Sum(values...)
}

// beginning is the value of the first contract of a chain before any change of
// it: the value before its first step, else as awarded, else its own, unless a
// step speaks of its value, which then is a later one.
func beginning(p *procurement.Process, chain procurement.Chain) *procurement.Money {
	c := p.Contract(chain.Contract)
	if c == nil {
		return nil
	}
	changed := false
	for _, s := range chain.Steps {
		own := s.Contract == chain.Contract && s.Successor == ""
		if own && s.ValueBefore != nil {
			return s.ValueBefore
		}
		changed = changed || own && (s.ValueAfter != nil || s.ValueAdded != nil)
	}
	if a := p.Award(c.AwardID); a != nil && a.Value != nil && !changed {
		return a.Value
	}
	if changed {
		return nil
	}
	return c.Value
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
	if n := len(chain.Steps); n > 2 {
		return phrase(stepLength(last)+after(last.Date), "after "+procurement.Count(n, "step"))
	}
	var parts []string
	for i, s := range chain.Steps {
		length := stepLength(s)
		if i > 0 {
			length = "then " + length + " more"
		}
		parts = append(parts, length)
	}
	return phrase(parts...)
}

func after(d procurement.Date) string {
	if !d.Known() {
		return ""
	}
	return " from " + d.String()
}
