package rules

import (
	"strings"

	"daylight/internal/procurement"
)

// Survey is what a rule needs to know of the whole market. One pass over all
// processes counts; what the counts come to is the rule's part of a run, which
// is stored and is what every process is checked against until the next. A run
// is a pure function of the releases recorded before it, the rules and the day.
type Survey struct {
	// Collect is what one process adds to the counts. It may depend on the
	// process and the day alone.
	Collect func(p *procurement.Process, day procurement.Date) []Count

	// Figures turns all counts into what Check or Result reads, by key: a
	// group's name, a pair made by Pair, or "" for the market as a whole. What
	// too few counts say nothing about is best left out.
	Figures func(t Table) SurveyFigures

	// Result is the result about one organisation, where the rule's subject is
	// one: the key is its key. It is not asked about the key "".
	Result func(organisation string, f Figures) procurement.OrganisationFlag
}

// Count is one thing counted: in a group, such as a buyer, and under a key in
// it, such as a supplier. Counts of one group and key add up.
type Count struct {
	Group, Key string
	Name       string // of the group, to show; of several, the first in the alphabet holds

	N      int64  // how many
	Of     int64  // out of how many, where a share by number is wanted
	Minor  int64  // money in minor units; currencies do not add up, so put the currency in the group
	Sample *int64 // one value of a distribution, such as days
}

// Table is what was counted, by group.
type Table map[string]*Tally

// Tally is one group's counts: by key, and the distribution of its samples.
type Tally struct {
	Name    string
	Keys    Sums
	Samples Samples
}

// Add counts. The texts that are kept are copies: a part of a release's text
// would hold all of it in memory.
func (t Table) Add(c Count) {
	g := t[c.Group]
	if g == nil {
		g = &Tally{}
		t[strings.Clone(c.Group)] = g
	}
	if g.Name == "" || c.Name != "" && c.Name < g.Name {
		g.Name = strings.Clone(c.Name)
	}
	g.Keys.add(c.Key, Sum{c.N, c.Of, c.Minor})
	if c.Sample != nil {
		if g.Samples == nil {
			g.Samples = Samples{}
		}
		g.Samples[*c.Sample]++
	}
}

// All is the sum over the keys of a group.
func (t *Tally) All() Sum {
	var all Sum
	for _, s := range t.Keys.All() {
		all = all.plus(s)
	}
	return all
}

// Pair is a key of two parts, such as buyer and supplier.
func Pair(a, b string) string { return a + "\n" + b }

// Figures are values by name, as JSON has them: numbers, texts, truth values.
type Figures map[string]any

// Number is a figure that is a number; 0 where it is none.
func (f Figures) Number(name string) float64 {
	switch x := f[name].(type) {
	case float64:
		return x
	case int64:
		return float64(x)
	case int:
		return float64(x)
	}
	return 0
}

// Text is a figure that is a text.
func (f Figures) Text(name string) string { s, _ := f[name].(string); return s }

// SurveyFigures are one rule's figures, by key.
type SurveyFigures map[string]Figures

// Market is the latest run of the surveys. The zero Market is none.
type Market struct {
	Size  int64            // of the ledger: the releases recorded before are counted
	Day   procurement.Date // the recorded day
	Rules map[string]int   // versions of the rules that took part
	Find  func(rule, key string) (Figures, bool)
}

// surveyField is what is missing where no survey was made.
const surveyField = "survey"

// Surveyed are the figures that the rule's survey found under a key, and
// whether it found any.
func (d Dossier) Surveyed(key string) (Figures, bool) {
	if d.Market.Find == nil {
		return nil, false
	}
	return d.Market.Find(d.rule, key)
}

// surveyed is the dossier that a rule with a survey gets.
func (d Dossier) surveyed(rule string) Dossier {
	return Dossier{Process: d.Process, Day: d.Market.Day, Market: d.Market, rule: rule, overview: d.overview}
}

// unsurveyed is the answer of a rule with a survey where no run was made by this
// version of it: a survey is never stale without saying so.
func unsurveyed() []procurement.Flag {
	return result(procurement.NoData, procurement.Evidence{
		Summary: "No survey of the market by this version of the rule is at hand.", Missing: surveyFields,
	})
}

var surveyFields = []string{surveyField}

// Collect adds what a process gives to the tables of all rules with a survey,
// by rule.
func Collect(tables map[string]Table, p *procurement.Process, day procurement.Date) {
	for _, r := range sorted() {
		if r.Survey == nil || !r.applies(p) {
			continue
		}
		if tables[r.ID] == nil {
			tables[r.ID] = Table{}
		}
		for _, c := range r.Survey.Collect(p, day) {
			tables[r.ID].Add(c)
		}
	}
}

// Surveyed are the rules with a survey.
func Surveyed() []Rule {
	var list []Rule
	for _, r := range sorted() {
		if r.Survey != nil {
			list = append(list, r)
		}
	}
	return list
}

// CheckSurveyed applies the rules with a survey to a process, as Check does.
func CheckSurveyed(p *procurement.Process, m Market) []procurement.Flag {
	var flags []procurement.Flag
	for _, r := range Surveyed() {
		if r.Subject != OfOrganisation {
			flags = append(flags, r.check(Dossier{Process: p, Market: m})...)
		}
	}
	return flags
}
