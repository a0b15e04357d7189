package rules

import (
	"strings"

	"daylight/internal/procurement"
)

func init() {
	register(Rule{ID: "title-in-capitals", Subject: OfProcess, Needs: []string{"tender/title"}, Check: titleInCapitals})
}

// titleInCapitals is a rule that nobody needs. It shows what one takes.
func titleInCapitals(d Dossier) []procurement.Flag {
	title := d.Process.Title
	e := procurement.Evidence{Fields: []string{"tender/title"}, Figures: map[string]any{"letters": len(title)}}
	switch {
	case title == "":
		e.Summary, e.Missing = "No title is published.", e.Fields
		return result(procurement.NoData, e)
	case strings.ToUpper(title) == strings.ToLower(title):
		e.Summary = "The title has no letters."
		return result(procurement.NotApplicable, e)
	case strings.ToUpper(title) == title:
		e.Summary = "The title is in capital letters."
		return result(procurement.Raised, e)
	}
	e.Summary = "The title has small letters."
	return result(procurement.Clear, e)
}
