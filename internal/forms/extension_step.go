package forms

import (
	"net/url"
	"strings"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
)

// aStep begins the subject that is an extension recorded before.
const aStep = "step "

// recordedStep is an extension as its amendment states it.
type recordedStep struct {
	contract  *procurement.Contract
	amendment *procurement.Amendment
}

// steps are the extensions that amendments of a process state.
func steps(p *procurement.Process) (list []recordedStep) {
	if p == nil {
		return nil
	}
	for i := range p.Contracts {
		c := &p.Contracts[i]
		for n := range c.Amendments {
			if a := &c.Amendments[n]; a.ID != "" && a.Extension != nil {
				list = append(list, recordedStep{c, a})
			}
		}
	}
	return list
}

func stepOf(p *procurement.Process, contract, amendment string) *recordedStep {
	for _, x := range steps(p) {
		if x.contract.ID == contract && x.amendment.ID == amendment {
			return &x
		}
	}
	return nil
}

// stepAt is the one that a form is about; nil where it is about none.
func stepAt(p *procurement.Process, subject string) *recordedStep {
	place, is := strings.CutPrefix(subject, aStep)
	names := procurement.ParsePlace(place)
	if !is || len(names) != 2 {
		return nil
	}
	return stepOf(p, names[0], names[1])
}

func (x recordedStep) named() string {
	text := named(shortened(x.amendment.Description), "Extension", x.amendment.ID)
	if x.amendment.Date.Known() {
		text = x.amendment.Date.String() + ", " + text
	}
	return text
}

// undo gives the contract another end and value where it has those of the step:
// where none is known, those that there were before it.
func (x recordedStep) undo(contract ocds.Object, end procurement.Date, value any) {
	was := x.amendment.Extension
	if end == "" {
		end = was.PreviousEnd
	}
	if was.NewEnd.Known() && x.contract.Period.End == was.NewEnd && end != was.NewEnd {
		period := ocds.Object{"endDate": nil, "endDatePrecision": nil}
		setDay(period, "endDate", end, dayEnd)
		contract["period"] = period
	}
	if v := was.ValueAfter; v != nil && x.contract.Value != nil && *v == *x.contract.Value {
		if value == nil {
			value = money(was.ValueBefore)
		}
		if value == nil {
			value = ocds.Object{"amount": nil, "currency": nil}
		}
		contract["value"] = value
	}
}

func money(m *procurement.Money) any {
	if m == nil {
		return nil
	}
	return ocds.Object{"amount": ocds.Number(m.Amount()), "currency": m.Currency}
}

func fillExtension(a About) url.Values {
	x := stepAt(a.Own, a.Subject)
	if x == nil {
		v := url.Values{}
		if c := contractOf(a.Process, a.Subject); c != nil && c.Period.End.EndStated() {
			v.Set("end-before", c.Period.End.String())
		}
		return v
	}
	t := x.amendment.Extension
	return url.Values{"date": {orUnknown(x.amendment.Date)}, "description": {x.amendment.Description}, "instrument": {t.Instrument}, "agreed": {t.Agreed},
		"end-before": {t.PreviousEnd.String()}, "end-after": {t.NewEnd.String()}, "length": {t.AddedUpTo.String()},
		"value-added": {written(t.ValueAdded)}, "value-after": {written(t.ValueAfter)}}
}

// orUnknown is a date where a form wants one or the word.
func orUnknown(d procurement.Date) string {
	if !d.Known() {
		return "unknown"
	}
	return d.String()
}
