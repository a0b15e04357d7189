package history

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"daylight/internal/procurement"
)

// follower is a process with one contract that says it follows "p".
func follower(ocid, method, relationship string, signed, end procurement.Date) *process {
	return &process{
		OCID: ocid, Tender: procurement.Tender{Method: method},
		Related:   []procurement.RelatedProcess{{OCID: "p", Relationships: []string{relationship}}},
		Contracts: []contract{{ID: "n", Signed: signed, Period: period{End: end}, Value: pounds(3)}},
	}
}

// renewedBy is a process that says which one renews it.
func renewedBy(ocid string, p process) process {
	p.Related = []procurement.RelatedProcess{{OCID: ocid, Relationships: []string{"renewalProcess"}}}
	return p
}

func TestChains(t *testing.T) {
	for name, c := range map[string]struct {
		states     []State
		neighbours []*process
		want       []string // members, first term, then each step
	}{
		"a contract alone": {
			states(contracts(ending("2021"))), nil,
			[]string{"p/a: –2021"},
		},
		"contracts that continue each other are one chain, others their own": {
			states(contracts(
				contract{ID: "c", Extends: "b", Signed: "2022", Period: period{End: "2023"}},
				contract{ID: "a", Period: period{Start: "2020", End: "2021"}},
				contract{ID: "other"},
				contract{ID: "b", Extends: "a", Signed: "2021", Period: period{End: "2022"}},
			)), nil,
			[]string{
				"p/a p/c p/b: 2020–2021",
				"a#1 successor no 2021→2022 on 2021 successor b by r1",
				"b#1 successor no 2022→2023 on 2022 successor c by r1",
				"p/other: –",
			},
		},
		"steps follow the life of the chain": {
			states(contracts(
				contract{ID: "a", Signed: "2019", Amendments: []procurement.Amendment{extending("e9", "2023", terms{})}},
				contract{ID: "b", Extends: "a", Signed: "2021", Amendments: []procurement.Amendment{extending("e1", "2022", terms{})}},
			)), nil,
			[]string{
				"p/a p/b: –",
				"a#1 successor no on 2021 successor b by r1",
				"b#1 amendment unknown on 2022 amendment e1 by r1",
				"a#2 amendment unknown on 2023 amendment e9 by r1",
			},
		},
		"the first term is as first stated": {
			states(
				contracts(contract{ID: "a", Period: period{Days: 365}}),
				contracts(contract{ID: "a", Period: period{Start: "2020", End: "2021", MaxExtent: "2022", Days: 730}}),
				contracts(contract{ID: "a", Period: period{Start: "2019", End: "2022", MaxExtent: "2024"}}),
			), nil,
			[]string{"p/a: 2020–2021 at most 2022, 365 days", "a#1 option yes 2021→2022 on 2020-03-01 by r3 derived"},
		},
		"an end first told together with an extension to it was not the one agreed": {
			states(contracts(ending("2023",
				extending("e1", "2020", terms{PreviousEnd: "2021", NewEnd: "2022"}),
				extending("e2", "2021", terms{PreviousEnd: "2022", NewEnd: "2023"})))), nil,
			[]string{
				"p/a: –2021",
				"a#1 amendment unknown 2021→2022 on 2020 amendment e1 by r1",
				"a#2 amendment unknown 2022→2023 on 2021 amendment e2 by r1",
			},
		},
		"contracts never made are in no chain": {
			states(contracts(contract{ID: "a", Status: "cancelled"}, contract{ID: "b", Status: "pending"}, contract{ID: "c", Extends: "a"})), nil,
			[]string{"p/c: –"},
		},
		"a process let without competition continues the last contract": {
			states(contracts(contract{ID: "last", Signed: "2020", Period: period{End: "2021"}}, contract{ID: "first", Signed: "2019"})),
			[]*process{follower("q", "direct", "prior", "2021", "2022")},
			[]string{"p/last q/n: –2021", "last#1 successor no 2021→2022 +£3 on 2021 successor qn", "p/first: –"},
		},
		"a process may state itself what renews it": {
			states(renewedBy("q", contracts(ending("2021")))),
			[]*process{follower("q", "direct", "", "2021", "2022")},
			[]string{"p/a q/n: –2021", "a#1 successor no 2021→2022 +£3 on 2021 successor qn"},
		},
		"one let in competition does not, nor one without a contract or another link": {
			states(contracts(ending("2021"))),
			[]*process{
				follower("q", "open", "prior", "2021", "2022"), follower("r", "direct", "framework", "2021", "2022"),
				{OCID: "s", Tender: procurement.Tender{Method: "direct"}, Related: []procurement.RelatedProcess{{OCID: "p", Relationships: []string{"prior"}}}},
			},
			[]string{"p/a: –2021"},
		},
		"nor does the process continue itself": {
			states(contracts(ending("2021"))), []*process{follower("p", "direct", "prior", "2021", "2022")},
			[]string{"p/a: –2021"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, sayChains(Chains(c.states, c.neighbours))); diff != "" {
				t.Error("chains (-want +got):\n" + diff)
			}
		})
	}
}

func sayChains(chains []procurement.Chain) []string {
	var out []string
	for _, c := range chains {
		var members []string
		for _, m := range c.Members {
			members = append(members, m.OCID+"/"+m.Contract)
		}
		line := fmt.Sprintf("%s: %s–%s", strings.Join(members, " "), c.First.Start, c.First.End)
		if c.First.MaxExtent != "" {
			line += fmt.Sprintf(" at most %s, %d days", c.First.MaxExtent, c.First.Days)
		}
		out = append(append(out, line), sayAll(c.Steps)...)
	}
	return out
}

// A chain tells what its own process's contracts were successively worth, and
// by which release; of one whose value stays, nothing.
func TestChainsTellValues(t *testing.T) {
	worth := func(n int64, status string) contract {
		return contract{ID: "a", Status: status, Value: pounds(n)}
	}
	steady := contract{ID: "b", Extends: "a", Value: pounds(7)}
	got := Chains(states(
		contracts(contract{ID: "a"}), contracts(worth(5, "active"), steady), contracts(worth(5, "active"), steady),
		contracts(worth(9, "active"), steady), contracts(worth(9, "terminated"), steady), contracts(worth(5, "terminated"), steady),
	), nil)
	want := []procurement.Valuation{
		{Contract: "a", Value: *pounds(5), Told: "2020-02-01", Release: "r2"},
		{Contract: "a", Value: *pounds(9), Told: "2020-04-01", Release: "r4"},
		{Contract: "a", Value: *pounds(5), Told: "2020-06-01", Release: "r6"},
	}
	if diff := cmp.Diff(want, got[0].Values); diff != "" {
		t.Error("-want +got\n" + diff)
	}
}
