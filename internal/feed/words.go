package feed

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"daylight/internal/procurement"
)

// words for codes that do not read as English once their parts are set apart.
var words = map[string]string{
	"preAction":  "legal action",
	"permission": "at the permission stage",
	"inForce":    "in force",
	"notMet":     "not met",
	"unknown":    "outcome unknown",
	"claim":      "legal claim",
	// OCDS says "terminated" of any contract that is over, early or not.
	"terminated": "ended",
}

// word is a code in words: "judicialReview" is "judicial review", "rolling-extensions"
// is "rolling extensions".
func word(code string) string {
	if w, ok := words[code]; ok {
		return w
	}
	var b strings.Builder
	for _, r := range code {
		switch {
		case r == '-' || r == '_':
			b.WriteByte(' ')
		case unicode.IsUpper(r):
			b.WriteByte(' ')
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteRune(r)
		}
	}
	return strings.TrimSpace(b.String())
}

// with joins texts where the middle or last one is known, and is "" otherwise.
func with(before, s string, after ...string) string {
	if s == "" {
		return ""
	}
	return before + s + strings.Join(after, "")
}

func capital(s string) string {
	if s == "" {
		return ""
	}
	r, n := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(r)) + s[n:]
}

func the(title string) string {
	if strings.HasPrefix(strings.ToLower(title), "the ") {
		return title
	}
	return "the " + title
}

// name is the contract or award concerned, else the process or the organisation.
func (f figures) name() string {
	for _, figure := range []string{"contractTitle", "awardTitle", "process", "organisationName"} {
		if s := f.text(figure); s != "" {
			return short(s, 90)
		}
	}
	return "a contract without a title"
}

// concerned is what a decision is about, else the process.
func (f figures) concerned() string {
	if s := f.names("about"); s != "" {
		return short(s, 90)
	}
	return f.name()
}

func (f figures) body() string {
	if s := f.text("body"); s != "" {
		return s
	}
	return "An overseer (not named)"
}

func (f figures) condition() string { return short(f.text("condition"), 100) }

func (f figures) worth() string { return with(", ", f.money("value")) }

func (f figures) to() string { return with(" to ", f.names("suppliers")) }

func (f figures) speaker() string {
	var parts []string
	for _, figure := range []string{"speaker", "office", "organisation"} {
		if s := f.text(figure); s != "" {
			parts = append(parts, s)
		}
	}
	return strings.Join(parts, ", ")
}

// longer is how much longer a step makes a contract: to its new end, else by
// its length, else by what it may add at most.
func (f figures) longer(to, by string) string {
	if end := f.date("newEnd"); end != "" {
		return to + end
	}
	if length := f.duration("length"); length != "" {
		// A length in days says little where it is long.
		if months := f.count("months"); months >= 6 {
			length = procurement.Count(months, "month")
		}
		return by + length
	}
	return with(by+"up to ", f.duration("addedUpTo"))
}

// repriced is the money a change added, or the values before and after as they
// were published.
func (f figures) repriced() string {
	if added := f.money("valueAdded"); added != "" {
		return ", adding " + added
	}
	from, to := f.money("valueBefore"), f.money("valueAfter")
	if from == "" || to == "" {
		return ""
	}
	return ", value published as " + from + " before and " + to + " after"
}

// asReported reports whether the event tells of a decision that its body did
// not file itself.
func (f figures) asReported() bool { return f.text("decision") != "" && !f.is("filedByTheBody") }
