package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestExtendedAfterLapse(t *testing.T) {
	first := procurement.Period{Start: "2020-04-01", End: "2021-03-31"}
	on := func(date, told procurement.Date, s procurement.Extension) procurement.Extension {
		s.Date, s.Told, s.Instrument = date, told, procurement.ByAmendment
		return s
	}
	year := step("no", "2021-03-31", "2022-03-31")
	successor := on("2021-06-01", "2021-08-01", year)
	successor.Instrument = procurement.BySuccessor
	overrun := on("2021-06-01", "2021-08-01", year)
	overrun.Instrument = procurement.ByOverrun
	runTable(t, "extended-after-lapse", []tableCase{
		{name: "a day after", state: procurement.Raised, dossier: chained(first, on("2021-04-01", "2021-05-01", year)),
			summary: "1 of 1 extension dated after the contract had ended: 1 April 2021, after the end on 31 March 2021."},
		{name: "an agreed option too late", state: procurement.Raised, dossier: chained(first, on("2021-05", "2021-06-01", step("yes", "2021-03-31", "2022-03-31")))},
		{name: "the second of two", state: procurement.Raised,
			dossier: chained(first, on("2021-01-01", "2021-02-01", year), on("2022-05-01", "2022-06-01", step("no", "2022-03-31", "2023-03-31"))),
			summary: "1 of 2 extensions dated after the contract had ended: 1 May 2022, after the end on 31 March 2022."},
		{name: "on the last day", state: procurement.Clear, dossier: chained(first, on("2021-03-31", "2021-06-01", year)),
			summary: "1 extension recorded, each dated before the contract had ended."},
		{name: "published before the end", state: procurement.Clear, dossier: chained(first, on("2021-01-15", "2021-01-15", year))},
		{name: "dated by the day of publication", state: procurement.NoData, dossier: chained(first, on("2021-05-01", "2021-05-01", year)),
			summary: "1 of 1 extension published after the contract had ended; the day it was agreed is not given apart from that.", missing: []string{amendmentDateField}},
		{name: "in the month of the end", state: procurement.NoData, dossier: chained(first, on("2021", "2022-01-01", year))},
		{name: "no day", state: procurement.NoData, dossier: chained(first, on("", "2021-06-01", year)), missing: []string{amendmentDateField}},
		{name: "no end before", state: procurement.NoData, dossier: chained(first, on("2021-05-01", "2021-06-01", lasting("no", "P12M"))), missing: []string{previousEndField}},
		{name: "a successor, and an overrun", state: procurement.NotApplicable, dossier: chained(first, successor, overrun)},
		{name: "no extension", state: procurement.NotApplicable, dossier: chained(first)},
		{name: "no contract", state: procurement.NotApplicable, dossier: of(procurement.Process{Awards: proposed})},
	})
}
