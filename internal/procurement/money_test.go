package procurement

import "testing"

func TestMoney(t *testing.T) {
	for _, x := range []struct {
		amount, code string
		minor        int64
		short, full  string
	}{
		{"25300000", "GBP", 2530000000, "£25.3 million", "£25,300,000"},
		{"1", "gbp", 100, "£1", "£1"},
		{"1151042801", "GBP", 115104280100, "£1.151 billion", "£1,151,042,801"},
		{"7500.5", "EUR", 750050, "€7,500.50", "€7,500.50"},
		{"-2000000", "USD", -200000000, "−$2 million", "−$2,000,000"},
		{"500", "JPY", 500, "JPY\u00a0500", "JPY\u00a0500"},
		{"90071992547.09", "GBP", 9007199254709, "£90.072 billion", "£90,071,992,547.09"},
		{"1e3", "", 100000, "1,000", "1,000"},
	} {
		m, err := ParseMoney(x.amount, x.code)
		if err != nil || m.Minor != x.minor || m.String() != x.short || m.Full() != x.full {
			t.Errorf("%s %s: %d, %q, %q, %v", x.amount, x.code, m.Minor, m.String(), m.Full(), err)
		}
	}
	for _, bad := range []string{"", "12,5", "£5", "1e30", "1e999999999", "1e-999999999", "NaN"} {
		if m, err := ParseMoney(bad, "GBP"); err == nil {
			t.Errorf("ParseMoney(%q) = %v, want an error", bad, m)
		}
	}
}

func TestSum(t *testing.T) {
	pounds := func(n int64) *Money { return &Money{n * 100, "GBP"} }
	for _, x := range []struct {
		name    string
		amounts []*Money
		want    *Money
	}{
		{"nothing is unknown, not zero", nil, nil},
		{"unknown amounts are left out", []*Money{nil, pounds(3), nil, pounds(4)}, pounds(7)},
		{"two currencies have no sum", []*Money{pounds(3), {300, "EUR"}}, nil},
		{"nor have they with a third", []*Money{pounds(3), {300, "EUR"}, pounds(1)}, nil},
	} {
		got := Sum(x.amounts...)
		if (got == nil) != (x.want == nil) || got != nil && *got != *x.want {
			t.Errorf("%s: %v, want %v", x.name, got, x.want)
		}
	}
}

func FuzzParseMoney(f *testing.F) {
	f.Add("25300000.5", "GBP")
	f.Fuzz(func(t *testing.T, amount, code string) {
		m, err := ParseMoney(amount, code)
		if err != nil {
			return
		}
		again, err := ParseMoney(m.Amount(), m.Currency)
		if err != nil || again != m {
			t.Fatalf("%q %q reads as %+v, and that as %+v, %v", amount, code, m, again, err)
		}
	})
}

func TestOrganisationKey(t *testing.T) {
	for _, x := range []struct{ scheme, id, publisher, name, want string }{
		{"GB-COH", "07042994", "Find a Tender", "Any Name Ltd", "GB-COH-07042994"},
		{"", "", "Daylight", "Palantir Technologies UK, Ltd", "daylight.palantir-technologies-uk"},
		{"", "", "Daylight", "Palantir Technologies UK Limited", "daylight.palantir-technologies-uk"},
		{"GB-COH", "", "Daylight", "Präsidium für Technik", "daylight.präsidium-für-technik"},
		{"", "", "Daylight", "Ltd", "daylight.ltd"},
		{"", "", "Daylight", " – ", ""},
	} {
		if got := OrganisationKey(x.scheme, x.id, x.publisher, x.name); got != x.want {
			t.Errorf("%q %q %q: %q, want %q", x.scheme, x.id, x.name, got, x.want)
		}
	}
}
