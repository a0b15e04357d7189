package ocds

import (
	"fmt"
	"slices"

	"daylight/internal/procurement"
)

// term is a contract's period. Where its longest extent is not stated as a
// date, it follows from the renewals agreed (EU profile).
func term(o Object, key string) procurement.Period {
	p := period(o, key)
	n, each := renewals(o)
	if p.MaxExtent.Known() || !p.End.Exact() || !p.End.EndStated() || n == 0 {
		return p
	}
	if end := p.End.Time().AddDate(0, n*each.months, n*each.days); end.Year() < procurement.NoEnd {
		p.MaxExtent = procurement.Date(end.Format("2006-01-02"))
	}
	return p
}

type length struct{ months, days int }

// most is the most renewals, and their longest in months, that are taken for
// real.
const most = 1000

// renewals are how often a contract can be renewed, and for how long each
// time; 0 where either is not stated.
func renewals(o Object) (int, length) {
	r := Child(o, "renewal")
	n := count(r, "maximumRenewals")
	each := Child(r, "period")
	months, days := count(each, "durationInMonths"), count(each, "durationInDays")
	switch {
	case n == nil || *n < 1 || *n > most:
	case months != nil && *months > 0 && *months < most:
		return *n, length{months: *months}
	case days != nil && *days > 0 && *days < 31*most:
		return *n, length{days: *days}
	}
	return 0, length{}
}

// options are the choices agreed in advance: options, and to renew.
func options(o Object) []procurement.Option {
	list := each(Children(o, "options"), option)
	r := Child(o, "renewal")
	if r == nil {
		return list
	}
	x := procurement.Option{ID: "renewal", Description: String(r, "description"), Period: period(r, "period")}
	switch n, each := renewals(o); {
	case each.months > 0:
		x.AddedUpTo = procurement.Duration(fmt.Sprintf("P%dM", n*each.months))
	case each.days > 0:
		x.AddedUpTo = procurement.Duration(fmt.Sprintf("P%dD", n*each.days))
	}
	return append(list, x)
}

// agreedTerms are the contracts of a process, where those that state no longest
// extent have the one of their award, or of the lots it is for, or of the tender
// where it has no more than one lot: what was offered was agreed. Those given
// are shared with earlier states and not changed.
func agreedTerms(record Object, p *procurement.Process) []procurement.Contract {
	extends := func(a procurement.Award) bool { return a.Period.MaxExtent.Known() }
	// The tender has the latest extent of its lots.
	if !p.Tender.Contract.MaxExtent.Known() && !slices.ContainsFunc(p.Awards, extends) {
		return p.Contracts
	}
	lots := map[string]procurement.Date{}
	for _, lot := range Children(Child(record, "tender"), "lots") {
		lots[String(lot, "id")] = term(lot, "contractPeriod").MaxExtent
	}
	awards := map[string]int{}
	for i, a := range slices.Backward(p.Awards) {
		awards[a.ID] = i
	}
	contracts := slices.Clone(p.Contracts)
	for i := range contracts {
		c := &contracts[i]
		if c.Period.MaxExtent.Known() {
			continue
		}
		of, awarded := awards[c.AwardID]
		awarded = awarded && c.AwardID != ""
		switch {
		case awarded && extends(p.Awards[of]):
			c.Period.MaxExtent = p.Awards[of].Period.MaxExtent
		case len(lots) <= 1:
			c.Period.MaxExtent = p.Tender.Contract.MaxExtent
		case awarded:
			c.Period.MaxExtent = latest(lots, relatedLots(Children(record, "awards")[of]))
		}
	}
	return contracts
}

func relatedLots(award Object) []string {
	ids := Strings(award, "relatedLots")
	for _, item := range Children(award, "items") {
		ids = append(ids, String(item, "relatedLot"))
	}
	return ids
}

// latest is the latest of the lots' dates.
func latest(lots map[string]procurement.Date, ids []string) procurement.Date {
	var last procurement.Date
	for _, id := range ids {
		if d := lots[id]; d.Last() > last.Last() {
			last = d
		}
	}
	return last
}
