package web

import (
	"context"
	"html/template"
	"slices"
	"strconv"

	"daylight/internal/procurement"
	"daylight/internal/rules"
	"daylight/internal/store"
)

// flagsPage is the catalogue of rules with what each found.
type flagsPage struct {
	Page
	Rules []ruleLine
}

func (*flagsPage) template() string { return "flags" }

// ruleLine is a rule with how many results it has in each state.
type ruleLine struct {
	rules.Rule
	Counts stateCounts
}

// stateCounts are results by state.
type stateCounts struct{ Raised, Clear, NoData, NotApplicable int }

func newStateCounts(m map[procurement.FlagState]int) stateCounts {
	return stateCounts{m[procurement.Raised], m[procurement.Clear], m[procurement.NoData], m[procurement.NotApplicable]}
}

// ruleLines are all rules, in the order of the catalogue.
func (r *request) ruleLines(ctx context.Context) ([]ruleLine, error) {
	counts, err := r.FlagCounts(ctx)
	var list []ruleLine
	for _, rule := range rules.All() {
		list = append(list, ruleLine{rule, newStateCounts(counts[rule.ID])})
	}
	return list, err
}

var flagKinds = []procurement.EventKind{procurement.FlagRaised, procurement.FlagCleared}

// flags shows the catalogue.
func (s *Server) flags(ctx context.Context, r *request) (*answer, error) {
	lines, err := r.ruleLines(ctx)
	if err != nil {
		return nil, err
	}
	list := excerpt[ruleLine]{Total: store.Count{N: len(lines)}, Items: lines}
	p := &flagsPage{s.page(r, "Flags", "What the rules look for in every contract, and what they found."), lines}
	return r.reply(ctx, answers{
		asPage: s.html(p),
		asJSON: s.json(listJSON(s, r, list, newJSONRule)),
		asCSV:  s.csv("flags", ruleHeader, rows(list, ruleRow)),
		asRSS:  s.rss(r, p, store.EventFilter{Kinds: flagKinds}),
	})
}

// jsonRule is a rule in a JSON list.
type jsonRule struct {
	Rule      string         `json:"rule"`
	Title     string         `json:"title"`
	Condition string         `json:"condition"`
	Version   int            `json:"version"`
	Counts    map[string]int `json:"counts"`
}

func newJSONRule(l ruleLine) jsonRule {
	return jsonRule{l.ID, l.Title, l.Doc.Condition, l.Version(), map[string]int{
		string(procurement.Raised): l.Counts.Raised, string(procurement.Clear): l.Counts.Clear,
		string(procurement.NoData): l.Counts.NoData, string(procurement.NotApplicable): l.Counts.NotApplicable}}
}

const ruleHeader = "rule,title,version,raised,clear,no_data,not_applicable"

func ruleRow(l ruleLine) []string {
	return []string{l.ID, l.Title, strconv.Itoa(l.Version()), strconv.Itoa(l.Counts.Raised), strconv.Itoa(l.Counts.Clear),
		strconv.Itoa(l.Counts.NoData), strconv.Itoa(l.Counts.NotApplicable)}
}

// flagPage is one rule: its cases in one state and its method.
type flagPage struct {
	Page
	ruleLine
	State  procurement.FlagState
	States []stateTab
	excerpt[store.FlagRow]
	About  []string // the contract that each item is about, where its process has several
	Method template.HTML
}

func (*flagPage) template() string { return "flag" }

// stateTab leads to the cases in one state.
type stateTab struct {
	State procurement.FlagState
	Count int
	Href  string
}

// flag shows one rule with the cases in a state, raised unless another is
// asked for.
func (s *Server) flag(ctx context.Context, r *request) (*answer, error) {
	rule, ok := rules.Find(r.Param("rule"))
	if !ok {
		return nil, store.ErrNotFound
	}
	state, err := r.state()
	if err != nil {
		return nil, err
	}
	counts, err := r.FlagCounts(ctx)
	if err != nil {
		return nil, err
	}
	list, err := turn(r, store.Count{N: counts[rule.ID][state]}, store.FlagRow.Place, func(after store.Place, limit int) ([]store.FlagRow, error) {
		return r.Flags(ctx, rule.ID, state, store.RowFilter{After: after, Limit: limit})
	})
	if err != nil {
		return nil, err
	}
	p := &flagPage{Page: s.page(r, rule.Title, rule.Doc.Condition), ruleLine: ruleLine{rule, newStateCounts(counts[rule.ID])}, State: state, excerpt: list}
	for _, st := range stateOrder {
		p.States = append(p.States, stateTab{st, counts[rule.ID][st], r.Address(asPage, "state", string(st), afterParameter, "")})
	}
	p.Method = markdown(rule.Doc.Body)
	var about []procurement.ContractRef
	for _, f := range list.Items {
		about = append(about, procurement.ContractRef{OCID: f.Flag.OCID, Contract: f.Contract})
	}
	if p.About, err = r.contractNames(ctx, about); err != nil {
		return nil, err
	}
	return r.reply(ctx, answers{
		asPage: s.html(p),
		asJSON: s.json(listJSON(s, r, list, newJSONResult)),
		asCSV:  s.csv("flag", resultHeader, rows(list, resultRow)),
		asRSS:  s.rss(r, p, store.EventFilter{Rule: rule.ID}),
	})
}

// state is the state of results a reader asks for.
func (r *request) state() (procurement.FlagState, error) {
	state := procurement.FlagState(r.Text("state"))
	if state == "" {
		return procurement.Raised, nil
	}
	if !slices.Contains(stateOrder, state) {
		return "", bad("Write a state as raised, clear, no data or not applicable.")
	}
	return state, nil
}

// jsonResult is the result of a rule in a JSON list.
type jsonResult struct {
	OCID     string                `json:"ocid"`
	Title    string                `json:"title"`
	Contract *string               `json:"contract"`
	Rule     string                `json:"rule"`
	Version  int                   `json:"version"`
	State    procurement.FlagState `json:"state"`
	Evidence procurement.Evidence  `json:"evidence"`
}

func newJSONResult(f store.FlagRow) jsonResult {
	return jsonResult{f.Flag.OCID, f.Title, orNull(f.Contract), f.Rule, f.Version, f.State, f.Evidence}
}

const resultHeader = "ocid,title,contract,rule,version,state,evidence"

func resultRow(f store.FlagRow) []string {
	return []string{f.Flag.OCID, f.Title, f.Contract, f.Rule, strconv.Itoa(f.Version), string(f.State), f.Evidence.Summary}
}
