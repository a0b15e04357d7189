package rules

import (
	"testing"

	"daylight/internal/procurement"
)

func TestTitleInCapitals(t *testing.T) {
	titled := func(title string) Dossier { return of(procurement.Process{Title: title}) }
	runTable(t, "title-in-capitals", []tableCase{
		{name: "capitals", state: procurement.Raised, dossier: titled("HEATING"), summary: "The title is in capital letters."},
		{name: "small letters", state: procurement.Clear, dossier: titled("Heating")},
		{name: "no letters", state: procurement.NotApplicable, dossier: titled("2026")},
		{name: "no title", state: procurement.NoData, dossier: titled(""), missing: []string{"tender/title"}},
	})
}
