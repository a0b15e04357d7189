package history

import "daylight/internal/procurement"

// lengthens reports whether stated terms are those of an extension: an end
// stated to come earlier is not.
func lengthens(t *procurement.ExtensionTerms) bool {
	return t != nil && !t.PreviousEnd.After(t.NewEnd)
}

// amendment finds an amendment by its id.
func amendment(c *procurement.Contract, id string) *procurement.Amendment {
	for i := range c.Amendments {
		if c.Amendments[i].ID == id && id != "" {
			return &c.Amendments[i]
		}
	}
	return nil
}

// newAmendments are those that state no longer term and were not there before.
// Some publishers give amendments no id: these are told apart by what they say.
func newAmendments(before, after *procurement.Contract) []*procurement.Amendment {
	type said struct {
		id, description, rationale string
		date                       procurement.Date
	}
	of := func(a *procurement.Amendment) said {
		if a.ID != "" {
			return said{id: a.ID}
		}
		return said{"", a.Description, a.Rationale, a.Date}
	}
	seen := map[said]bool{}
	if before != nil {
		for i := range before.Amendments {
			seen[of(&before.Amendments[i])] = true
		}
	}
	var list []*procurement.Amendment
	for i := range after.Amendments {
		a := &after.Amendments[i]
		if !lengthens(a.Extension) && !seen[of(a)] {
			seen[of(a)] = true
			list = append(list, a)
		}
	}
	return list
}
