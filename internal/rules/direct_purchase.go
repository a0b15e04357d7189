package rules

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"daylight/internal/procurement"
)

// Fields of the amount that a competition threshold is compared with.
const (
	awardValueField = "awards/value"
	awardGrossField = "awards/value/amountGross"
)

// directNeeds are the fields that tell a purchase without competition below the
// threshold.
var directNeeds = []string{methodField, "tender/procurementMethodDetails", "tender/numberOfTenderers", "tender/suppliersInvited",
	awardValueField, awardGrossField, regimeField, countryField, classField, categoryField, dayField}

// directPurchase is a purchase made without competition, with the threshold from
// which it would have to be competed. With all taxes it cost at least low and at
// most high: these are one where the amount with taxes is published.
type directPurchase struct {
	low, high procurement.Money
	limit     procurement.Money
}

// directPurchaseOf reads a process as a purchase without competition, or answers
// why it is none or cannot be told. The evidence is that of the rule.
func directPurchaseOf(p *procurement.Process, e procurement.Evidence) (directPurchase, []procurement.Flag) {
	var x directPurchase
	not := func(summary string) (directPurchase, []procurement.Flag) {
		e.Summary = summary
		return x, result(procurement.NotApplicable, e)
	}
	missing := func(summary string, fields ...string) (directPurchase, []procurement.Flag) {
		e.Summary, e.Missing = summary, fields
		return x, result(procurement.NoData, e)
	}
	how, field := p.HowCompeted()
	switch {
	case !awarded(p):
		return not("Nothing is recorded as awarded.")
	case how == procurement.Competed:
		return not(fmt.Sprintf("Suppliers competed, as %s.", tells[field]))
	case how == procurement.CompetitionUnknown:
		return missing("The record does not say whether suppliers competed.", field)
	case p.CallsOff():
		return not("A call-off from a framework counts towards the framework.")
	case p.Tender.LegalBasis != "":
		return not("A legal ground for a direct award is stated, which holds whatever the amount.")
	}
	net, gross := costs(p)
	if net == nil && gross == nil {
		return missing("The value of the award is not published, or is in several currencies.", awardValueField)
	}
	if x.low = *cmp.Or(gross, net); x.low.Currency != "GBP" {
		return not("The value is in another currency than the threshold.")
	}
	if x.high = x.low; gross == nil {
		x.high = withVAT(x.low)
	}
	limit, found, unknown := LimitFor(CompetitionThreshold, p, begun(p))
	switch {
	case len(unknown) > 0:
		return missing("Which threshold holds for this purchase cannot be told.", unknown...)
	case !found:
		return not("No threshold is known for this buyer and contract.")
	}
	x.limit = limit.Money()
	return x, nil
}

// costs are what the standing awards come to, without and with all taxes, else
// what the contracts or the tender do; nil where an amount is not published.
func costs(p *procurement.Process) (net, gross *procurement.Money) {
	var nets, all []*procurement.Money
	for _, a := range p.Awards {
		if a.Stands() {
			nets, all = append(nets, a.Value), append(all, a.Gross)
		}
	}
	net, gross = whole(nets), whole(all)
	if net == nil && gross == nil {
		nets, all = nil, nil
		for _, c := range p.Contracts {
			if c.Made() {
				nets, all = append(nets, c.Value), append(all, c.Gross)
			}
		}
		net, gross = whole(nets), whole(all)
	}
	if net == nil && gross == nil {
		net, gross = p.Tender.Value, p.Tender.Gross
	}
	return net, gross
}

// whole is the sum of amounts that are all published, and positive.
func whole(amounts []*procurement.Money) *procurement.Money {
	if slices.Contains(amounts, nil) {
		return nil
	}
	if sum := procurement.Sum(amounts...); sum != nil && sum.Minor > 0 {
		return sum
	}
	return nil
}

// begun is the day by which thresholds are taken: the start of the tender
// period, else the earliest notice, else the day of contracting.
func begun(p *procurement.Process) procurement.Date {
	if p.Tender.Period.Start.Known() {
		return p.Tender.Period.Start
	}
	for _, n := range p.Notices() {
		if n.Published.Known() {
			return n.Published
		}
	}
	return contracted(p)
}

// A series is direct purchases of one group, each below its threshold, that lie
// within twelve months.

// inSeries counts a direct purchase below the threshold in a group, under its day
// and process.
func inSeries(p *procurement.Process, group string) []Count {
	x, flags := directPurchaseOf(p, procurement.Evidence{})
	day := contracted(p)
	if flags != nil || x.high.Minor >= x.limit.Minor || group == "" || !day.Exact() {
		return nil
	}
	return []Count{{Group: group, Key: string(day) + " " + p.OCID, N: 1, Minor: x.low.Minor}}
}

// series are, for each purchase that is not alone in twelve months, the twelve
// months with it that come to most: how many purchases, how much, and when.
func series(t Table) SurveyFigures {
	found := SurveyFigures{}
	for _, group := range slices.Sorted(maps.Keys(t)) {
		keys := t[group].Keys.Sorted()
		end, sum := 0, int64(0)
		for begin, key := range keys {
			day := procurement.Date(key[:len("2006-01-02")])
			until := day.Time().AddDate(1, 0, 0).Format("2006-01-02")
			for ; end < len(keys) && (end == begin || keys[end] < until); end++ {
				sum += t[group].Keys.Of(keys[end]).Minor
			}
			if n := end - begin; n > 1 {
				f := Figures{"purchases": n, "minor": sum, "first": string(day), "last": keys[end-1][:len(day)]}
				for _, k := range keys[begin:end] {
					_, ocid, _ := strings.Cut(k, " ")
					if was := found[ocid]; was == nil || was.Number("minor") < float64(sum) {
						found[ocid] = f
					}
				}
			}
			sum -= t[group].Keys.Of(key).Minor
		}
	}
	return found
}

// checkSeries compares the twelve months of a purchase with its threshold; group
// is empty, with what is missing, where it cannot be told, and what words what
// is counted.
func checkSeries(d Dossier, group, missing, why, what string) []procurement.Flag {
	p := d.Process
	e := procurement.Evidence{
		Figures: map[string]any{},
		Fields:  union([]string{methodField, awardValueField, awardDateField}),
		Sources: p.Tender.Sources,
	}
	x, flags := directPurchaseOf(p, e)
	if flags != nil {
		return flags
	}
	e.Figures["threshold"] = amount(x.limit)
	switch {
	case x.low.Minor >= x.limit.Minor:
		e.Summary = fmt.Sprintf("The purchase reaches the threshold of %s by itself.", x.limit.Full())
		return result(procurement.NotApplicable, e)
	case x.high.Minor >= x.limit.Minor:
		e.Summary, e.Missing = "Whether the purchase is below the threshold depends on taxes, which are not published.", []string{awardGrossField}
		return result(procurement.NoData, e)
	case group == "" && missing == "":
		e.Summary = why
		return result(procurement.NotApplicable, e)
	case group == "":
		e.Summary, e.Missing = why, []string{missing}
		return result(procurement.NoData, e)
	case !contracted(p).Exact():
		e.Summary, e.Missing = "The day of the award is not published.", []string{awardDateField}
		return result(procurement.NoData, e)
	}
	market, found := d.Surveyed(p.OCID)
	if !found {
		e.Summary = fmt.Sprintf("The survey found no other %s, below the threshold, within twelve months.", what)
		return result(procurement.Clear, e)
	}
	sum := procurement.Money{Minor: int64(market.Number("minor")), Currency: x.limit.Currency}
	e.Figures["purchases"], e.Figures["together"] = market["purchases"], amount(sum)
	e.Figures["first"], e.Figures["last"] = market.Text("first"), market.Text("last")
	all := fmt.Sprintf("%.0f purchases within twelve months, each a %s, come to %s together", market.Number("purchases"), what, sum.Full())
	if sum.Minor < x.limit.Minor {
		e.Summary = fmt.Sprintf("%s, below the threshold of %s.", all, x.limit.Full())
		return result(procurement.Clear, e)
	}
	e.Summary = fmt.Sprintf("%s; each is below the threshold of %s, from which a contract must be competed.", all, x.limit.Full())
	return result(procurement.Raised, e)
}
