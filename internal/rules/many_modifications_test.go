package rules

import (
	"fmt"
	"testing"

	"daylight/internal/procurement"
)

func TestManyModifications(t *testing.T) {
	changes := func(n int) (list []procurement.Amendment) {
		for i := range n {
			list = append(list, procurement.Amendment{ID: fmt.Sprint(i + 1), Date: procurement.Date(fmt.Sprint(2020 + i))})
		}
		return list
	}
	same := procurement.Amendment{Date: "2020", Description: "Term"}
	moved := step("unknown", "2021", "2022")
	runTable(t, "many-modifications", []tableCase{
		{name: "four", state: procurement.Raised, dossier: changing(valuedAt(pounds(1)), nil, changes(4)...),
			summary: "4 changes of one contract recorded (from 2020 to 2023); 4 or more are many."},
		{name: "three, and one that the dates show", state: procurement.Raised,
			dossier: changing(valuedAt(pounds(1)), []procurement.Extension{moved}, changes(3)...), figures: map[string]any{"changes_by_dates_alone": 1.0}},
		{name: "three", state: procurement.Clear, dossier: changing(valuedAt(pounds(1)), nil, changes(3)...), summary: "3 changes of one contract recorded."},
		{name: "one, told four times", state: procurement.Clear, dossier: changing(valuedAt(pounds(1)), nil, same, same, same, same), summary: "1 change of one contract recorded."},
		{name: "many documents", state: procurement.Clear, dossier: of(procurement.Process{Contracts: []procurement.Contract{{ID: "c", Documents: make([]procurement.Document, 9)}}}),
			summary: "No change of the contract is recorded."},
		{name: "empty ones", state: procurement.NoData, dossier: changing(valuedAt(pounds(1)), nil, procurement.Amendment{}, procurement.Amendment{ID: "1"}), missing: []string{amendmentsField}},
		{name: "no contract", state: procurement.NotApplicable, dossier: of(procurement.Process{Awards: proposed})},
	})
}
