package store

import "daylight/internal/procurement"

// participants are who takes part in a process: once in each of the parts that
// are counted, and once, by the first of them, in others alone. No question asks
// for the others of somebody who has one that is.
func participants(p *procurement.Process) []part {
	var list []part
	seen, in := map[[2]string]bool{}, map[string]bool{}
	put := func(role string, o procurement.Organisation) {
		if k := [2]string{role, o.Key}; o.Key != "" && !seen[k] {
			seen[k], in[o.Key] = true, true
			list = append(list, part{role, o.Key, o.Name})
		}
	}
	other := func(role string, o procurement.Organisation) {
		if role == "reviewBody" || !in[o.Key] {
			put(role, o)
		}
	}
	if p.Buyer != nil {
		put("buyer", *p.Buyer)
	}
	for _, o := range p.Suppliers() {
		put("supplier", o)
	}
	for _, o := range p.Proposed() {
		put("proposedSupplier", o)
	}
	for _, d := range p.Decisions {
		if d.Body != nil {
			put("reviewBody", *d.Body)
		}
	}
	for _, o := range p.Tender.Tenderers {
		other("tenderer", o)
	}
	for _, o := range p.Parties {
		for _, role := range o.Roles {
			// A supplier is one by an award, not by being listed.
			if role != "supplier" && role != "buyer" {
				other(role, o)
			}
		}
	}
	return list
}
