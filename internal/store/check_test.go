package store

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"daylight/internal/procurement"
)

func TestChecksAreKeptInFewBytes(t *testing.T) {
	book := []RuleRow{{Rule: "a", Version: 1, Fields: []string{"x", "y", "z"}}, {Rule: "b", Version: 2}, {Rule: "c", Version: 1, Fields: []string{"x"}}}
	result := func(rule string, state procurement.FlagState, missing ...string) procurement.Flag {
		return procurement.Flag{Rule: rule, State: state, Evidence: procurement.Evidence{Missing: missing}}
	}
	states, details, err := newBook(book).pack([]procurement.Flag{
		result("a", procurement.NoData, "x", "z"), result("b", procurement.Clear),
		result("c", procurement.Clear), result("c", procurement.Raised), result("c", procurement.NoData, "x"),
	})
	if err != nil || states != "ncr" || details != "0:n0.2 2:crn0" {
		t.Errorf("%q %q %v", states, details, err)
	}
	if _, _, err := newBook(book).pack([]procurement.Flag{result("d", procurement.Clear)}); err == nil {
		t.Error("a rule that is not in the book was packed")
	}
	if _, _, err := newBook(book).pack([]procurement.Flag{result("b", procurement.NoData, "x")}); err == nil {
		t.Error("a field that the rule does not name was packed")
	}
	if _, err := unpackChecks(book, "ncrr", ""); err == nil {
		t.Error("checks of another book were read")
	}
}

func TestChecksComeBack(t *testing.T) {
	fields := []string{"f0", "f1", "f2", "f3", "f4", "f5", "f6", "f7", "f8", "f9", "f10", "f11"}
	book := []RuleRow{{Rule: "a", Fields: fields}, {Rule: "b", Fields: fields}, {Rule: "c", Fields: fields}}
	rapid.Check(t, func(t *rapid.T) {
		var flags []procurement.Flag
		var want []Check
		for _, r := range book {
			for range rapid.IntRange(0, 3).Draw(t, "results") {
				c := Check{Rule: r.Rule, State: rapid.SampledFrom([]procurement.FlagState{procurement.Raised, procurement.Clear, procurement.NoData, procurement.NotApplicable}).Draw(t, "state")}
				if c.State == procurement.NoData {
					c.Missing = rapid.SliceOfNDistinct(rapid.SampledFrom(fields), 1, 3, rapid.ID).Draw(t, "missing")
				}
				want = append(want, c)
				flags = append(flags, procurement.Flag{Rule: c.Rule, State: c.State, Evidence: procurement.Evidence{Missing: c.Missing}})
			}
		}
		states, details, err := newBook(book).pack(flags)
		if err != nil {
			t.Fatal(err)
		}
		got, err := unpackChecks(book, states, details)
		if diff := cmp.Diff(want, got); err != nil || diff != "" {
			t.Fatal(err, diff)
		}
	})
}
