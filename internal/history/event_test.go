package history

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"daylight/internal/procurement"
)

// Each event is written as its kind, subject and date, and the figures named.
func TestEvents(t *testing.T) {
	award := func(status string, value *procurement.Money) procurement.Award {
		return procurement.Award{ID: "w", Title: "Work", Status: status, Value: value, Suppliers: []procurement.Organisation{{Name: "Firm"}}}
	}
	decided := func(status string, filed bool, conditions ...procurement.Condition) process {
		return process{Decisions: []procurement.Decision{{ID: "d", Status: status, Decided: "2019-12", FiledByTheBody: filed, Conditions: conditions}}}
	}
	first := decided("inForce", false)
	for name, c := range map[string]struct {
		states  []State
		figures string
		want    []string
	}{
		"nothing more than its existence": {states(process{Title: "T"}, process{Title: "T"}), "process", []string{"process-published p 2020-01-01 T"}},
		"a tender, then given up": {
			states(process{Tender: procurement.Tender{ID: "t", Status: "active"}}, process{Tender: procurement.Tender{ID: "t", Status: "withdrawn"}}),
			"status", []string{"tender-published t 2020-01-01 active", "tender-published t 2020-02-01 withdrawn"},
		},
		"an award is news rather than its tender": {
			states(process{Tender: procurement.Tender{ID: "t"}, Awards: []procurement.Award{award("active", nil)}}),
			"suppliers", []string{"award-made w 2020-01-01 [Firm]"},
		},
		"an award proposed, made, and cancelled": {
			states(process{Awards: []procurement.Award{award("pending", nil)}}, process{Awards: []procurement.Award{award("active", nil)}},
				process{Awards: []procurement.Award{award("cancelled", nil)}}),
			"made", []string{"award-proposed w 2020-01-01", "award-made w 2020-02-01", "award-cancelled w 2020-03-01 true"},
		},
		"an award first seen cancelled was proposed and not made": {
			states(process{Awards: []procurement.Award{award("cancelled", pounds(9))}}), "made", []string{"award-cancelled w 2020-01-01"},
		},
		"a contract of the same release stands for its award, a later one does not": {
			states(
				process{Awards: []procurement.Award{award("active", nil)}, Contracts: []contract{{ID: "a", AwardID: "w", Signed: "2019-11"}}},
				process{Awards: []procurement.Award{award("active", nil)}, Contracts: []contract{{ID: "a", AwardID: "w", Signed: "2019-11"}, {ID: "b", AwardID: "w"}}},
			),
			"contractTitle", []string{"contract-signed a 2019-11 Work", "contract-signed b 2020-02-01 Work"},
		},
		"a planned contract is told when it is made": {
			states(contracts(contract{ID: "a", Status: "pending"}), contracts(contract{ID: "a", Status: "active"})),
			"", []string{"process-published p 2020-01-01", "contract-signed a 2020-02-01"},
		},
		"a step takes the amendment and the value of its release with it": {
			states(
				contracts(contract{ID: "a", Period: period{End: "2021"}, Value: pounds(1)}),
				contracts(contract{ID: "a", Period: period{End: "2022"}, Value: pounds(2), Amendments: []procurement.Amendment{plain("e1", "2020-01-20")}}),
			),
			"newEnd", []string{"contract-signed a 2020-01-01", "contract-extended a 2020-01-20 2022"},
		},
		"so does an amendment with the value, and one that shortens or ends the contract": {
			states(
				contracts(contract{ID: "a", Period: period{End: "2022"}, Value: pounds(1)}),
				contracts(contract{ID: "a", Period: period{End: "2022"}, Value: pounds(2), Amendments: []procurement.Amendment{plain("e1", "2019")}}),
				contracts(contract{ID: "a", Period: period{End: "2021"}, Value: pounds(2), Amendments: []procurement.Amendment{plain("e1", "2019"), plain("e2", "")}}),
				contracts(contract{ID: "a", Period: period{End: "2020"}, Value: pounds(2), Status: "terminated", Amendments: []procurement.Amendment{plain("e1", "2019"), plain("e2", "")}}),
			),
			"previousEnd", []string{"contract-signed a 2020-01-01", "contract-amended a 2019", "contract-shortened a 2020-03-01 2022", "contract-terminated a 2020 2021"},
		},
		"a value alone": {
			states(contracts(contract{ID: "a"}), contracts(contract{ID: "a", Value: pounds(1)}), contracts(contract{ID: "a", Value: pounds(2)})),
			"valueBefore", []string{"contract-signed a 2020-01-01", "value-changed a 2020-02-01", "value-changed a 2020-03-01 map[amount:1 currency:GBP]"},
		},
		"what a step may add at most is told apart from the length of a successor": {
			states(contracts(ending("", extending("e1", "2019", terms{AddedUpTo: "P12M"})), contract{ID: "b", Extends: "a", Signed: "2020", Period: period{Days: 365}})),
			"addedUpTo", []string{"contract-signed a 2020-01-01", "contract-extended a 2019 P12M", "contract-extended a 2020"},
		},
		"the length of a successor": {
			states(contracts(ending("", extending("e1", "2019", terms{AddedUpTo: "P12M"})), contract{ID: "b", Extends: "a", Signed: "2020", Period: period{Days: 365}})),
			"length", []string{"contract-signed a 2020-01-01", "contract-extended a 2019", "contract-extended a 2020 P365D"},
		},
		"its months are known, those of a ceiling are not": {
			states(contracts(ending("", extending("e1", "2019", terms{AddedUpTo: "P12M"})), contract{ID: "b", Extends: "a", Signed: "2020", Period: period{Days: 365}})),
			"months", []string{"contract-signed a 2020-01-01", "contract-extended a 2019", "contract-extended a 2020 12"},
		},
		"events that would read the same are numbered": {
			states(contracts(ending("", plain("e1", "2019"), plain("e2", "2019"))), contracts(ending("", plain("e1", "2019"), plain("e2", "2019"), plain("e3", "2018"), plain("e4", "2019")))),
			"alike", []string{"contract-signed a 2020-01-01", "contract-amended a 2019", "contract-amended a 2019 2", "contract-amended a 2018", "contract-amended a 2019 3"},
		},
		"a condition bears the type of its decision": {
			states(process{Decisions: []procurement.Decision{{ID: "d", Type: "recommendation", Decided: "2019", Conditions: []procurement.Condition{{ID: "c"}}}}}),
			"type", []string{"decision-published d 2019 recommendation", "condition-set c 2019 recommendation"},
		},
		"a contract that continues another is a step of that one": {
			states(contracts(ending("2021")), contracts(ending("2021"), contract{ID: "b", Extends: "a", Signed: "2021", Period: period{End: "2022"}})),
			"successor", []string{"contract-signed a 2020-01-01", "contract-extended a 2021 b"},
		},
		"amendments without ids are told apart by what they say": {
			states(contracts(ending("", plain("", "2019-01"))), contracts(ending("", plain("", "2019-01"), plain("", "2019-02")))),
			"", []string{"contract-signed a 2020-01-01", "contract-amended a 2019-01", "contract-amended a 2019-02"},
		},
		"a decision, its conditions, and what becomes of them": {
			states(
				decided("inForce", false, procurement.Condition{ID: "c", Due: "2020-06", Status: "open"}),
				decided("inForce", false, procurement.Condition{ID: "c", Due: "2020-07", Status: "open"}),
				decided("inForce", false, procurement.Condition{ID: "c", Due: "2020-07", Status: "met", Met: "2020-02-20"}, procurement.Condition{ID: "c2"}),
				decided("quashed", false, procurement.Condition{ID: "c", Due: "2020-07", Status: "met", Met: "2020-02-20"}, procurement.Condition{ID: "c2"}),
			),
			"due", []string{
				"decision-published d 2019-12", "condition-set c 2019-12 2020-06", "condition-changed c 2020-02-01 2020-07",
				"condition-changed c 2020-02-20 2020-07", "condition-set c2 2019-12", "decision-changed d 2020-04-01",
			},
		},
		"a body files what was reported of it": {
			states(first, decided("inForce", true)), "nowFiledByTheBody",
			[]string{"decision-published d 2019-12", "decision-changed d 2020-02-01 true"},
		},
		"a challenge, a statement and a dispute": {
			states(
				process{Challenges: []procurement.Challenge{{ID: "h", Stage: "threatened", Date: "2019"}}},
				process{Challenges: []procurement.Challenge{{ID: "h", Stage: "issued", Date: "2020-01"}},
					Statements: []procurement.Statement{{ID: "s", Date: "2020-01-31"}}, Disputes: []procurement.Dispute{{ID: "x"}}},
			),
			"stageBefore", []string{"challenge-made h 2019", "challenge-changed h 2020-01 threatened", "statement-made s 2020-01-31", "dispute-recorded x 2020-02-01"},
		},
	} {
		t.Run(name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, sayEvents(Events("p", c.states), c.figures)); diff != "" {
				t.Error("events (-want +got):\n" + diff)
			}
		})
	}
}

func TestFlagEvents(t *testing.T) {
	flag := func(rule, contract string, state procurement.FlagState) procurement.Flag {
		return procurement.Flag{Rule: rule, Contract: contract, State: state, Evidence: procurement.Evidence{Summary: string(state)}}
	}
	before := []procurement.Flag{flag("one-bid", "", procurement.Raised), flag("rolling", "a", procurement.Raised), flag("rolling", "b", procurement.Clear), flag("gone", "", procurement.Raised)}
	after := []procurement.Flag{flag("rolling", "c", procurement.Raised), flag("rolling", "b", procurement.Raised), flag("rolling", "a", procurement.Raised), flag("one-bid", "", procurement.NoData)}
	want := []string{"flag-raised rolling/b 2020 raised", "flag-raised rolling/c 2020 raised", "flag-cleared gone 2020 raised", "flag-cleared one-bid 2020 no data"}
	events := FlagEvents("p", before, after, "r1", "2020", &process{})
	if diff := cmp.Diff(want, sayEvents(events, "summary")); diff != "" {
		t.Error("events (-want +got):\n" + diff)
	}
	for _, e := range FlagEvents("p", before, after, DayCause("2020-01-01"), "2020-01-01", &process{}) {
		if e.Figures["datedByRelease"] != nil || e.Date != "2020-01-01" || e.Cause != "day:2020-01-01" {
			t.Errorf("of a day, %s %s: %+v", e.Kind, e.Subject, e)
		}
	}
	for _, e := range events {
		if e.Figures["datedByRelease"] != true {
			t.Errorf("%s %s is not said to be dated by its release", e.Kind, e.Figures["contract"])
		}
	}
}

// A condition falls overdue on the day after its due date, whichever day that
// is noticed, and only where the date is stated and the decision in force.
func TestDayEvents(t *testing.T) {
	due := func(id, basis string) procurement.Condition {
		return procurement.Condition{ID: id, Due: "2020-02", DueBasis: basis, Status: "open"}
	}
	p := &process{OCID: "p", Decisions: []procurement.Decision{
		{ID: "d", Status: "inForce", Conditions: []procurement.Condition{due("c", "stated"), due("guessed", "inferred")}},
		{ID: "old", Status: "superseded", Conditions: []procurement.Condition{due("c3", "stated")}},
	}}
	if got := DayEvents("p", p, "2020-02-29"); got != nil {
		t.Errorf("on the last day of the month: %v", got)
	}
	if got := Due(p, "2020-02-29"); got != "2020-03-01" {
		t.Errorf("next due on %q", got)
	}
	if got := Due(p, "2020-03-01"); got != "" {
		t.Errorf("due again on %q", got)
	}
	first, later := DayEvents("p", p, "2020-03-01"), DayEvents("p", p, "2020-09-09")
	if diff := cmp.Diff(first, later); diff != "" {
		t.Error("depends on the day it was noticed:\n" + diff)
	}
	if diff := cmp.Diff([]string{"condition-overdue c 2020-03-01 2020-02"}, sayEvents(first, "due")); diff != "" {
		t.Error("events (-want +got):\n" + diff)
	}
	if first[0].Cause != "day:2020-03-01" {
		t.Errorf("cause %q", first[0].Cause)
	}
}

func TestGUID(t *testing.T) {
	const want = "ba63ec6a39b842fe896ceaaf1d831924"
	if got := GUID("p", procurement.AwardMade, "w", "r1", 0); got != want {
		t.Errorf("the GUIDs of published events changed: %s, want %s", got, want)
	}
	if GUID("ab", "c", "", "", 0) == GUID("a", "bc", "", "", 0) {
		t.Error("parts run together")
	}
}

func sayEvents(events []procurement.Event, figure string) []string {
	var out []string
	for _, e := range events {
		line := []string{string(e.Kind), e.Subject, string(e.Date)}
		if v, ok := e.Figures[figure]; ok {
			line = append(line, fmt.Sprint(v))
		}
		out = append(out, strings.Join(line, " "))
	}
	return out
}
