package rules

import (
	"embed"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

//go:embed *.md
var documents embed.FS

// Groups of the catalogue, in its order.
var Groups = []string{"competition", "after award", "publication", "oversight", "bids"}

// Doc is the document of a rule: the lines at its head, a heading, one line,
// and sections.
type Doc struct {
	Group   string   // one of Groups
	Guide   []string // codes of the Open Contracting Partnership's guide (2024), or none where it has no counterpart
	Changes []Change // by version, the first is 1
	Title   string   // at most five words

	Condition string // when the flag is raised, in one line
	Body      string // Markdown: method, worked example, why it matters, …
}

// Change is one version of a rule: since when, and what is new in it.
type Change struct {
	Version int
	Date    string // YYYY-MM-DD
	What    string
}

// NoCounterpart is what a document writes where the guide was searched and has
// no indicator of the kind.
const NoCounterpart = "no counterpart"

// readDoc reads the document of the rule with the id, which stands in a file of
// that name with underscores for hyphens.
func readDoc(id string) Doc {
	data, err := documents.ReadFile(strings.ReplaceAll(id, "-", "_") + ".md")
	if err != nil {
		panic("rules: " + err.Error())
	}
	doc, err := parseDoc(string(data))
	if err != nil {
		panic("rules: document of " + id + ": " + err.Error())
	}
	return doc
}

// parseDoc reads a document. Its head is lines "name: value" between two lines
// of hyphens: group, guide and, once for each version, change.
func parseDoc(text string) (Doc, error) {
	var doc Doc
	head, rest, ok := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
	if !ok || !strings.HasPrefix(text, "---\n") {
		return doc, fmt.Errorf("does not begin with a head between two lines of three hyphens")
	}
	for line := range strings.Lines(head) {
		name, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
		if err := doc.set(name, value); err != nil {
			return doc, err
		}
	}
	if !slices.Contains(Groups, doc.Group) || len(doc.Changes) == 0 {
		return doc, fmt.Errorf("its head needs a group (%s) and a change", strings.Join(Groups, ", "))
	}
	heading, rest, _ := strings.Cut(strings.TrimSpace(rest), "\n")
	condition, body, _ := strings.Cut(strings.TrimSpace(rest), "\n")
	doc.Title = strings.TrimSpace(strings.TrimPrefix(heading, "# "))
	doc.Condition, doc.Body = condition, strings.TrimSpace(body)
	return doc, nil
}

var guideCode = regexp.MustCompile(`^R0[0-7][0-9]$`)

func (d *Doc) set(name, value string) error {
	switch name {
	case "group":
		d.Group = value
	case "guide":
		if value == NoCounterpart {
			return nil
		}
		d.Guide = strings.Split(value, ", ")
		if i := slices.IndexFunc(d.Guide, func(code string) bool { return !guideCode.MatchString(code) }); i >= 0 {
			return fmt.Errorf("guide: %q is no code such as R018, nor %q", d.Guide[i], NoCounterpart)
		}
	case "change":
		number, rest, _ := strings.Cut(value, " ")
		date, what, _ := strings.Cut(rest, " ")
		c := Change{Date: date, What: what}
		c.Version, _ = strconv.Atoi(number)
		if _, err := time.Parse(time.DateOnly, date); err != nil || c.Version != len(d.Changes)+1 || what == "" {
			return fmt.Errorf("change: %q is not the next version, a day and what is new, as \"1 2026-11-24 First version.\"", value)
		}
		d.Changes = append(d.Changes, c)
	default:
		return fmt.Errorf("head: %q is none of group, guide, change", name)
	}
	return nil
}
