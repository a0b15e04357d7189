// Package feed puts events into words and into web feeds.
//
// Words come from templates only. Of what an event carries, the templates use
// names, titles, figures and our own short texts, never a source's prose. They
// are neutral: a flag is a reason to look, and a decision that its body did not
// file itself is "as reported".
package feed
