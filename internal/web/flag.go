package web

import (
	"cmp"
	"context"
	"html/template"
	"maps"
	"slices"
	"strconv"
	"strings"

	"daylight/internal/procurement"
	"daylight/internal/rules"
	"daylight/internal/store"
)

// flagsPage is the catalogue of rules with what each found.
type flagsPage struct {
	Page
	Groups []ruleGroup
	Survey *store.SurveyRow // the latest, or nil
}

func (*flagsPage) template() string { return "flags" }

// ruleGroup is a group of the catalogue with its rules.
type ruleGroup struct {
	Name  string
	Rules []ruleLine
}

// ruleLine is a rule with how many results it has in each state, and the field
// that is missing most where it could not be checked.
type ruleLine struct {
	rules.Rule
	Counts  stateCounts
	Missing string
	Misses  int // results that miss it
}

// stateCounts are results by state.
type stateCounts struct{ Raised, Clear, NoData, NotApplicable int }

func newStateCounts(m map[procurement.FlagState]int) stateCounts {
	return stateCounts{m[procurement.Raised], m[procurement.Clear], m[procurement.NoData], m[procurement.NotApplicable]}
}

// Rate is the share raised of the results that could be checked, and Unchecked
// the share that could not be of those to which the rule applies: "12.5%", or ""
// where there are none.
func (c stateCounts) Rate() string      { return percent(c.Raised, c.Raised+c.Clear) }
func (c stateCounts) Unchecked() string { return percent(c.NoData, c.Raised+c.Clear+c.NoData) }

func percent(part, whole int) string {
	if whole == 0 {
		return ""
	}
	return strconv.FormatFloat(rules.Share(int64(part), int64(whole)), 'f', -1, 64) + "%"
}

// ruleLines are all rules, in the order of the catalogue.
func (r *request) ruleLines(ctx context.Context) ([]ruleLine, error) {
	counts, err := r.CheckCounts(ctx)
	if err != nil {
		return nil, err
	}
	var list []ruleLine
	for _, rule := range rules.All() {
		list = append(list, newRuleLine(rule, counts[rule.ID]))
	}
	return list, err
}

func newRuleLine(rule rules.Rule, counts store.RuleCounts) ruleLine {
	l := ruleLine{Rule: rule, Counts: newStateCounts(counts.States)}
	for _, field := range slices.Sorted(maps.Keys(counts.Missing)) {
		if n := counts.Missing[field]; n > l.Misses {
			l.Missing, l.Misses = field, n
		}
	}
	return l
}

var flagKinds = []procurement.EventKind{procurement.FlagRaised, procurement.FlagCleared}

// flags shows the catalogue.
func (s *Server) flags(ctx context.Context, r *request) (*answer, error) {
	lines, err := r.ruleLines(ctx)
	if err != nil {
		return nil, err
	}
	list := excerpt[ruleLine]{Total: store.Count{N: len(lines)}, Items: lines}
	p := &flagsPage{Page: s.page(r, "Flags", "What the rules look for in every contract, and what they found."), Groups: grouping(lines)}
	if p.Survey, err = r.LastSurvey(ctx, r.LogSize); err != nil {
		return nil, err
	}
	return r.reply(ctx, answers{
		asPage: s.html(p),
		asJSON: s.json(listJSON(s, r, list, newJSONRule)),
		asCSV:  s.csv("flags", ruleHeader, rows(list, ruleRow)),
		asRSS:  s.rss(r, p, store.EventFilter{Kinds: flagKinds}),
	})
}

// grouping puts rules in the groups of the catalogue, by title; groups without
// a rule are left out.
func grouping(lines []ruleLine) []ruleGroup {
	var groups []ruleGroup
	for _, name := range rules.Groups {
		g := ruleGroup{Name: name}
		for _, l := range lines {
			if l.Group == name {
				g.Rules = append(g.Rules, l)
			}
		}
		slices.SortFunc(g.Rules, func(a, b ruleLine) int { return cmp.Compare(a.Title, b.Title) })
		if len(g.Rules) > 0 {
			groups = append(groups, g)
		}
	}
	return groups
}

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

// flagPage is one rule: its cases in one state and its method.
type flagPage struct {
	Page
	ruleLine
	State  procurement.FlagState
	States []stateTab
	excerpt[store.FlagRow]
	Organisations []procurement.OrganisationFlag // where these are what the rule is about
	About         []string                       // the contract that each item is about, where its process has several
	Method        template.HTML
	Survey        *store.SurveyRow // the latest, where the rule rests on one
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
	counts, err := r.CheckCounts(ctx)
	if err != nil {
		return nil, err
	}
	p := &flagPage{Page: s.page(r, rule.Title, rule.Condition), ruleLine: newRuleLine(rule, counts[rule.ID]), State: state, Method: markdown(rule.Body)}
	for _, st := range stateOrder {
		p.States = append(p.States, stateTab{st, counts[rule.ID].States[st], r.Address(asPage, "state", string(st), afterParameter, "")})
	}
	if rule.Survey != nil {
		if p.Survey, err = r.LastSurvey(ctx, r.LogSize); err != nil {
			return nil, err
		}
	}
	if rule.Subject == rules.OfOrganisation {
		limit, err := r.Limit()
		if err != nil {
			return nil, err
		}
		if p.Organisations, err = r.OrganisationFlags(ctx, store.OrganisationFlagFilter{Rule: rule.ID, State: state, Limit: limit}); err != nil {
			return nil, err
		}
	} else if p.excerpt, err = turn(r, store.Count{N: counts[rule.ID].States[state]}, store.FlagRow.Place, func(after store.Place, limit int) ([]store.FlagRow, error) {
		return r.Flags(ctx, rule.ID, state, store.RowFilter{After: after, Limit: limit})
	}); err != nil {
		return nil, err
	}
	if r.Form == asPage {
		if err := p.nameContracts(ctx, r); err != nil {
			return nil, err
		}
	}
	return r.reply(ctx, answers{
		asPage: s.html(p),
		asJSON: s.json(p.json(s, r, counts[rule.ID].States[state])),
		asCSV:  s.csv("flag", resultHeader, p.rows()),
		asRSS:  s.rss(r, p, store.EventFilter{Rule: rule.ID}),
	})
}

func (p *flagPage) nameContracts(ctx context.Context, r *request) (err error) {
	var about []procurement.ContractRef
	for _, f := range p.Items {
		about = append(about, procurement.ContractRef{OCID: f.Flag.OCID, Contract: f.Contract})
	}
	p.About, err = r.contractNames(ctx, about)
	return err
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

func (p *flagPage) json(s *Server, r *request, total int) jsonList[jsonResult] {
	list := listJSON(s, r, p.excerpt, func(f store.FlagRow) jsonResult {
		return jsonResult{OCID: &f.Flag.OCID, Title: &f.Title, Contract: orNull(f.Contract), Rule: f.Rule, Version: f.Version, State: f.State, Evidence: f.Evidence}
	})
	list.Total = total
	for _, f := range p.Organisations {
		list.Items = append(list.Items, jsonResult{Organisation: partyJSON(f.Organisation, f.Name),
			Rule: f.Rule, Version: f.Version, State: f.State, Evidence: f.Evidence})
	}
	return list
}

const resultHeader = "ocid,title,contract,rule,version,state,evidence"

// rows are the cells of the results; the columns of an organisation's are its
// key and its name.
func (p *flagPage) rows() [][]string {
	var list [][]string
	for _, f := range p.Items {
		list = append(list, []string{f.Flag.OCID, f.Title, f.Contract, f.Rule, strconv.Itoa(f.Version), string(f.State), said(f.Evidence)})
	}
	for _, f := range p.Organisations {
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
