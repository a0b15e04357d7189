package history

import (
	"slices"

	"daylight/internal/procurement"
)

// figures are what an event's wording may use, as JSON has them: text, true or
// false, float64 for counts, lists of text, and money as {"amount", "currency"}.
// What is not known is left out.
type figures map[string]any

// put adds a figure, unless it is unknown, and returns the figures.
func (f figures) put(name string, value any) figures {
	switch v := value.(type) {
	case string:
		f.text(name, v)
	case procurement.Date:
		f.text(name, string(v))
	case procurement.Duration:
		f.text(name, string(v))
	case bool:
		if v {
			f[name] = true
		}
	case int:
		f[name] = float64(v)
	case []string:
		if len(v) > 0 {
			list := make([]any, len(v))
			for i, s := range v {
				list[i] = s
			}
			f[name] = list
		}
	case *procurement.Money:
		if v != nil {
			f[name] = map[string]any{"amount": v.Amount(), "currency": v.Currency}
		}
	}
	return f
}

func (f figures) text(name, value string) {
	if value != "" {
		f[name] = value
	}
}

// names of organisations, each once, in the order given.
func names(list []procurement.Organisation) []string {
	var names []string
	for _, o := range list {
		if o.Name != "" && !slices.Contains(names, o.Name) {
			names = append(names, o.Name)
		}
	}
	return names
}

// known is the first known date.
func known(dates ...procurement.Date) procurement.Date {
	for _, d := range dates {
		if d.Known() {
			return d
		}
	}
	return ""
}
