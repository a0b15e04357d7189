package cardinal

import (
	"bytes"
	"strings"
	"time"
)

// wholeDays is how many days of 24 hours lie between two instants, towards
// zero, and whether both are instants: RFC 3339, with a blank or a small t
// before the time if need be.
func wholeDays(from, to text) (int64, bool) {
	start, ok := instant(from)
	if !ok {
		return 0, false
	}
	end, ok := instant(to)
	if !ok {
		return 0, false
	}
	// Not Sub: a duration holds no more than 292 years.
	seconds, nanos := end.Unix()-start.Unix(), end.Nanosecond()-start.Nanosecond()
	switch {
	case seconds > 0 && nanos < 0:
		seconds--
	case seconds < 0 && nanos > 0:
		seconds++
	}
	return seconds / 86400, true
}

func instant(t text) (time.Time, bool) {
	if len(t) < len("2006-01-02T15:04:05Z") || bytes.IndexByte([]byte("Tt "), t[10]) < 0 {
		return time.Time{}, false
	}
	s := string(t[:10]) + "T" + string(t[11:])
	leap := s[17:19] == "60"
	if leap {
		s = s[:17] + "59" + s[19:]
	}
	if i := strings.IndexByte(s, ','); i >= 0 {
		return time.Time{}, false // Go's parser would take it for a point
	}
	if rest, ok := strings.CutSuffix(s, "z"); ok {
		s = rest + "Z"
	}
	s = strings.Replace(s, "−", "-", 1)
	at, err := time.Parse(time.RFC3339Nano, s)
	if err != nil {
		return time.Time{}, false
	}
	if leap {
		at = at.Add(time.Second)
	}
	return at, true
}
