package web

import (
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"daylight/internal/procurement"
)

// stageNotes say what a stage of a challenge is not.
var stageNotes = map[string]string{
	"threatened": "Threatened is not issued: no claim is on record.",
	"letterSent": "A letter is not a claim: none is on record as issued.",
	"issued":     "A claim has been issued; nothing is on record as decided.",
}

// apart sets the words of a code apart: "someCode" is "some code".
func apart(code string) string {
	var b strings.Builder
	for i, r := range code {
		if unicode.IsUpper(r) && i > 0 {
			b.WriteByte(' ')
		}
		b.WriteRune(unicode.ToLower(r))
	}
	return b.String()
}

// spaced reads a name in snake case as words.
func spaced(name string) string { return strings.ReplaceAll(name, "_", " ") }

func upperFirst(s string) string {
	r, n := utf8.DecodeRuneInString(s)
	if n == 0 {
		return s
	}
	return string(unicode.ToUpper(r)) + s[n:]
}

// fragment is the name of a place on a page, of letters that are safe in one.
func fragment(parts ...string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == '.' || unicode.IsLetter(r) || unicode.IsDigit(r) {
			return r
		}
		return '-'
	}, strings.Join(parts, "-"))
}

// phrase joins what is stated with commas.
func phrase(parts ...string) string {
	var said []string
	for _, p := range parts {
		if p != "" {
			said = append(said, p)
		}
	}
	return strings.Join(said, ", ")
}

func dateWords(d procurement.Date) string { return orNotStated(d.Known(), d.String) }

// between is a stretch of time in words, unknown ends as such.
func between(from, to procurement.Date) string {
	switch {
	case from.Known() && to.EndStated():
		return from.String() + " to " + to.String()
	case from.Known() && to.Known():
		return "from " + from.String() + ", no end stated"
	case from.Known():
		return "from " + from.String() + "; end not stated"
	case to.EndStated():
		return "to " + to.String() + "; start not stated"
	}
	return "dates not stated"
}

// termLength is how long a period lasts, in words; "" where not stated.
func termLength(p procurement.Period) string {
	switch {
	case p.Start.Known() && p.End.EndStated():
		end := p.End
		if end.Exact() { // the last day belongs to the term
			end = procurement.Date(end.Time().AddDate(0, 0, 1).Format(time.DateOnly))
		}
		if n, known := procurement.MonthsBetween(p.Start, end); known && n > 0 {
			return monthsWords(n)
		}
		return ""
	case p.Days > 0 && p.Days%7 == 0 && p.Days <= 12*7:
		return procurement.Count(p.Days/7, "week")
	case p.Days >= 60:
		return "about " + monthsWords(int(float64(p.Days)/30.44+0.5)) + " (" + procurement.Count(p.Days, "day") + ")"
	case p.Days > 0:
		return procurement.Count(p.Days, "day")
	}
	return ""
}

// monthsWords counts in years from two years on.
func monthsWords(n int) string {
	if n < 24 {
		return procurement.Count(n, "month")
	}
	words := procurement.Count(n/12, "year")
	if n%12 > 0 {
		words += " " + procurement.Count(n%12, "month")
	}
	return words
}

// shortName is an organisation by the abbreviation its name carries in
// brackets, else by its whole name.
func shortName(name string) string {
	if open := strings.LastIndex(name, "("); open >= 0 && strings.HasSuffix(name, ")") {
		if short := name[open+1 : len(name)-1]; short == strings.ToUpper(short) && len(short) < 12 {
			return short
		}
	}
	return name
}

func supplierNames(list []procurement.Organisation) string {
	var names []string
	for _, o := range list {
		names = append(names, o.Name)
	}
	if len(names) > 3 {
		names = append(names[:2], procurement.Count(len(names)-2, "other"))
	}
	return strings.Join(names, ", ")
}
