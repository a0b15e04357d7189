// Package ocds is the language of the record: it reads, merges and writes Open
// Contracting Data Standard releases, 1.1 and 1.0.
//
// Read takes releases out of any of the forms they are published in and keeps
// their bytes; a Merger, or for whole files a Compilation, merges them into
// compiled or versioned releases by the standard's merging rules, which
// Strategies hold for each field.
//
// Parse holds JSON as it was published: numbers keep their digits, and
// duplicate keys, bad UTF-8 and nesting past MaxDepth are refused. Nothing is
// upgraded, corrected or dropped on the way from a body to a record; reading a
// record forgives what is wrong in it.
package ocds
