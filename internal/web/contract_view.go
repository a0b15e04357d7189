package web

import (
	"slices"
	"strings"

	"daylight/internal/procurement"
	"daylight/internal/registry"
)

// processView is one process as its own page and the page of its case show it.
type processView struct {
	Process    *procurement.Process
	Href       string
	Prefix     string // of its places on a page that shows several processes
	Then, Now  position
	Suppliers  folded[procurement.Organisation]
	Proposed   []procurement.Organisation
	SupplyCite cited // who names the suppliers
	Proposals  []proposalView
	Bidding    biddingView
	Terms      termsView
	Law        string
	Opening    string // of the description, where that is long
	Raised     []flagView
	Results    []resultGroup // all results, by state
	Decisions  []decisionView
	Challenges []challengeView
	Statements []statementView // that answer nothing shown elsewhere
	Disputes   []disputeView
	Corrected  []correctionView
	Documents  folded[documentView]
	Siblings   []sibling // other processes of the case
	Linked     []sibling // processes that a source links
	citer      citer
	citers     map[string]citer
}

// position is what a process is worth and how long it lasts, at one point.
type position struct {
	Value, Term, Note string
	Cited             cited
}

// newProcessView reads a history for showing, numbering its sources.
func newProcessView(h *registry.History, books *bibliography) processView {
	return newStoryView(h, books, "")
}

// newStoryView does so for a page that shows several processes, whose places
// begin with a prefix of their own.
func newStoryView(h *registry.History, books *bibliography, prefix string) processView {
	p := h.Process
	v := processView{
		Process: p, Href: href("contracts", p.OCID), Prefix: prefix, Suppliers: fold(p.Suppliers()), Proposed: p.Proposed(),
		citer: books.add(p), citers: map[string]citer{},
	}
	v.citers[p.OCID] = v.citer
	for _, chain := range h.Chains {
		for _, step := range chain.Steps {
			for _, n := range h.Neighbours {
				if n.OCID == step.SuccessorP {
					v.citers[n.OCID] = books.of(n)
				}
			}
		}
	}
	v.Then, v.Now = v.positions(h)
	for _, a := range p.Awards {
		v.SupplyCite = v.SupplyCite.and(v.citer.cited(a.Sources))
	}
	v.Proposals = v.proposals()
	v.Bidding = v.bidding()
	v.Terms, v.Law = v.terms(), lawWords(p)
	if text, cut := opening(p.Description); cut {
		v.Opening = text
	}
	said := v.statements()
	flags := v.flags(h.Flags, said)
	v.Results = results(flags)
	for _, f := range flags {
		if f.State == procurement.Raised {
			v.Raised = append(v.Raised, f)
		}
	}
	v.Corrected = v.corrections(h)
	v.Decisions = v.decisions(h.Day, said)
	v.Corrected = slices.DeleteFunc(v.Corrected, func(x correctionView) bool { return x.What == "decision" }) // shown beside it
	v.Challenges = v.challenges()
	v.Statements = said.rest()
	v.Disputes = v.disputes()
	v.Documents = fold(documents(p))
	v.Siblings, v.Linked = related(h)
	return v
}

func (v processView) told(h *registry.History) told {
	t := told{process: v.Process, chains: h.Chains, cites: v.citers, prefix: v.Prefix}
	if len(h.Releases) > 0 && !h.Releases[0].Accessed {
		t.first, _ = procurement.ParseDate(h.Releases[0].Date)
	}
	return t
}

// elsewhere are the other processes of the case, of which a history's timeline
// shows decisions and challenges.
func (v processView) elsewhere(h *registry.History, books *bibliography) []told {
	var list []told
	for _, n := range h.Neighbours {
		if sameCase(h.Process, n) {
			list = append(list, told{process: n, cites: map[string]citer{n.OCID: books.of(n)}, aside: true,
				heading: "In the same story: " + n.Title})
		}
	}
	return list
}

func sameCase(p, q *procurement.Process) bool {
	return p.Case != nil && q.Case != nil && p.Case.ID == q.Case.ID
}

// sibling is another process, in a line.
type sibling struct {
	Title, Href, Relation, Line string
}

func related(h *registry.History) (ofCase, linked []sibling) {
	byOCID := map[string]*procurement.Process{}
	for _, n := range h.Neighbours {
		byOCID[n.OCID] = n
		if sameCase(h.Process, n) {
			ofCase = append(ofCase, sibling{Title: n.Title, Href: href("contracts", n.OCID), Line: outcome(n)})
		}
	}
	for _, r := range h.Process.Related {
		s := sibling{Title: r.Title, Relation: apart(strings.Join(r.Relationships, ", "))}
		if n := byOCID[r.OCID]; n != nil {
			s.Title, s.Href, s.Line = n.Title, href("contracts", n.OCID), outcome(n)
		}
		if s.Title == "" {
			s.Title = r.OCID
		}
		linked = append(linked, s)
	}
	return ofCase, linked
}

// outcome is where a process stands, in a line: its latest decision, else
// whether it was awarded.
func outcome(p *procurement.Process) string {
	if d := latestDecision(p); d != nil {
		return phrase(label("decision", d.Type), dateOf(*d).String())
	}
	switch {
	case len(p.Suppliers()) > 0:
		return "Awarded to " + supplierNames(p.Suppliers())
	case len(p.Proposed()) > 0:
		return "Proposed, never made"
	}
	return upperFirst(p.Tender.Status)
}

func latestDecision(p *procurement.Process) *procurement.Decision {
	if len(p.Decisions) == 0 {
		return nil
	}
	d := slices.MaxFunc(p.Decisions, func(a, b procurement.Decision) int {
		return strings.Compare(dateOf(a).First(), dateOf(b).First())
	})
	return &d
}

// dateOf is the day of a decision, else the day it was published.
func dateOf(d procurement.Decision) procurement.Date {
	if d.Decided.Known() {
		return d.Decided
	}
	return d.Published
}
