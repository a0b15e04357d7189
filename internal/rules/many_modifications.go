package rules

import (
	"fmt"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "many-modifications", Subject: OfContract, Needs: []string{amendmentsField},
		Check: func(d Dossier) []procurement.Flag {
			return eachContract(d, manyModifications)
		}})
}

const amendmentsField = "contracts/amendments"

// manyChanges is the least number of changes that is many: the first above the
// fence of Tukey (upper quartile and one and a half times the spread between the
// quartiles, as in Cardinal) for the contracts that were changed at all among
// the 2,210 of a Canadian federal publication of 2009 to 2014. Quartiles 1 and
// 2, fence 3.5; 62 contracts, or 2.8% of all, lie above it. Set in 2026.
const manyChanges = 4

// manyModifications counts the changes of one contract, however many releases or
// documents tell of each.
func manyModifications(c procurement.Contract, chain *procurement.Chain) procurement.Flag {
	n, silent := modifications(c, chain)
	e := procurement.Evidence{Figures: map[string]any{"changes": n, "threshold": manyChanges}, Fields: []string{amendmentsField}, Sources: c.Sources}
	if silent > 0 {
		e.Figures["changes_by_dates_alone"] = silent
	}
	first, last := changed(c)
	set(e.Figures, "first_change", string(first))
	set(e.Figures, "latest_change", string(last))
	state := procurement.Clear
	switch {
	case n >= manyChanges:
		state = procurement.Raised
		e.Summary = fmt.Sprintf("%s of one contract recorded%s; %d or more are many.", procurement.Count(n, "change"), between(first, last), manyChanges)
	case n > 0:
		e.Summary = fmt.Sprintf("%s of one contract recorded.", procurement.Count(n, "change"))
	case len(c.Amendments) > 0:
		state, e.Missing = procurement.NoData, []string{amendmentsField}
		e.Summary = "The amendments published say nothing, not even a day."
	default:
		e.Summary = "No change of the contract is recorded."
	}
	return procurement.Flag{State: state, Evidence: e}
}

// modifications are the amendments that say anything, each once, and the
// extensions that no amendment records. Without ids, amendments pile up with
// each release: those that say the same are one.
func modifications(c procurement.Contract, chain *procurement.Chain) (all, silent int) {
	seen := map[[4]string]bool{}
	for i := range c.Amendments {
		a := &c.Amendments[i]
		key := [4]string{a.ID}
		if a.ID == "" {
			key = [4]string{"", string(a.Date), a.Description, a.Rationale}
		}
		if says(a) && !seen[key] {
			seen[key] = true
			all++
		}
	}
	if chain != nil {
		for i := range chain.Steps {
			s := &chain.Steps[i]
			if s.Contract == c.ID && s.OCID == chain.OCID && s.Successor == "" && s.Amendment == "" {
				silent++
			}
		}
	}
	return all + silent, silent
}

// changed are the days of the first change and the latest, where dated.
func changed(c procurement.Contract) (first, last procurement.Date) {
	for i := range c.Amendments {
		d := c.Amendments[i].Date
		if !d.Known() {
			continue
		}
		if first == "" || d.First() < first.First() {
			first = d
		}
		if last == "" || d.Last() > last.Last() {
			last = d
		}
	}
	return first, last
}

func between(first, last procurement.Date) string {
	if first == last {
		return ""
	}
	return fmt.Sprintf(" (from %s to %s)", first, last)
}
