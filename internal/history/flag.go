package history

import (
	"cmp"
	"slices"

	"daylight/internal/procurement"
)

// FlagEvents tells which rules' flags were raised and cleared between two sets
// of results for a process, for each rule and contract. The cause is what changed
// them: the release of that date, and then they are dated by the release having
// no date of their own; or, as DayCause names it, the day. Figures are "rule", "version", "summary" (the rule's sentence),
// "state", "contract" and "contractTitle".
func FlagEvents(ocid string, before, after []procurement.Flag, cause string, date procurement.Date, p *procurement.Process) []procurement.Event {
	was, now := raised(before), raised(after)
	if len(was)+len(now) == 0 {
		return nil
	}
	t := newTeller(ocid)
	t.at(cause, date, p)
	var own procurement.Date
	if cause == DayCause(date) {
		own = date
	}
	for _, f := range ordered(after) {
		if _, ok := was[subjectOf(f)]; !ok && f.State == procurement.Raised {
			t.flag(procurement.FlagRaised, own, f)
		}
	}
	results := map[flagSubject]procurement.Flag{}
	for _, f := range after {
		results[subjectOf(f)] = f
	}
	for _, f := range ordered(before) {
		if _, ok := now[subjectOf(f)]; ok || f.State != procurement.Raised {
			continue
		}
		// Where the rule has no result any more, what it says is what it last said.
		if r, ok := results[subjectOf(f)]; ok {
			f = r
		}
		t.flag(procurement.FlagCleared, own, f)
	}
	return t.events
}

func (t *teller) flag(kind procurement.EventKind, date procurement.Date, f procurement.Flag) {
	fig := figures{}.put("rule", f.Rule).put("version", f.Version).put("summary", f.Evidence.Summary).
		put("state", string(f.State)).put("contract", f.Contract)
	if c := t.process.Contract(f.Contract); c != nil {
		fig.put("contractTitle", t.title(c))
	}
	t.tell(kind, flagged(f), date, fig)
}

// flagged is what an event of a flag is about: the rule and, where it is about
// one, the contract.
func flagged(f procurement.Flag) string {
	if f.Contract == "" {
		return f.Rule
	}
	return f.Rule + "/" + f.Contract
}

type flagSubject struct{ rule, contract string }

func subjectOf(f procurement.Flag) flagSubject { return flagSubject{f.Rule, f.Contract} }

func raised(flags []procurement.Flag) map[flagSubject]bool {
	var set map[flagSubject]bool
	for i := range flags {
		if flags[i].State == procurement.Raised {
			if set == nil {
				set = map[flagSubject]bool{}
			}
			set[subjectOf(flags[i])] = true
		}
	}
	return set
}

func ordered(flags []procurement.Flag) []procurement.Flag {
	flags = slices.Clone(flags)
	slices.SortStableFunc(flags, func(a, b procurement.Flag) int {
		return cmp.Or(cmp.Compare(a.Rule, b.Rule), cmp.Compare(a.Contract, b.Contract))
	})
	return flags
}
