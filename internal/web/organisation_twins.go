package web

import (
	"strconv"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// jsonOrganisation is an organisation in a JSON list, with the number of
// processes in each role.
type jsonOrganisation struct {
	Key              string `json:"key"`
	Name             string `json:"name"`
	Buyer            int    `json:"buyer"`
	Supplier         int    `json:"supplier"`
	ProposedSupplier int    `json:"proposed_supplier"`
	Overseer         int    `json:"overseer"`
}

func newJSONOrganisation(o store.OrganisationRow) jsonOrganisation {
	return jsonOrganisation{o.Key, o.Name, o.Buyer, o.Supplier, o.Proposed, o.Overseer}
}

const organisationHeader = "key,name,buyer,supplier,proposed_supplier,overseer"

func organisationRow(o store.OrganisationRow) []string {
	return []string{o.Key, o.Name, strconv.Itoa(o.Buyer), strconv.Itoa(o.Supplier), strconv.Itoa(o.Proposed), strconv.Itoa(o.Overseer)}
}

// json is an organisation as data: one page of its processes in each part, how
// many there are in all, and the absolute address of the next page, or null.
func (p *organisationPage) json(s *Server, r *request) any {
	processes, total, next := map[string][]jsonProcess{}, map[string]int{}, map[string]*string{}
	for _, l := range p.Parts {
		processes[l.Name], total[l.Name], next[l.Name] = jsonProcesses(l.Items), l.Processes, nil
		if l.next != "" {
			address := s.BaseURL + r.Address(asJSON, "role", l.Name, "before", l.next)
			next[l.Name] = &address
		}
	}
	decisions := []jsonDecision{}
	for _, d := range p.Decisions {
		decisions = append(decisions, newJSONDecision(d))
	}
	return struct {
		Key       string                   `json:"key"`
		Name      string                   `json:"name"`
		Total     map[string]int           `json:"total"`
		Processes map[string][]jsonProcess `json:"processes"`
		Next      map[string]*string       `json:"next"`
		Decided   int                      `json:"decided"`
		Decisions []jsonDecision           `json:"decisions"`
		Flags     jsonOrganisationFlags    `json:"flags"`
	}{p.Organisation.Key, p.Organisation.Name, total, processes, next, p.Decided.N, decisions, p.Flags.json()}
}

// jsonOrganisationFlags are the flags raised about an organisation, and what the
// rules found in what it buys beside what they found for other buyers.
type jsonOrganisationFlags struct {
	About      []jsonAbout `json:"about"`
	AsBuyer    []jsonShare `json:"as_buyer"`
	ComparedIn string      `json:"compared_in"` // publishers; "" where it bought nothing
}

type jsonAbout struct {
	Rule     string               `json:"rule"`
	Version  int                  `json:"version"`
	Evidence procurement.Evidence `json:"evidence"`
}

// jsonShare are results of one rule that could be checked, and those raised.
type jsonShare struct {
	Rule          string `json:"rule"`
	Raised        int    `json:"raised"`
	Checked       int    `json:"checked"`
	OthersRaised  int    `json:"others_raised"`
	OthersChecked int    `json:"others_checked"`
}

func (f buyerFlags) json() jsonOrganisationFlags {
	j := jsonOrganisationFlags{About: []jsonAbout{}, AsBuyer: []jsonShare{}, ComparedIn: f.Publishers}
	for _, x := range f.About {
		j.About = append(j.About, jsonAbout{x.Rule, x.Version, x.Evidence})
	}
	for _, l := range f.Lines {
		j.AsBuyer = append(j.AsBuyer, jsonShare{l.ID, l.Raised, l.Checked, l.OthersR, l.OthersCh})
	}
	return j
}

func (p *organisationPage) rows() [][]string {
	var list [][]string
	for _, l := range p.Parts {
		for _, row := range processRows(l.Items) {
			list = append(list, append([]string{l.Name}, row...))
		}
	}
	return list
}
