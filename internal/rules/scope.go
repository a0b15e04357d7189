package rules

import (
	"fmt"
	"slices"
	"strings"

	"daylight/internal/procurement"
)

// Fields that say where and under which law a process runs.
const (
	regimeField  = "legalRegime"
	countryField = "parties/address/countryName"
)

// lawNames are the regimes as readers know them.
var lawNames = map[procurement.Regime]string{
	procurement.PA2023:  "the Procurement Act 2023",
	procurement.PCR2015: "the Public Contracts Regulations 2015",
}

// outside is the answer where the rule does not apply to a process, by its law
// or its country; nil where it does. Where the law is not known the rule does
// not apply, because the clocks and caps of one law mean nothing under another;
// where the country is not known it could not be checked.
func (r Rule) outside(p *procurement.Process) []procurement.Flag {
	if len(r.Regimes) > 0 && !slices.Contains(r.Regimes, p.Regime) {
		var names []string
		for _, regime := range r.Regimes {
			names = append(names, lawNames[regime])
		}
		e := procurement.Evidence{Fields: []string{regimeField}}
		e.Summary = fmt.Sprintf("The rule is about %s; this process runs under another law.", strings.Join(names, " and "))
		if p.Regime == procurement.RegimeUnknown || p.Regime == "" {
			e.Summary = fmt.Sprintf("The rule is about %s; the law of this process is not known.", strings.Join(names, " and "))
		}
		return result(procurement.NotApplicable, e)
	}
	if len(r.Countries) == 0 {
		return nil
	}
	e := procurement.Evidence{Fields: []string{countryField}}
	switch country := buyerCountry(p); {
	case country == "":
		e.Summary, e.Missing = "The country of the buyer is not published.", []string{countryField}
		return result(procurement.NoData, e)
	case !slices.Contains(r.Countries, country):
		e.Summary = fmt.Sprintf("The rule is about %s; the buyer's country is %s.", strings.Join(r.Countries, ", "), country)
		return result(procurement.NotApplicable, e)
	}
	return nil
}

func buyerCountry(p *procurement.Process) string {
	if p.Buyer == nil {
		return ""
	}
	return p.Buyer.Country
}

// Fields are all that the rule may miss, in an order that stays for a version.
func (r Rule) Fields() []string {
	fields := slices.Clone(r.Needs)
	if len(r.Countries) > 0 {
		fields = append(fields, countryField)
	}
	if r.Survey != nil {
		fields = append(fields, surveyField)
	}
	return fields
}
