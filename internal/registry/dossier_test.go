package registry

import (
	"slices"
	"testing"

	"daylight/internal/procurement"
)

// The dossier of the cases names the best case for each flag, and beside it the
// case that must not raise it. One line is one of these; what no rule is about
// (lock-in, a contract before its legal power, a purchase declined) has none.
func TestBestCasesAndCounterExamples(t *testing.T) {
	_, seeds := seedDesk(t)
	const raised, clear, noData, not = procurement.Raised, procurement.Clear, procurement.NoData, procurement.NotApplicable
	for _, c := range []struct {
		flag, ocid, rule string
		states           []procurement.FlagState // any of these
	}{
		{"single supplier: MoD, in the minister's words", "daylight-mod-palantir-enterprise-agreement", "awarded-without-competition", []procurement.FlagState{raised}},
		{"single supplier: Met, as its overseer found", "daylight-met-police-unified-operational-analytics", "one-supplier-considered", []procurement.FlagState{raised}},
		{"not the federated data platform: competed", "ocds-h6vhtk-0328ce", "awarded-without-competition", []procurement.FlagState{clear}},
		{"nor was one supplier considered there, as far as is known", "ocds-h6vhtk-0328ce", "one-supplier-considered", []procurement.FlagState{noData}},

		{"one bid: HMRC and AWS", "daylight-hmrc-aws-datacentre-exit", "one-bid", []procurement.FlagState{raised}},
		{"not the FCA: two", "daylight-fca-palantir-poc", "one-bid", []procurement.FlagState{clear, noData}},

		{"rolling: Horizon", "ocds-h6vhtk-02a2c1", "rolling-extensions", []procurement.FlagState{raised}},
		{"rolling: the NHS data store", "daylight-nhs-covid-data-store", "rolling-extensions", []procurement.FlagState{raised}},
		{"rolling: Airwave", "daylight-airwave-service", "rolling-extensions", []procurement.FlagState{raised}},
		{"not Met and Atos: each step has its decision", "daylight-met-atos-eviden-sdim", "rolling-extensions", []procurement.FlagState{clear, noData, not}},

		{"growth: Army recruitment", "ocds-h6vhtk-051a0b", "value-growth", []procurement.FlagState{raised}},
		{"growth: North Rhine-Westphalia", "daylight-de-nrw-dar-palantir", "value-growth", []procurement.FlagState{raised}},
		{"growth: Azure", "daylight-met-new-signature-azure", "value-growth", []procurement.FlagState{raised}},
		{"not Europol: within its ceiling", "daylight-eu-europol-palantir", "value-growth", []procurement.FlagState{clear}},

		{"no splitting anywhere: digital forensics", "daylight-met-digital-forensics-interim", "purchases-over-threshold", []procurement.FlagState{clear, noData, not}},
		{"nor near the threshold of the law", "daylight-met-digital-forensics-interim", "near-threshold", []procurement.FlagState{clear, noData, not}},

		{"notices: Unisys, a gap and not a finding", "ocds-h6vhtk-0665be", "late-notice", []procurement.FlagState{noData, not}},
		{"absence from a mirror is no missing notice", "ocds-h6vhtk-0665be", "missing-notice", []procurement.FlagState{noData, not}},
		{"nor is a tender notice missing there", "ocds-h6vhtk-0665be", "key-information-missing", []procurement.FlagState{noData, not}},

		{"kept on after a refusal: the Met's pilot", "daylight-met-police-palantir-pilot", "continued-after-refusal", []procurement.FlagState{raised}},
		{"not the contract refused", "daylight-met-police-unified-operational-analytics", "continued-after-refusal", []procurement.FlagState{clear, not}},

		{"free: Homes for Ukraine", "daylight-homes-for-ukraine-palantir", "small-start", []procurement.FlagState{raised}},
		{"for £1: the NHS data store", "daylight-nhs-covid-data-store", "small-start", []procurement.FlagState{raised}},
		{"not the federated data platform", "ocds-h6vhtk-0328ce", "small-start", []procurement.FlagState{clear}},
	} {
		h := seeds[c.ocid]
		if h == nil {
			t.Errorf("%s: no process %s", c.flag, c.ocid)
			continue
		}
		found, any := []procurement.FlagState(nil), false
		for _, f := range h.Flags {
			if f.Rule == c.rule {
				found = append(found, f.State)
				any = any || slices.Contains(c.states, f.State)
			}
		}
		// A best case raises at one contract or more; a counter-example at none.
		if raises := slices.Contains(found, raised); !any || raises != slices.Contains(c.states, raised) {
			t.Errorf("%s: %s is %v, want %v", c.flag, c.rule, found, c.states)
		}
	}
}
