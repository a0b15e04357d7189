package rules

import (
	"slices"

	"daylight/internal/procurement"
)

// set adds a figure where it is known: an absent figure is unknown, not zero.
func set(figures map[string]any, name string, value string) {
	if value != "" {
		figures[name] = value
	}
}

// amount is money as evidence shows it: the exact decimal and the currency.
func amount(m procurement.Money) map[string]any {
	return map[string]any{"amount": m.Amount(), "currency": m.Currency}
}

// union is every text of the lists once, in the order first seen.
func union(lists ...[]string) []string {
	n := 0
	for _, list := range lists {
		n += len(list)
	}
	var seen map[string]bool
	if n > fewNames {
		seen = make(map[string]bool, n)
	}
	var all []string
	for _, list := range lists {
		for _, s := range list {
			if s == "" || seen[s] || seen == nil && slices.Contains(all, s) {
				continue
			}
			if seen != nil {
				seen[s] = true
			}
			all = append(all, s)
		}
	}
	return all
}

// awarded reports whether anything was: a standing award or a contract made.
func awarded(p *procurement.Process) bool {
	for i := range p.Awards {
		if p.Awards[i].Stands() {
			return true
		}
	}
	return anyMade(p.Contracts)
}

// inForce reports whether a decision still holds: not quashed, withdrawn or
// superseded, by its own status or by a later decision that names it and holds.
func inForce(p *procurement.Process, d procurement.Decision) bool {
	return standing(d) && !slices.ContainsFunc(p.Decisions, func(later procurement.Decision) bool {
		return d.ID != "" && later.Supersedes == d.ID && later.ID != d.ID && standing(later)
	})
}

func standing(d procurement.Decision) bool {
	switch d.Status {
	case "quashed", "withdrawn", "superseded":
		return false
	}
	return true
}
