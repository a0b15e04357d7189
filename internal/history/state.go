package history

import "daylight/internal/procurement"

// State is a process as it stood after one of its releases. States are given
// in merge order.
type State struct {
	Release string // identity of the release that led here
	Date    string // release.date, RFC 3339
	Tags    []string
	Process *procurement.Process
}

// day is the day of the release, or unknown where its date cannot be read.
func (s State) day() procurement.Date {
	d, _ := procurement.ParseDate(s.Date)
	return d
}

// continuations says which made contract each made contract continues
// (extendsContractID). A link that would close a circle is left out.
func continuations(p *procurement.Process, made made) map[string]string {
	extends := map[string]string{}
	for i := range p.Contracts {
		c := &p.Contracts[i]
		if c.Extends != "" && made.is(c) && made.find(c.Extends) != nil && root(extends, c.Extends) != c.ID {
			extends[c.ID] = c.Extends
		}
	}
	return extends
}

// root is the contract where a chain of continuations begins.
func root(extends map[string]string, contract string) string {
	for extends[contract] != "" {
		contract = extends[contract]
	}
	return contract
}

// later reports whether an end moved later. An end that states a month does
// not move when a day inside that month is given.
func later(before, after procurement.Date) bool {
	return before.EndStated() && after.EndStated() && after.After(before)
}

// same reports whether two known dates can mean the same day.
func same(a, b procurement.Date) bool {
	return a.Known() && b.Known() && !a.After(b) && !b.After(a)
}

func differ(a, b *procurement.Money) bool { return a != nil && b != nil && *a != *b }

// begun is the day a contract is known to have begun: signed, else started.
func begun(c *procurement.Contract) procurement.Date {
	if c.Signed.Known() {
		return c.Signed
	}
	return c.Period.Start
}
