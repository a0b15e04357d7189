package ocds

import (
	"strconv"
	"strings"
)

// clone copies a value, for another to be changed.
func clone(v any) any {
	switch v := v.(type) {
	case Object:
		c := make(Object, len(v))
		for k, x := range v {
			c[k] = clone(x)
		}
		return c
	case []any:
		c := make([]any, len(v))
		for i, x := range v {
			c[i] = clone(x)
		}
		return c
	}
	return v
}

// canonical writes a number as its shortest digits and a power of ten: 100,
// 1e2 and 100.0 are all 1e2. Digits are never lost to a float.
func canonical(n string) string {
	mantissa, power, _ := strings.Cut(strings.ToLower(n), "e")
	exponent, err := strconv.Atoi(strings.TrimPrefix(power, "+"))
	if power != "" && err != nil {
		return n // a power past any number's: compare as written
	}
	digits, negative := strings.CutPrefix(mantissa, "-")
	whole, fraction, _ := strings.Cut(digits, ".")
	digits = strings.TrimLeft(whole+fraction, "0")
	exponent -= len(fraction)
	short := strings.TrimRight(digits, "0")
	if short == "" {
		return "0"
	}
	exponent += len(digits) - len(short)
	if negative {
		short = "-" + short
	}
	return short + "e" + strconv.Itoa(exponent)
}

// text is a string or a number as it is, else "".
func text(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case Number:
		return string(v)
	}
	return ""
}
