package history

import (
	"slices"

	"daylight/internal/procurement"
)

// decisions tells of decisions published and changed, and of their conditions:
// figures "decision", "title", "type", "status", "statusReason", "body", "reference",
// "decidedBy", "about" (titles of the contracts and awards concerned),
// "grantedUpTo", "grantedValue", "filedByTheBody" and "reportedBy"; of one just
// published, "value" (of the awards concerned), "conditions" (how many) and
// "running" (a contract concerned was there before); of one changed,
// "statusBefore", "typeBefore" and "nowFiledByTheBody".
func (t *teller) decisions(before, after *procurement.Process) {
	if len(after.Decisions) == 0 {
		return
	}
	was := byID(before.Decisions, func(d *procurement.Decision) string { return d.ID })
	for i := range after.Decisions {
		now := &after.Decisions[i]
		old := was[now.ID]
		f := t.decisionFigures(now)
		switch {
		case old == nil:
			t.tell(procurement.DecisionPublished, now.ID, known(now.Decided, now.Published),
				f.put("value", t.proposedValue(now)).put("conditions", len(now.Conditions)).put("running", running(before, now)))
		case old.Status != now.Status || old.Type != now.Type && !t.fixed.touch("decisions", now.ID) || now.FiledByTheBody && !old.FiledByTheBody:
			t.tell(procurement.DecisionChanged, now.ID, "", f.put("statusBefore", old.Status).put("typeBefore", old.Type).
				put("nowFiledByTheBody", now.FiledByTheBody && !old.FiledByTheBody))
		}
		t.conditions(old, now)
	}
}

// conditions tells of conditions set, and of those whose status or due date
// changed: figures "condition" (its words), "due", "dueBasis",
// "conditionStatus", "met", and "dueBefore" and "statusBefore" of a change,
// with those of the decision.
func (t *teller) conditions(old, now *procurement.Decision) {
	var before []procurement.Condition
	if old != nil {
		before = old.Conditions
	}
	was := byID(before, func(c *procurement.Condition) string { return c.ID })
	for i := range now.Conditions {
		c := &now.Conditions[i]
		f := t.conditionFigures(now, c)
		switch o := was[c.ID]; {
		case o == nil:
			t.tell(procurement.ConditionSet, c.ID, known(now.Decided, now.Published), f)
		case o.Status != c.Status || o.Due != c.Due:
			var date procurement.Date
			if o.Status != c.Status {
				date = c.Met
			}
			t.tell(procurement.ConditionChanged, c.ID, date, f.put("statusBefore", o.Status).put("dueBefore", o.Due))
		}
	}
}

func (t *teller) conditionFigures(d *procurement.Decision, c *procurement.Condition) figures {
	return t.decisionFigures(d).put("condition", c.Description).put("due", c.Due).put("dueBasis", c.DueBasis).
		put("conditionStatus", c.Status).put("met", c.Met)
}

func (t *teller) decisionFigures(d *procurement.Decision) figures {
	f := figures{}.put("decision", d.ID).put("title", d.Title).put("type", d.Type).put("status", d.Status).put("statusReason", d.StatusReason).
		put("reference", d.Reference).put("decidedBy", d.DecidedBy).put("about", t.concerned(d)).
		put("grantedUpTo", d.GrantedUpTo).put("grantedValue", d.GrantedValue).
		put("filedByTheBody", d.FiledByTheBody).put("reportedBy", d.ReportedBy)
	if d.Body != nil {
		f.put("body", d.Body.Name)
	}
	return f
}

// concerned are the titles of the contracts and awards a decision is about,
// each once.
func (t *teller) concerned(d *procurement.Decision) []string {
	var list []string
	for _, id := range d.Contracts {
		if c := t.process.Contract(id); c != nil && t.title(c) != "" && !slices.Contains(list, t.title(c)) {
			list = append(list, t.title(c))
		}
	}
	for _, id := range d.Awards {
		if a := t.process.Award(id); a != nil && a.Title != "" && !slices.Contains(list, a.Title) {
			list = append(list, a.Title)
		}
	}
	return list
}

// running reports whether a decision is about a contract made before it.
func running(before *procurement.Process, d *procurement.Decision) bool {
	return slices.ContainsFunc(d.Contracts, func(id string) bool {
		c := before.Contract(id)
		return c != nil && c.Made()
	})
}

// proposedValue is what the awards a decision is about are worth together.
func (t *teller) proposedValue(d *procurement.Decision) *procurement.Money {
	var amounts []*procurement.Money
	for _, id := range d.Awards {
		if a := t.process.Award(id); a != nil {
			amounts = append(amounts, a.Value)
		}
	}
	return procurement.Sum(amounts...)
}

func byID[T any](list []T, id func(*T) string) map[string]*T {
	index := make(map[string]*T, len(list))
	for i := range list {
		index[id(&list[i])] = &list[i]
	}
	return index
}

// lookup finds by id as byID does, and makes the index only for many questions.
type lookup[T any] struct {
	list  []T
	id    func(*T) string
	asked int
	index map[string]*T
}

func (l *lookup[T]) find(id string) *T {
	if l.asked++; l.asked <= few {
		for i := len(l.list) - 1; i >= 0; i-- {
			if l.id(&l.list[i]) == id {
				return &l.list[i]
			}
		}
		return nil
	}
	if l.index == nil {
		l.index = byID(l.list, l.id)
	}
	return l.index[id]
}
