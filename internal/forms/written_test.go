package forms

import (
	"testing"

	"pgregory.net/rapid"
)

func TestParseDate(t *testing.T) {
	for text, want := range map[string]string{
		"24 June 2026": "2026-06-24", "24 jun 2026": "2026-06-24", " may  2026 ": "2026-05", "2026-05": "2026-05", "2026": "2026", "24/06/2026": "2026-06-24",
		"1.2.2026": "2026-02-01", "about May 2026": "2026-05~", "About 2026": "2026~", "unknown": "", "Unknown": "", "": "", "June 24, 2026": "2026-06-24",
		"May 26": "wrong", "31 June 2026": "wrong", "06/24/2026": "wrong", "soon": "wrong", "24 June 0026": "wrong", "2026-13": "wrong", "24 June 2926": "wrong",
	} {
		got, err := ParseDate(text)
		if (err != nil) != (want == "wrong") || err == nil && string(got) != want {
			t.Errorf("%q is %q (%v), want %q", text, got, err, want)
		}
	}
}

func TestParseMoney(t *testing.T) {
	for text, want := range map[string]string{
		"£500,000": "500000 GBP", "500000 GBP": "500000 GBP", "£25.3 million": "25300000 GBP", "£25.3m": "25300000 GBP", "eur 1 000.50": "1000.5 EUR", "$2bn": "2000000000 USD",
		"CHF 12": "12 CHF", "100 jpy": "100 JPY", "unknown": "",
		"500000": "wrong", "£": "wrong", "£5 USD": "wrong", "12 XYZ": "wrong", "£1.234": "wrong", "-5 GBP": "wrong", "£99999999999999999999": "wrong", "1,5 EUR": "wrong", "£50,00,000": "wrong",
	} {
		got, err := ParseMoney(text)
		if (err != nil) != (want == "wrong") || err == nil && written(got) != want {
			t.Errorf("%q is %q (%v), want %q", text, written(got), err, want)
		}
	}
}

func TestParseLength(t *testing.T) {
	for text, want := range map[string]string{
		"12 months": "P12M", "1 year 6 months": "P1Y6M", "Up to 8 weeks": "P8W", "P12M": "P12M", "unknown": "", "a year": "wrong", "12": "wrong", "900 years": "wrong",
	} {
		got, err := ParseLength(text)
		if (err != nil) != (want == "wrong") || err == nil && string(got) != want {
			t.Errorf("%q is %q (%v), want %q", text, got, err, want)
		}
	}
}

// What is written as the record writes it is read as it was.
func TestWhatIsWrittenIsReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		d, err := ParseDate(rapid.StringMatching(`(19|20)[0-9]{2}(-0[1-9])?~?`).Draw(t, "date"))
		if err != nil {
			t.Fatal(err)
		}
		if again, err := ParseDate(d.String()); err != nil || again != d {
			t.Fatalf("%s is written %q and read %q (%v)", d, d.String(), again, err)
		}
	})
}
