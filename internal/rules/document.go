package rules

import (
	"embed"
	"strings"
)

//go:embed *.md
var documents embed.FS

// Doc is the document of a rule, in the parts its file has: a heading, one
// line, and sections.
type Doc struct {
	Title     string // at most five words
	Condition string // when the flag is raised, in one line
	Body      string // Markdown: method, worked example, why it matters, …
}

// readDoc reads the document of the rule with the id, which stands in a file of
// that name with underscores for hyphens.
func readDoc(id string) Doc {
	data, err := documents.ReadFile(strings.ReplaceAll(id, "-", "_") + ".md")
	if err != nil {
		panic("rules: " + err.Error())
	}
	heading, rest, _ := strings.Cut(string(data), "\n")
	condition, body, _ := strings.Cut(strings.TrimSpace(rest), "\n")
	return Doc{
		Title:     strings.TrimSpace(strings.TrimPrefix(heading, "# ")),
		Condition: condition,
		Body:      strings.TrimSpace(body),
	}
}
