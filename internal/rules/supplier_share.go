package rules

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "supplier-share", Subject: OfOrganisation,
		Needs:  []string{awardValueField, supplierField, awardDateField},
		Survey: &Survey{Collect: sales, Figures: supplierShares, Result: supplierShare},
	})
}

// Thresholds, set in 2026. Basis of the share and the fence: R040 in the Open
// Contracting Partnership's guide, as the Colombian catalogue computes it; of
// the twelve months: Fazekas; of the least share that is told for being beyond
// the fence: Bulgaria's catalogue. A share of few awards is chance: five in a
// year are one in ten weeks, which is a habit.
const (
	largeShare    = 40 // percent of the value of a buyer's awards
	fencedShare   = 30 // percent, where it is beyond the fence
	enoughAwards  = 10 // of a buyer in twelve months
	repeatedSales = 5  // awards behind the share
)

// sales counts the awards of a process for its buyer, by supplier and month; an
// award to several suppliers is nobody's and counts in the whole. The name of a
// supplier is that of the group under its key.
func sales(p *procurement.Process, day procurement.Date) []Count {
	if p.Buyer == nil || p.Buyer.Key == "" {
		return nil
	}
	var counts []Count
	for _, a := range p.Awards {
		value, date := awardedFor(p, a)
		switch {
		case !a.Stands(), value == nil, !date.Exact(), day.Exact() && date > day, len(a.Suppliers) == 0:
			continue
		case value.Minor <= 0 || value.Currency == "":
			continue
		}
		supplier := ""
		if len(a.Suppliers) == 1 {
			supplier = a.Suppliers[0].Key
			counts = append(counts, Count{Group: Pair("", supplier), Name: a.Suppliers[0].Name})
		}
		counts = append(counts, Count{Group: Pair(p.Buyer.Key, value.Currency), Name: p.Buyer.Name,
			Key: Pair(supplier, string(date[:len("2006-01")])), N: 1, Minor: value.Minor})
	}
	return counts
}

// awardedFor is the value and the day of an award: what its contracts state
// where it does not itself.
func awardedFor(p *procurement.Process, a procurement.Award) (*procurement.Money, procurement.Date) {
	var values []*procurement.Money
	date := a.Date
	for _, c := range p.Contracts {
		if c.Made() && c.AwardID == a.ID {
			values, date = append(values, c.Value), cmp.Or(date, c.Signed)
		}
	}
	return cmp.Or(a.Value, procurement.Sum(values...)), date
}

// yearOf are the sums by supplier of the last twelve months in which a buyer
// awarded anything, and the first and last of these months.
func yearOf(t *Tally) (by map[string]Sum, first, last string) {
	for key := range t.Keys.All() {
		_, month, _ := strings.Cut(key, "\n")
		last = max(last, month)
	}
	first = procurement.Date(last).Time().AddDate(0, -11, 0).Format("2006-01")
	by = map[string]Sum{}
	for key, s := range t.Keys.All() {
		if supplier, month, _ := strings.Cut(key, "\n"); month >= first {
			was := by[supplier]
			by[supplier] = Sum{N: was.N + s.N, Minor: was.Minor + s.Minor}
		}
	}
	return by, first, last
}

// supplierShares are, for each buyer, the largest share of a supplier with so
// many awards (repeatedSales), in the currency of most awards, and the upper fence of all
// buyers' largest shares.
func supplierShares(t Table) SurveyFigures {
	found := SurveyFigures{}
	shares := Samples{}
	for _, group := range slices.Sorted(maps.Keys(t)) {
		buyer, currency, _ := strings.Cut(group, "\n")
		if buyer == "" {
			continue
		}
		by, first, last := yearOf(t[group])
		var all, top Sum
		name := ""
		for _, supplier := range slices.Sorted(maps.Keys(by)) {
			s := by[supplier]
			all = Sum{N: all.N + s.N, Minor: all.Minor + s.Minor}
			if supplier != "" && s.N >= repeatedSales && s.Minor > top.Minor {
				top, name = s, cmp.Or(t[Pair("", supplier)].Name, supplier)
			}
		}
		if was := found[buyer]; was != nil && was.Number("awards") >= float64(all.N) {
			continue
		}
		found[buyer] = Figures{"name": t[group].Name, "supplier": name, "share": Share(top.Minor, all.Minor), "awards": all.N, "supplier_awards": top.N,
			"minor": all.Minor, "supplier_minor": top.Minor, "currency": currency, "first": first, "last": last}
	}
	for _, f := range found {
		if f.Number("awards") >= enoughAwards {
			shares[int64(10*f.Number("share"))]++ // tenths of a percent
		}
	}
	q := shares.Quartiles()
	_, high := q.Fences()
	for _, f := range found {
		f["buyers"], f["upper_fence"] = q.N, high/10
	}
	return found
}

func supplierShare(_ string, f Figures) procurement.OrganisationFlag {
	r := procurement.OrganisationFlag{Name: f.Text("name"), State: procurement.NotApplicable}
	r.Evidence = procurement.Evidence{Figures: map[string]any{}, Fields: []string{awardValueField, supplierField, awardDateField}}
	for _, name := range []string{"awards", "first", "last"} {
		r.Evidence.Figures[name] = f[name]
	}
	money := func(name string) procurement.Money {
		return procurement.Money{Minor: int64(f.Number(name)), Currency: f.Text("currency")}
	}
	switch {
	case f.Number("awards") == 0:
		r.State, r.Evidence.Missing = procurement.NoData, []string{awardValueField}
		r.Evidence.Summary = "No award of this buyer has a value, a supplier and a day."
		return r
	case f.Number("awards") < enoughAwards:
		r.Evidence.Summary = fmt.Sprintf("Too few awards of this buyer have a value, a supplier and a day: %.0f in the twelve months to %s.", f.Number("awards"), procurement.Date(f.Text("last")))
		return r
	case f.Number("supplier_awards") == 0:
		r.State = procurement.Clear
		r.Evidence.Summary = fmt.Sprintf("No supplier had %d of the %.0f awards in the twelve months to %s.", repeatedSales, f.Number("awards"), procurement.Date(f.Text("last")))
		return r
	}
	r.Evidence.Figures["supplier"], r.Evidence.Figures["share"], r.Evidence.Figures["supplier_awards"] = f["supplier"], f["share"], f["supplier_awards"]
	r.Evidence.Figures["value"], r.Evidence.Figures["supplier_value"] = amount(money("minor")), amount(money("supplier_minor"))
	r.Evidence.Summary = fmt.Sprintf("%s had %g%% of the value awarded in the twelve months to %s: %s of %s, in %.0f of %.0f awards.", f.Text("supplier"),
		f.Number("share"), procurement.Date(f.Text("last")), money("supplier_minor"), money("minor"), f.Number("supplier_awards"), f.Number("awards"))
	r.State = procurement.Clear
	fenced := f.Number("buyers") >= enoughBuyers && f.Number("share") > f.Number("upper_fence") && f.Number("share") >= fencedShare
	if fenced {
		r.Evidence.Figures["upper_fence"], r.Evidence.Figures["buyers"] = f["upper_fence"], f["buyers"]
		r.Evidence.Summary += fmt.Sprintf(" Among the largest shares of %.0f buyers, those above %g%% are unusual.", f.Number("buyers"), f.Number("upper_fence"))
	}
	if fenced || f.Number("share") >= largeShare {
		r.State = procurement.Raised
	}
	return r
}
