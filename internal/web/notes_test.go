package web

import (
	"strings"
	"testing"
)

// What is unusual in a publisher's data, though usable, stands under "about
// this data", with the release it is in.
func TestWhatIsUnusualIsShown(t *testing.T) {
	s := holding(t,
		about("usual", "Radios", object{"initiationType": "tender"}),
		about("odd", "Radios", object{"initiationType": "tender", "tag": []string{"publicationNotice"}}))
	odd := plain(documentOf(t, s, "/contracts/odd").Find("section[aria-labelledby=about-data]"))
	if !strings.Contains(odd, "unusual in it, by the standard") || !strings.Contains(odd, "/tag") {
		t.Errorf("the page says of its data: %s", odd)
	}
	usual := plain(documentOf(t, s, "/contracts/usual").Find("section[aria-labelledby=about-data]"))
	if strings.Contains(usual, "unusual") {
		t.Errorf("the page says of usual data: %s", usual)
	}
}
