package access

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"time"
)

// How attempts to sign in are slowed. An account that failed a few times waits
// longer after each further failure, never for good: to lock somebody out is
// an attack of its own. What was counted is kept, for a restart to go on with.
const (
	freeFailures = 5
	firstWait    = time.Second
	longestWait  = 15 * time.Minute
	perAddress   = 20     // failures a minute
	perMinute    = 200    // attempts a minute from everywhere
	remembered   = 10_000 // accounts
	forgetAfter  = 24 * time.Hour
)

// TooMany says how long to wait before trying again.
type TooMany struct{ Wait time.Duration }

func (e TooMany) Error() string {
	return fmt.Sprintf("too many attempts: try again in %v", e.Wait.Round(time.Second))
}

// Attempts are a count as it is kept.
type Attempts struct {
	Of    string // "account " or "network " and a hash, or "all"
	N     int64
	At    string // of the last failure; of a network and of all, when the minute began
	Until string // when the wait is over
}

const (
	ofAccount = "account "
	ofNetwork = "network "
	ofAll     = "all"
)

// throttle counts failures by account and by network, and attempts by minute.
type throttle struct {
	now      func() time.Time
	mu       sync.Mutex
	recalled bool
	accounts map[string]failures
	minute   time.Time
	attempts int
	from     map[string]int // failures of each network in this minute
	dropped  []string       // are counted no more, and still kept
}

type failures struct {
	n           int
	last, until time.Time
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
		t.begin(now)
	}
	rest := t.minute.Add(time.Minute).Sub(now)
	if t.attempts >= perMinute || t.from[ofNetwork+hashed(network(address))] >= perAddress {
		return TooMany{rest}
	}
	if f := t.accounts[ofAccount+hashed(account)]; now.Before(f.until) {
		return TooMany{f.until.Sub(now)}
	}
	t.attempts++
	return nil
}

// begin begins a minute: networks are counted anew, and accounts that have not
// failed for a day are forgotten.
func (t *throttle) begin(now time.Time) {
	for k := range t.from {
		t.dropped = append(t.dropped, k)
	}
	t.minute, t.attempts, t.from = now, 0, map[string]int{}
	for k, f := range t.accounts {
		if now.Sub(f.last) > forgetAfter {
			t.drop(k)
		}
	}
}

func (t *throttle) drop(account string) {
	delete(t.accounts, account)
	t.dropped = append(t.dropped, account)
}

// failed counts a failure, and says which counts are to be kept, and which no
// longer.
func (t *throttle) failed(account, address string) (keep []Attempts, drop []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	now, k, from := t.now(), ofAccount+hashed(account), ofNetwork+hashed(network(address))
	t.from[from]++
	f, known := t.accounts[k]
	f.n, f.last = f.n+1, now
	if over := f.n - freeFailures; over >= 0 {
		f.until = now.Add(min(firstWait<<min(over, 20), longestWait))
	}
	if !known && len(t.accounts) >= remembered {
		t.forget()
	}
	t.accounts[k] = f
	end := stamp(t.minute.Add(time.Minute))
	keep = []Attempts{{k, int64(f.n), stamp(f.last), stamp(f.until)}, {from, int64(t.from[from]), stamp(t.minute), end}, {ofAll, int64(t.attempts), stamp(t.minute), end}}
	drop, t.dropped = t.dropped, nil
	return keep, drop
}

// forget makes room: a tenth of the accounts goes, those that failed least
// first, then those that failed longest ago.
func (t *throttle) forget() {
	keys := slices.SortedFunc(maps.Keys(t.accounts), func(a, b string) int {
		x, y := t.accounts[a], t.accounts[b]
		return cmp.Or(cmp.Compare(x.n, y.n), x.last.Compare(y.last), cmp.Compare(a, b))
	})
	for _, k := range keys[:len(keys)/10] {
		t.drop(k)
	}
}

// succeeded forgives an account, and says which counts are to be kept no longer.
func (t *throttle) succeeded(account string) (drop []string) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if k := ofAccount + hashed(account); t.accounts[k].n > 0 {
		t.drop(k)
	}
	drop, t.dropped = t.dropped, nil
	return drop
}

// recall goes on with what was kept, once. No wait is longer than it can be,
// whatever the clock was then.
func (t *throttle) recall(read func() ([]Attempts, error)) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.recalled {
		return nil
	}
	kept, err := read()
	if err != nil {
		return err
	}
	t.recalled = true
	now := t.now()
	for _, a := range kept {
		at, until := instant(a.At), instant(a.Until)
		switch {
		case strings.HasPrefix(a.Of, ofAccount):
			if until.Sub(now) > longestWait {
				until = now.Add(longestWait)
			}
			if at.After(now) {
				at = now
			}
			t.accounts[a.Of] = failures{int(a.N), at, until}
		case strings.HasPrefix(a.Of, ofNetwork):
			t.from[a.Of] = int(a.N)
		default:
			t.minute, t.attempts = at, int(a.N)
		}
	}
	return nil
}

// attempt lets an attempt through, or says how long to wait.
func (s *Service) attempt(ctx context.Context, account string, from Client) error {
	if err := s.throttle.recall(func() ([]Attempts, error) { return s.store.Attempts.Find(ctx) }); err != nil {
		return err
	}
	return s.throttle.attempt(account, from.Address)
}

// failed counts a failure, in the transaction under way if there is one.
func (s *Service) failed(ctx context.Context, account string, from Client) error {
	keep, drop := s.throttle.failed(account, from.Address)
	return s.store.Update(ctx, func(ctx context.Context) error {
		if err := s.dropAttempts(ctx, drop); err != nil {
			return err
		}
		for _, a := range keep {
			added, err := s.store.Attempts.Insert(ctx, a)
			if err == nil && !added {
				err = s.store.Attempts.Replace(ctx, a)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}

// succeeded forgives an account, in a transaction.
func (s *Service) succeeded(ctx context.Context, account string) error {
	return s.dropAttempts(ctx, s.throttle.succeeded(account))
}

func (s *Service) dropAttempts(ctx context.Context, drop []string) error {
	for _, of := range drop {
		if _, err := s.store.Attempts.Delete(ctx, "of", of); err != nil {
			return err
		}
	}
	return nil
}
