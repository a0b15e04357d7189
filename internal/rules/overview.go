package rules

import "daylight/internal/procurement"

// overview is what all rules may know of a process as a whole, those too who
// see one contract of it at a time; and memory for them to use in turn.
type overview struct {
	noticed bool

	ids, names numbering
	standing   []*procurement.Award
	agreed     []agreement
	signed     []bool
	counts     []int
}

// memory is for one rule to use before the next.
func (d Dossier) memory() *overview {
	if d.overview == nil {
		return &overview{}
	}
	return d.overview
}

// noticed reports whether the process shows that types of notices are recorded.
func (d Dossier) noticed() bool {
	if d.overview == nil {
		return anyNotice(d.Process)
	}
	return d.overview.noticed
}

func anyNotice(p *procurement.Process) bool {
	typed := func(list []procurement.Document) bool {
		for i := range list {
			if list[i].Notice != "" {
				return true
			}
		}
		return false
	}
	if typed(p.Documents) || typed(p.Tender.Documents) {
		return true
	}
	for i := range p.Awards {
		if typed(p.Awards[i].Documents) {
			return true
		}
	}
	for i := range p.Contracts {
		if typed(p.Contracts[i].Documents) {
			return true
		}
	}
	return false
}

// anyMade reports whether a contract came into being.
func anyMade(list []procurement.Contract) bool {
	for i := range list {
		if list[i].Made() {
			return true
		}
	}
	return false
}
