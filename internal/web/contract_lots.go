package web

import (
	"strings"
	"time"

	"daylight/internal/procurement"
)

// lotLine is a lot, with what became of it.
type lotLine struct {
	Title, Status, Value, Term string
	For                        []lotOutcome
}

// lotOutcome is an award of a lot, and the contracts under it.
type lotOutcome struct{ Line, State string }

// lots are shown where there are several, or where one has a name.
func lots(p *procurement.Process) []lotLine {
	if list := p.Tender.Lots; len(list) == 0 || len(list) == 1 && list[0].Title == "" {
		return nil
	}
	var lines []lotLine
	for _, l := range p.Tender.Lots {
		x := lotLine{Title: "Lot " + l.ID, Status: apart(l.Status), Value: worth(l.Value, l.Gross), Term: lasting(l.Contract)}
		if l.Title != "" {
			x.Title += ": " + l.Title
		}
		for _, a := range p.LotAwards(l.ID) {
			x.For = append(x.For, outcomesOf(p, a)...)
		}
		lines = append(lines, x)
	}
	return lines
}

// outcomesOf are the contracts under an award; the award where there is none.
func outcomesOf(p *procurement.Process, a *procurement.Award) (list []lotOutcome) {
	who := supplierNames(a.Suppliers)
	for _, c := range p.Contracts {
		if c.AwardID == a.ID {
			list = append(list, lotOutcome{phrase("contract "+titleOf(c.Title, c.ID), who, worth(c.Value, c.Gross)), apart(c.Status)})
		}
	}
	if list == nil {
		list = append(list, lotOutcome{phrase("award "+titleOf(a.Title, a.ID), who, worth(a.Value, a.Gross)), apart(a.Status)})
	}
	return list
}

// dueWords are the day and, where it is published, the time by which tenders
// are due.
func dueWords(t procurement.Tender) string {
	words := t.Period.End.String()
	at, err := time.Parse("15:04Z07:00", t.Due)
	if words == "" || err != nil {
		return words
	}
	clock := at.Format("15:04")
	if clock == "12:00" {
		clock = "noon"
	}
	zone := "UTC"
	if _, offset := at.Zone(); offset != 0 {
		zone += strings.Replace(at.Format("-07:00"), "-", "−", 1)
		if offset > 0 {
			zone = "UTC" + at.Format("-07:00")
		}
	}
	return words + ", " + clock + " (" + zone + ")"
}
