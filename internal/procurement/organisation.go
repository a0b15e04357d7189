package procurement

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// Organisation is a party to a process. Key is what it is known by across
// processes: its registered identifier where one is published
// ("GB-COH-07042994"), else the publisher and its name in a normal form.
type Organisation struct {
	ID         string // unique inside one release only
	Key        string
	Name       string
	Scheme     string // of the registered identifier, such as GB-COH
	Identifier string
	Also       []string // keys by its additional identifiers, where published
	Roles      []string // OCDS partyRole codes

	Country         string           // of its address, ISO 3166-1 alpha-2; "" where not published as a code
	Classifications []Classification // of the organisation, as published
}

// HasRole reports whether the organisation plays a role in the process.
func (o Organisation) HasRole(role string) bool {
	for _, r := range o.Roles {
		if r == role {
			return true
		}
	}
	return false
}

// OrganisationKey derives the key: scheme and identifier where both are
// published, else publisher and name. Names differ in case, punctuation and
// company suffix between notices, so these are left out; nothing else is
// guessed.
func OrganisationKey(scheme, identifier, publisher, name string) string {
	if scheme != "" && identifier != "" {
		return slug(scheme, "-", true) + "-" + slug(identifier, "-", true)
	}
	if n := NormalName(name); n != "" {
		return slug(publisher, "-", false) + "." + n
	}
	return ""
}

var suffixes = []string{"-ltd", "-limited", "-plc", "-llp", "-inc", "-gmbh", "-ag", "-sa", "-corp", "-corporation"}

// NormalName is a name in lower case, words joined by hyphens, without the
// legal form at its end.
func NormalName(name string) string {
	n := slug(name, "-", false)
	for _, s := range suffixes {
		if t := strings.TrimSuffix(n, s); t != "" && t != n {
			return t
		}
	}
	return n
}

func slug(s, sep string, keepCase bool) string {
	if short, ok := slugASCII(s, sep, keepCase); ok {
		return short
	}
	if !keepCase {
		s = strings.ToLower(s)
	}
	words := strings.FieldsFunc(s, func(r rune) bool {
		return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
	})
	return strings.Join(words, sep)
}

// slugASCII is slug for a text of ASCII alone, as most are.
func slugASCII(s, sep string, keepCase bool) (string, bool) {
	b := make([]byte, 0, 64)
	between := false
	for i := range len(s) {
		c := s[i]
		switch {
		case c >= utf8.RuneSelf:
			return "", false
		case 'A' <= c && c <= 'Z' && !keepCase:
			c += 'a' - 'A'
		case 'A' <= c && c <= 'Z', 'a' <= c && c <= 'z', '0' <= c && c <= '9':
		default:
			between = len(b) > 0
			continue
		}
		if between {
			b, between = append(b, sep...), false
		}
		b = append(b, c)
	}
	return string(b), true
}
