package ocds

import (
	"bytes"
	"cmp"
	"slices"
	"strings"
	"time"
)

// A MergeKey is a release's place in merge order: by date as an instant, then
// release id, then identity; never by order of filing.
//
// Dates are read as RFC 3339; those with a space for the T, without seconds,
// zone or time, or of a month or year only, are read as if complete, in UTC.
// A date that is missing or that no such form fits comes before all others,
// by its text.
type MergeKey struct {
	Date, ID string
	Identity [32]byte

	at instant // of Date, once read
}

// Compare is negative where k merges before other, and 0 only for the same
// statement under the same id and date.
func (k MergeKey) Compare(other MergeKey) int {
	return cmp.Or(k.instant().compare(other.instant()), strings.Compare(k.ID, other.ID), bytes.Compare(k.Identity[:], other.Identity[:]))
}

func (k MergeKey) instant() instant {
	if k.at != (instant{}) {
		return k.at
	}
	return instantOf(k.Date)
}

// SortReleases gives the releases in merge order; the list itself stays as it is.
func SortReleases(releases []Object) []Object {
	return inMergeOrder(releases, String, func(o Object) []byte { return Write(o) })
}

func sortNodes(releases []*node) []*node {
	return inMergeOrder(releases, (*node).string, func(n *node) []byte { return n.append(nil) })
}

// inMergeOrder sorts releases in either form, given how to read a text member
// and how to write the whole.
func inMergeOrder[R any](releases []R, text func(R, string) string, write func(R) []byte) []R {
	type place struct {
		release R
		at      instant
		id      string
	}
	list := make([]place, len(releases))
	for i, r := range releases {
		list[i] = place{r, instantOf(text(r, "date")), text(r, "id")}
	}
	slices.SortStableFunc(list, func(a, b place) int {
		// Identities are worked out only where date and id do not settle it.
		if c := cmp.Or(a.at.compare(b.at), strings.Compare(a.id, b.id)); c != 0 {
			return c
		}
		return bytes.Compare(identityOf(write(a.release)), identityOf(write(b.release)))
	})
	sorted := make([]R, len(list))
	for i := range list {
		sorted[i] = list[i].release
	}
	return sorted
}

func identityOf(text []byte) []byte {
	sum, err := Identity(text)
	if err != nil { // a number past any float has no RFC 8785 form: its text must do
		return text
	}
	return sum[:]
}

// instant is a date read, or the text that could not be.
type instant struct {
	at   time.Time
	text string
	read bool
}

func instantOf(date string) instant {
	at, ok := Instant(date)
	return instant{at, date, ok}
}

func (i instant) compare(j instant) int {
	switch {
	case i.read && j.read:
		return i.at.Compare(j.at)
	case i.read:
		return 1
	case j.read:
		return -1
	}
	return strings.Compare(i.text, j.text)
}

var looserDates = []string{
	"2006-01-02T15:04:05", "2006-01-02T15:04:05Z0700", "2006-01-02T15:04:05Z07",
	"2006-01-02T15:04Z07:00", "2006-01-02T15:04", "2006-01-02Z07:00", "2006-01-02",
	"20060102T150405Z0700", "20060102", "2006-01", "2006",
}

// Instant reads a date in the forms MergeKey lists. A leap second is the end of
// the second before it.
func Instant(date string) (time.Time, bool) {
	if len(date) > 19 && date[16:19] == ":60" {
		at, ok := Instant(date[:16] + ":59" + date[19:])
		return at.Add(time.Second), ok
	}
	if t, err := time.Parse(time.RFC3339, date); err == nil {
		return t, true
	}
	date = strings.ToUpper(strings.TrimSpace(date))
	if len(date) > 10 && date[10] == ' ' {
		date = date[:10] + "T" + strings.TrimSpace(date[11:])
	}
	for _, layout := range append([]string{time.RFC3339}, looserDates...) {
		if t, err := time.Parse(layout, date); err == nil {
			return t, true
		}
	}
	return time.Time{}, false
}
