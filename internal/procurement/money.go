package procurement

import (
	"fmt"
	"strings"

	"github.com/shopspring/decimal"
	"golang.org/x/text/currency"
)

// Money is an amount in one currency, in its minor units (pence, cents). It is
// never converted and never added across currencies. A nil *Money is unknown.
type Money struct {
	Minor    int64
	Currency string // ISO 4217, upper case; "" where the source gives none
}

// maxMinor bounds amounts so that any sum of real ones stays inside int64.
const maxMinor = 1e14

const maxDigits = 40

// ParseMoney reads a decimal amount exactly, never through a float. An amount
// finer than the currency's minor unit is rounded half away from zero.
func ParseMoney(amount, code string) (Money, error) {
	amount = strings.TrimSpace(amount)
	d, err := decimal.NewFromString(amount[:min(len(amount), maxDigits)])
	// Digits and exponents beyond any amount would take long to work out.
	if err != nil || len(amount) > maxDigits || d.Exponent() > maxDigits || d.Exponent() < -maxDigits {
		return Money{}, fmt.Errorf("%q is not an amount: write digits with a point, as 25300000.00", amount)
	}
	code = strings.ToUpper(strings.TrimSpace(code))
	minor := d.Shift(int32(Digits(code))).Round(0)
	if minor.Abs().GreaterThan(decimal.NewFromInt(maxMinor)) {
		return Money{}, fmt.Errorf("%s is larger than any amount we record (a million million)", amount)
	}
	return Money{Minor: minor.IntPart(), Currency: code}, nil
}

// ExactMoney reads an amount that is recorded to the last digit: one that is
// finer than the currency's minor unit is an error.
func ExactMoney(amount, code string) (Money, error) {
	m, err := ParseMoney(amount, code)
	if err != nil {
		return m, err
	}
	if d, err := decimal.NewFromString(strings.TrimSpace(amount)); err != nil || !d.Equal(decimal.New(m.Minor, -int32(Digits(m.Currency)))) {
		return m, fmt.Errorf("%s has more than the %d decimals of its currency", amount, Digits(m.Currency))
	}
	return m, nil
}

// KnownCurrency reports whether a code is one of ISO 4217.
func KnownCurrency(code string) bool {
	_, err := currency.ParseISO(code)
	return err == nil
}

// Digits is how many decimal places the currency has; 2 where it is unknown.
func Digits(code string) int {
	switch code {
	case "GBP", "EUR", "USD", "CAD": // as most amounts are in
		return 2
	}
	unit, err := currency.ParseISO(code)
	if err != nil {
		return 2
	}
	scale, _ := currency.Standard.Rounding(unit)
	return scale
}

// Amount is the decimal amount, without the currency and without trailing
// zeros in the fraction.
func (m Money) Amount() string {
	return decimal.New(m.Minor, -int32(Digits(m.Currency))).String()
}

var signs = map[string]string{"GBP": "£", "EUR": "€", "USD": "$", "CAD": "C$", "CHF": "CHF\u00a0"}

// String is the amount as a newspaper prints it: "£25.3 million", "£1",
// "€7,500". Figures from a million up are given to at most four digits.
func (m Money) String() string {
	d := decimal.New(m.Minor, -int32(Digits(m.Currency)))
	sign, ok := signs[m.Currency]
	if !ok && m.Currency != "" {
		sign = m.Currency + "\u00a0"
	}
	minus := ""
	if d.IsNegative() {
		minus, d = "−", d.Abs()
	}
	for _, scale := range []struct {
		exp  int32
		name string
	}{{9, " billion"}, {6, " million"}} {
		if unit := decimal.New(1, scale.exp); d.GreaterThanOrEqual(unit) {
			return minus + sign + d.Div(unit).Round(3).String() + scale.name
		}
	}
	return minus + sign + group(d.StringFixed(fraction(d, m.Currency)))
}

// Full is the amount with every digit, grouped: "£1,151,042,801".
func (m Money) Full() string {
	d := decimal.New(m.Minor, -int32(Digits(m.Currency)))
	sign, ok := signs[m.Currency]
	if !ok && m.Currency != "" {
		sign = m.Currency + "\u00a0"
	}
	minus := ""
	if d.IsNegative() {
		minus, d = "−", d.Abs()
	}
	return minus + sign + group(d.StringFixed(fraction(d, m.Currency)))
}

func fraction(d decimal.Decimal, code string) int32 {
	if d.IsInteger() {
		return 0
	}
	return int32(Digits(code))
}

func group(s string) string {
	whole, rest, _ := strings.Cut(s, ".")
	var b strings.Builder
	for i, r := range whole {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteByte(',')
		}
		b.WriteRune(r)
	}
	if rest != "" {
		b.WriteString("." + rest)
	}
	return b.String()
}

// Sum adds amounts of one currency. It returns nil where there is none, where
// currencies differ, or where the sum would overflow: unknown is not zero.
func Sum(amounts ...*Money) *Money {
	var total *Money
	for _, m := range amounts {
		switch {
		case m == nil:
		case total == nil:
			c := *m
			total = &c
		case total.Currency != m.Currency, total.Minor+m.Minor > 9e18, total.Minor+m.Minor < -9e18:
			return nil
		default:
			total.Minor += m.Minor
		}
	}
	return total
}
