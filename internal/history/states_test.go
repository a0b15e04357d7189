package history

import (
	"fmt"
	"strings"
	"time"

	"daylight/internal/procurement"
)

// Short names keep the tables of these tests readable.
type (
	process  = procurement.Process
	contract = procurement.Contract
	period   = procurement.Period
	terms    = procurement.ExtensionTerms
)

// states are those of a process, told by releases r1, r2, … on the first days
// of 2020-01, 2020-02, …
func states(list ...process) []State {
	var out []State
	for i, p := range list {
		p.OCID = "p"
		day := time.Date(2020, time.Month(i+1), 1, 0, 0, 0, 0, time.UTC)
		out = append(out, State{Release: fmt.Sprintf("r%d", i+1), Date: day.Format(time.RFC3339), Process: &p})
	}
	return out
}

// contracts is a process with these contracts.
func contracts(list ...contract) process { return process{Contracts: list} }

// ending is the contract "a" with an end and amendments.
func ending(end procurement.Date, amendments ...procurement.Amendment) contract {
	return contract{ID: "a", Status: "active", Period: period{End: end}, Amendments: amendments}
}

// plain is an amendment without terms, extending one with them.
func plain(id string, date procurement.Date) procurement.Amendment {
	return procurement.Amendment{ID: id, Date: date}
}

func extending(id string, date procurement.Date, t terms) procurement.Amendment {
	return procurement.Amendment{ID: id, Date: date, Extension: &t}
}

func pounds(n int64) *procurement.Money { return &procurement.Money{Minor: n * 100, Currency: "GBP"} }

// say writes a step on one line, leaving out what it does not state.
func say(e procurement.Extension) string {
	words := []string{fmt.Sprintf("%s#%d", e.Contract, e.Number), e.Instrument, e.Agreed}
	add := func(name string, v any) {
		if s := fmt.Sprint(v); s != "" && s != "<nil>" && s != "false" {
			words = append(words, name+s)
		}
	}
	if e.PreviousEnd != "" || e.NewEnd != "" {
		words = append(words, string(e.PreviousEnd)+"→"+string(e.NewEnd))
	}
	add("+", string(e.AddedUpTo))
	if e.ValueBefore != nil {
		words = append(words, e.ValueBefore.String()+"→"+e.ValueAfter.String())
	}
	if e.ValueAdded != nil {
		add("+", e.ValueAdded)
	}
	add("on ", string(e.Date))
	add("amendment ", e.Amendment)
	add("successor ", e.SuccessorP+e.Successor)
	add("by ", e.Release)
	if e.Derived {
		words = append(words, "derived")
	}
	return strings.Join(words, " ")
}

func sayAll(list []procurement.Extension) []string {
	var out []string
	for _, e := range list {
		out = append(out, say(e))
	}
	return out
}
