package rules

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"daylight/internal/procurement"
)

// grown is the dossier after another release, which changed a thing or two and
// shares the rest with the one before.
func grown(t *rapid.T, d Dossier) Dossier {
	p, drawn := *d.Process, drawDossier(t)
	for _, change := range rapid.SliceOfN(rapid.IntRange(0, 8), 0, 2).Draw(t, "changes") {
		switch change {
		case 0:
			p.Contracts = drawn.Process.Contracts
		case 1:
			p.Contracts = append(slices.Clone(p.Contracts), drawn.Process.Contracts...)
		case 2:
			p.Contracts = replaced(t, p.Contracts, drawn.Process.Contracts)
		case 3:
			p.Awards = replaced(t, p.Awards, drawn.Process.Awards)
		case 4:
			p.Tender = drawn.Process.Tender
		case 5:
			p.Decisions = drawn.Process.Decisions
		case 6:
			p.Bids = drawn.Process.Bids
		case 7:
			d.Chains = replaced(t, d.Chains, drawn.Chains)
		case 8:
			d.Neighbours = drawn.Neighbours
		}
	}
	d.Process, d.States = &p, append(slices.Clone(d.States), &p)
	return d
}

func replaced[T any](t *rapid.T, list, by []T) []T {
	if len(list) == 0 || len(by) == 0 {
		return by
	}
	list = slices.Clone(list)
	list[rapid.IntRange(0, len(list)-1).Draw(t, "at")] = by[0]
	return list
}

// Whatever a release or the calendar changes, following a process comes to what
// checking it anew does, and tells each flag that was raised or cleared. A rule about contracts that
// fails here looks further than it may: it is to say that it sees the Whole. One
// that reads the day says Until when its results hold.
func TestWatchingComesToTheSameAsChecking(t *testing.T) {
	var w Watch
	rapid.Check(t, func(t *rapid.T) {
		w.Reset()
		d := drawDossier(t)
		d.States, d.Day = []*procurement.Process{d.Process}, "2019-12-31"
		var last []procurement.Flag
		compare := func(cleared, now []procurement.Flag) {
			checked := Check(d)
			if diff := cmp.Diff(checked, w.Flags()); diff != "" {
				t.Fatalf("on %s: -checked +watched\n%s", d.Day, diff)
			}
			if diff := cmp.Diff(without(raised(last), raised(checked)), inOrder(cleared)); diff != "" {
				t.Fatalf("cleared: -checked +told\n%s", diff)
			}
			if diff := cmp.Diff(without(raised(checked), raised(last)), inOrder(raised(now))); diff != "" {
				t.Fatalf("raised: -checked +told\n%s", diff)
			}
			if diff := cmp.Diff(among(checked, cleared), inOrder(among(now, cleared))); diff != "" {
				t.Fatalf("cleared, as they are now: -checked +told\n%s", diff)
			}
			last = checked
		}
		for range rapid.IntRange(1, 5).Draw(t, "releases") {
			compare(w.Next(d))
			day := rapid.SampledFrom([]procurement.Date{"2020-12-31", "2023-06-01", "2024-03-02", "2026-01-01"}).Draw(t, "day")
			for due := w.Due(); due.Known() && due <= day; due = w.Due() {
				d.Day = due.Plus(-1)
				compare(nil, nil) // the day before, nothing has changed
				d.Day = due
				compare(w.Turn(due))
			}
			d.Day = max(d.Day, day)
			compare(nil, nil)
			d = grown(t, d)
		}
	})
}

// raised are the flags of a list that are.
func raised(flags []procurement.Flag) []procurement.Flag {
	var list []procurement.Flag
	for _, f := range flags {
		if f.State == procurement.Raised {
			list = append(list, f)
		}
	}
	return list
}

// among are the flags of a list whose subjects are in another too.
func among(list, other []procurement.Flag) []procurement.Flag {
	return without(list, without(list, other))
}

// without are the flags of a list whose subjects are not in another.
func without(list, other []procurement.Flag) []procurement.Flag {
	var rest []procurement.Flag
	for _, f := range list {
		if !slices.ContainsFunc(other, func(g procurement.Flag) bool { return f.Rule == g.Rule && f.Contract == g.Contract }) {
			rest = append(rest, f)
		}
	}
	return rest
}
