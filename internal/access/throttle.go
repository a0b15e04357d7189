package access

import (
	"fmt"
	"net/netip"
	"sync"
	"time"
)

// How attempts to sign in are slowed. An account that failed a few times waits
// longer after each further failure, never for good: to lock somebody out is
// an attack of its own.
const (
	freeFailures = 5
	firstWait    = time.Second
	longestWait  = 15 * time.Minute
	perAddress   = 20  // failures a minute
	perMinute    = 200 // attempts a minute from everywhere
	remembered   = 10_000
)

// TooMany says how long to wait before trying again.
type TooMany struct{ Wait time.Duration }

func (e TooMany) Error() string {
	return fmt.Sprintf("too many attempts: try again in %v", e.Wait.Round(time.Second))
}

// throttle counts failures by account and by address, and attempts by minute.
type throttle struct {
	now      func() time.Time
	mu       sync.Mutex
	accounts map[string]failures
	minute   time.Time
	attempts int
	from     map[string]int // failures of each address in this minute
}

type failures struct {
	n     int
	until time.Time
}

func newThrottle(now func() time.Time) *throttle {
	return &throttle{now: now, accounts: map[string]failures{}, from: map[string]int{}}
}

// network is the part of an address that one subscriber has: all of an IPv4
// address, 64 bits of IPv6.
func network(address string) string {
	ip, err := netip.ParseAddr(address)
	if err != nil {
		return address
	}
	if ip = ip.Unmap(); ip.Is6() {
		p, _ := ip.WithZone("").Prefix(64)
		return p.String()
	}
	return ip.String()
}

// attempt lets an attempt through, or says how long to wait.
func (t *throttle) attempt(account, address string) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	if !now.Before(t.minute.Add(time.Minute)) || now.Before(t.minute) {
		t.minute, t.attempts, t.from = now, 0, map[string]int{}
	}
	rest := t.minute.Add(time.Minute).Sub(now)
	if t.attempts >= perMinute || t.from[network(address)] >= perAddress {
		return TooMany{rest}
	}
	if f := t.accounts[account]; now.Before(f.until) {
		return TooMany{f.until.Sub(now)}
	}
	t.attempts++
	return nil
}

// failed counts a failure. Where too many accounts are remembered, those whose
// wait is over are forgotten first.
func (t *throttle) failed(account, address string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now := t.now()
	t.from[network(address)]++
	f := t.accounts[account]
	f.n++
	if over := f.n - freeFailures; over >= 0 {
		f.until = now.Add(min(firstWait<<min(over, 20), longestWait))
	}
	if _, known := t.accounts[account]; !known && len(t.accounts) >= remembered {
		t.forget(now)
	}
	t.accounts[account] = f
}

func (t *throttle) forget(now time.Time) {
	for k, f := range t.accounts {
		if now.After(f.until) {
			delete(t.accounts, k)
		}
	}
	for k := range t.accounts {
		if len(t.accounts) < remembered {
			break
		}
		delete(t.accounts, k)
	}
}

func (t *throttle) succeeded(account string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	delete(t.accounts, account)
}
