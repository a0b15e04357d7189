package rules

import (
	"cmp"
	"fmt"
	"maps"
	"slices"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "small-start", Subject: OfProcess, Around: true,
		Needs: []string{supplierField, valueField, awardDateField, methodField, "tender/procurementMethodDetails", "tender/numberOfTenderers",
			regimeField, countryField, classField, categoryField, dayField},
		Check: smallStart})
}

// muchLarger is how many times the first purchase a much larger one is, set in
// 2026: an order of magnitude. R052 of the Open Contracting Partnership's guide
// gives no figure. A start is small where it stayed below the amount from which
// the law asks for a competition (limits: CompetitionThreshold) and what followed
// did not. After a nominal start, as £1, any later price is much larger.
const muchLarger = 10

// smallStart looks, for each supplier, at the first purchase by this buyer, here
// or in a linked process, and at the largest one that came later. One of the two
// is in this process.
func smallStart(d Dossier) []procurement.Flag {
	e := procurement.Evidence{Figures: map[string]any{}, Fields: []string{supplierField, valueField, awardDateField}}
	by, unnamed := purchases(d)
	var found, open *entry
	for _, supplier := range slices.Sorted(maps.Keys(by)) {
		x := entryOf(d.Process, by[supplier])
		if x == nil {
			continue
		}
		switch {
		case x.missing != nil:
			open = cmp.Or(open, x)
		case found == nil || x.later.value.Minor > found.later.value.Minor:
			found = x
		}
	}
	several := len(by)
	e.Figures["suppliers_with_several_purchases"] = several
	switch {
	case found != nil:
		return result(procurement.Raised, found.cite(d.Process, e))
	case open != nil:
		e = open.cite(d.Process, e)
		e.Summary, e.Missing = open.why, open.missing
		return result(procurement.NoData, e)
	case several == 0 && unnamed:
		e.Summary, e.Missing = "An award does not name its suppliers.", []string{supplierField}
		return result(procurement.NoData, e)
	case several == 0:
		e.Summary = "No supplier has two purchases by this buyer, here or in a linked process."
		return result(procurement.NotApplicable, e)
	}
	e.Summary = "No small purchase was followed by a much larger one from the same supplier without competition, here or in a linked process."
	return result(procurement.Clear, e)
}

// entry is a small start with a much larger purchase after it, or what may be
// one: then fields are missing.
type entry struct {
	start, later purchase
	limit        *procurement.Money // that the start stayed below; nil for a nominal one
	missing      []string
	why          string
}

// entryOf is the entry of one supplier; nil where there is none.
func entryOf(p *procurement.Process, list []purchase) *entry {
	slices.SortStableFunc(list, func(a, b purchase) int {
		return cmp.Or(cmp.Compare(a.date.First(), b.date.First()), cmp.Compare(a.of.OCID, b.of.OCID), cmp.Compare(a.worth(), b.worth()), cmp.Compare(a.supplier, b.supplier))
	})
	start := slices.IndexFunc(list, func(x purchase) bool { return x.date.Known() })
	if start < 0 {
		start = 0
	}
	x := &entry{start: list[start]}
	for _, later := range list {
		if later.value == nil || x.start.of != p && later.of != p || nominal(*later.value) || !x.exceeded(later) {
			continue
		}
		after := later.date.After(x.start.date)
		if !after && !maybeAfter(later.date, x.start.date) || later.worth() <= x.later.worth() {
			continue
		}
		how, field := later.of.HowCompeted()
		if how == procurement.Competed {
			continue
		}
		x.later, x.missing, x.why = later, nil, ""
		switch {
		case !after:
			x.missing, x.why = []string{awardDateField}, "Of a small and a much larger purchase the record does not say which came first."
		case how == procurement.CompetitionUnknown:
			x.missing, x.why = []string{field}, "A much larger purchase followed a small one; the record does not say whether suppliers competed for it."
		}
	}
	if x.later.value == nil {
		return nil
	}
	return x.small()
}

// exceeded reports whether a purchase is much larger than the start.
func (x *entry) exceeded(later purchase) bool {
	if x.start.nominal() {
		return x.start.value == nil || x.start.value.Currency == later.value.Currency
	}
	v := x.start.value
	return v != nil && v.Currency == later.value.Currency && later.value.Minor/muchLarger >= v.Minor
}

// small holds an entry that is not nominal against the law's threshold.
func (x *entry) small() *entry {
	if x.start.nominal() {
		return x
	}
	l, found, missing := LimitFor(CompetitionThreshold, x.start.of, x.start.date)
	switch limit := l.Money(); {
	case !found:
		x.missing, x.why = union(missing, x.missing), "A much larger purchase followed another; from which amount the law asked for a competition is not known."
		if len(missing) == 0 {
			x.missing = []string{regimeField}
		}
	case limit.Currency != x.start.value.Currency, !below(*x.start.value, limit), x.later.value.Minor < limit.Minor:
		return nil
	default:
		x.limit = &limit
	}
	return x
}

func (x purchase) worth() int64 {
	if x.value == nil {
		return 0
	}
	return x.value.Minor
}

// cite says what followed what. Sources are those of the process itself.
func (x *entry) cite(p *procurement.Process, e procurement.Evidence) procurement.Evidence {
	kind, price := "small", "at no charge"
	if x.start.value != nil {
		price = "for " + x.start.value.Full()
		e.Figures["first_value"] = amount(*x.start.value)
	}
	if x.start.nominal() {
		kind = "nominal"
		e.Figures["nominal"] = true
	}
	e.Figures["larger_value"] = amount(*x.later.value)
	set(e.Figures, "first_date", string(x.start.date))
	set(e.Figures, "larger_date", string(x.later.date))
	set(e.Figures, "first_in", x.start.of.OCID)
	set(e.Figures, "larger_in", x.later.of.OCID)
	if x.limit != nil {
		e.Figures["competition_threshold"] = amount(*x.limit)
	}
	for _, y := range []purchase{x.start, x.later} {
		if y.of == p {
			e.Sources = union(e.Sources, y.sources)
		}
	}
	e.Summary = fmt.Sprintf("A %s purchase %s (%s) was followed by one of %s (%s) from the same supplier, without competition.",
		kind, price, x.start.date, x.later.value, x.later.date)
	return e
}
