package rules

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"daylight/internal/outlier"
	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "varied-supplier", Subject: OfOrganisation,
		Needs:  []string{itemField, supplierField},
		Survey: &Survey{Collect: kindsSupplied, Figures: variety(enoughSupplied), Result: variedSupplier},
	})
}

// Basis: R048 as Cardinal computes it, defaults of its settings digits and
// minimum_contracting_processes. That enoughSharers suppliers must count is
// ours. Set in 2026.
const (
	kindDigits     = 2
	enoughSupplied = 20
)

// Keys under which processes are counted whose items are classified, and are not.
const (
	classifiedItems   = ""
	unclassifiedItems = "unclassified"
)

// kindsSupplied counts for each supplier that alone has an award in force the
// process, and the kinds of items of such awards, each once.
func kindsSupplied(p *procurement.Process, _ procurement.Date) []Count {
	var counts []Count
	for _, a := range p.Awards {
		if a.Status != "active" || len(a.Suppliers) != 1 || a.Suppliers[0].Key == "" {
			continue
		}
		who, key := a.Suppliers[0], unclassifiedItems
		for _, item := range a.Items {
			if class := item.Classification.Class(kindDigits); class != "" {
				key = classifiedItems
				counts = append(counts, Count{Group: who.Key, Name: who.Name, Key: class, N: 1})
			}
		}
		counts = append(counts, Count{Group: who.Key, Name: who.Name, Key: key, N: 1})
	}
	slices.SortFunc(counts, func(a, b Count) int {
		return strings.Compare(Pair(a.Group, a.Key), Pair(b.Group, b.Key))
	})
	return slices.CompactFunc(counts, func(a, b Count) bool { return a.Group == b.Group && a.Key == b.Key })
}

// kinds is how many classes a supplier's items are of, in the scheme with most:
// one purchase classified in two schemes is not twice as varied.
func (t *Tally) kinds() int {
	schemes := map[string]int{}
	most := 0
	for class := range t.Keys.All() {
		if scheme, _, ok := strings.Cut(class, ":"); ok {
			schemes[scheme]++
			most = max(most, schemes[scheme])
		}
	}
	return most
}

// variety is, for each supplier in at least so many processes, how many kinds
// of items it supplied, and the upper fence of all such suppliers.
func variety(atLeast int64) func(Table) SurveyFigures {
	return func(t Table) SurveyFigures {
		var numbers []float64
		for _, tally := range t {
			if tally.Keys.Of(classifiedItems).N >= enoughSupplied {
				numbers = append(numbers, float64(tally.kinds()))
			}
		}
		sample := outlier.Of(numbers)
		q1, q3 := sample.Quartiles()
		found := SurveyFigures{}
		for _, key := range slices.Sorted(maps.Keys(t)) {
			n, silent := t[key].Keys.Of(classifiedItems).N, t[key].Keys.Of(unclassifiedItems).N
			if n+silent < atLeast {
				continue
			}
			found[key] = Figures{"name": t[key].Name, "processes": n, "unclassified": silent, "kinds": t[key].kinds(), "suppliers": len(sample)}
			if len(sample) >= enoughSharers {
				found[key]["q3"], found[key]["upper_fence"] = q3, outlier.UpperFence(q1, q3)
			}
		}
		return found
	}
}

// variedSupplier follows R048 as Cardinal computes it: at least Q3 + 1.5·IQR of
// all suppliers' numbers of kinds. A number of the third quarter itself is no
// outlier, where most have the same.
func variedSupplier(_ string, f Figures) procurement.OrganisationFlag {
	n, kinds, fence := f.Number("processes"), f.Number("kinds"), f.Number("upper_fence")
	r := procurement.OrganisationFlag{Name: f.Text("name"), State: procurement.NotApplicable}
	r.Evidence = procurement.Evidence{Fields: []string{itemField, supplierField},
		Figures: map[string]any{"processes": n, "unclassified": f.Number("unclassified"), "kinds": kinds, "suppliers": f.Number("suppliers")}}
	say := func(state procurement.FlagState, format string, a ...any) procurement.OrganisationFlag {
		r.State, r.Evidence.Summary = state, fmt.Sprintf(format, a...)
		return r
	}
	switch {
	case n == 0:
		r.Evidence.Missing = []string{itemField}
		return say(procurement.NoData, "No award to this supplier says in a code what was bought.")
	case n < enoughSupplied:
		return say(procurement.NotApplicable, "Too few processes of this supplier say in a code what was bought: %.0f.", n)
	case f.Number("suppliers") < enoughSharers:
		return say(procurement.NotApplicable, "Too few suppliers are on record to compare with: %.0f.", f.Number("suppliers"))
	}
	r.Evidence.Figures["upper_fence"] = fence
	state := procurement.Clear
	if kinds >= fence && kinds > f.Number("q3") {
		state = procurement.Raised
	}
	return say(state, "Supplied %.0f kinds of items in %.0f processes; among %.0f suppliers of as many, %s kinds or more are unusually many.",
		kinds, n, f.Number("suppliers"), plain(fence))
}
