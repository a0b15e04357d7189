package web

import (
	"cmp"
	"context"
	"slices"

	"github.com/go-json-experiment/json"

	"daylight/internal/feed"
	"daylight/internal/procurement"
	"daylight/internal/store"
)

// homePage is the front page: the stories, what changed, what is due, where
// the flags are.
type homePage struct {
	Page
	Total      store.Count         // processes on record
	Stories    []story             // those with the latest decisions
	Latest     []store.ProcessItem // where no story is on record
	Changes    []change
	Conditions []conditionLine // without an outcome, overdue first
	Rules      []ruleLine      // that raised a flag, the most first
	Quiet      int             // rules that raised none
}

func (*homePage) template() string { return "home" }

// story is a case on the front page, with its latest decision.
type story struct {
	ID, Title, Summary string
	Decision           store.DecisionRow
}

// change is an event in a line.
type change struct {
	procurement.Event
	Headline string
	Href     string
	Mark     string
}

func changes(events []procurement.Event) []change {
	var list []change
	for _, e := range events {
		list = append(list, change{e, feed.Headline(e), eventAddress(e), markOf(e)})
	}
	return list
}

// How much of each part the front page has room for.
const (
	frontStories    = 7
	frontProcesses  = 12
	frontChanges    = 10
	frontConditions = 6
	lookedThrough   = 100 // latest decisions among which stories are found
)

// news are the kinds of event for the front page: what was done, decided and
// found. What was said stands in the feed and on the contracts' own pages.
var news = []procurement.EventKind{
	procurement.AwardMade, procurement.AwardProposed, procurement.AwardCancelled, procurement.ContractSigned, procurement.ContractExtended,
	procurement.ContractShortened, procurement.ContractTerminated, procurement.DecisionPublished, procurement.DecisionChanged,
	procurement.ConditionSet, procurement.ConditionChanged, procurement.ConditionOverdue, procurement.ChallengeMade,
	procurement.ChallengeChanged, procurement.FlagRaised, procurement.FlagCleared,
}

// home shows the front page.
func (s *Server) home(ctx context.Context, r *request) (*answer, error) {
	p := &homePage{Page: s.page(r, "Daylight: the public record of government technology contracts",
		"Who bid, who won, how often contracts were extended, and what overseers decided.")}
	var err error
	if p.Latest, p.Total, err = r.Processes(ctx, store.ProcessFilter{Limit: frontProcesses}); err != nil {
		return nil, err
	}
	if p.Stories, err = r.stories(ctx); err != nil {
		return nil, err
	}
	events, err := r.Events(ctx, store.EventFilter{Kinds: news, Limit: frontChanges})
	if err != nil {
		return nil, err
	}
	p.Changes = changes(events)
	if p.Conditions, err = r.unsettled(ctx); err != nil {
		return nil, err
	}
	lines, err := r.ruleLines(ctx)
	if err != nil {
		return nil, err
	}
	for _, l := range lines {
		if l.Counts.Raised > 0 {
			p.Rules = append(p.Rules, l)
		}
	}
	p.Quiet = len(lines) - len(p.Rules)
	slices.SortFunc(p.Rules, func(a, b ruleLine) int {
		return cmp.Or(cmp.Compare(b.Counts.Raised, a.Counts.Raised), cmp.Compare(a.Title, b.Title))
	})
	return r.reply(ctx, answers{asPage: s.html(p)})
}

// stories are the cases with the latest decisions, each once.
func (r *request) stories(ctx context.Context) ([]story, error) {
	decisions, err := r.Decisions(ctx, store.RowFilter{Limit: lookedThrough})
	if err != nil {
		return nil, err
	}
	var list []story
	told := map[string]bool{}
	for _, d := range decisions {
		x, err := r.story(ctx, d)
		if err != nil {
			return nil, err
		}
		if x.ID != "" && !told[x.ID] && len(list) < frontStories {
			told[x.ID] = true
			list = append(list, x)
		}
	}
	return list, nil
}

// story reads the case that a decision belongs to out of the record of its
// process; the zero story where it belongs to none.
func (r *request) story(ctx context.Context, d store.DecisionRow) (story, error) {
	record, err := r.Record(ctx, d.OCID)
	if err != nil {
		return story{}, err
	}
	var of struct {
		Case struct {
			ID      string `json:"id"`
			Title   string `json:"title"`
			Summary string `json:"summary"`
		} `json:"case"`
	}
	err = json.Unmarshal(record, &of)
	return story{of.Case.ID, of.Case.Title, of.Case.Summary, d}, err
}

// unsettled are the first conditions without an outcome.
func (r *request) unsettled(ctx context.Context) ([]conditionLine, error) {
	return r.conditionLines(ctx, store.RowFilter{Limit: frontConditions}, store.Unsettled)
}
