package rules

import (
	"fmt"
	"strconv"

	"daylight/internal/procurement"
)

// worth is what one contract was worth, from the first value known to the last,
// in one currency. Amounts are those published as the value, never those with
// all taxes beside it.
type worth struct {
	contract    procurement.Contract
	first, last procurement.Money
	changes     []change
	figures     []change           // figures changed in publication, without a change of the contract
	unsaid      int                // those of which the release does not say that they are corrections
	silent      int                // changes recorded without a value, agreed options apart
	amended     *procurement.Money // a higher value that only an amendment states: the one before it, for some publishers
	missing     string             // why there is no first and last: a sentence
	releases    []string
}

// change is one time that the value changed.
type change struct {
	before, after procurement.Money
	agreed        bool // by an option agreed in advance
	longer        bool // along with a longer term
	told          procurement.Date
	release       string
}

func (c change) added() int64 { return c.after.Minor - c.before.Minor }

// ratio is what the change added, in terms of the value before it.
func (c change) ratio() float64 { return ratio(c.added(), c.before.Minor) }

func ratio(part, whole int64) float64 { return float64(part) / float64(whole) }

// inPercent is a ratio as a sentence gives it.
func inPercent(ratio float64) string {
	return strconv.FormatFloat(percent(ratio), 'f', -1, 64) + "%"
}

// nominal reports an amount of one unit of its currency or less, as £1: no price.
func nominal(m procurement.Money) bool {
	if m.Minor > mostUnit {
		return false
	}
	unit := int64(1)
	for range procurement.Digits(m.Currency) {
		unit *= 10
	}
	return m.Minor <= unit
}

// mostUnit is one unit of the currencies that have most decimals, four.
const mostUnit = 10_000

// worthOf follows the value of a contract through the releases and through the
// steps that state theirs.
func worthOf(c procurement.Contract, chain *procurement.Chain) worth {
	w := worth{contract: c}
	values, steps := valued(c, chain)
	w.silent = silent(c, steps)
	for len(values) > 1 && nominal(values[0].Value) {
		values = values[1:]
	}
	switch {
	case len(values) == 0:
		w.missing = "The value of the contract is not published."
		return w
	case nominal(values[0].Value):
		w.missing = "The value published is nominal: " + values[0].Value.Full() + "."
		return w
	}
	w.first, w.last = values[0].Value, values[0].Value
	w.releases = append(w.releases, values[0].Release)
	for _, v := range values[1:] {
		w.follow(v, steps)
	}
	w.adding(steps)
	for _, a := range c.Amendments {
		if v := a.Value; v != nil && v.Currency == w.first.Currency && v.Minor > w.last.Minor && (w.amended == nil || v.Minor > w.amended.Minor) {
			w.amended = v
		}
	}
	return w
}

// valued are the values of a contract in the order stated, and its steps. Where
// the first value stated is one that a step came to, the value before the step
// comes first; where none is stated, the steps' own values stand.
func valued(c procurement.Contract, chain *procurement.Chain) (values []procurement.Valuation, steps []procurement.Extension) {
	if chain != nil {
		for _, v := range chain.Values {
			if v.Contract == c.ID {
				values = append(values, v)
			}
		}
		unsure := withValue(c)
		for _, s := range chain.Steps {
			if s.Contract != c.ID || s.OCID != chain.OCID || s.Successor != "" {
				continue
			}
			if unsure[s.Amendment] {
				s.ValueBefore, s.ValueAfter = nil, nil
			}
			steps = append(steps, s)
		}
	}
	if values == nil && c.Value != nil {
		values = []procurement.Valuation{{Contract: c.ID, Value: *c.Value}}
	}
	for _, s := range steps {
		before := stepBefore(s)
		switch {
		case before == nil || s.ValueAfter == nil:
		case len(values) == 0:
			return []procurement.Valuation{{Value: *before}, {Value: *s.ValueAfter, Release: s.Release}}, steps
		case values[0].Value == *s.ValueAfter && *before != values[0].Value:
			return append([]procurement.Valuation{{Value: *before}}, values...), steps
		}
	}
	return values, steps
}

// withValue are the amendments that give a value for the contract: whether that
// is the one before or after is for a later release to show.
func withValue(c procurement.Contract) map[string]bool {
	var ids map[string]bool
	for i := range c.Amendments {
		if a := &c.Amendments[i]; a.Value != nil && a.ID != "" {
			if ids == nil {
				ids = map[string]bool{}
			}
			ids[a.ID] = true
		}
	}
	return ids
}

func stepBefore(s procurement.Extension) *procurement.Money {
	if s.ValueBefore == nil && s.ValueAfter != nil && s.ValueAdded != nil && s.ValueAdded.Currency == s.ValueAfter.Currency {
		return &procurement.Money{Minor: s.ValueAfter.Minor - s.ValueAdded.Minor, Currency: s.ValueAfter.Currency}
	}
	return s.ValueBefore
}

// adding counts what steps say they add and no value shows: added up, where
// that comes to more than the last value.
func (w *worth) adding(steps []procurement.Extension) {
	sum := w.first
	var more []change
	for _, s := range steps {
		if s.ValueAdded == nil || s.ValueAfter != nil {
			continue
		}
		if s.ValueAdded.Currency != sum.Currency {
			w.missing = "The value is stated in several currencies."
			return
		}
		ch := change{before: sum, after: sum, agreed: s.Agreed == procurement.Yes, longer: true, told: s.Date, release: s.Release}
		ch.after.Minor += s.ValueAdded.Minor
		sum, more = ch.after, append(more, ch)
	}
	if len(more) > 0 && sum.Minor > w.last.Minor {
		w.last, w.changes = sum, more
		for _, ch := range more {
			w.releases = append(w.releases, ch.release)
		}
	}
}

// silent counts the changes of a contract that state no value, nor are options
// agreed in advance.
func silent(c procurement.Contract, steps []procurement.Extension) int {
	n := 0
	speaks := map[string]bool{}
	for i := range steps {
		s := &steps[i]
		if spoke := s.ValueAfter != nil || s.ValueAdded != nil || s.Agreed == procurement.Yes; spoke {
			speaks[s.Amendment] = true
		} else if s.Amendment == "" {
			n++
		}
	}
	for i := range c.Amendments {
		if a := &c.Amendments[i]; a.Value == nil && says(a) && (a.ID == "" || !speaks[a.ID]) {
			n++
		}
	}
	return n
}

// says reports an amendment that says anything: some publishers give every
// contract an empty one.
func says(a *procurement.Amendment) bool {
	return a.Date.Known() || a.Description != "" || a.Rationale != "" || a.Value != nil || a.Extension != nil || a.Period.End.Known()
}

// grown is the whole growth, and the part of it not known to be agreed in
// advance, both in terms of the first value.
func (w worth) grown() (all, notAgreed float64) {
	var sum int64
	for _, ch := range w.changes {
		if !ch.agreed {
			sum += ch.added()
		}
	}
	return ratio(w.last.Minor-w.first.Minor, w.first.Minor), ratio(sum, w.first.Minor)
}

// largest is the change that added most to the value before it.
func (w worth) largest() (most change) {
	for i, ch := range w.changes {
		if i == 0 || ch.ratio() > most.ratio() {
			most = ch
		}
	}
	return most
}

// evidence has the figures of the changes, for the rules about value.
func (w worth) evidence() procurement.Evidence {
	e := procurement.Evidence{
		Figures:  map[string]any{"changes": len(w.changes), "changes_without_value": w.silent},
		Fields:   []string{valueField, amendedValueField, "contracts/amendments/extension"},
		Sources:  w.contract.Sources,
		Releases: union(w.releases),
	}
	if w.missing != "" {
		return e
	}
	e.Figures["first_value"], e.Figures["latest_value"] = amount(w.first), amount(w.last)
	if len(w.figures) > 0 {
		e.Figures["changed_in_publication"] = listed(w.figures)
	}
	if len(w.changes) == 0 {
		return e
	}
	all, notAgreed := w.grown()
	e.Figures["growth_percent"], e.Figures["growth_not_known_agreed_percent"] = percent(all), percent(notAgreed)
	e.Figures["change_list"] = listed(w.changes)
	return e
}

const (
	valueField        = "contracts/value"
	amendedValueField = "contracts/amendments/value"
)

// unknown is the answer where what the rule asks cannot be told from the values
// published; its second result says whether that is so.
func (w worth) unknown(e procurement.Evidence) (procurement.Flag, bool) {
	switch {
	case w.missing != "":
		e.Summary, e.Missing = w.missing, []string{valueField}
	case w.silent > 0:
		e.Missing = []string{amendedValueField}
		e.Summary = fmt.Sprintf("For %s the record gives no value, nor does the value of the contract show one.", procurement.Count(w.silent, "change"))
		if len(w.changes) == 0 {
			e.Summary = fmt.Sprintf("%s recorded, and one value throughout; whether it is the value before or after is not published.", procurement.Count(w.silent, "change"))
		}
	case w.unsaid > 0:
		e.Missing = []string{amendmentsField}
		e.Summary = fmt.Sprintf("%s was published as the value, and %s later; whether the contract was changed is not published.", w.figures[0].before, w.figures[len(w.figures)-1].after)
	case w.amended != nil:
		e.Figures["amended_value_unverified"] = amount(*w.amended)
		e.Missing = []string{valueField}
		e.Summary = fmt.Sprintf("An amendment gives %s, the contract %s; which of them holds is not confirmed.", w.amended, w.last)
	default:
		return procurement.Flag{}, false
	}
	return procurement.Flag{State: procurement.NoData, Evidence: e}, true
}

// below reports whether an amount without tax is below a limit with it.
func below(m, limit procurement.Money) bool {
	return m.Currency == limit.Currency && withVAT(m).Minor < limit.Minor
}
