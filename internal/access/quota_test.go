package access

import (
	"testing"
	"time"
)

func TestQuota(t *testing.T) {
	q := &Quota{Each: 2, All: 3, Span: time.Hour}
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	for i, x := range []struct {
		address string
		after   time.Duration
		allowed bool
	}{
		{"192.0.2.1", 0, true}, {"192.0.2.1", 0, true}, {"192.0.2.1", 0, false},
		{"2001:db8::1", 0, true}, {"2001:db8::2", 0, false}, // all together
		{"192.0.2.1", 59 * time.Minute, false}, {"192.0.2.1", time.Minute, true},
		{"2001:db8::1", 0, true}, {"2001:db8::ffff", 0, true}, // of one network, the last of all
		{"198.51.100.1", 0, false},
	} {
		now = now.Add(x.after)
		if err := q.Take(x.address, now); (err == nil) != x.allowed {
			t.Errorf("%d, from %s: %v", i, x.address, err)
		}
	}
}
