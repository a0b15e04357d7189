package rules

import "daylight/internal/procurement"

// overview is what all rules may know of a process as a whole, those too who
// see one contract of it at a time.
type overview struct{ noticed bool }

func overviewOf(p *procurement.Process) *overview { return &overview{noticed: anyNotice(p)} }

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
