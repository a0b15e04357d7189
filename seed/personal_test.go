package seed

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"daylight/internal/ocds"
)

var personal = map[string]*regexp.Regexp{
	"an e-mail address":  regexp.MustCompile(`[\w.+-]+@[\w-]+\.[a-z]{2,}`),
	"a telephone number": regexp.MustCompile(`\+\d{2}[ \d()-]{8,}|\b0\d{2}[ -]\d{4}[ -]?\d{4}\b|\b0\d{3,4}[ -]\d{3}[ -]?\d{3,4}\b|\b\d{3}[ -]\d{3}[ -]\d{4}\b`),
}

// People are named in office only: nobody's address or number is here.
func TestNoContactDetails(t *testing.T) {
	for _, r := range releases(t) {
		walk("", r.body, false, func(name string, o ocds.Object, _ bool) {
			if name == "contactPoint" || name == "address" {
				t.Errorf("%s has a %s", r, name)
			}
			for key, v := range o {
				s, ok := v.(string)
				if !ok || strings.HasPrefix(s, "http") {
					continue
				}
				for what, pattern := range personal {
					if found := pattern.FindString(s); found != "" && key != "id" && key != "ocid" {
						t.Errorf("%s: %s has %s: %s", r, key, what, found)
					}
				}
			}
		})
	}
}

func TestThePatternsFindContactDetails(t *testing.T) {
	for _, s := range []string{"jo.smith@met.police.uk", "+44 20 7946 0000", "020 7946 0000", "202-555-0100"} {
		if !slices.ContainsFunc([]string{"an e-mail address", "a telephone number"}, func(k string) bool { return personal[k].MatchString(s) }) {
			t.Errorf("%s is not recognised", s)
		}
	}
}
