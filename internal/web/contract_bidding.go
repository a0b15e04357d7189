package web

import (
	"strings"

	"daylight/internal/procurement"
)

// biddingView is how suppliers came to be chosen, as far as stated.
type biddingView struct {
	Method     string
	Details    string
	Rationale  string
	LegalBasis []string // of the rationale, a line each
	Invited    string
	Bidders    string // how many tendered
	Bids       []procurement.Bid
	Tenderers  []procurement.Organisation
	Considered string // how many suppliers were considered, and who says so
	Cited      cited  // for that
	TenderSays cited
	Statistics []termFactLine // published about the bids
}

func (v processView) bidding() biddingView {
	t := v.Process.Tender
	b := biddingView{Method: notStated, Details: t.MethodDetails, Rationale: t.Rationale, Bids: v.Process.Bids,
		Tenderers: t.Tenderers, Bidders: notStated, TenderSays: v.citer.cited(t.Sources)}
	if t.Method != "" {
		b.Method = upperFirst(label("method", t.Method))
	}
	if strings.EqualFold(b.Details, b.Method) {
		b.Details = ""
	}
	if n, _ := v.Process.CountTenderers(); n > 0 {
		b.Bidders = procurement.Count(n, "bid") + " recorded"
	}
	for _, x := range v.Process.Statistics {
		if x.Value == "" || x.Measure == "" {
			continue
		}
		name := upperFirst(apart(x.Measure))
		if x.Lot != "" {
			name += ", lot " + x.Lot
		}
		b.Statistics = append(b.Statistics, termFactLine{name, x.Value})
	}
	for line := range strings.Lines(t.LegalBasis) {
		if line = strings.TrimSpace(line); line != "" {
			b.LegalBasis = append(b.LegalBasis, line)
		}
	}
	if t.Invited != nil {
		b.Invited = procurement.Count(*t.Invited, "supplier")
	}
	if c := t.Considered; c != nil {
		b.Considered = procurement.Count(c.Count, "supplier") + " considered"
		if c.Basis != "" {
			b.Considered += ": " + label("considered", c.Basis)
		}
		b.Cited = v.citer.cited(c.Sources)
	}
	return b
}

// proposalView is an award that was proposed and never made.
type proposalView struct {
	procurement.Award
	Made    bool
	Cited   cited
	Options []optionView
}

type optionView struct {
	procurement.Option
	Cited cited
}

func (v processView) proposals() []proposalView {
	var list []proposalView
	for _, a := range v.Process.Awards {
		if a.Stands() {
			continue
		}
		x := proposalView{Award: a, Cited: v.citer.cited(a.Sources)}
		for _, o := range a.Options {
			x.Options = append(x.Options, optionView{o, v.citer.cited(o.Sources)})
		}
		list = append(list, x)
	}
	return list
}
