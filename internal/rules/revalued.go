package rules

import (
	"fmt"

	"daylight/internal/procurement"
)

// follow takes in the next value. It is a change of the contract where the release
// says so, a step comes to it, or a change recorded without a value may be this
// one; else the figure alone was changed, and stands in place of the one before.
func (w *worth) follow(to procurement.Valuation, steps []procurement.Extension) {
	w.releases = append(w.releases, to.Release)
	ch := change{before: w.last, after: to.Value, told: to.Told, release: to.Release}
	ours := false
	for _, s := range steps {
		if s.ValueAfter != nil && *s.ValueAfter == to.Value || s.Release != "" && s.Release == to.Release {
			ours, ch.longer, ch.agreed = true, true, s.Agreed == procurement.Yes
		}
	}
	switch {
	case ours:
	case to.By == procurement.ByCorrection, to.By == "" && w.silent == 0:
		w.republished(ch, to.By)
		return
	case w.silent > 0:
		w.silent--
	}
	if ch.before.Currency != ch.after.Currency {
		w.missing = "The value is stated in several currencies."
	}
	w.last = to.Value
	w.changes = append(w.changes, ch)
}

// republished takes in a figure that was changed without the contract: it is
// what the change before it came to, or what the contract was worth at first.
func (w *worth) republished(ch change, by string) {
	w.figures = append(w.figures, ch)
	if by != procurement.ByCorrection {
		w.unsaid++
	}
	if n := len(w.changes); n > 0 {
		w.changes[n-1].after = ch.after
	} else {
		w.first = ch.after
	}
	w.last = ch.after
}

// told says which figures were changed in publication alone; it follows a
// sentence without its stop.
func (w worth) told() string {
	if len(w.figures) == 0 {
		return ""
	}
	return fmt.Sprintf("; the figure was changed in publication, from %s to %s", w.figures[0].before, w.figures[len(w.figures)-1].after)
}

// unchanged says that no change of the contract's value is recorded.
func (w worth) unchanged() string {
	if len(w.figures) > 0 {
		return fmt.Sprintf("No change of the contract's value is recorded (%s)", w.first) + w.told()
	}
	return fmt.Sprintf("One value is recorded (%s), and no change of it", w.first)
}

func listed(changes []change) []any {
	list := make([]any, len(changes))
	for i, ch := range changes {
		m := map[string]any{"from": amount(ch.before), "to": amount(ch.after)}
		if ch.before.Currency == ch.after.Currency && !nominal(ch.before) {
			m["percent"] = percent(ch.ratio())
		}
		set(m, "told", string(ch.told))
		if ch.agreed {
			m["agreed"] = procurement.Yes
		}
		list[i] = m
	}
	return list
}
