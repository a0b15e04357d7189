package web

import (
	"context"
	"slices"
	"strings"

	"daylight/internal/procurement"
	"daylight/internal/store"
)

// organisationsPage is the list of organisations.
type organisationsPage struct {
	Page
	Query string
	excerpt[store.OrganisationRow]
}

func (*organisationsPage) template() string { return "organisations" }

// findOrganisations are those whose name has all the words of a query; all
// where it is empty. Those in most processes come first.
func (r *request) findOrganisations(ctx context.Context, query string) ([]store.OrganisationRow, error) {
	all, err := r.Organisations(ctx, "", maxRows)
	words := strings.Fields(strings.ToLower(query))
	return slices.DeleteFunc(all, func(o store.OrganisationRow) bool {
		name := strings.ToLower(o.Name)
		return slices.ContainsFunc(words, func(w string) bool { return !strings.Contains(name, w) })
	}), err
}

var awardKinds = []procurement.EventKind{procurement.AwardMade, procurement.AwardProposed, procurement.AwardCancelled, procurement.ContractSigned}

// organisations shows who bought, supplied, proposed to supply and oversaw.
func (s *Server) organisations(ctx context.Context, r *request) (*answer, error) {
	query := r.Text("q")
	all, err := r.findOrganisations(ctx, query)
	if err != nil {
		return nil, err
	}
	list, err := cut(r, all)
	if err != nil {
		return nil, err
	}
	p := &organisationsPage{s.page(r, "Organisations", "Buyers, suppliers and overseers of government technology contracts."), query, list}
	return r.reply(ctx, answers{
		asPage: s.html(p),
		asJSON: s.json(listJSON(s, r, list, newJSONOrganisation)),
		asCSV:  s.csv("organisations", organisationHeader, rows(list, organisationRow)),
		asRSS:  s.rss(r, p, store.EventFilter{Kinds: awardKinds}),
	})
}

// organisationPage is one organisation in each of its roles, kept apart.
type organisationPage struct {
	Page
	Organisation store.OrganisationRow
	AsBuyer      roleList
	AsSupplier   roleList
	AsProposed   roleList // of awards never made: in no total
	Otherwise    roleList
	Decisions    []store.DecisionRow
	Conditions   []conditionGroup
	Changes      []change
}

func (*organisationPage) template() string { return "organisation" }

// roleList is the processes in which an organisation has one role.
type roleList struct {
	Items  []store.ProcessItem
	Totals []procurement.Money // of those with one supplier and a stated value; one for each currency
	Summed int                 // processes in the totals
}

// recentEvents is how many events a page shows that is not about events.
const recentEvents = 8

// organisation shows one organisation.
func (s *Server) organisation(ctx context.Context, r *request) (*answer, error) {
	key := r.Param("key")
	known, err := r.Organisations(ctx, key, 1)
	if err != nil {
		return nil, err
	}
	if len(known) == 0 {
		return nil, store.ErrNotFound
	}
	name := known[0].Name
	p := &organisationPage{Page: s.page(r, name, "Government technology contracts in which "+name+" is recorded."), Organisation: known[0]}
	if err := p.read(ctx, r, key); err != nil {
		return nil, err
	}
	return r.reply(ctx, answers{
		asPage: s.html(p),
		asJSON: s.json(p.json()),
		asCSV:  s.csv("organisation", "role,"+processHeader, p.rows()),
		asRSS:  s.rss(r, p, store.EventFilter{Organisation: key}),
	})
}

func (p *organisationPage) read(ctx context.Context, r *request, key string) error {
	items, _, err := r.Processes(ctx, store.ProcessFilter{Organisation: key})
	if err != nil {
		return err
	}
	for _, it := range items {
		p.place(key, it)
	}
	decisions, err := r.Decisions(ctx, store.RowFilter{Organisation: key})
	if err != nil {
		return err
	}
	p.Decisions = slices.DeleteFunc(decisions, func(d store.DecisionRow) bool { return d.BodyKey != key })
	lines, err := r.conditionLines(ctx, store.RowFilter{Organisation: key})
	if err != nil {
		return err
	}
	p.Conditions = grouped(lines)
	events, err := r.Events(ctx, store.EventFilter{Organisation: key, Limit: recentEvents})
	p.Changes = changes(events)
	return err
}

// place puts a process under each role the organisation has in it.
func (p *organisationPage) place(key string, it store.ProcessItem) {
	is := func(o store.Party) bool { return o.Key == key }
	buyer, supplier, proposed := is(it.Buyer), slices.ContainsFunc(it.Suppliers, is), slices.ContainsFunc(it.Proposed, is)
	if buyer {
		p.AsBuyer.add(it)
	}
	if supplier {
		p.AsSupplier.add(it)
	}
	if proposed {
		p.AsProposed.Items = append(p.AsProposed.Items, it)
	}
	if !buyer && !supplier && !proposed {
		p.Otherwise.Items = append(p.Otherwise.Items, it)
	}
}

// add counts the value only where it is all one supplier's: nobody says how
// several share it.
func (l *roleList) add(it store.ProcessItem) {
	l.Items = append(l.Items, it)
	if it.Value == nil || len(it.Suppliers) != 1 {
		return
	}
	l.Summed++
	for i := range l.Totals {
		if sum := procurement.Sum(&l.Totals[i], it.Value); sum != nil {
			l.Totals[i] = *sum
			return
		}
	}
	l.Totals = append(l.Totals, *it.Value)
}
