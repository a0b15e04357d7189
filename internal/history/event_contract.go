package history

import (
	"slices"

	"daylight/internal/procurement"
)

// contracts tells what a release did to each contract: figures "contract",
// "contractTitle", "suppliers", "value", "start" and "end", and those of the
// change.
func (t *teller) contracts(f *fold, was made, steps []*step) {
	var successors map[string]bool
	for _, st := range steps {
		if _, ok := f.extension(st); ok && st.successor != "" {
			if successors == nil {
				successors = map[string]bool{}
			}
			successors[st.successor] = true
		}
	}
	for i := range t.process.Contracts {
		now := &t.process.Contracts[i]
		if f.made.grown && len(steps) == 0 && i < len(was.contracts) && now == &was.contracts[i] {
			continue // as it was
		}
		before := was.find(now.ID)
		switch {
		case before != nil && len(steps) == 0 && f.made.is(now) && procurement.Same(before, now):
		case f.made.is(now):
			if before == nil && !successors[now.ID] {
				t.tell(procurement.ContractSigned, now.ID, begun(now), t.contractFigures(now))
			}
			t.changes(f, before, now, steps)
		case before != nil && f.made.find(now.ID) == nil:
			t.tell(procurement.ContractTerminated, now.ID, "", t.contractFigures(now).put("status", now.Status))
		}
	}
}

// changes tells of a contract's steps, its end, its amendments and its value. A
// change of value is told by the change of the same release that explains it;
// else figure "by" says what the release calls it.
func (t *teller) changes(f *fold, before, now *procurement.Contract, steps []*step) {
	if before != nil && t.fixed.touch("contracts", now.ID) {
		before = now // it did not change: it was recorded wrongly
	}
	value := before != nil && now.Value != nil && (before.Value == nil || differ(before.Value, now.Value))
	plain := newAmendments(before, now)
	for _, st := range steps {
		e, ok := f.extension(st)
		if !ok || st.contract != now.ID {
			continue
		}
		t.tell(procurement.ContractExtended, now.ID, ownDate(now, e), t.stepFigures(now, e))
		value = value && st.valueBefore == nil
		plain = slices.DeleteFunc(plain, func(a *procurement.Amendment) bool { return a.ID != "" && a.ID == st.amendment })
	}
	plain = t.endings(before, now, plain)
	for i, a := range plain {
		f := t.contractFigures(now).put("amendment", a.ID)
		if last := i == len(plain)-1; last && value && before.Value != nil {
			f.put("valueBefore", before.Value).put("valueAfter", now.Value)
			value = false
		}
		t.tell(procurement.ContractAmended, now.ID, a.Date, f)
	}
	if value {
		t.tell(procurement.ValueChanged, now.ID, "", t.contractFigures(now).put("valueBefore", before.Value).put("valueAfter", now.Value).
			put("by", f.lastBy(now.ID)))
	}
}

// endings tells of a contract that ended, or ends sooner than it did: figures
// "status" and "previousEnd". It returns the amendments that are not the ending.
func (t *teller) endings(before, now *procurement.Contract, plain []*procurement.Amendment) []*procurement.Amendment {
	ended := now.Status == "terminated" && (before == nil || before.Status != "terminated")
	shortened := before != nil && later(now.Period.End, before.Period.End)
	if !ended && !shortened {
		return plain
	}
	var date procurement.Date
	if n := len(plain); n > 0 && before != nil {
		date, plain = plain[n-1].Date, plain[:n-1]
	}
	f := t.contractFigures(now)
	if shortened {
		f.put("previousEnd", before.Period.End)
	}
	if !ended {
		t.tell(procurement.ContractShortened, now.ID, date, f)
		return plain
	}
	if before == nil || before.Period.End != now.Period.End {
		date = known(date, now.Period.End)
	}
	t.tell(procurement.ContractTerminated, now.ID, date, f.put("status", now.Status))
	return plain
}

// ownDate is the step's date where something other than its release gives it.
func ownDate(c *procurement.Contract, e procurement.Extension) procurement.Date {
	if a := amendment(c, e.Amendment); e.Successor == "" && (a == nil || !a.Date.Known()) {
		return ""
	}
	return e.Date
}

// contractFigures name the contract and its value, by its award where it says
// nothing itself.
func (t *teller) contractFigures(c *procurement.Contract) figures {
	value := c.Value
	if a := t.process.Award(c.AwardID); a != nil && value == nil {
		value = a.Value
	}
	return figures{}.put("contract", c.ID).put("contractTitle", t.title(c)).put("suppliers", t.suppliers(c)).
		put("value", value).put("start", c.Period.Start).put("end", c.Period.End)
}

// title is that of a contract, else of its award.
func (t *teller) title(c *procurement.Contract) string {
	if a := t.process.Award(c.AwardID); a != nil && c.Title == "" {
		return a.Title
	}
	return c.Title
}

// suppliers are those of the contract's award, else of the process.
func (t *teller) suppliers(c *procurement.Contract) []string {
	if a := t.process.Award(c.AwardID); a != nil {
		return names(a.Suppliers)
	}
	return names(t.process.Suppliers())
}

// stepFigures are the terms of a step, named as in our extension of OCDS, with
// "months" where they can be counted, "length" (of a successor) in the place of
// "addedUpTo" where that is no ceiling, and "derived" where computed from dates.
func (t *teller) stepFigures(c *procurement.Contract, e procurement.Extension) figures {
	f := t.contractFigures(c).put("previousEnd", e.PreviousEnd).put("newEnd", e.NewEnd).
		put("agreedInAdvance", e.Agreed).put("instrument", e.Instrument).put("planned", e.Planned).put("actual", e.Actual).
		put("valueBefore", e.ValueBefore).put("valueAfter", e.ValueAfter).put("valueAdded", e.ValueAdded).
		put("amendment", e.Amendment).put("derived", e.Derived)
	if e.Ceiling() {
		f.put("addedUpTo", e.AddedUpTo)
	} else {
		if e.Successor != "" {
			f.put("length", e.AddedUpTo)
		}
		if months, ok := e.Months(); ok {
			f.put("months", months)
		}
	}
	if s := t.process.Contract(e.Successor); s != nil {
		f.put("successor", s.ID).put("successorTitle", t.title(s)).put("suppliers", t.suppliers(s))
	}
	return f
}
