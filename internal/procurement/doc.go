// Package procurement holds the nouns of Daylight: what a contracting process
// is made of, as the Open Contracting Data Standard 1.1 names it, and what
// overseers decide about it.
//
// The types are plain values. They promise nothing about where they came from:
// package ocds reads them out of a merged record, package history derives
// extensions and events from them, package rules judges them. Anything a
// source did not state is the zero value or a nil pointer, and is to be shown
// as unknown.
package procurement
