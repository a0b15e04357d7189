package feed

import (
	"strings"
	"unicode"

	"daylight/internal/procurement"
)

// figures reads an event's figures, which have been through JSON or not. What
// is missing, or is not of the kind asked for, is the zero value.
type figures map[string]any

// text is a name, a title or a short text on one line.
func (f figures) text(name string) string {
	s, _ := f[name].(string)
	return line(s)
}

func (f figures) is(name string) bool {
	b, _ := f[name].(bool)
	return b
}

func (f figures) count(name string) int {
	switch n := f[name].(type) {
	case float64:
		return int(n)
	case int:
		return n
	}
	return 0
}

// names joins a list of names as a sentence does.
func (f figures) names(name string) string {
	var list []string
	switch v := f[name].(type) {
	case []any:
		for _, item := range v {
			if s, ok := item.(string); ok {
				list = append(list, line(s))
			}
		}
	case []string:
		for _, s := range v {
			list = append(list, line(s))
		}
	}
	switch n := len(list); {
	case n == 0:
		return ""
	case n == 1:
		return list[0]
	case n > 3:
		return list[0] + " and " + procurement.Count(n-1, "other")
	default:
		return strings.Join(list[:n-1], ", ") + " and " + list[n-1]
	}
}

// date is a date in words, or "".
func (f figures) date(name string) string {
	return f.day(name).String()
}

func (f figures) day(name string) procurement.Date {
	d, _ := procurement.ParseDate(f.text(name))
	return d
}

func (f figures) duration(name string) string {
	d, _ := procurement.ParseDuration(f.text(name))
	return d.String()
}

// money is an amount in words, or "".
func (f figures) money(name string) string {
	m, ok := f[name].(map[string]any)
	if !ok {
		return ""
	}
	amount, _ := m["amount"].(string)
	code, _ := m["currency"].(string)
	value, err := procurement.ParseMoney(amount, code)
	if err != nil {
		return ""
	}
	return value.String()
}

// line puts a text on one line: runs of spaces and control characters become
// one space.
func line(s string) string {
	return strings.Join(strings.FieldsFunc(xmlSafe(s), func(r rune) bool {
		return unicode.IsSpace(r) && r != '\u00a0' || unicode.IsControl(r)
	}), " ")
}

// short cuts a text at a word so that it has at most n characters and an
// ellipsis.
func short(s string, n int) string {
	r := []rune(s)
	if len(r) <= n {
		return s
	}
	cut := string(r[:n])
	if i := strings.LastIndexByte(cut, ' '); i > n/2 {
		cut = cut[:i]
	}
	return strings.TrimRight(cut, " ,;:.") + "…"
}
