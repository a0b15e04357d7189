package web

import (
	"strconv"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// jsonDecision is a decision in a JSON list.
type jsonDecision struct {
	ID         string     `json:"id"`
	OCID       string     `json:"ocid"`
	Process    string     `json:"process"`
	Title      string     `json:"title"`
	Body       *jsonParty `json:"body"`
	Type       string     `json:"type"`
	Status     *string    `json:"status"`
	Decided    *string    `json:"decided"`
	Published  *string    `json:"published"`
	ReportedBy *string    `json:"reported_by"` // null where the body filed it itself
	Conditions int        `json:"conditions"`
}

func newJSONDecision(d store.DecisionRow) jsonDecision {
	return jsonDecision{
		ID: d.ID, OCID: d.OCID, Process: d.ProcessRef.Title, Title: d.Title, Body: partyJSON(d.BodyKey, d.BodyName), Type: d.Type,
		Status: orNull(d.Status), Decided: orNull(d.Decided), Published: orNull(d.Published), ReportedBy: orNull(d.ReportedBy), Conditions: d.Conditions,
	}
}

const decisionHeader = "id,ocid,title,body_key,body,type,status,decided,published,reported_by,conditions"

func decisionRow(d store.DecisionRow) []string {
	return []string{d.ID, d.OCID, d.Title, d.BodyKey, d.BodyName, d.Type, d.Status, string(d.Decided), string(d.Published),
		d.ReportedBy, strconv.Itoa(d.Conditions)}
}

// jsonFullDecision is a decision with all that belongs to it.
type jsonFullDecision struct {
	ID          string            `json:"id"`
	OCID        string            `json:"ocid"`
	Process     string            `json:"process"`
	Title       string            `json:"title"`
	Description string            `json:"description"`
	Reference   *string           `json:"reference"`
	Body        *jsonParty        `json:"body"`
	DecidedBy   *string           `json:"decided_by"`
	Type        string            `json:"type"`
	Status      *string           `json:"status"`
	Reason      *string           `json:"status_reason"` // why it stands as it does
	Decided     *string           `json:"decided"`
	Published   *string           `json:"published"`
	ReportedBy  *string           `json:"reported_by"` // null where the body filed it itself
	GrantedUpTo *string           `json:"granted_up_to"`
	Granted     *jsonMoney        `json:"granted_value"`
	Until       *string           `json:"granted_until"`
	Findings    []jsonFinding     `json:"findings"`
	Terms       []string          `json:"terms"`
	Conditions  []jsonRequirement `json:"conditions"`
	Sources     []string          `json:"sources"` // addresses
}

type jsonFinding struct {
	Classification string  `json:"classification"`
	Description    string  `json:"description"`
	Quotation      *string `json:"quotation"`
}

type jsonRequirement struct {
	ID          string  `json:"id"`
	Description string  `json:"description"`
	Due         *string `json:"due"`
	DueBasis    *string `json:"due_basis"`
	Status      string  `json:"status"`
	Met         *string `json:"met"`
	Evidence    *string `json:"evidence"`
}

func fullDecision(p *procurement.Process, d procurement.Decision) jsonFullDecision {
	j := jsonFullDecision{
		ID: d.ID, OCID: p.OCID, Process: p.Title, Title: d.Title, Description: d.Description, Reference: orNull(d.Reference),
		DecidedBy: orNull(d.DecidedBy), Type: d.Type, Status: orNull(d.Status), Reason: orNull(d.StatusReason), Decided: orNull(d.Decided), Published: orNull(d.Published),
		ReportedBy: orNull(d.ReportedBy), GrantedUpTo: orNull(d.GrantedUpTo), Granted: moneyJSON(d.GrantedValue), Until: orNull(d.GrantedPeriod.End),
		Findings: []jsonFinding{}, Terms: []string{}, Conditions: []jsonRequirement{}, Sources: []string{},
	}
	if d.Body != nil {
		j.Body = partyJSON(d.Body.Key, d.Body.Name)
	}
	for _, f := range d.Findings {
		j.Findings = append(j.Findings, jsonFinding{f.Classification, f.Description, orNull(f.Quotation)})
	}
	for _, t := range d.Terms {
		j.Terms = append(j.Terms, t.Description)
	}
	for _, c := range d.Conditions {
		line := conditionLine{ConditionRow: store.ConditionRow{Condition: c}}
		j.Conditions = append(j.Conditions, jsonRequirement{c.ID, c.Description, orNull(c.Due), orNull(c.DueBasis), line.status(),
			orNull(c.Met), orNull(c.Evidence)})
	}
	for _, id := range d.Sources {
		if source, ok := p.Source(id); ok {
			j.Sources = append(j.Sources, source.URL)
		}
	}
	return j
}
