// Package cardinal computes the procurement indicators of the Open Contracting
// Partnership's Cardinal: R003, R018, R024, R025, R028, R030, R035, R036, R038,
// R048 and R058, with its settings and its defaults.
//
// It promises the results of "ocdscardinal indicators" (version 0.0.8, run on
// one thread) on the same compiled releases, figure for figure: also where a
// method may be argued with, for the use of an oracle is that it does not
// move. Where Cardinal's own answer depends on chance it says so: which
// currency is the main one is settled here by the first release in order, and
// a ratio of 0/0 takes no part in quartiles.
//
// As there, an absent result means "not raised" or "not computable"; the rules
// of internal/rules tell these apart. Releases are read from their text into
// the few fields that matter, in one pass: memory grows with the organisations
// and the processes compared, not with the input.
//
// One indicator is one file. The methods are those documented at
// https://cardinal.readthedocs.io/en/latest/cli/indicators/.
package cardinal
