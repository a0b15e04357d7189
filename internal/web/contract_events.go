package web

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"daylight/internal/feed"
	"daylight/internal/ocds"
	"daylight/internal/procurement"
	"daylight/internal/registry"
)

// eventView is something that happened, with the release that says so.
type eventView struct {
	procurement.Event
	Headline string
	Told     procurement.Date // when the statement became public
	Release  string           // address of the release
	Mark     string           // which of the five kinds of statement it is
	Same     bool             // of the same day as the event above
	Undated  bool             // nothing states when: the date is the day the source was read
}

// eventViews are the events of a history, newest first; those without a date
// of their own or of a source come last.
func eventViews(h *registry.History) []eventView {
	return viewEvents(h, nameHere(h.Process))
}

// viewEvents does so with headlines that call the process by a name.
func viewEvents(h *registry.History, name string) []eventView {
	by := map[string]registry.Statement{}
	for _, s := range h.Releases {
		by[s.Identity] = s
	}
	var list []eventView
	for _, e := range h.Events {
		v := eventView{Event: e, Headline: headlineHere(e, name, len(h.Process.Contracts) == 1), Mark: markOf(e)}
		if s, known := by[e.Cause]; known {
			v.Told, _ = procurement.ParseDate(s.Date)
			v.Release = href("contracts", h.Process.OCID, "releases", s.Seq)
			dated, _ := e.Figures["datedByRelease"].(bool)
			v.Undated = dated && s.Accessed
		}
		list = append(list, v)
	}
	slices.Reverse(list)
	slices.SortStableFunc(list, newestFirst)
	for i := 1; i < len(list); i++ {
		list[i].Same = list[i].sameDay(list[i-1])
	}
	return list
}

// newestFirst compares events by the day they became public: of their
// statement, or their own. The day on which somebody read a source without a
// date is neither, so such events stand by themselves at the end.
func newestFirst(a, b eventView) int {
	if a.Undated != b.Undated {
		if a.Undated {
			return 1
		}
		return -1
	}
	return strings.Compare(b.public(), a.public())
}

func (e eventView) public() string { return cmp.Or(e.Told.First(), e.Date.First()) }

func (e eventView) sameDay(above eventView) bool {
	return e.Date == above.Date && e.Undated == above.Undated
}

const nameOfOne = "this contract"

// nameHere is what headlines call a process under its own name.
func nameHere(p *procurement.Process) string {
	if len(p.Contracts) == 1 {
		return nameOfOne
	}
	return "this procurement"
}

// headlineHere is the headline as it reads beside the date, which is not said
// again, with the process called by a name. Where it has one contract, the
// name stands for that too.
func headlineHere(e procurement.Event, name string, one bool) string {
	f := maps.Clone(e.Figures)
	f["process"] = name
	if one {
		delete(f, "contractTitle")
		delete(f, "awardTitle")
	}
	e.Figures, e.Date = f, ""
	return upperFirst(strings.TrimPrefix(feed.Headline(e), nameOfOne+": "))
}

// markOf is which of the five kinds of statement an event tells of.
func markOf(e procurement.Event) string {
	switch {
	case e.Figures["statementKind"] == "reply":
		return "reply"
	case e.Kind == procurement.RecordCorrected && e.Figures["what"] == "decision":
		return "decision"
	case e.Kind == procurement.RecordCorrected && (e.Figures["what"] == "challenge" || e.Figures["what"] == "statement"):
		return "claim"
	}
	return eventMark(e.Kind)
}

// eventMark is the same for events of which only the kind is known.
func eventMark(k procurement.EventKind) string {
	switch k {
	case procurement.DecisionPublished, procurement.DecisionChanged, procurement.ConditionSet, procurement.ConditionChanged, procurement.ConditionOverdue:
		return "decision"
	case procurement.ChallengeMade, procurement.ChallengeChanged, procurement.StatementMade, procurement.DisputeRecorded:
		return "claim"
	case procurement.FlagRaised, procurement.FlagCleared:
		return "flag"
	}
	return "record"
}

// releaseLine is a release in the list of what was filed.
type releaseLine struct {
	registry.Statement
	Day  procurement.Date
	Href string
}

func releaseLines(h *registry.History) []releaseLine {
	var list []releaseLine
	for _, s := range slices.Backward(h.Releases) {
		day, _ := procurement.ParseDate(s.Date)
		list = append(list, releaseLine{s, day, href("contracts", h.Process.OCID, "releases", s.Seq)})
	}
	return list
}

// noteLine is something unusual in a release, by the standard.
type noteLine struct {
	ocds.Note
	Href string
}

// noteLines are at most as many as a reader would look through.
func noteLines(h *registry.History) []noteLine {
	const most = 50
	var list []noteLine
	for _, s := range h.Releases {
		for _, n := range s.Notes {
			if len(list) < most {
				list = append(list, noteLine{n, href("contracts", h.Process.OCID, "releases", s.Seq)})
			}
		}
	}
	return list
}
