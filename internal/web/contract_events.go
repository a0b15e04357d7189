package web

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"daylight/internal/feed"
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
}

// eventViews are the events of a history, newest first.
func eventViews(h *registry.History) []eventView {
	by := map[string]registry.Statement{}
	for _, s := range h.Releases {
		by[s.Identity] = s
	}
	var list []eventView
	for _, e := range h.Events {
		v := eventView{Event: e, Headline: headlineHere(e, len(h.Process.Contracts) > 1), Mark: markOf(e)}
		if s, known := by[e.Cause]; known {
			v.Told, _ = procurement.ParseDate(s.Date)
			v.Release = href("contracts", h.Process.OCID, "releases", s.Seq)
		}
		list = append(list, v)
	}
	slices.Reverse(list)
	slices.SortStableFunc(list, func(a, b eventView) int { return strings.Compare(b.public(), a.public()) })
	for i := 1; i < len(list); i++ {
		list[i].Same = list[i].Date == list[i-1].Date
	}
	return list
}

// public is the day an event became public: of its statement, or its own.
func (e eventView) public() string { return cmp.Or(e.Told.First(), e.Date.First()) }

// headlineHere is the headline as it reads under the name of the process and
// beside the date: neither is said again. Where there are several contracts,
// each keeps its title.
func headlineHere(e procurement.Event, several bool) string {
	f := maps.Clone(e.Figures)
	f["process"] = "this contract"
	if several {
		f["process"] = "this procurement"
	} else {
		delete(f, "contractTitle")
		delete(f, "awardTitle")
	}
	e.Figures, e.Date = f, ""
	return upperFirst(strings.TrimPrefix(feed.Headline(e), "this contract: "))
}

// markOf is which of the five kinds of statement an event tells of.
func markOf(e procurement.Event) string {
	if e.Figures["statementKind"] == "reply" {
		return "reply"
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
