package web

import (
	"context"
	"net/url"
	"slices"
	"strconv"

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

var awardKinds = []procurement.EventKind{procurement.AwardMade, procurement.AwardProposed, procurement.AwardCancelled, procurement.ContractSigned}

// organisations shows who bought, supplied, proposed to supply and oversaw.
func (s *Server) organisations(ctx context.Context, r *request) (*answer, error) {
	query := r.Text("q")
	var total store.Count
	list, err := turn(r, total, store.OrganisationRow.Place, func(after store.Place, limit int) (found []store.OrganisationRow, err error) {
		found, total, err = r.Organisations(ctx, store.OrganisationFilter{Name: query, After: after, Limit: limit})
		return found, err
	})
	if err != nil {
		return nil, err
	}
	list.Total = total
	p := &organisationsPage{s.page(r, "Organisations", "Buyers, suppliers and overseers of government technology contracts."), query, list}
	return r.reply(ctx, answers{
		asPage: s.html(p),
		asJSON: s.json(listJSON(s, r, list, newJSONOrganisation)),
		asCSV:  s.csv("organisations", organisationHeader, rows(list, organisationRow)),
		asRSS:  s.rss(r, p, store.EventFilter{Kinds: awardKinds}),
	})
}

// organisationPage is one organisation in each of its parts, kept apart.
type organisationPage struct {
	Page
	Organisation store.OrganisationRow
	Parts        []partList
	Flags        buyerFlags
	Decisions    []store.DecisionRow // the latest
	Decided      store.Count         // decisions in all
	Conditions   []conditionGroup
	More         int    // conditions that are not shown
	OfIt         string // query that selects the organisation in other lists
	Changes      []change
}

func (*organisationPage) template() string { return "organisation" }

// partList is one page of the processes in which an organisation has a part,
// with sums over all of them.
type partList struct {
	part
	store.PartTotals
	Items  []store.ProcessItem
	Paging paging
	next   string
}

// part is a part under the name it has in data, and in addresses.
type part struct {
	Name string
	Part store.Part
}

var parts = []part{{"buyer", store.PartBuyer}, {"supplier", store.PartSupplier}, {"proposed_supplier", store.PartProposed}, {"other", store.PartOther}}

// recentEvents is how many events a page shows that is not about events.
const recentEvents = 8

// organisation shows one organisation.
func (s *Server) organisation(ctx context.Context, r *request) (*answer, error) {
	key := r.Param("key")
	known, err := r.Organisation(ctx, key)
	if err != nil {
		return nil, err
	}
	name := known.Name
	p := &organisationPage{Page: s.page(r, name, "Government technology contracts in which "+name+" is recorded."), Organisation: known}
	if r.Form == asRSS {
		return s.rss(r, p, store.EventFilter{Organisation: key})(ctx)
	}
	if p.Parts, err = r.parts(ctx, key); err != nil {
		return nil, err
	}
	if p.Flags, err = r.buyerFlags(ctx, key); err != nil {
		return nil, err
	}
	if err := p.readOversight(ctx, r, key); err != nil {
		return nil, err
	}
	return r.reply(ctx, answers{
		asPage: s.html(p),
		asJSON: s.json(p.json(s, r)),
		asCSV:  s.csv("organisation", "role,"+processHeader, p.rows()),
	})
}

// parts reads the parts of an organisation, or the one that a reader asks for.
func (r *request) parts(ctx context.Context, key string) ([]partList, error) {
	role := r.Text("role")
	if role != "" && !slices.ContainsFunc(parts, func(p part) bool { return p.Name == role }) {
		return nil, bad("Write a role as buyer, supplier, proposed_supplier or other.")
	}
	before, err := r.before()
	if err != nil {
		return nil, err
	}
	limit, err := r.Limit()
	if err != nil {
		return nil, err
	}
	var all []partList
	for _, p := range parts {
		if role != "" && role != p.Name {
			continue
		}
		list, err := r.part(ctx, p, store.PartFilter{Organisation: key, Part: p.Part, Before: before, Limit: limit})
		if err != nil {
			return nil, err
		}
		all = append(all, list)
	}
	return all, nil
}

func (r *request) part(ctx context.Context, p part, f store.PartFilter) (l partList, err error) {
	l.part = p
	if l.PartTotals, err = r.PartTotals(ctx, f); err != nil || l.Processes == 0 {
		return l, err
	}
	limit := f.Limit
	f.Limit++ // one more tells whether there is a next page
	l.Items, err = r.ProcessesOf(ctx, f)
	if len(l.Items) > limit {
		l.Items = l.Items[:limit]
		l.next = strconv.FormatInt(l.Items[limit-1].Place, 10)
		l.Paging.Next = r.Address(asPage, "role", p.Name, "before", l.next)
	}
	if f.Before > 0 {
		l.Paging.Start = r.Address(asPage, "before", "")
	}
	return l, err
}

// readOversight reads what the organisation decided, what was asked of it and
// what happened lately, the first of each; other pages list all.
func (p *organisationPage) readOversight(ctx context.Context, r *request, key string) error {
	decided := store.RowFilter{Body: key, Limit: defaultLimit}
	var err error
	if p.Decided, err = r.CountRows(ctx, "decisions", decided); err != nil {
		return err
	}
	if p.Decisions, err = r.Decisions(ctx, decided); err != nil {
		return err
	}
	f := store.RowFilter{Organisation: key, Limit: defaultLimit}
	asked, err := r.CountRows(ctx, "conditions", f)
	if err != nil {
		return err
	}
	lines, err := r.conditionLines(ctx, f, store.ConditionGroups)
	if err != nil {
		return err
	}
	p.Conditions, p.More = grouped(lines), asked.N-len(lines)
	p.OfIt = "?" + url.Values{"organisation": {key}}.Encode()
	events, err := r.happened(ctx, store.EventFilter{Organisation: key, Limit: recentEvents})
	p.Changes = changes(events)
	return err
}
