package web

import (
	"context"
	"slices"
	"strings"

	"daylight/internal/procurement"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// decisionsPage is the list of what overseers decided.
type decisionsPage struct {
	Page
	excerpt[store.DecisionRow]
}

func (*decisionsPage) template() string { return "decisions" }

var decisionKinds = []procurement.EventKind{procurement.DecisionPublished, procurement.DecisionChanged}

// decisions shows all recorded decisions, the latest first.
func (s *Server) decisions(ctx context.Context, r *request) (*answer, error) {
	organisation := r.Text("organisation")
	f := store.RowFilter{Organisation: organisation}
	total, err := r.CountRows(ctx, "decisions", f)
	if err != nil {
		return nil, err
	}
	list, err := turn(r, total, store.DecisionRow.Place, func(after store.Place, limit int) ([]store.DecisionRow, error) {
		f.After, f.Limit = after, limit
		return r.Decisions(ctx, f)
	})
	if err != nil {
		return nil, err
	}
	p := &decisionsPage{s.page(r, "Decisions", "What auditors, courts, parliaments and other overseers decided."), list}
	return r.reply(ctx, answers{
		asPage: s.html(p),
		asJSON: s.json(listJSON(s, r, list, newJSONDecision)),
		asCSV:  s.csv("decisions", decisionHeader, rows(list, decisionRow)),
		asRSS: s.answeredRSS(r, p, store.EventFilter{Organisation: organisation, Kinds: decisionKinds}, func(e procurement.Event, id string) bool {
			home, err := r.DecisionProcess(ctx, id)
			return err == nil && home == e.OCID
		}),
	})
}

// decisionPage is one decision, what it asked for, and who answered.
type decisionPage struct {
	Page
	Decision decisionView
	Process  *procurement.Process
	Sources  []numberedSource // those that the decision cites
}

func (*decisionPage) template() string { return "decision" }

// decision shows one decision, out of the process that is its home.
func (s *Server) decision(ctx context.Context, r *request) (*answer, error) {
	id := r.Param("id")
	ocid, err := r.DecisionProcess(ctx, id)
	if err != nil {
		return nil, err
	}
	h, err := registry.Read(ctx, r.View, ocid, registry.Moment{})
	if err != nil {
		return nil, err
	}
	var books bibliography
	for _, d := range newProcessView(h, &books).Decisions {
		if d.ID != id {
			continue
		}
		p := &decisionPage{s.page(r, decisionTitle(d), d.Description), d, h.Process, d.sources(books.list)}
		p.Styles = []string{"history.css"}
		return r.reply(ctx, answers{
			asPage: s.html(p),
			asJSON: s.json(fullDecision(h.Process, d.Decision)),
			asRSS: s.answeredRSS(r, p, store.EventFilter{OCIDs: []string{ocid}, Kinds: slices.Concat(decisionKinds, conditionKinds)},
				func(_ procurement.Event, id string) bool { return d.has(id) }),
		})
	}
	return nil, store.ErrNotFound
}

// has reports whether an id is the decision's, or that of one of its findings or
// conditions.
func (d decisionView) has(id string) bool {
	return id == d.ID || slices.ContainsFunc(d.Findings, func(f findingView) bool { return f.ID == id }) ||
		slices.ContainsFunc(d.Conditions, func(c conditionView) bool { return c.ID == id })
}

// decisionTitle says who decided what, such as "MOPAC: Refused, 21 May 2026".
func decisionTitle(d decisionView) string {
	title := label("decision", d.Type)
	if d.Body != nil {
		title = shortName(d.Body.Name) + ": " + strings.ToLower(title)
	}
	return phrase(title, d.Date.String())
}

// sources are those of a list that the decision or what belongs to it cites.
func (d decisionView) sources(all []numberedSource) []numberedSource {
	used := map[int]bool{}
	use := func(c cited) {
		for _, s := range c {
			used[s.Number] = true
		}
	}
	use(d.Cited)
	for _, f := range d.Findings {
		use(f.Cited)
	}
	for _, c := range d.Conditions {
		use(c.Cited)
	}
	useAnswers(d.Answers, use)
	return slices.DeleteFunc(slices.Clone(all), func(s numberedSource) bool { return !used[s.Number] })
}

func useAnswers(list []statementView, use func(cited)) {
	for _, a := range list {
		use(a.Cited)
		useAnswers(a.Answers, use)
	}
}
