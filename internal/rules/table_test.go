package rules

import (
	"testing"

	"daylight/internal/procurement"

	"github.com/google/go-cmp/cmp"
)

// A tableCase is one dossier and the one result that a rule must give for it.
// Evidence is compared where the case names it; figures as JSON has them. A rule
// with a survey is checked against the figures of the case; where its subject is
// an organisation, against those under the key "buyer".
type tableCase struct {
	name    string
	dossier Dossier
	market  SurveyFigures
	state   procurement.FlagState
	summary string
	figures map[string]any
	missing []string
	sources []string
}

// runTable runs the cases of a rule, which must cover every state but those it
// is said never to give.
func runTable(t *testing.T, rule string, cases []tableCase, never ...procurement.FlagState) {
	r, ok := Find(rule)
	if !ok {
		t.Fatal("no rule ", rule)
	}
	states := map[procurement.FlagState]bool{}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			flags := r.answers(c.dossier, c.market)
			if len(flags) != 1 {
				t.Fatalf("%d results, want 1", len(flags))
			}
			got := flags[0]
			if got.State != c.state {
				t.Fatalf("%s (%s), want %s", got.State, got.Evidence.Summary, c.state)
			}
			if c.summary != "" && got.Evidence.Summary != c.summary {
				t.Errorf("says  %s\nwants %s", got.Evidence.Summary, c.summary)
			}
			if diff := cmp.Diff(c.missing, got.Evidence.Missing); c.missing != nil && diff != "" {
				t.Error("missing:\n", diff)
			}
			if diff := cmp.Diff(c.sources, got.Evidence.Sources); c.sources != nil && diff != "" {
				t.Error("sources:\n", diff)
			}
			figures := asJSON(t, got.Evidence.Figures)
			for name, want := range c.figures {
				if diff := cmp.Diff(want, figures[name]); diff != "" {
					t.Errorf("%s:\n%s", name, diff)
				}
			}
		})
		states[c.state] = true
	}
	if len(states)+len(never) != 4 {
		t.Errorf("the table covers %v only", states)
	}
}

// answers are the results of a rule, scope and survey included; those about an
// organisation as if they were a process's.
func (r Rule) answers(d Dossier, figures SurveyFigures) []procurement.Flag {
	if r.Subject == OfOrganisation {
		f := r.Survey.Result("buyer", figures["buyer"])
		return []procurement.Flag{{State: f.State, Evidence: f.Evidence}}
	}
	if r.Survey != nil && figures != nil {
		d.Market = Market{Size: 1, Rules: map[string]int{r.ID: r.Version()}, Find: func(_, key string) (Figures, bool) {
			f, ok := figures[key]
			return f, ok
		}}
	}
	return r.check(d)
}

// surveyOf is what a rule's survey finds in processes: what a run stores.
func surveyOf(t *testing.T, rule string, day procurement.Date, processes ...procurement.Process) SurveyFigures {
	t.Helper()
	r, _ := Find(rule)
	tables := map[string]Table{rule: {}}
	for i := range processes {
		Collect(tables, &processes[i], day)
	}
	return r.Survey.Figures(tables[rule])
}

func of(p procurement.Process) Dossier {
	return Dossier{Process: &p, States: []*procurement.Process{&p}}
}

func number(n int) *int { return &n }

func pounds(n int64) *procurement.Money { return &procurement.Money{Minor: n * 100, Currency: "GBP"} }

var (
	made     = []procurement.Award{{ID: "1", Status: "active"}}
	proposed = []procurement.Award{{ID: "1", Status: "cancelled"}}
)

// chained is the dossier of process "p" with contract "c", whose first term and
// steps are those given.
func chained(first procurement.Period, steps ...procurement.Extension) Dossier {
	period := first
	for i := range steps {
		steps[i].OCID, steps[i].Contract, steps[i].Number = "p", "c", i+1
		if steps[i].NewEnd.Known() {
			period.End = steps[i].NewEnd
		}
	}
	d := of(procurement.Process{OCID: "p", Contracts: []procurement.Contract{{ID: "c", Status: "active", Period: period}}})
	d.Chains = []procurement.Chain{{OCID: "p", Contract: "c", First: first, Steps: steps,
		Members: []procurement.ContractRef{{OCID: "p", Contract: "c"}}}}
	return d
}

func step(agreed string, from, to procurement.Date) procurement.Extension {
	return procurement.Extension{ExtensionTerms: procurement.ExtensionTerms{Agreed: agreed, PreviousEnd: from, NewEnd: to}}
}

func lasting(agreed string, added procurement.Duration) procurement.Extension {
	return procurement.Extension{ExtensionTerms: procurement.ExtensionTerms{Agreed: agreed, AddedUpTo: added}}
}

// succeeding is a contract that is the step, of this length.
func succeeding(length procurement.Duration) procurement.Extension {
	e := lasting("no", length)
	e.Successor = "next"
	return e
}
