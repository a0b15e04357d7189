package rules

import (
	"testing"

	"daylight/internal/procurement"

	"github.com/google/go-cmp/cmp"
)

func TestLimits(t *testing.T) {
	buyer := func(scheme, id string) *procurement.Organisation {
		return &procurement.Organisation{Country: "GB", Classifications: []procurement.Classification{{Scheme: scheme, ID: id}}}
	}
	central := buyer("UK_CA_TYPE", "publicAuthorityCentralGovernment")
	local := buyer("UK_CA_TYPE", "publicAuthoritySubCentralGovernment")
	services := procurement.Tender{Category: "services"}
	act := procurement.PA2023
	for _, c := range []struct {
		name    string
		kind    LimitKind
		process procurement.Process
		day     procurement.Date
		want    string // of amounts
		percent int
		days    int
		missing []string
	}{
		{name: "a ministry in 2026", kind: CompetitionThreshold, process: procurement.Process{Regime: act, Buyer: central, Tender: services}, day: "2026-05-01", want: "£135,018"},
		{name: "a police force in 2026", kind: CompetitionThreshold, process: procurement.Process{Regime: act, Buyer: local, Tender: services}, day: "2026-05-01", want: "£207,720"},
		{name: "the year before", kind: CompetitionThreshold, process: procurement.Process{Regime: act, Buyer: local, Tender: services}, day: "2025-12-31", want: "£214,904"},
		{name: "works, whoever buys", kind: CompetitionThreshold, process: procurement.Process{Regime: act, Buyer: local, Tender: procurement.Tender{Category: "works"}}, day: "2026-05-01", want: "£5.193 million"},
		{name: "light touch", kind: CompetitionThreshold, process: procurement.Process{Regime: act, Buyer: local, Tender: procurement.Tender{Category: "services", SpecialRegimes: []string{"lightTouch"}}}, day: "2026-05-01", want: "£663,540"},
		{name: "a day on both sides of a change", kind: CompetitionThreshold, process: procurement.Process{Regime: act, Buyer: local, Tender: services}, day: "2025~", missing: []string{dayField}},
		{name: "a day that nobody gives", kind: CompetitionThreshold, process: procurement.Process{Regime: act, Buyer: central, Tender: services}, missing: []string{dayField}},
		{name: "a buyer of unknown class", kind: CompetitionThreshold, process: procurement.Process{Regime: act, Buyer: &procurement.Organisation{Country: "GB"}, Tender: services}, day: "2026-05-01", missing: []string{classField}},
		{name: "works or not", kind: CompetitionThreshold, process: procurement.Process{Regime: act, Buyer: central}, day: "2026-05-01", missing: []string{categoryField}},
		{name: "an unknown law", kind: SubstantialTerm, process: procurement.Process{Regime: procurement.RegimeUnknown, Buyer: central}, missing: []string{regimeField}},
		{name: "an unknown country: the law names it", kind: SubstantialTerm, process: procurement.Process{Regime: act}, percent: 10},
		{name: "neither law nor country", kind: ContractCopy, missing: []string{countryField, regimeField}},
		{name: "another country", kind: SubstantialTerm, process: procurement.Process{Regime: act, Buyer: &procurement.Organisation{Country: "FR"}}},
		{name: "an older law has no such limit", kind: SubstantialTerm, process: procurement.Process{Regime: procurement.PCR2015, Buyer: central}},
		{name: "a term", kind: SubstantialTerm, process: procurement.Process{Regime: act, Buyer: central}, percent: 10},
		{name: "works may change by more", kind: SmallChange, process: procurement.Process{Regime: procurement.PCR2015, Buyer: local, Tender: procurement.Tender{Category: "works"}}, percent: 15},
		{name: "a utility has no cap", kind: LargeChange, process: procurement.Process{Regime: act, Buyer: buyer("UK_CA_TYPE", "privateUtility")}},
		{name: "a contract details notice", kind: DetailsNotice, process: procurement.Process{Regime: act, Buyer: local}, days: 30},
		{name: "light touch has longer", kind: DetailsNotice, process: procurement.Process{Regime: act, Buyer: local, Tender: procurement.Tender{SpecialRegimes: []string{"lightTouch"}}}, days: 120},
	} {
		t.Run(c.name, func(t *testing.T) {
			l, found, missing := LimitFor(c.kind, &c.process, c.day)
			if want := c.want != "" || c.percent+c.days > 0; found != want {
				t.Fatalf("found: %t %+v, missing %v", found, l, missing)
			}
			if diff := cmp.Diff(c.missing, missing); diff != "" {
				t.Error("missing:\n", diff)
			}
			if c.want != "" && l.Money().String() != c.want || l.Percent != c.percent || l.Days != c.days {
				t.Errorf("%+v", l)
			}
		})
	}
}
