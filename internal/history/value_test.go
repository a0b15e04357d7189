package history

import (
	"testing"

	"daylight/internal/procurement"
)

// A figure is another by a modification where its release says that the contract
// was changed, and by a correction where it says that it only updates.
func TestWhatMadeAValueAnother(t *testing.T) {
	worth := func(pounds int64, amendments ...procurement.Amendment) process {
		return contracts(contract{ID: "a", Status: "active", Value: &procurement.Money{Minor: pounds * 100, Currency: "GBP"},
			Period: period{Start: "2020-01-01", End: "2020-12-31"}, Amendments: amendments})
	}
	priced := plain("1", "2020-02-01")
	priced.Value = &procurement.Money{Minor: 100, Currency: "GBP"}
	longer := worth(2)
	longer.Contracts[0].Period.End = "2021-12-31"
	for _, c := range []struct {
		name          string
		before, after process
		tags          []string
		want          string
	}{
		{"an amendment by its tag", worth(1), worth(2), []string{"contractAmendment"}, procurement.ByModification},
		{"a form that corrects", worth(1), worth(2), []string{"contractUpdate"}, procurement.ByCorrection},
		{"an update told with an amendment", worth(1), worth(2, plain("1", "2020-02-01")), []string{"contractUpdate"}, procurement.ByModification},
		{"an update that also lengthens the term", worth(1), longer, []string{"contractUpdate"}, procurement.ByModification},
		{"an update after an amendment without value", worth(1, plain("1", "2020-02-01")), worth(2, plain("1", "2020-02-01")), []string{"contractUpdate"}, ""},
		{"an update after an amendment with its value", worth(1, priced), worth(2, priced), []string{"contractUpdate"}, procurement.ByCorrection},
		{"the contract published again", worth(1), worth(2), []string{"contract"}, ""},
	} {
		list := states(c.before, c.after)
		list[1].Tags = c.tags
		values := Chains(list, nil)[0].Values
		if len(values) != 2 || values[0].By != "" || values[1].By != c.want {
			t.Errorf("%s: %+v, want %q", c.name, values, c.want)
		}
	}
}
