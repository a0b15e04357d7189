package web

import (
	"context"
	"html/template"
	"slices"

	"daylight/internal/procurement"
	"daylight/internal/rules"
	"daylight/internal/store"
)

// flagPage is one rule: its cases in one state and its method.
type flagPage struct {
	Page
	ruleLine
	State  procurement.FlagState
	States []stateTab
	excerpt[store.FlagRow]
	Organisations excerpt[procurement.OrganisationFlag] // where these are what the rule is about
	About         []string                              // the contract that each item is about, where its process has several
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
	if err := p.read(ctx, r, store.Count{N: counts[rule.ID].States[state]}); err != nil {
		return nil, err
	}
	if r.Form == asPage {
		if err := p.nameContracts(ctx, r); err != nil {
			return nil, err
		}
	}
	return r.reply(ctx, answers{
		asPage: s.html(p),
		asJSON: s.json(p.json(s, r)),
		asCSV:  s.csv("flag", resultHeader, p.rows()),
		asRSS:  s.answeredRSS(r, p, store.EventFilter{Rule: rule.ID}, func(_ procurement.Event, id string) bool { return id == rule.ID }),
	})
}

// read reads one page of the results in the state.
func (p *flagPage) read(ctx context.Context, r *request, total store.Count) (err error) {
	if p.Subject == rules.OfOrganisation {
		p.Organisations, err = turn(r, total, store.OrganisationPlace, func(after store.Place, limit int) ([]procurement.OrganisationFlag, error) {
			return r.OrganisationFlags(ctx, store.OrganisationFlagFilter{Rule: p.ID, State: p.State, After: after, Limit: limit})
		})
		return err
	}
	p.excerpt, err = turn(r, total, store.FlagRow.Place, func(after store.Place, limit int) ([]store.FlagRow, error) {
		return r.Flags(ctx, p.ID, p.State, store.RowFilter{After: after, Limit: limit})
	})
	return err
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
