// Package rules holds the red flags: pure functions from a dossier to results
// in four states, raised, clear, no data and not applicable.
//
// A rule is three files, as one_bid.go, one_bid_test.go and one_bid.md, and
// registers itself: nothing else is edited to add one. Each gives at least one
// result for every process, so that what could not be checked can be counted.
// Results depend on the dossier alone: no clock, no order of neighbours.
//
// A flag is a reason to look, not proof of wrongdoing. What a publisher left
// out never raises one, and "could not check" is never clear. Rules read what
// the record states, in English and in codes of OCDS, TED and eForms; they do
// not know whether it is complete or true.
package rules
