package web

import (
	"context"
	"slices"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// conditionsPage is the list of what overseers asked for, in groups.
type conditionsPage struct {
	Page
	excerpt[conditionLine]
	Groups []conditionGroup
}

func (*conditionsPage) template() string { return "conditions" }

// conditionGroup is the part of a page whose conditions are in one state.
type conditionGroup struct {
	Name, Note string
	Lines      []conditionLine
}

// conditionLine is a condition with its place among the groups.
type conditionLine struct {
	store.ConditionRow
	Passed bool // the date has passed, stated or inferred
}

// conditionGroups are in the order in which they need attention.
var conditionGroups = []conditionGroup{
	{Name: "Overdue", Note: "The due date a source states has passed and no outcome is recorded. That is not the same as “not met”."},
	{Name: "Due", Note: "Dates marked as inferred were worked out from what a source says; one that has passed proves nothing."},
	{Name: "No date stated", Note: "No source gives a date, and no outcome is recorded."},
	{Name: "Outcome recorded"},
}

// conditionLines are conditions that match, overdue first.
func (r *request) conditionLines(ctx context.Context, f store.RowFilter, groups []store.ConditionGroup) ([]conditionLine, error) {
	all, err := r.Conditions(ctx, f, r.Day, groups)
	var lines []conditionLine
	for _, c := range all {
		lines = append(lines, conditionLine{c, c.Due.Known() && r.Day.Known() && c.Due.Last() < r.Day.First()})
	}
	return lines, err
}

// grouped puts lines under the names of their groups.
func grouped(lines []conditionLine) []conditionGroup {
	groups := slices.Clone(conditionGroups)
	for _, l := range lines {
		groups[l.Group].Lines = append(groups[l.Group].Lines, l)
	}
	return slices.DeleteFunc(groups, func(g conditionGroup) bool { return g.Lines == nil })
}

var conditionKinds = []procurement.EventKind{procurement.ConditionSet, procurement.ConditionChanged, procurement.ConditionOverdue}

// conditions shows what overseers asked for: overdue first, then due, then
// without a date.
func (s *Server) conditions(ctx context.Context, r *request) (*answer, error) {
	organisation := r.Text("organisation")
	f := store.RowFilter{Organisation: organisation}
	total, err := r.CountRows(ctx, "conditions", f)
	if err != nil {
		return nil, err
	}
	place := func(l conditionLine) store.Place { return l.Place() }
	list, err := turn(r, total, place, func(after store.Place, limit int) ([]conditionLine, error) {
		f.After, f.Limit = after, limit
		return r.conditionLines(ctx, f, store.ConditionGroups)
	})
	if err != nil {
		return nil, err
	}
	p := &conditionsPage{s.page(r, "Conditions", "What overseers asked for, when it is due, and what came of it."), list, grouped(list.Items)}
	return r.reply(ctx, answers{
		asPage: s.html(p),
		asJSON: s.json(listJSON(s, r, list, newJSONCondition)),
		asCSV:  s.csv("conditions", conditionHeader, rows(list, conditionRow)),
		asRSS:  s.rss(r, p, store.EventFilter{Organisation: organisation, Kinds: conditionKinds}),
	})
}

// jsonCondition is a condition in a JSON list.
type jsonCondition struct {
	OCID        string     `json:"ocid"`
	Title       string     `json:"title"`
	Decision    string     `json:"decision"`
	Body        *jsonParty `json:"body"`
	ID          string     `json:"id"`
	Description string     `json:"description"`
	Due         *string    `json:"due"`
	DueBasis    *string    `json:"due_basis"`
	Status      string     `json:"status"`
	Overdue     bool       `json:"overdue"` // a stated date has passed, no outcome recorded
}

func newJSONCondition(c conditionLine) jsonCondition {
	return jsonCondition{
		OCID: c.OCID, Title: c.Title, Decision: c.Decision, Body: partyJSON(c.BodyKey, c.BodyName), ID: c.ID, Description: c.Description,
		Due: orNull(c.Due), DueBasis: orNull(c.DueBasis), Status: c.status(), Overdue: c.Group == store.Overdue,
	}
}

func (c conditionLine) status() string {
	if c.Status == "" {
		return procurement.Unknown
	}
	return c.Status
}

const conditionHeader = "ocid,decision,id,body_key,body,description,due,due_basis,status,overdue"

func conditionRow(c conditionLine) []string {
	return []string{c.OCID, c.Decision, c.ID, c.BodyKey, c.BodyName, c.Description, string(c.Due), c.DueBasis, c.status(), yesNo(c.Group == store.Overdue)}
}

func yesNo(b bool) string {
	if b {
		return procurement.Yes
	}
	return procurement.No
}
