package rules

import (
	"fmt"
	"math"
	"strconv"

	"daylight/internal/outlier"
	"daylight/internal/procurement"
)

// minimumGaps is how many processes must have comparable bids before the fences
// of their ratios mean anything: below, a quartile rests on fewer than five.
// Cardinal has no such minimum. Set in 2026.
const minimumGaps = 20

// gapNeeds are the fields that the gap between two prices is read from.
var gapNeeds = []string{bidsField, bidStatusField, bidderField, bidValueField, awardStateField, supplierField}

// gap compares the winner's lowest valid bid with the lowest of all others, as
// Cardinal does for R024 and R058, or answers why it cannot: one award to one
// supplier is in force, and every valid bid is of one tenderer and has a price,
// all in one currency.
func gap(p *procurement.Process) (outlier.Comparison, []procurement.Flag) {
	var c outlier.Comparison
	if flags := unbid(p); flags != nil {
		return c, flags
	}
	if flags := unawarded(p); flags != nil {
		return c, flags
	}
	won := winners(p)
	e := procurement.Evidence{Fields: gapNeeds, Sources: p.Tender.Sources}
	not := func(summary string) (outlier.Comparison, []procurement.Flag) {
		e.Summary = summary
		return c, result(procurement.NotApplicable, e)
	}
	if awardsInForce(p) != 1 || len(won) != 1 {
		return not("More than one award or supplier is in force, so that it is not known which bids competed.")
	}
	currency := ""
	for _, b := range p.Bids {
		switch {
		case b.Status != "valid":
			continue
		case len(b.Tenderers) != 1:
			return not("A valid bid is of several partners, who are not compared.")
		case b.Value == nil || b.Value.Currency == "":
			e.Summary, e.Missing = "A valid bid is listed without its price and currency.", []string{bidValueField}
			return c, result(procurement.NoData, e)
		case currency != "" && b.Value.Currency != currency:
			return not("The bids are priced in several currencies, which are not compared.")
		}
		currency = b.Value.Currency
		c.Add(b.Tenderers[0].Key, float64(b.Value.Minor), b.Tenderers[0].Key == won[0])
	}
	switch {
	case !c.Comparable():
		return not("There is no valid bid of another at the winner's price or above: more than the price decided, or nobody else was left.")
	case c.WinnerPrice <= 0:
		return not("The winning price is zero or less, so that nothing can be set in relation to it.")
	}
	return c, nil
}

func awardsInForce(p *procurement.Process) int {
	n := 0
	for _, a := range p.Awards {
		if a.Status == "active" {
			n++
		}
	}
	return n
}

// gapSurvey are the fences of the gaps of all processes.
func gapSurvey() *Survey {
	return &Survey{
		Collect: func(p *procurement.Process, _ procurement.Date) []Count {
			c, flags := gap(p)
			if flags != nil {
				return nil
			}
			// The sample is the ratio itself, bit by bit: Cardinal's fences are of
			// ratios that are not rounded.
			bits := int64(math.Float64bits(c.Ratio()))
			return []Count{{N: 1, Sample: &bits}}
		},
		Figures: func(t Table) SurveyFigures {
			if t[""] == nil || t[""].All().N < minimumGaps {
				return nil
			}
			q1, q3 := ratiosOf(t[""].Samples).Quartiles()
			return SurveyFigures{"": {"processes": t[""].All().N, "q1": q1, "q3": q3,
				"lower_fence": outlier.LowerFence(q1, q3), "upper_fence": outlier.UpperFence(q1, q3)}}
		},
	}
}

// ratiosOf are samples that are ratios.
func ratiosOf(samples Samples) outlier.Sample {
	var ratios []float64
	for bits, n := range samples {
		for range n {
			ratios = append(ratios, math.Float64frombits(uint64(bits)))
		}
	}
	return outlier.Of(ratios)
}

// checkGap compares a process's gap with a fence of the survey: useful says
// whether that fence can tell anything, beyond whether the gap is beyond it, and
// word says so with the fence in percent.
func checkGap(d Dossier, fence string, useful func(Figures) bool, beyond func(ratio, fence float64) bool, word string) []procurement.Flag {
	c, flags := gap(d.Process)
	if flags != nil {
		return flags
	}
	e := procurement.Evidence{
		Figures: map[string]any{"next_above_winner_percent": percent(c.Ratio())},
		Fields:  gapNeeds,
		Sources: d.Process.Tender.Sources,
	}
	market, found := d.Surveyed("")
	if !found {
		e.Summary = fmt.Sprintf("Fewer than %d processes have bids that can be compared.", minimumGaps)
		e.Missing = []string{surveyField}
		return result(procurement.NoData, e)
	}
	e.Figures["processes"] = market.Number("processes")
	e.Figures[fence+"_percent"] = percent(market.Number(fence))
	switch {
	case !useful(market):
		e.Summary = "The gaps between the first two prices vary too much, or too little, for a limit to be drawn."
		return result(procurement.NotApplicable, e)
	case beyond(c.Ratio(), market.Number(fence)):
		e.Summary = fmt.Sprintf("The next bid is %s%% above the winner's; among %.0f processes %s.",
			plain(percent(c.Ratio())), market.Number("processes"), fmt.Sprintf(word, plain(percent(market.Number(fence)))))
		return result(procurement.Raised, e)
	}
	e.Summary = fmt.Sprintf("The next bid is %s%% above the winner's, which is usual among %.0f processes.",
		plain(percent(c.Ratio())), market.Number("processes"))
	return result(procurement.Clear, e)
}

// percent is a ratio in percent, to a tenth.
func percent(ratio float64) float64 { return math.Round(ratio*1000) / 10 }

// plain is a number in digits, however large.
func plain(f float64) string { return strconv.FormatFloat(f, 'f', -1, 64) }
