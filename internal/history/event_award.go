package history

import "daylight/internal/procurement"

// tender tells of going to market, and of giving it up: figures "title",
// "status", "method" and "value". Where awards or contracts come with it, or
// came before, they are the news.
func (t *teller) tender(before, after *procurement.Process) {
	was, now := &before.Tender, &after.Tender
	figures := func() figures {
		return figures{}.put("title", now.Title).put("status", now.Status).put("method", now.Method).put("value", now.Value)
	}
	quiet := len(after.Awards)+len(after.Contracts) > 0
	switch {
	case now.ID == "" && now.Title == "", t.fixed.touch("tender"):
	case was.ID == "" && was.Title == "":
		if !quiet && called(now) {
			t.tell(procurement.TenderPublished, now.ID, now.Period.Start, figures())
		}
	case was.Status == now.Status:
	case was.Status == "planning" || was.Status == "planned" || abandoned(now.Status):
		if !quiet {
			t.tell(procurement.TenderPublished, now.ID, "", figures())
		}
	}
}

// called reports whether suppliers were asked for tenders: by an open or
// selective method, a period to send them in, or a tender said to be active.
func called(t *procurement.Tender) bool {
	if t.Status == "planning" || t.Status == "planned" {
		return false
	}
	return t.Method == "open" || t.Method == "selective" || t.Period.End.Known() || t.Status == "active"
}

func abandoned(status string) bool {
	return status == "cancelled" || status == "unsuccessful" || status == "withdrawn"
}

// awards tells of awards made, proposed and given up: figures "award",
// "awardTitle", "status", "suppliers", "value", and "made" where one given up
// had been made.
func (t *teller) awards(before, after *procurement.Process, wasMade, isMade made) {
	var contracted map[string]bool
	for i := range isMade.contracts {
		c := &isMade.contracts[i]
		if isMade.grown && i < len(wasMade.contracts) || c.AwardID == "" || !isMade.is(c) || wasMade.find(c.ID) != nil {
			continue
		}
		if contracted == nil {
			contracted = map[string]bool{}
		}
		contracted[c.AwardID] = true
	}
	old := lookup[procurement.Award]{list: before.Awards, id: func(a *procurement.Award) string { return a.ID }}
	for i := range after.Awards {
		now := &after.Awards[i]
		if i < len(before.Awards) && procurement.Same(&before.Awards[i], now) {
			continue
		}
		was := old.find(now.ID)
		if was != nil && t.fixed.touch("awards", now.ID) {
			continue
		}
		stood := was != nil && was.Stands()
		switch {
		case now.Stands() && !stood:
			if !contracted[now.ID] {
				t.tell(procurement.AwardMade, now.ID, now.Date, awardFigures(now))
			}
		case now.Stands():
			if differ(was.Value, now.Value) {
				t.tell(procurement.ValueChanged, now.ID, "", awardFigures(now).put("valueBefore", was.Value).put("valueAfter", now.Value))
			}
		case now.Status == "pending":
			if was == nil || was.Status != "pending" {
				t.tell(procurement.AwardProposed, now.ID, now.Date, awardFigures(now))
			}
		case was == nil:
			t.tell(procurement.AwardCancelled, now.ID, now.Date, awardFigures(now))
		case stood || was.Status == "pending":
			t.tell(procurement.AwardCancelled, now.ID, "", awardFigures(now).put("made", stood))
		}
	}
}

func awardFigures(a *procurement.Award) figures {
	return figures{}.put("award", a.ID).put("awardTitle", a.Title).put("status", a.Status).
		put("suppliers", names(a.Suppliers)).put("value", a.Value)
}
