package history

import (
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestExtensions(t *testing.T) {
	year := terms{AddedUpTo: "P12M", Agreed: "unknown", Instrument: "amendment"}
	b := func(c contract) contract {
		c.ID, c.Extends, c.Status = "b", "a", "active"
		return c
	}
	for name, c := range map[string]struct {
		states []State
		want   []string
	}{
		"an end that moves later is an amendment": {
			states(contracts(ending("2021-03-31")), contracts(ending("2022-03-31"))),
			[]string{"a#1 amendment unknown 2021-03-31→2022-03-31 on 2020-02-01 by r2 derived"},
		},
		"within the longest term allowed it is an option": {
			states(
				contracts(contract{ID: "a", Period: period{End: "2021-03-31", MaxExtent: "2022-03-31"}}),
				contracts(contract{ID: "a", Period: period{End: "2022-03-31", MaxExtent: "2022-03-31"}}),
				contracts(contract{ID: "a", Period: period{End: "2023-03-31", MaxExtent: "2023-03-31"}}),
			),
			[]string{
				"a#1 option yes 2021-03-31→2022-03-31 on 2020-02-01 by r2 derived",
				"a#2 amendment unknown 2022-03-31→2023-03-31 on 2020-03-01 by r3 derived",
			},
		},
		"an amendment of the same release without terms gives its id and date": {
			states(contracts(ending("2021")), contracts(ending("2022", plain("1", "2020-01-15")))),
			[]string{"a#1 amendment unknown 2021→2022 on 2020-01-15 amendment 1 by r2 derived"},
		},
		"an amendment of the same release that leaves the end open is the step": {
			states(contracts(ending("2021-03")), contracts(ending("2022-03", extending("e1", "", year)))),
			[]string{"a#1 amendment unknown 2021-03→2022-03 +P12M on 2020-02-01 amendment e1 by r2"},
		},
		"so is one that states the same end": {
			states(contracts(ending("2021-03")), contracts(ending("2022-03-31", extending("e1", "2020-01", terms{NewEnd: "2022-03"})))),
			[]string{"a#1 amendment unknown 2021-03→2022-03 on 2020-01 amendment e1 by r2"},
		},
		"one that states another end is a step besides": {
			states(contracts(ending("2021")), contracts(ending("2022", extending("e1", "2019", terms{NewEnd: "2021"})))),
			[]string{
				"a#1 amendment unknown →2021 on 2019 amendment e1 by r2",
				"a#2 amendment unknown 2021→2022 on 2020-02-01 by r2 derived",
			},
		},
		"an end announced first and moved in a later release is one step": {
			states(contracts(ending("2021")), contracts(ending("2021", extending("e1", "2020", terms{NewEnd: "2022"}))),
				contracts(ending("2022", extending("e1", "2020", terms{NewEnd: "2022"})))),
			[]string{"a#1 amendment unknown 2021→2022 on 2020 amendment e1 by r2"},
		},
		"and so is one moved first and explained in a later release": {
			states(contracts(ending("2021")), contracts(ending("2022")),
				contracts(ending("2022", extending("e1", "2020", terms{PreviousEnd: "2021", NewEnd: "2022"})))),
			[]string{"a#1 amendment unknown 2021→2022 on 2020 amendment e1 by r2"},
		},
		"a step without any date": {
			states(contracts(ending("", extending("e1", "", year)))),
			[]string{"a#1 amendment unknown +P12M amendment e1 by r1"},
		},
		"terms are those of the last state": {
			states(contracts(ending("", extending("e1", "2020", terms{}))),
				contracts(ending("", extending("e1", "2020", terms{ValueAdded: pounds(5), Instrument: "option", Agreed: "yes"})))),
			[]string{"a#1 option yes +£5 on 2020 amendment e1 by r1"},
		},
		"terms given later to an amendment told before": {
			states(contracts(ending("2021")), contracts(ending("2022", plain("e1", "2020"))), contracts(ending("2022", extending("e1", "2020", year)))),
			[]string{"a#1 amendment unknown 2021→2022 +P12M on 2020 amendment e1 by r2"},
		},
		"a value that changes in the same release is kept, before and after": {
			states(
				contracts(contract{ID: "a", Period: period{End: "2021"}, Value: pounds(10)}),
				contracts(contract{ID: "a", Period: period{End: "2022"}, Value: pounds(15)}),
			),
			[]string{"a#1 amendment unknown 2021→2022 £10→£15 on 2020-02-01 by r2 derived"},
		},
		"steps are numbered in the order of life, not of telling": {
			states(contracts(ending("", extending("e2", "2019", year))),
				contracts(ending("", extending("e2", "2019", year), extending("e1", "2018", year), extending("e1b", "", year)))),
			[]string{
				"a#1 amendment unknown +P12M on 2018 amendment e1 by r2",
				"a#2 amendment unknown +P12M amendment e1b by r2",
				"a#3 amendment unknown +P12M on 2019 amendment e2 by r1",
			},
		},
		"an overrun without a date lies before the steps that have one, whenever it is told": {
			states(contracts(ending("", extending("e2", "2019", year))),
				contracts(ending("", extending("e2", "2019", year), extending("e1", "", terms{Instrument: "overrun"})))),
			[]string{"a#1 overrun unknown amendment e1 by r2", "a#2 amendment unknown +P12M on 2019 amendment e2 by r1"},
		},
		"a contract that continues another is a step of the other": {
			states(
				contracts(contract{ID: "a", Period: period{End: "2021-03-31"}}, b(contract{Signed: "2021-02", Period: period{End: "2022-03-31"}, Value: pounds(7)})),
				contracts(contract{ID: "a", Period: period{End: "2021-03-31"}}, b(contract{Signed: "2021-02", Period: period{End: "2023-03-31"}, Value: pounds(9)})),
			),
			[]string{
				"a#1 successor no 2021-03-31→2022-03-31 +£7 on 2021-02 successor b by r1",
				"b#1 amendment unknown 2022-03-31→2023-03-31 £7→£9 on 2020-02-01 by r2 derived",
			},
		},
		"its length in days stands in for its end": {
			states(contracts(ending(""), b(contract{Period: period{Start: "2021-04", Days: 365}}))),
			[]string{"a#1 successor no +P365D on 2021-04 successor b by r1"},
		},
		"where the end of the first is unknown, the time added is the length of the second": {
			states(contracts(ending(""), b(contract{Period: period{Start: "2020-12", End: "2022-12~"}}))),
			[]string{"a#1 successor no →2022-12~ +P24M on 2020-12 successor b by r1"},
		},
		"a contract that continues another but ends no later adds no step": {
			states(contracts(ending("2022"), b(contract{Period: period{End: "2022"}}))), nil,
		},
		"of contracts in a circle, the link that would close it is left out": {
			states(contracts(contract{ID: "a", Extends: "b"}, contract{ID: "b", Extends: "a"}, contract{ID: "c", Extends: "c"})),
			[]string{"b#1 successor no successor a by r1"},
		},
		"shortenings are not steps": {
			states(contracts(ending("2022")), contracts(ending("2021", extending("e1", "2020", terms{PreviousEnd: "2022", NewEnd: "2021"})))), nil,
		},
		"a day inside the month stated before is not later": {
			states(contracts(ending("2021-03")), contracts(ending("2021-03-31")), contracts(ending("2021"))), nil,
		},
		"nor is an end where none was stated": {
			states(contracts(ending("")), contracts(ending("2021")), contracts(ending("2099-12-31")), contracts(ending("2023"))), nil,
		},
		"nor one of a contract that was only planned": {
			states(contracts(contract{ID: "a", Status: "pending", Period: period{End: "2021"}}), contracts(ending("2022"))), nil,
		},
		"a contract cancelled since has no steps": {
			states(contracts(ending("2021")), contracts(ending("2022")), contracts(contract{ID: "a", Status: "cancelled"})), nil,
		},
		"no states": {nil, nil},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, sayAll(Extensions(c.states))); diff != "" {
				t.Error("steps (-want +got):\n" + diff)
			}
		})
	}
}
