package web

import (
	"daylight/internal/procurement"
)

// timeline is the life of one or several processes, drawn and in words: the
// drawing and the table under it are made from the same facts.
type timeline struct {
	Summary string // the drawing in sentences, for those who do not see it
	Facts   []timelineFact
	Drawing drawing
}

// Kinds of facts, each with a shape and a style of its own.
const (
	termFact      = "term"
	stepFact      = "step"
	optionFact    = "option"
	proposedFact  = "proposed"
	recordFact    = "record"
	decisionFact  = "decision"
	challengeFact = "challenge"
	dueFact       = "due"
)

// timelineFact is one stretch of time or one moment in the life of a process.
type timelineFact struct {
	Kind   string
	Group  string // heading over the facts of one process or contract, on its first fact
	Label  string // "Extension 2"
	Detail string // "12 months, £40 million"
	When   string // the time in words, and what is not stated about it
	Agreed string // yes, no or unknown; "" where it does not apply
	Href   string
	Cited  cited

	// Where the fact lies in time, as stated. A moment has only From.
	From, To procurement.Date
	Days     int  // length, where a length is stated and an end is not
	UpTo     bool // the length is a ceiling
	Earliest bool // From is not the start but the earliest it can be
	First    bool // first of a chain, whose facts follow each other
}

func (f timelineFact) moment() bool {
	switch f.Kind {
	case recordFact, decisionFact, challengeFact, dueFact:
		return true
	}
	return false
}

// told is a process as a timeline tells it.
type told struct {
	process *procurement.Process
	chains  []procurement.Chain
	heading string           // where several processes share one timeline
	aside   bool             // only decisions and challenges are told
	prefix  string           // of the places that its facts link to
	first   procurement.Date // of the earliest statement
	cites   map[string]citer // by process
}

func (t told) cited(ids []string) cited { return t.cites[t.process.OCID].cited(ids) }

// citedIn is who tells of a step: a follow-on contract's own process, where it
// has one.
func (t told) citedIn(e procurement.Extension) cited {
	if e.SuccessorP != "" {
		return t.cites[e.SuccessorP].cited(e.Sources)
	}
	return t.cited(e.Sources)
}

// newTimeline draws processes on one scale, up to the recorded day.
func newTimeline(day procurement.Date, stories ...told) timeline {
	var facts []timelineFact
	for _, s := range stories {
		own := s.facts()
		if len(own) > 0 {
			own[0].Group = s.heading
		}
		facts = append(facts, own...)
	}
	return timeline{Summary: summarise(facts, day), Facts: facts, Drawing: draw(facts, day)}
}

func summarise(facts []timelineFact, day procurement.Date) string {
	text := ""
	for _, f := range facts {
		if f.Group != "" {
			text += f.Group + ": "
		}
		text += f.Label
		for _, more := range []string{f.Detail, f.When} {
			if more != "" {
				text += ", " + more
			}
		}
		text += ". "
	}
	if day.Known() {
		text += "A line marks " + day.String() + "."
	}
	return text
}
