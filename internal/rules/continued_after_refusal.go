package rules

import (
	"cmp"
	"fmt"
	"slices"

	"daylight/internal/procurement"
)

const (
	typeField      = "decisions/type"
	decidedField   = "decisions/dateDecided"
	awardDateField = "awards/date"
)

func init() {
	register(Rule{ID: "continued-after-refusal", Subject: OfProcess, Around: true,
		Needs: []string{typeField, decidedField, supplierField, awardDateField, "contracts/amendments/date"},
		Check: continuedAfterRefusal})
}

// continuedAfterRefusal looks for what came after an overseer's refusal: a
// contract of the same buyer and supplier that was extended, or an award to
// them. It compares dates and has no threshold; loose dates come after only
// where every day they can mean does.
func continuedAfterRefusal(d Dossier) []procurement.Flag {
	e := procurement.Evidence{Figures: map[string]any{}, Fields: []string{typeField, decidedField, supplierField, "contracts/amendments/extension"}}
	refused := refusals(d)
	if len(refused) == 0 {
		e.Summary = "No refusal by an overseer is recorded for this buyer, here or in a linked process."
		return result(procurement.NotApplicable, e)
	}
	var after []continued
	unknown := ""
	for _, r := range refused {
		found, missing := r.since(d)
		after, unknown = append(after, found...), cmp.Or(unknown, missing)
	}
	if len(after) > 0 {
		first := slices.MinFunc(after, func(a, b continued) int { return cmp.Compare(a.date.First(), b.date.First()) })
		return result(procurement.Raised, first.cite(e, d.Process, len(after)))
	}
	r := refused[0]
	e = r.cite(e)
	if unknown != "" {
		e.Summary = fmt.Sprintf("%s refused %s; whether anything was extended or awarded afterwards cannot be told.", overseer(r.decision), r.object(d.Process))
		e.Missing = []string{unknown}
		return result(procurement.NoData, e)
	}
	e.Summary = fmt.Sprintf("%s refused %s; nothing was extended or awarded to that supplier here afterwards.", overseer(r.decision), r.object(d.Process))
	return result(procurement.Clear, e)
}

// refusal is a decision in force that refused an award, and to whom.
type refusal struct {
	of        *procurement.Process
	decision  procurement.Decision
	suppliers []string // keys; empty where none is named
}

// refusals are those of the process and, where the buyer is the same, of its
// neighbours.
func refusals(d Dossier) []refusal {
	var list []refusal
	for _, p := range append([]*procurement.Process{d.Process}, d.Neighbours...) {
		if p != d.Process && !sameBuyer(p, d.Process) {
			continue
		}
		for _, x := range p.Decisions {
			if x.Type == procurement.Refused && inForce(p, x) {
				list = append(list, refusal{p, x, refusedTo(p, x)})
			}
		}
	}
	slices.SortStableFunc(list, func(a, b refusal) int { return cmp.Compare(a.decision.Decided.First(), b.decision.Decided.First()) })
	return list
}

func sameBuyer(p, q *procurement.Process) bool {
	return p.Buyer != nil && q.Buyer != nil && p.Buyer.Key != "" && p.Buyer.Key == q.Buyer.Key
}

// refusedTo are the suppliers of the awards that a decision is about, or of all
// awards never made where it names none.
func refusedTo(p *procurement.Process, d procurement.Decision) []string {
	var keys []string
	for _, a := range p.Awards {
		if slices.Contains(d.Awards, a.ID) || len(d.Awards) == 0 && !a.Stands() {
			for _, s := range a.Suppliers {
				keys = append(keys, s.Key)
			}
		}
	}
	return union(keys)
}

// continued is one thing that came after a refusal.
type continued struct {
	refusal refusal
	what    string // begins a sentence
	date    procurement.Date
	sources []string
	release string
}

// since is what the process shows after the refusal. A field is missing where
// something recorded may have come after and its date or supplier is unknown.
func (r refusal) since(d Dossier) (after []continued, missing string) {
	decided := r.decision.Decided
	for _, chain := range d.Chains {
		if chain.OCID != d.Process.OCID || !r.concerns(d.Process, chain.Contract) {
			continue
		}
		for _, step := range chain.Steps {
			switch {
			case step.Date.After(decided):
				after = append(after, continued{r, "The incumbent was kept on: a contract was extended", step.Date, step.Sources, step.Release})
			case maybeAfter(step.Date, decided):
				missing = "contracts/amendments/date"
			}
		}
	}
	for _, a := range d.Process.Awards {
		if !a.Stands() || !r.to(a) {
			continue
		}
		switch {
		case a.Date.After(decided):
			after = append(after, continued{r, "The supplier was awarded a contract", a.Date, a.Sources, ""})
		case maybeAfter(a.Date, decided):
			missing = awardDateField
		}
	}
	switch {
	case len(r.suppliers) == 0:
		missing = supplierField
	case !decided.Known():
		missing = decidedField
	}
	return after, missing
}

// maybeAfter reports whether a date can mean a day after another, or any day.
func maybeAfter(d, e procurement.Date) bool { return !d.Known() || d.Last() > e.First() }

// concerns reports whether a contract is with the supplier that was refused.
func (r refusal) concerns(p *procurement.Process, contract string) bool {
	c := p.Contract(contract)
	if c == nil {
		return false
	}
	a := p.Award(c.AwardID)
	return a != nil && r.to(*a)
}

func (r refusal) to(a procurement.Award) bool {
	return slices.ContainsFunc(a.Suppliers, func(s procurement.Organisation) bool { return slices.Contains(r.suppliers, s.Key) })
}

// object is what was refused, as seen from a process.
func (r refusal) object(p *procurement.Process) string {
	if r.of == p {
		return "this award" + provenance(r.decision)
	}
	return "another contract with the same supplier" + provenance(r.decision)
}

func (r refusal) cite(e procurement.Evidence) procurement.Evidence {
	set(e.Figures, "refusal", r.decision.ID)
	set(e.Figures, "refused", string(r.decision.Decided))
	set(e.Figures, "refused_in", r.of.OCID)
	if r.decision.Body != nil {
		set(e.Figures, "overseer", r.decision.Body.Name)
	}
	e.Releases = union([]string{r.decision.Release})
	return e
}

// cite says what came after the refusal and, beside it, what the overseer
// decided about that. Sources are those of the process itself.
func (c continued) cite(e procurement.Evidence, p *procurement.Process, all int) procurement.Evidence {
	e = c.refusal.cite(e)
	e.Figures["steps_after"] = all
	set(e.Figures, "continued", string(c.date))
	e.Sources = c.sources
	e.Releases = union(e.Releases, []string{c.release})
	said := fmt.Sprintf("%s (%s) after %s refused %s", c.what, c.date, overseer(c.refusal.decision), c.refusal.object(p))
	if c.refusal.of == p {
		e.Sources = union(e.Sources, c.refusal.decision.Sources)
	}
	for _, a := range approvedBy(p) {
		if a.Decided.First() < c.refusal.decision.Decided.First() {
			continue
		}
		set(e.Figures, "approval", a.ID)
		set(e.Figures, "approved", string(a.Decided))
		e.Figures["conditions"] = len(a.Conditions)
		e.Sources = union(e.Sources, a.Sources)
		said += fmt.Sprintf("; %s approved this%s", overseer(a), with(a))
		break
	}
	e.Summary = said + "."
	return e
}

// with is an approval's date and conditions.
func with(d procurement.Decision) string {
	said := provenance(d)
	if n := len(d.Conditions); n > 0 {
		said += ", with " + procurement.Count(n, "condition")
	}
	return said
}
