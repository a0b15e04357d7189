package procurement

import "testing"

func TestTimeAdded(t *testing.T) {
	for name, x := range map[string]struct {
		step    Extension
		months  int
		known   bool
		ceiling bool
	}{
		"both ends":                       {Extension{ExtensionTerms: ExtensionTerms{PreviousEnd: "2023-03", NewEnd: "2024-03"}}, 12, true, false},
		"both ends, whatever was allowed": {Extension{ExtensionTerms: ExtensionTerms{PreviousEnd: "2023-03", NewEnd: "2024-03", AddedUpTo: "P24M"}}, 12, true, false},
		"at most so much":                 {Extension{ExtensionTerms: ExtensionTerms{AddedUpTo: "P12M"}}, 12, true, true},
		"at most so much, to an end":      {Extension{ExtensionTerms: ExtensionTerms{NewEnd: "2024-03", AddedUpTo: "P12M"}}, 12, true, true},
		"the length of a successor":       {Extension{Successor: "next", ExtensionTerms: ExtensionTerms{AddedUpTo: "P365D"}}, 12, true, false},
		"nothing":                         {Extension{}, 0, false, false},
	} {
		months, known := x.step.Months()
		if months != x.months || known != x.known || x.step.Ceiling() != x.ceiling {
			t.Errorf("%s: %d months, known %v, ceiling %v", name, months, known, x.step.Ceiling())
		}
	}
}
