// Package history tells what happened to a contracting process: the steps by
// which its contracts came to last longer, the chains they form, and the
// events that its releases amount to.
//
// All functions are pure: the same states give the same answer, in the same
// order, and no clock is read. They promise nothing about completeness: a step
// or an event is there only if a release shows it.
package history
