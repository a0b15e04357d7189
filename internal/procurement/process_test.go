package procurement

import (
	"strings"
	"testing"
)

func TestEnd(t *testing.T) {
	ending := func(start, end Date) Contract {
		return Contract{Status: "active", Period: Period{Start: start, End: end}}
	}
	cancelled := ending("2020", "2030")
	cancelled.Status = "cancelled"
	for _, x := range []struct {
		name      string
		contracts []Contract
		want      Date
	}{
		{"no contract", nil, ""},
		{"the latest of several", []Contract{ending("", "2022"), ending("", "2023-06-11")}, "2023-06-11"},
		{"one never made does not count", []Contract{ending("", "2022"), cancelled}, "2022"},
		{"years from 2099 state no end", []Contract{ending("", "2099-12-31")}, ""},
		{"a later contract without an end leaves it open", []Contract{ending("2020", "2023-06-11"), ending("2023-06-12", "")}, ""},
		{"an earlier one does not", []Contract{ending("2020-03", ""), ending("2020-12", "2022-12")}, "2022-12"},
	} {
		if got := (&Process{Contracts: x.contracts}).End(); got != x.want {
			t.Errorf("%s: %q, want %q", x.name, got, x.want)
		}
	}
}

func TestProposedSuppliersCountNowhere(t *testing.T) {
	made := Award{Status: "active", Suppliers: []Organisation{{Key: "a"}}, Value: &Money{100, "GBP"}}
	refused := Award{Status: "cancelled", Suppliers: []Organisation{{Key: "b"}}, Value: &Money{900, "GBP"}}
	p := &Process{Awards: []Award{made, refused}}
	if s := p.Suppliers(); len(s) != 1 || s[0].Key != "a" {
		t.Errorf("suppliers: %v", s)
	}
	if s := p.Proposed(); len(s) != 1 || s[0].Key != "b" {
		t.Errorf("proposed: %v", s)
	}
	if v := p.Value(); v == nil || *v != *made.Value {
		t.Errorf("value: %v", v)
	}
}

// Texts of ASCII alone take a way of their own to the same slug.
func TestSlugsOfASCIIAreThoseOfAnyText(t *testing.T) {
	for _, s := range []string{"", " ", "Calian Ltd.", "--a--B  c--", "7-Eleven, Inc.", "A\x00b\x7fC\td", "O'Brien & Sons (UK) PLC", "GB-COH-07042994"} {
		for _, keepCase := range []bool{true, false} {
			got, ok := slugASCII(s, "-", keepCase)
			want := strings.TrimSuffix(slug(s+" \u00e9", "-", keepCase), "é")
			if want = strings.TrimSuffix(want, "-"); !ok || got != want {
				t.Errorf("%q: got %q, want %q", s, got, want)
			}
		}
	}
	if _, ok := slugASCII("Ville de Montréal", "-", false); ok {
		t.Error("é is no ASCII")
	}
}
