package exchange

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"daylight/internal/ocds"
	"daylight/internal/registry"
)

// Summary is what became of an input: each release in it was filed, known
// already or refused.
type Summary struct {
	Filed, Known, Refused int
	Processes             int // of which nothing was filed before
	Raised, Cleared       int
}

// In is how many releases there were.
func (s Summary) In() int { return s.Filed + s.Known + s.Refused }

// plus adds what became of another input.
func (s Summary) plus(t Summary) Summary {
	s.Filed, s.Known, s.Refused, s.Processes = s.Filed+t.Filed, s.Known+t.Known, s.Refused+t.Refused, s.Processes+t.Processes
	s.Raised, s.Cleared = s.Raised+t.Raised, s.Cleared+t.Cleared
	return s
}

func (s *Summary) add(r registry.Result, refused int) {
	s.Filed, s.Known, s.Processes = s.Filed+r.Filed, s.Known+r.Known, s.Processes+r.Processes
	s.Raised, s.Cleared, s.Refused = s.Raised+r.Raised, s.Cleared+r.Cleared, s.Refused+refused
}

func (s Summary) String() string {
	return fmt.Sprintf("%d filed, %d known already, %d refused; %d processes; %d flags raised, %d cleared",
		s.Filed, s.Known, s.Refused, s.Processes, s.Raised, s.Cleared)
}

// Outcome is what became of inputs so far.
type Outcome struct {
	Summary
	Files   int   // read to their end
	Bytes   int64 // of these
	Unread  int   // of those refused: no JSON, or a file that could not be read on
	Reasons map[ocds.Reason]int
}

// ByReason are the reasons of what was refused, the most frequent first.
func (o Outcome) ByReason() []ocds.Reason {
	return slices.SortedFunc(maps.Keys(o.Reasons), func(a, b ocds.Reason) int {
		return cmp.Or(cmp.Compare(o.Reasons[b], o.Reasons[a]), cmp.Compare(a, b))
	})
}
