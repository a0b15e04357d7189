package web

import (
	"strconv"
	"strings"
	"testing"

	"daylight/internal/rules"
)

// The front page shows the rules that found something; of the others it says
// how many they are, and where to read what they could not check.
func TestTheFrontPageShowsWhereTheFlagsAre(t *testing.T) {
	page := document(t, "/").Find(".flagged")
	shown := page.Find(".tally li")
	last := 1 << 30
	for _, line := range shown.EachIter() {
		n, err := strconv.Atoi(line.Find(".figure").Text())
		if err != nil || n == 0 || n > last {
			t.Errorf("%q after %d: %v", plain(line), last, err)
		}
		last = n
	}
	quiet := len(rules.All()) - shown.Length()
	if shown.Length() == 0 || !strings.Contains(plain(page), thousands(int64(quiet))+" other rules raised none") {
		t.Errorf("%d rules shown of %d: %s", shown.Length(), len(rules.All()), plain(page))
	}
}
