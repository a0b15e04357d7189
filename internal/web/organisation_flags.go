package web

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"

	"daylight/internal/procurement"
	"daylight/internal/rules"
	"daylight/internal/store"
)

// buyerFlags are what the rules found for a buyer beside what they found for
// others. Numbers of flags would make a big buyer look worse for being big: so
// each rule's are shown for 100 results that could be checked.
type buyerFlags struct {
	Lines      []buyerLine
	Publishers string                         // of the processes: other buyers in what these publish are what it is compared with
	About      []procurement.OrganisationFlag // raised about the organisation itself, by the latest survey
	Survey     *store.SurveyRow
}

// buyerLine is one rule: results that could be checked and those of them
// raised, of the buyer and of all others.
type buyerLine struct {
	rules.Rule
	Raised, Checked   int
	OthersR, OthersCh int
}

// fewChecked is how many results a share needs to be worth the name: below it
// the page gives the two numbers alone.
const fewChecked = 10

// Per100 is raised flags for 100 results checked; "" for too few.
func (l buyerLine) Per100() string { return per100(l.Raised, l.Checked) }
func (l buyerLine) Others() string { return per100(l.OthersR, l.OthersCh) }
func per100(part, whole int) string {
	if whole < fewChecked {
		return ""
	}
	return strconv.FormatFloat(rules.Share(int64(part), int64(whole)), 'f', -1, 64)
}

// buyerFlags reads them; the zero value where the organisation bought nothing.
func (r *request) buyerFlags(ctx context.Context, key string) (f buyerFlags, err error) {
	own, publishers, err := r.BuyerChecks(ctx, key)
	if err != nil {
		return f, err
	}
	if f.About, err = r.OrganisationFlags(ctx, store.OrganisationFlagFilter{Organisation: key, State: procurement.Raised}); err != nil {
		return f, err
	}
	if f.Survey, err = r.LastSurvey(ctx, r.LogSize); err != nil || len(own) == 0 {
		return f, err
	}
	all, err := r.CheckCounts(ctx, publishers...)
	if err != nil {
		return f, err
	}
	for _, rule := range rules.All() {
		if rule.Subject == rules.OfOrganisation {
			continue
		}
		l := buyerLine{Rule: rule}
		l.Raised, l.Checked = checkedOf(own[rule.ID])
		l.OthersR, l.OthersCh = checkedOf(all[rule.ID])
		l.OthersR, l.OthersCh = l.OthersR-l.Raised, l.OthersCh-l.Checked
		if l.Checked > 0 {
			f.Lines = append(f.Lines, l)
		}
	}
	slices.SortStableFunc(f.Lines, func(a, b buyerLine) int { return cmp.Compare(b.Raised, a.Raised) })
	f.Publishers = strings.Join(named(publishers), ", ")
	return f, nil
}

func checkedOf(c store.RuleCounts) (raised, checked int) {
	raised = c.States[procurement.Raised]
	return raised, raised + c.States[procurement.Clear]
}

// named are the publishers as a sentence can name them.
func named(publishers []string) []string {
	list := make([]string, len(publishers))
	for i, p := range publishers {
		list[i] = cmp.Or(p, "a publisher not named")
	}
	return list
}
