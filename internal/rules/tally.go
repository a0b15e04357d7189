package rules

import (
	"fmt"
	"slices"
	"strings"

	"daylight/internal/procurement"
)

// steps is the tally of a chain. Time and money are of the counted steps.
type steps struct {
	all, counted, agreed, notPublished int
	added                              added
	money                              []*procurement.Money
	moneyUnknown                       int
	approvals                          int
}

func tally(l life) steps {
	t := steps{all: len(l.steps), approvals: approvals(l)}
	for _, step := range l.steps {
		if !step.Counts() {
			t.agreed++
			continue
		}
		t.counted++
		if step.Agreed != procurement.No {
			t.notPublished++
		}
		t.added.count(step)
		if added := step.Added(); added != nil {
			t.money = append(t.money, added)
		} else {
			t.moneyUnknown++
		}
	}
	return t
}

// approvals counts the decisions in force by which an overseer let the contract
// be made or go on: a series that was approved step by step is shown as such.
func approvals(l life) int {
	n := 0
	for _, d := range approvedBy(l.process) {
		if slices.Contains(d.Contracts, l.contract.ID) {
			n++
		}
	}
	return n
}

// summary is one sentence without its stop, such as "2 extensions not known to
// be agreed in advance: adding 24 months, on a first term of 6 months"
func (t steps) summary(first agreed) string {
	if t.all == 0 {
		return "No extension is recorded"
	}
	if t.counted == 0 {
		return procurement.Count(t.agreed, "extension") + " recorded, agreed in advance"
	}
	var b strings.Builder
	b.WriteString(procurement.Count(t.counted, "extension") + " not known to be agreed in advance" + t.added.words())
	if first.known() {
		b.WriteString(", on a first term of " + first.words)
	}
	if t.notPublished > 0 {
		fmt.Fprintf(&b, "; for %d of %d the record does not say whether it was agreed", t.notPublished, t.counted)
	}
	if t.agreed > 0 {
		fmt.Fprintf(&b, "; agreed in advance and not counted: %d", t.agreed)
	}
	if t.approvals > 0 {
		b.WriteString("; " + procurement.Count(t.approvals, "approval") + " by an overseer recorded")
	}
	return b.String()
}

// figures are the numbers of the tally and the steps one by one, so that the
// page can draw them. What is unknown is left out.
func (t steps) figures(l life, first agreed) map[string]any {
	figures := map[string]any{
		"steps":                     t.all,
		"steps_counted":             t.counted,
		"steps_agreed_in_advance":   t.agreed,
		"steps_not_published":       t.notPublished,
		"steps_with_amount_unknown": t.moneyUnknown,
		"approvals_in_force":        t.approvals,
	}
	t.added.figures(figures)
	if sum := procurement.Sum(t.money...); sum != nil {
		figures["amount_added_known"] = amount(*sum)
	}
	if first.known() {
		figures["first_term_months"] = first.months
	}
	if t.all > 0 {
		figures["step_list"] = stepList(l.steps)
	}
	return figures
}

func stepList(steps []procurement.Extension) []any {
	list := make([]any, 0, len(steps))
	for _, step := range steps {
		m := map[string]any{"number": step.Number}
		set(m, "date", string(step.Date))
		set(m, "kind", step.Instrument)
		set(m, "previous_end", string(step.PreviousEnd))
		set(m, "new_end", string(step.NewEnd))
		set(m, "agreed", step.Agreed)
		set(m, "contract", step.Contract)
		set(m, "successor", step.Successor)
		if months, ok := stepMonths(step); ok && step.Ceiling() {
			m["months_up_to"] = months
		} else if ok {
			m["months"] = months
		}
		if added := step.Added(); added != nil {
			m["added"] = amount(*added)
		}
		list = append(list, m)
	}
	return list
}

// stepSources are the sources of the contract and of its steps in this process;
// the ids of another process's sources would mean nothing here.
func stepSources(l life) []string {
	all := slices.Clone(l.contract.Sources)
	for _, step := range l.steps {
		if step.OCID == l.process.OCID {
			all = append(all, step.Sources...)
		}
	}
	return union(all)
}

func stepReleases(l life) []string {
	var all []string
	for _, step := range l.steps {
		all = append(all, step.Release)
	}
	return union(all)
}
