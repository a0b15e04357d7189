package access

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"
	"time"
)

// However many accounts and networks fail, little is remembered, exactly that
// is kept, and a restart goes on with the same.
func TestWhatIsKeptOfAttemptsIsBounded(t *testing.T) {
	now := time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	clock := func() time.Time { return now }
	a, kept := newThrottle(clock), map[string]Attempts{}
	random := rand.New(rand.NewPCG(1, 2))
	apply := func(keep []Attempts, drop []string) {
		for _, of := range drop {
			delete(kept, of)
		}
		for _, x := range keep {
			kept[x.Of] = x
		}
	}
	most := 0
	for i := range 40_000 {
		if i%150 == 0 {
			now = now.Add(time.Minute)
		}
		account, address := fmt.Sprint(random.IntN(30_000)), fmt.Sprintf("192.0.2.%d", random.IntN(200))
		if a.attempt(account, address) != nil {
			continue
		}
		if random.IntN(20) > 0 {
			apply(a.failed(account, address))
		} else {
			apply(nil, a.succeeded(account))
		}
		most = max(most, len(kept))
	}
	if most > remembered+2*perMinute {
		t.Errorf("%d rows are kept", most)
	}
	if most < remembered {
		t.Errorf("%d rows are kept: the bound was not reached", most)
	}
	// Who failed often is not forgotten for many who failed once.
	for range 8 {
		a.begin(now)
		apply(a.failed("often", "198.51.100.1"))
	}
	for i := range 2 * remembered {
		apply(a.failed(fmt.Sprint("once ", i), "198.51.100.2"))
	}
	if a.accounts[ofAccount+hashed("often")].n != 8 {
		t.Error("who failed often is forgotten")
	}
	apply(a.failed("the last", "192.0.2.1"))
	b := newThrottle(clock)
	if err := b.recall(func() ([]Attempts, error) { return slices.Collect(maps.Values(kept)), nil }); err != nil {
		t.Fatal(err)
	}
	if !maps.EqualFunc(a.accounts, b.accounts, func(x, y failures) bool { return x.n == y.n && x.until.Equal(y.until) }) || !maps.Equal(a.from, b.from) ||
		a.attempts != b.attempts || !a.minute.Equal(b.minute) {
		t.Errorf("%d accounts, %d networks, %d attempts became %d, %d, %d", len(a.accounts), len(a.from), a.attempts, len(b.accounts), len(b.from), b.attempts)
	}

	// A day later nothing of it is left.
	now = now.Add(forgetAfter + time.Minute)
	if err := b.attempt("x", "192.0.2.1"); err != nil {
		t.Error(err)
	}
	apply(nil, b.succeeded("x"))
	if _, ok := kept[ofAll]; len(kept) != 1 || !ok {
		t.Errorf("%d rows are left", len(kept))
	}
}
