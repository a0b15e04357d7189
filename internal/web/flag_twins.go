package web

import (
	"strconv"
	"strings"

	"daylight/internal/procurement"
	"daylight/internal/rules"
	"daylight/internal/store"
)

// jsonRule is a rule in a JSON list.
type jsonRule struct {
	Rule        string         `json:"rule"`
	Title       string         `json:"title"`
	Group       string         `json:"group"`
	Subject     rules.Subject  `json:"subject"`
	Condition   string         `json:"condition"`
	Version     int            `json:"version"`
	Changes     []jsonChange   `json:"changes"`
	Guide       []string       `json:"guide"` // codes of the Open Contracting guide; empty where it has no counterpart
	Needs       []string       `json:"needs"`
	Counts      map[string]int `json:"counts"`
	MissingMost *string        `json:"missing_most"`
	MissingIn   int            `json:"missing_in"`
}

type jsonChange struct {
	Version int    `json:"version"`
	Date    string `json:"date"`
	What    string `json:"what"`
}

func newJSONRule(l ruleLine) jsonRule {
	j := jsonRule{l.ID, l.Title, l.Group, l.Subject, l.Condition, l.Version(), nil, append([]string{}, l.Guide...), l.Needs, map[string]int{
		string(procurement.Raised): l.Counts.Raised, string(procurement.Clear): l.Counts.Clear,
		string(procurement.NoData): l.Counts.NoData, string(procurement.NotApplicable): l.Counts.NotApplicable}, orNull(l.Missing), l.Misses}
	for _, c := range l.Changes {
		j.Changes = append(j.Changes, jsonChange(c))
	}
	return j
}

const ruleHeader = "rule,title,version,raised,clear,no_data,not_applicable,group,guide,missing_most,missing_in"

func ruleRow(l ruleLine) []string {
	return []string{l.ID, l.Title, strconv.Itoa(l.Version()), strconv.Itoa(l.Counts.Raised), strconv.Itoa(l.Counts.Clear),
		strconv.Itoa(l.Counts.NoData), strconv.Itoa(l.Counts.NotApplicable), l.Group, strings.Join(l.Guide, " "), l.Missing, strconv.Itoa(l.Misses)}
}

// jsonResult is the result of a rule in a JSON list: about a process, or about
// an organisation.
type jsonResult struct {
	OCID         *string               `json:"ocid,omitempty"`
	Organisation *jsonParty            `json:"organisation,omitempty"`
	Title        *string               `json:"title,omitempty"`
	Contract     *string               `json:"contract"`
	Rule         string                `json:"rule"`
	Version      int                   `json:"version"`
	State        procurement.FlagState `json:"state"`
	Evidence     procurement.Evidence  `json:"evidence"`
}

func (p *flagPage) json(s *Server, r *request) jsonList[jsonResult] {
	if p.Subject == rules.OfOrganisation {
		return listJSON(s, r, p.Organisations, func(f procurement.OrganisationFlag) jsonResult {
			return jsonResult{Organisation: partyJSON(f.Organisation, f.Name), Rule: f.Rule, Version: f.Version, State: f.State, Evidence: f.Evidence}
		})
	}
	return listJSON(s, r, p.excerpt, func(f store.FlagRow) jsonResult {
		return jsonResult{OCID: &f.Flag.OCID, Title: &f.Title, Contract: orNull(f.Contract), Rule: f.Rule, Version: f.Version, State: f.State, Evidence: f.Evidence}
	})
}

const resultHeader = "ocid,title,contract,rule,version,state,evidence"

// rows are the cells of the results; the columns of an organisation's are its
// key and its name.
func (p *flagPage) rows() [][]string {
	var list [][]string
	for _, f := range p.Items {
		list = append(list, []string{f.Flag.OCID, f.Title, f.Contract, f.Rule, strconv.Itoa(f.Version), string(f.State), said(f.Evidence)})
	}
	for _, f := range p.Organisations.Items {
		list = append(list, []string{f.Organisation, f.Name, "", f.Rule, strconv.Itoa(f.Version), string(f.State), said(f.Evidence)})
	}
	return list
}

// said is the sentence of a result, or what it misses.
func said(e procurement.Evidence) string {
	if e.Summary == "" && len(e.Missing) > 0 {
		return "Missing: " + strings.Join(e.Missing, ", ")
	}
	return e.Summary
}
