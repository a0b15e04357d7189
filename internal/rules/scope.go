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

// applies reports whether the rule does to a process, by its law and country.
func (r *Rule) applies(p *procurement.Process) bool {
	return (len(r.Regimes) == 0 || slices.Contains(r.Regimes, p.Regime)) &&
		(len(r.Countries) == 0 || slices.Contains(r.Countries, buyerCountry(p)))
}

// outside is the answer where the rule does not apply to a process. Where the
// law is not known the rule does not apply, because the clocks and caps of one
// law mean nothing under another; where the country is not known it could not be
// checked.
func (r *Rule) outside(p *procurement.Process) []procurement.Flag {
	if len(r.Regimes) > 0 && !slices.Contains(r.Regimes, p.Regime) {
		e := procurement.Evidence{Summary: r.otherLaw, Fields: regimeFields}
		if p.Regime == procurement.RegimeUnknown || p.Regime == "" {
			e.Summary = r.unknownLaw
		}
		return result(procurement.NotApplicable, e)
	}
	e := procurement.Evidence{Fields: countryFields}
	country := buyerCountry(p)
	if country == "" {
		e.Summary, e.Missing = "The country of the buyer is not published.", countryFields
		return result(procurement.NoData, e)
	}
	e.Summary = fmt.Sprintf("The rule is about %s; the buyer's country is %s.", strings.Join(r.Countries, ", "), country)
	return result(procurement.NotApplicable, e)
}

var regimeFields, countryFields = []string{regimeField}, []string{countryField}

// sayLaws prepares what the rule says of processes under other laws than its
// own, as it does of most.
func (r *Rule) sayLaws() {
	var names []string
	for _, regime := range r.Regimes {
		names = append(names, lawNames[regime])
	}
	about := "The rule is about " + strings.Join(names, " and ")
	r.otherLaw = about + "; this process runs under another law."
	r.unknownLaw = about + "; the law of this process is not known."
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
