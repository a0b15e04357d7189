package registry

import (
	"cmp"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	gocmp "github.com/google/go-cmp/cmp"

	"daylight/internal/procurement"
	"daylight/internal/rules"
	"daylight/internal/store"
	"daylight/seed"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// seedDesk files all cases, and reads every process as its page shows it.
func seedDesk(t *testing.T) (*desk, map[string]*History) {
	t.Helper()
	names, err := fs.Glob(seed.FS, "*.json")
	if err != nil {
		t.Fatal(err)
	}
	d := openDesk(t)
	var list []Submission
	for _, name := range names {
		list = append(list, seeded(t, strings.TrimSuffix(name, ".json"))...)
	}
	d.day("2026-11-23")
	d.file(list...)
	d.survey()
	histories := map[string]*History{}
	for _, ocid := range read(d, func(ctx context.Context, v store.View) ([]string, error) { return v.OCIDs(ctx) }) {
		histories[ocid] = d.history(ocid, Moment{})
	}
	return d, histories
}

// The two files under testdata are what the seed comes to. Read their changes
// as carefully as code: each line is a statement about a real contract.
func TestGoldenSeed(t *testing.T) {
	_, histories := seedDesk(t)
	var all []*History
	for _, h := range histories {
		all = append(all, h)
	}
	slices.SortFunc(all, func(a, b *History) int { return cmp.Compare(a.Process.OCID, b.Process.OCID) })
	golden(t, "seed-flags.golden", flagLines(all))
	golden(t, "seed-chains.golden", chainLines(all))
}

func golden(t *testing.T, name, got string) {
	t.Helper()
	path := filepath.Join("testdata", name)
	if *update {
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if diff := gocmp.Diff(lines(string(want)), lines(got)); diff != "" {
		t.Errorf("%s (-committed +now; `make golden` rewrites it):\n%s", name, diff)
	}
}

// flagLines are, for each rule, how many results are in each state, and the
// sentence of each flag raised.
func flagLines(all []*History) string {
	var b strings.Builder
	for _, rule := range rules.All() {
		counts := map[procurement.FlagState]int{}
		var raised []string
		for _, h := range all {
			for _, f := range h.Flags {
				if f.Rule != rule.ID {
					continue
				}
				counts[f.State]++
				if f.State == procurement.Raised {
					raised = append(raised, strings.TrimSpace(f.OCID+" "+f.Contract)+": "+f.Evidence.Summary)
				}
			}
		}
		fmt.Fprintf(&b, "%s version %d: %d raised, %d clear, %d no data, %d not applicable\n", rule.ID, rule.Version(),
			counts[procurement.Raised], counts[procurement.Clear], counts[procurement.NoData], counts[procurement.NotApplicable])
		for _, line := range raised {
			fmt.Fprintf(&b, "  %s\n", line)
		}
	}
	return b.String()
}

// chainLines are the chains with steps: each step with the amendment or
// contract that it is, which carries the name of the event it was read from.
func chainLines(all []*History) string {
	var b strings.Builder
	for _, h := range all {
		for _, chain := range h.Chains {
			if len(chain.Steps) == 0 {
				continue
			}
			var amounts []*procurement.Money
			months, monthsUnknown, amountsUnknown, agreed := 0, 0, 0, 0
			var steps strings.Builder
			for _, s := range chain.Steps {
				event := cmp.Or(s.Amendment, s.Successor, "from dates")
				fmt.Fprintf(&steps, "  %d. %s %s, %s to %s, agreed in advance: %s, ", s.Number, or(string(s.Date)), s.Instrument,
					or(string(s.PreviousEnd)), or(string(s.NewEnd)), s.Agreed)
				if n, ok := s.Months(); ok {
					months += n
					fmt.Fprintf(&steps, "%s, ", procurement.Count(n, "month"))
				} else {
					monthsUnknown++
					steps.WriteString("months unknown, ")
				}
				if added := s.Added(); added != nil {
					amounts = append(amounts, added)
					fmt.Fprintf(&steps, "%s %s added", added.Currency, added.Amount())
				} else {
					amountsUnknown++
					steps.WriteString("amount unknown")
				}
				if !s.Counts() {
					agreed++
				}
				fmt.Fprintf(&steps, " (%s)\n", event)
			}
			sum := "none known"
			if m := procurement.Sum(amounts...); m != nil {
				sum = m.Currency + " " + m.Amount()
			} else if len(amounts) > 0 {
				sum = "in several currencies"
			}
			fmt.Fprintf(&b, "%s %s: %s, %d agreed in advance; first term %s to %s; %s known, %d unknown; amount %s, %d unknown\n%s", chain.OCID, chain.Contract,
				procurement.Count(len(chain.Steps), "step"), agreed, or(string(chain.First.Start)), or(string(chain.First.End)),
				procurement.Count(months, "month"), monthsUnknown, sum, amountsUnknown, steps.String())
		}
	}
	return b.String()
}

func or(date string) string { return cmp.Or(date, "?") }

// raisedOn are the flags raised on a process, as "rule" or "rule contract".
func raisedOn(h *History) []string { return inState(h, procurement.Raised) }

func inState(h *History, state procurement.FlagState) []string {
	var list []string
	for _, f := range h.Flags {
		if f.State == state {
			list = append(list, f.Rule)
		}
	}
	slices.Sort(list)
	return slices.Compact(list)
}

func TestTheMetCase(t *testing.T) {
	d, seeds := seedDesk(t)
	pilot, refused := seeds["daylight-met-police-palantir-pilot"], seeds["daylight-met-police-unified-operational-analytics"]
	for _, c := range []struct {
		of    *History
		rule  string
		state procurement.FlagState
	}{
		{pilot, "rolling-extensions", procurement.Raised},
		{pilot, "continued-after-refusal", procurement.Raised},
		{refused, "one-supplier-considered", procurement.Raised},
		{refused, "approval-step-missed", procurement.Raised},
		{refused, "rolling-extensions", procurement.NotApplicable},
		{pilot, "one-bid", procurement.NoData},
		{refused, "one-bid", procurement.NoData},
		{pilot, "awarded-without-competition", procurement.NoData},
		{refused, "awarded-without-competition", procurement.NotApplicable},
	} {
		if !slices.Contains(inState(c.of, c.state), c.rule) {
			t.Errorf("%s of %s is not %q", c.rule, c.of.Process.OCID, c.state)
		}
	}
	if f := figuresOf(pilot, "rolling-extensions"); f["steps"] != 2 || f["steps_counted"] != 2 {
		t.Errorf("the pilot's steps are %v", f)
	}
	steps := pilot.Chains[0].Steps
	if steps[0].Instrument != procurement.ByOverrun || steps[1].AddedUpTo != "P12M" {
		t.Errorf("the steps are %+v", steps)
	}
	if a, b := pilot.Process.Case, refused.Process.Case; a == nil || b == nil || a.ID != b.ID {
		t.Error("pilot and refused contract share no case")
	}
	if len(pilot.Process.Related)+len(refused.Process.Related) != 0 {
		t.Error("pilot and refused contract are linked, though they differ in scope")
	}
	for _, x := range append(pilot.Process.Decisions, refused.Process.Decisions...) {
		if x.FiledByTheBody || x.ReportedBy == "" || len(x.Sources) == 0 {
			t.Errorf("decision %s is not shown as reported", x.ID)
		}
	}
	overdue := 0
	for _, e := range append(pilot.Events, refused.Events...) {
		if e.Kind == procurement.ConditionOverdue {
			overdue++
		}
	}
	if overdue > 0 {
		t.Error("an inferred due date was told as overdue")
	}
	if _, total := d.search("Culture Standards Integrity Ecosystem"); total != 1 {
		t.Errorf("the pilot's other name finds %d", total)
	}
}

func figuresOf(h *History, rule string) map[string]any {
	for _, f := range h.Flags {
		if f.Rule == rule && f.State == procurement.Raised {
			return f.Evidence.Figures
		}
	}
	return nil
}

// What became of contracts after they were awarded: the dossier's best cases are
// raised, the cases beside them are not.
func TestAfterAwardCases(t *testing.T) {
	_, seeds := seedDesk(t)
	for _, c := range []struct {
		name, ocid, rule string
		contract         string // "" for rules about processes
		state            procurement.FlagState
	}{
		{"Army recruitment, £495 million to £1.151 billion", "ocds-h6vhtk-051a0b", "value-growth", "e01", procurement.Raised},
		{"North Rhine-Westphalia, €14 million to €39 million", "daylight-de-nrw-dar-palantir", "value-growth", "dar", procurement.Raised},
		{"Azure, half as much again in two steps", "daylight-met-new-signature-azure", "value-growth", "e01", procurement.Raised},
		{"Europol, within its ceiling", "daylight-eu-europol-palantir", "value-growth", "e01", procurement.Clear},
		{"Homes for Ukraine, from free", "daylight-homes-for-ukraine-palantir", "small-start", "", procurement.Raised},
		{"the NHS data store, from £1", "daylight-nhs-covid-data-store", "small-start", "", procurement.Raised},
		{"the federated data platform, competed for", "ocds-h6vhtk-0328ce", "small-start", "", procurement.Clear},
		{"Homes for Ukraine, £4.5 million to £10 million", "daylight-homes-for-ukraine-palantir", "direct-award-then-growth", "e02", procurement.Raised},
		{"the NHS data store, by less than half", "daylight-nhs-covid-data-store", "direct-award-then-growth", "e04", procurement.Clear},
		{"Azure, £700,000 with no later end", "daylight-met-new-signature-azure", "price-amendments", "e01", procurement.Raised},
		{"Homes for Ukraine, a higher price for a longer term", "daylight-homes-for-ukraine-palantir", "price-amendments", "e02", procurement.Clear},
		{"Horizon, five modification releases", "ocds-h6vhtk-02a2c1", "many-modifications", "horizon", procurement.Raised},
		{"Met and Atos, three changes", "daylight-met-atos-eviden-sdim", "many-modifications", "e03", procurement.Clear},
		{"Horizon, one step without the end before it", "ocds-h6vhtk-02a2c1", "extended-after-lapse", "horizon", procurement.NoData},
		{"Army recruitment, an option without its day", "ocds-h6vhtk-051a0b", "extended-after-lapse", "e01", procurement.NoData},
	} {
		if got := stateFor(seeds[c.ocid], c.rule, c.contract); got != c.state {
			t.Errorf("%s: %s is %q, want %q", c.name, c.rule, got, c.state)
		}
	}
}

func stateFor(h *History, rule, contract string) procurement.FlagState {
	for _, f := range h.Flags {
		if f.Rule == rule && f.Contract == contract {
			return f.State
		}
	}
	return ""
}

func TestOtherCasesByName(t *testing.T) {
	_, seeds := seedDesk(t)
	horizon := figuresOf(seeds["ocds-h6vhtk-02a2c1"], "rolling-extensions")
	if horizon["steps_counted"] != 5 || horizon["months_added_known"] != 48 || fmt.Sprint(horizon["amount_added_known"]) != "map[amount:136000000 currency:GBP]" {
		t.Errorf("Horizon: %v", horizon)
	}
	if nhs := figuresOf(seeds["daylight-nhs-covid-data-store"], "rolling-extensions"); nhs["steps_counted"] != 4 {
		t.Errorf("NHS data store: %v", nhs)
	}
	single := []string{"awarded-without-competition", "one-bid", "one-supplier-considered"}
	for _, c := range []struct {
		name, ocid string
		raised     []string // of those watched
		watched    []string
	}{
		{"HMRC and AWS", "daylight-hmrc-aws-datacentre-exit", []string{"one-bid"}, []string{"one-bid"}},
		{"the federated data platform", "ocds-h6vhtk-0328ce", nil, single},
		{"Europol", "daylight-eu-europol-palantir", nil, []string{"rolling-extensions", "past-agreed-term"}},
	} {
		got := slices.DeleteFunc(raisedOn(seeds[c.ocid]), func(rule string) bool { return !slices.Contains(c.watched, rule) })
		if !slices.Equal(got, c.raised) {
			t.Errorf("%s: %v raised, want %v", c.name, got, c.raised)
		}
	}
	for ocid, h := range seeds {
		for _, f := range h.Flags {
			if strings.Contains(f.Rule, "threshold") && f.State == procurement.Raised {
				t.Errorf("%s: %s raised", ocid, f.Rule)
			}
		}
	}
}

// What the cases' counter-examples must not raise among the rules on
// competition: a suite that was competed, a pilot with two bidders, and three
// awards at an amount that is near an overseer's limit and near no threshold.
func TestCounterExamplesOfCompetition(t *testing.T) {
	_, seeds := seedDesk(t)
	for name, ocid := range map[string]string{
		"the federated data platform": "ocds-h6vhtk-0328ce",
		"two bidders":                 "daylight-fca-palantir-poc",
		"digital forensics":           "daylight-met-digital-forensics-interim",
	} {
		h := seeds[ocid]
		if h == nil {
			t.Fatalf("no process %s", ocid)
		}
		for _, f := range h.Flags {
			rule, _ := rules.Find(f.Rule)
			direct := name == "digital forensics" && f.Rule == "awarded-without-competition" // which it was
			if rule.Group == "competition" && f.State == procurement.Raised && !direct {
				t.Errorf("%s: %s raised: %s", name, f.Rule, f.Evidence.Summary)
			}
		}
	}
}
