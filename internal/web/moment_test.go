package web

import (
	"fmt"
	"strings"
	"testing"
)

// An address that is cited must not claim what nobody can know yet.
func TestNoMomentAfterTheRecord(t *testing.T) {
	size := contractSize(t)
	for query, says := range map[string]string{
		"?at=2026-11-24":                      "The record ends on 23 November 2026",
		"?at=2027":                            "The record ends on 23 November 2026",
		"?at=9999-12-31":                      "The record ends on 23 November 2026",
		fmt.Sprint("?log=", size+1):           fmt.Sprintf("The log has %d entries so far", size),
		"?at=2026-06-24&log=9999999999999999": "so far",
	} {
		for _, twin := range []string{"", ".json", ".csv", ".rss", ".ics", "/ocds.json"} {
			if w := ask(t, "GET", pilot+twin+query); w.Code != 400 || !strings.Contains(w.Body.String(), says) {
				t.Errorf("%s%s answers %d: %s", twin, query, w.Code, w.Body)
			}
		}
	}
	for _, query := range []string{"?at=2026-11-23", fmt.Sprint("?log=", size)} {
		get(t, pilot+query)
	}
}

func contractSize(t *testing.T) int64 {
	t.Helper()
	c, _ := head(t)
	return c.Size
}

func TestAFeedIsOfItsMoment(t *testing.T) {
	const extension = "Up to 12 more months"
	if now := get(t, pilot+".rss").Body.String(); !strings.Contains(now, extension) {
		t.Fatal("the feed does not tell of the extension of June")
	}
	then := get(t, pilot+".rss?at=2026-05-01").Body.String()
	if strings.Contains(then, extension) || strings.Count(then, "<item>") == 0 {
		t.Errorf("as of May: %s", then)
	}
	if old := get(t, pilot+".rss?at=2026-11-23").Body.String(); strings.Count(old, "<item>") != strings.Count(get(t, pilot+".rss").Body.String(), "<item>") {
		t.Errorf("as of the day of the record, the feed differs: %s", old)
	}
}
