package history

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
	"pgregory.net/rapid"

	"daylight/internal/procurement"
)

var (
	someID     = rapid.SampledFrom([]string{"a", "b", "c", "d", ""})
	someDate   = rapid.SampledFrom([]procurement.Date{"", "2019", "2020-02~", "2020-02-29", "2021-03", "2022-01-01", "2099-12-31"})
	someStatus = rapid.SampledFrom([]string{"", "active", "pending", "cancelled", "terminated"})
	someMoney  = rapid.SampledFrom([]*procurement.Money{nil, pounds(1), pounds(2)})
)

func someContract(t *rapid.T) contract {
	return contract{
		ID: someID.Draw(t, "id"), Extends: someID.Draw(t, "extends"), AwardID: someID.Draw(t, "award"), Status: someStatus.Draw(t, "status"),
		Signed: someDate.Draw(t, "signed"), Value: someMoney.Draw(t, "value"),
		Period:     period{Start: someDate.Draw(t, "start"), End: someDate.Draw(t, "end"), MaxExtent: someDate.Draw(t, "max")},
		Amendments: rapid.SliceOfN(rapid.Custom(someAmendment), 0, 3).Draw(t, "amendments"),
	}
}

func someAmendment(t *rapid.T) procurement.Amendment {
	if rapid.Bool().Draw(t, "plain") {
		return plain(someID.Draw(t, "id"), someDate.Draw(t, "date"))
	}
	return extending(someID.Draw(t, "id"), someDate.Draw(t, "date"), terms{PreviousEnd: someDate.Draw(t, "from"), NewEnd: someDate.Draw(t, "to")})
}

func someProcess(t *rapid.T) process {
	return process{
		Contracts: rapid.SliceOfN(rapid.Custom(someContract), 0, 5).Draw(t, "contracts"),
		Awards: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) procurement.Award {
			return procurement.Award{ID: someID.Draw(t, "id"), Status: someStatus.Draw(t, "status"), Value: someMoney.Draw(t, "value")}
		}), 0, 3).Draw(t, "awards"),
		Statements: rapid.SliceOfN(rapid.Custom(func(t *rapid.T) procurement.Statement {
			return procurement.Statement{ID: someID.Draw(t, "id"), Date: someDate.Draw(t, "date")}
		}), 0, 3).Draw(t, "statements"),
	}
}

func someStates(t *rapid.T) []State {
	return states(rapid.SliceOfN(rapid.Custom(someProcess), 0, 5).Draw(t, "states")...)
}

// An event published keeps its GUID and its figures: a later release only adds
// events, and no two are alike.
func TestEventsOnlyGrow(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := someStates(t)
		events := Events("p", all)
		seen := map[string]bool{}
		for _, e := range events {
			if seen[e.GUID] {
				t.Fatalf("two events have the GUID of %+v", e)
			}
			seen[e.GUID] = true
		}
		before := Events("p", all[:rapid.IntRange(0, len(all)).Draw(t, "n")])
		if diff := cmp.Diff(before, events[:len(before)], cmpopts.EquateEmpty()); diff != "" {
			t.Fatal("a later release changed events:\n" + diff)
		}
	})
}

// Every contract made is in exactly one chain, and every step is in the chain
// of its contract with its own number.
func TestChainsHoldEverythingOnce(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := someStates(t)
		var inChains []procurement.Extension
		members := map[string]int{}
		for _, c := range Chains(all, nil) {
			for _, m := range c.Members {
				members[m.Contract]++
			}
			for _, e := range c.Steps {
				if !slices.Contains(c.Members, procurement.ContractRef{OCID: "p", Contract: e.Contract}) {
					t.Fatalf("the chain of %s has a step of %s", c.Contract, e.Contract)
				}
			}
			inChains = append(inChains, c.Steps...)
		}
		want := map[string]int{}
		if len(all) > 0 {
			for _, c := range all[len(all)-1].Process.Contracts {
				if c.Made() {
					want[c.ID] = 1
				}
			}
		}
		if diff := cmp.Diff(want, members); diff != "" {
			t.Fatal("members (-want +got):\n" + diff)
		}
		steps, chained := sayAll(Extensions(all)), sayAll(inChains)
		slices.Sort(steps)
		slices.Sort(chained)
		if diff := cmp.Diff(steps, chained); diff != "" {
			t.Fatal("steps (-all +in chains):\n" + diff)
		}
	})
}

// Who asks for the chains after each state gets those that are found anew, with
// states that share what did not change and with states that share nothing; and
// those given before stay as they were.
func TestChainsAskedForAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := someStates(t)
		for i := 1; i < len(all); i++ {
			if rapid.Bool().Draw(t, "shared") {
				p := *all[i].Process
				p.Contracts = slices.Concat(all[i-1].Process.Contracts, p.Contracts)
				all[i].Process = &p
			}
		}
		l := NewLife("p")
		var given, kept [][]procurement.Chain
		for i, s := range all {
			l.Next(s)
			chains := l.Chains(nil)
			given, kept = append(given, chains), append(kept, slices.Clone(chains))
			anew := foldAll(all[:i+1])
			if diff := cmp.Diff(anew.chains(nil), chains); diff != "" {
				t.Fatalf("after %d states (-anew +again):\n%s", i+1, diff)
			}
		}
		if diff := cmp.Diff(kept, given); diff != "" {
			t.Fatal("given before (-then +now):\n" + diff)
		}
	})
}

func TestNeighboursInAnyOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := someStates(t)
		var neighbours []*process
		for _, ocid := range []string{"q", "r", "s", "q"} {
			neighbours = append(neighbours, follower(ocid, "direct", "prior", someDate.Draw(t, "signed"), "2023"))
		}
		neighbours[3] = neighbours[0]
		want := Chains(all, neighbours)
		if diff := cmp.Diff(want, Chains(all, rapid.Permutation(neighbours).Draw(t, "order"))); diff != "" {
			t.Fatal("the order of neighbours matters:\n" + diff)
		}
	})
}
