package forms

import (
	"errors"
	"regexp"
	"strings"
	"time"

	"daylight/internal/ocds"
	"daylight/internal/procurement"
)

var (
	errDate   = errors.New("Write a date such as 24 June 2026, May 2026 or 2026, or “unknown”.")
	errMoney  = errors.New("Write an amount with its currency, such as £500,000, £25.3 million or 500000 EUR.")
	errLength = errors.New("Write a length such as 12 months, 2 years or 8 weeks.")
)

// unknown are the words for what nobody knows.
func unknown(text string) bool {
	switch strings.ToLower(text) {
	case "", "unknown", "not known", "n/a", "-", "–":
		return true
	}
	return false
}

// ParseDate reads a date as people write it: "24 June 2026", "May 2026",
// "24/06/2026" (day first), "2026-05", "about 2026"; "unknown" is "".
func ParseDate(text string) (procurement.Date, error) {
	text = strings.Join(strings.Fields(text), " ")
	if unknown(text) {
		return "", nil
	}
	about := ""
	for _, word := range []string{"about ", "around ", "circa ", "c. "} {
		if len(text) > len(word) && strings.EqualFold(text[:len(word)], word) {
			text, about = text[len(word):], "~"
		}
	}
	if d, err := procurement.ParseDate(text + about); err == nil && inRange(d) {
		return d, nil
	}
	for _, form := range []struct{ layout, as string }{
		{"2 January 2006", time.DateOnly}, {"2 Jan 2006", time.DateOnly}, {"January 2, 2006", time.DateOnly}, {"Jan 2, 2006", time.DateOnly},
		{"2/1/2006", time.DateOnly}, {"2.1.2006", time.DateOnly}, {"2-1-2006", time.DateOnly}, {"January 2006", "2006-01"}, {"Jan 2006", "2006-01"}, {"1/2006", "2006-01"},
	} {
		if t, err := time.Parse(form.layout, text); err == nil {
			if d := procurement.Date(t.Format(form.as) + about); inRange(d) {
				return d, nil
			}
		}
	}
	return "", errDate
}

func inRange(d procurement.Date) bool { return d.Year() >= 1900 && d.Year() <= 2200 }

var (
	signs  = strings.NewReplacer("£", "GBP ", "€", "EUR ", "$", "USD ")
	amount = regexp.MustCompile(`^(?:([A-Z]{3}) ?)?((?:\d{1,3}(?:[, ]\d{3})+|\d+)(?:\.\d+)?) ?(M|BN|K|MILLION|BILLION|THOUSAND)?(?: ?([A-Z]{3}))?$`)
	scales = map[string]string{"": "", "K": "e3", "THOUSAND": "e3", "M": "e6", "MILLION": "e6", "BN": "e9", "BILLION": "e9"}
)

// ParseMoney reads an amount with its currency: "£500,000", "500000 GBP",
// "£25.3 million"; nil where it is unknown.
func ParseMoney(text string) (*procurement.Money, error) {
	text = strings.Join(strings.Fields(text), " ")
	if unknown(text) {
		return nil, nil
	}
	m := amount.FindStringSubmatch(strings.ToUpper(signs.Replace(text)))
	if m == nil || (m[1] == "") == (m[4] == "") {
		return nil, errMoney
	}
	digits := strings.NewReplacer(",", "", " ", "").Replace(m[2])
	money, err := procurement.ExactMoney(digits+scales[m[3]], m[1]+m[4])
	if err != nil || !procurement.KnownCurrency(m[1]+m[4]) {
		return nil, errMoney
	}
	return &money, nil
}

var (
	length = regexp.MustCompile(`^(?:up to )?((?:\d{1,4} ?(?:year|month|week|day)s? ?)+)$`)
	unit   = regexp.MustCompile(`(\d+) ?([ymwd])`)
)

// ParseLength reads a length of time: "12 months", "1 year 6 months", or as
// ISO 8601 writes it.
func ParseLength(text string) (procurement.Duration, error) {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	if unknown(text) {
		return "", nil
	}
	iso := strings.ToUpper(text)
	if m := length.FindStringSubmatch(text); m != nil {
		iso = "P"
		for _, u := range unit.FindAllStringSubmatch(m[1], -1) {
			iso += u[1] + strings.ToUpper(u[2])
		}
	}
	if d, err := procurement.ParseDuration(iso); err == nil {
		return d, nil
	}
	return "", errLength
}

// setDay sets a core date-time, which is as precise as its sibling says.
func setDay(o ocds.Object, name string, d procurement.Date, clock string) {
	if !d.Known() {
		return
	}
	day := d.First()
	if clock == dayEnd {
		day = d.Last()
	}
	o[name] = day + clock
	precision := map[int]string{4: "year", 7: "month", 10: "day"}[len(strings.TrimSuffix(string(d), "~"))]
	if d.About() {
		precision += "~"
	}
	if precision != "day" {
		o[name+"Precision"] = precision
	}
}

const (
	dayStart = "T00:00:00Z"
	dayEnd   = "T23:59:59Z"
)

// set sets a member where there is something to say.
func set(o ocds.Object, name string, v any) {
	switch x := v.(type) {
	case nil:
		return
	case string:
		if x == "" {
			return
		}
	case []any:
		if len(x) == 0 {
			return
		}
	case ocds.Object:
		if len(x) == 0 {
			return
		}
	}
	o[name] = v
}
