package web

import (
	"strconv"

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

// roles are the lists by the name they have in data.
func (p *organisationPage) roles() []struct {
	Name string
	roleList
} {
	return []struct {
		Name string
		roleList
	}{{"buyer", p.AsBuyer}, {"supplier", p.AsSupplier}, {"proposed_supplier", p.AsProposed}, {"other", p.Otherwise}}
}

func (p *organisationPage) json() any {
	processes := map[string][]jsonProcess{}
	for _, role := range p.roles() {
		processes[role.Name] = jsonProcesses(role.Items)
	}
	decisions := []jsonDecision{}
	for _, d := range p.Decisions {
		decisions = append(decisions, newJSONDecision(d))
	}
	return struct {
		Key       string                   `json:"key"`
		Name      string                   `json:"name"`
		Processes map[string][]jsonProcess `json:"processes"`
		Decisions []jsonDecision           `json:"decisions"`
	}{p.Organisation.Key, p.Organisation.Name, processes, decisions}
}

func (p *organisationPage) rows() [][]string {
	var list [][]string
	for _, role := range p.roles() {
		for _, row := range processRows(role.Items) {
			list = append(list, append([]string{role.Name}, row...))
		}
	}
	return list
}
