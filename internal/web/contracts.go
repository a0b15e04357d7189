package web

import (
	"context"
	"errors"
	"strconv"
	"strings"
	"unicode"

	"daylight/internal/rules"
	"daylight/internal/store"
)

// contractsPage is the list of processes, searched and filtered.
type contractsPage struct {
	Page
	Query   string
	NoWord  bool   // the query holds nothing to look for
	InWords string // the filters, described back
	Chosen  []choice
	Facets  []facetGroup
	Total   store.Count
	Reach   int // how many of the histories found the facets count among; 0 is all
	Items   []store.ProcessItem
	Paging  paging
	Take    []download // the histories found, in every format
}

func (*contractsPage) template() string { return "contracts" }

// choice is a filter in force.
type choice struct {
	Parameter, Value string
	Words            string
	Without          string // address of the list without it
}

// facetGroup offers the values of one filter.
type facetGroup struct {
	Name    string
	Choices []facetChoice
}

type facetChoice struct {
	Name  string
	Count int
	Href  string
}

// facetLimit is how many values a filter offers; the search finds the rest.
const facetLimit = 12

// contracts shows the list of processes.
func (s *Server) contracts(ctx context.Context, r *request) (*answer, error) {
	f, err := readFilter(r)
	if err != nil {
		return nil, err
	}
	var items []store.ProcessItem
	var total store.Count
	var next string
	nothing := wordless(f.Query)
	if !nothing {
		if items, total, next, err = r.processes(ctx, f); err != nil {
			return nil, err
		}
	}
	p := &contractsPage{Page: s.page(r, "Contracts", "Government technology contracts, searched and filtered."), Query: f.Query, NoWord: nothing, Total: total, Items: items}
	p.OwnSearch = true
	if p.Chosen, err = r.chosen(ctx, f); err != nil {
		return nil, err
	}
	p.InWords = inWords(f.Query, p.Chosen)
	if r.Form == asPage && !nothing {
		if p.Facets, err = r.facets(ctx, f); err != nil {
			return nil, err
		}
		if len(p.Chosen) > 0 || f.Query != "" {
			if total.N > store.FacetReach {
				p.Reach = store.FacetReach
			}
		}
	}
	p.Paging = r.paging("before", next)
	if total.N > 0 && total.N <= maxSelected {
		p.Take = r.downloads()
	}
	return r.reply(ctx, answers{
		asPage: s.html(p),
		asJSON: s.json(jsonList[jsonProcess]{Total: total.N, AtLeast: total.More, Items: jsonProcesses(items), Next: s.nextJSON(r, "before", next)}),
		asCSV:  s.csv("contracts", processHeader, processRows(items)),
		asRSS:  s.contractsFeed(r, p, f),
	})
}

// wordless reports whether a query is written and holds no letter or digit,
// so that there is nothing to look for.
func wordless(query string) bool {
	return query != "" && !strings.ContainsFunc(query, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) })
}

// readFilter reads the filters of the list from the query.
func readFilter(r *request) (f store.ProcessFilter, err error) {
	f = store.ProcessFilter{Query: r.Text("q"), Buyer: r.Text("buyer"), Supplier: r.Text("supplier"), Organisation: r.Text("organisation"), Flag: r.Text("flag"), Case: r.Text("case")}
	if _, known := rules.Find(f.Flag); f.Flag != "" && !known {
		return f, bad("There is no flag of that name. The names are listed on the page of flags.")
	}
	if f.Year, err = r.Year(); err != nil {
		return f, err
	}
	if f.Before, err = r.before(); err != nil {
		return f, err
	}
	f.Limit, err = r.Limit()
	return f, err
}

// processes reads one page of the list and, where there is more, the place
// from which the next goes on.
func (r *request) processes(ctx context.Context, f store.ProcessFilter) (list []store.ProcessItem, total store.Count, next string, err error) {
	limit := f.Limit
	f.Limit++ // one more tells whether there is a next page
	list, total, err = r.Processes(ctx, f)
	if len(list) > limit {
		list = list[:limit]
		next = strconv.FormatInt(list[limit-1].Place, 10)
	}
	return list, total, next, err
}

// chosen are the filters in force, in words.
func (r *request) chosen(ctx context.Context, f store.ProcessFilter) ([]choice, error) {
	var list []choice
	add := func(parameter, value, words string) {
		list = append(list, choice{parameter, value, words, r.Address(asPage, parameter, "", "before", "")})
	}
	for _, o := range []struct{ parameter, key, words string }{{"buyer", f.Buyer, "bought by "}, {"supplier", f.Supplier, "supplied by "}, {"organisation", f.Organisation, "with "}} {
		if o.key == "" {
			continue
		}
		name := "an organisation that is not recorded"
		known, err := r.Organisation(ctx, o.key)
		if err == nil {
			name = known.Name
		} else if !errors.Is(err, store.ErrNotFound) {
			return nil, err
		}
		add(o.parameter, o.key, o.words+name)
	}
	if f.Case != "" {
		add("case", f.Case, "of one story")
	}
	if f.Flag != "" {
		add("flag", f.Flag, "with the flag “"+ruleTitle(f.Flag)+"”")
	}
	if f.Year != 0 {
		add("year", strconv.Itoa(f.Year), "from "+strconv.Itoa(f.Year))
	}
	return list, nil
}

// inWords says what a list holds.
func inWords(query string, chosen []choice) string {
	var parts []string
	if query != "" {
		parts = append(parts, "mentioning “"+query+"”")
	}
	for _, c := range chosen {
		parts = append(parts, c.Words)
	}
	return strings.Join(parts, ", ")
}

// facets count the values of each filter that is not in force.
func (r *request) facets(ctx context.Context, f store.ProcessFilter) ([]facetGroup, error) {
	f.Before, f.Limit = 0, 0
	var groups []facetGroup
	for _, d := range []struct{ parameter, name, value string }{
		{"flag", "Flag", f.Flag}, {"buyer", "Buyer", f.Buyer}, {"supplier", "Supplier", f.Supplier}, {"year", "Year", strings.Trim(strconv.Itoa(f.Year), "0")},
	} {
		if d.value != "" {
			continue
		}
		values, err := r.Facets(ctx, f, d.parameter, facetLimit)
		if err != nil {
			return nil, err
		}
		g := facetGroup{Name: d.name}
		for _, v := range values {
			name := v.Name
			if d.parameter == "flag" {
				name = ruleTitle(v.Key)
			}
			g.Choices = append(g.Choices, facetChoice{name, v.Count, r.Address(asPage, d.parameter, v.Key, "before", "")})
		}
		if len(g.Choices) > 0 {
			groups = append(groups, g)
		}
	}
	return groups, nil
}

// Figure is the count with its digits grouped.
func (c facetChoice) Figure() string { return thousands(int64(c.Count)) }
