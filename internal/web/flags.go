package web

import (
	"cmp"
	"context"
	"maps"
	"slices"
	"strconv"

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

// Changed is the day of the rule's latest version.
func (l ruleLine) Changed() string { return l.Changes[len(l.Changes)-1].Date }

// stateCounts are results by state.
type stateCounts struct{ Raised, Clear, NoData, NotApplicable int }

func newStateCounts(m map[procurement.FlagState]int) stateCounts {
	return stateCounts{m[procurement.Raised], m[procurement.Clear], m[procurement.NoData], m[procurement.NotApplicable]}
}

// Rate is the share raised of the results that could be checked, and Unchecked
// the share that could not be of those to which the rule applies: "12.5%"; of
// too few for a share "1 of 4", or "" where there are none.
func (c stateCounts) Rate() string      { return percent(c.Raised, c.Raised+c.Clear) }
func (c stateCounts) Unchecked() string { return percent(c.NoData, c.Raised+c.Clear+c.NoData) }

func percent(part, whole int) string {
	switch {
	case whole == 0:
		return ""
	case whole < fewChecked:
		return strconv.Itoa(part) + " of " + strconv.Itoa(whole)
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
