package access_test

import (
	"errors"
	"testing"
	"time"

	"daylight/internal/access"
)

// Waiting grows and ends; nobody is locked out for good, and other accounts
// and other addresses are not made to wait.
func TestThrottling(t *testing.T) {
	d := newDesk(t)
	audit := d.organisation("Audit")
	d.person("ada@example.org", audit, access.Contributor)
	fail := func(email, address string) error {
		_, err := d.SignIn(ctx, email, "not it", "000000", "", access.Client{Address: address})
		return err
	}
	for range 5 {
		invalid(t, "a free attempt", fail("ada@example.org", here.Address))
	}
	_, err := d.SignIn(ctx, "ada@example.org", password, "000000", "", here)
	if many, ok := errors.AsType[access.TooMany](err); !ok || many.Wait != time.Second {
		t.Errorf("after five failures: %v", err)
	}
	longest := time.Duration(0)
	for range 20 {
		d.pass(longest + time.Second)
		fail("ada@example.org", here.Address)
		many, ok := errors.AsType[access.TooMany](fail("ada@example.org", here.Address))
		if !ok || many.Wait < longest || many.Wait > 15*time.Minute {
			t.Fatalf("the wait is %v after %v", many.Wait, longest)
		}
		longest = many.Wait
	}
	if longest != 15*time.Minute {
		t.Errorf("the longest wait is %v", longest)
	}
	d.pass(longest)
	_, err = d.signIn("ada@example.org")
	d.must(err)

	d.pass(time.Minute)
	for range 20 {
		d.pass(time.Second) // other accounts each time
		invalid(t, "by address", fail(d.NewOnce()+"@example.org", "2001:db8::1"))
	}
	if _, ok := errors.AsType[access.TooMany](fail("x@example.org", "2001:db8::2")); !ok {
		t.Error("twenty failures of a network make nobody in it wait")
	}
	invalid(t, "another network", fail("x@example.org", "2001:db8:1::2"))
}

// A restart forgives nothing, and locks nobody out: waits go on, and end.
func TestThrottlingSurvivesARestart(t *testing.T) {
	d := newDesk(t)
	d.person("ada@example.org", d.organisation("Audit"), access.Contributor)
	again := func() { d.close(); d.open() }
	fail := func(email string) error {
		_, err := d.SignIn(ctx, email, "not it", "000000", "", here)
		return err
	}
	for range 4 {
		invalid(t, "a free attempt", fail("ada@example.org"))
		again()
	}
	invalid(t, "the last free attempt", fail("ada@example.org"))
	again()
	if err := fail("ada@example.org"); !errors.As(err, new(access.TooMany)) {
		t.Errorf("after five failures and as many restarts: %v", err)
	}
	d.pass(time.Minute)
	for range 20 {
		invalid(t, "by address", fail(d.NewOnce()+"@example.org"))
	}
	again()
	if err := fail("x@example.org"); !errors.As(err, new(access.TooMany)) {
		t.Errorf("after twenty failures of a network and a restart: %v", err)
	}
	d.pass(time.Minute)
	_, err := d.signIn("ada@example.org")
	d.must(err)
	again()
	invalid(t, "after a sign-in, a failure is the first", fail("ada@example.org"))
	if err := fail("ada@example.org"); errors.As(err, new(access.TooMany)) {
		t.Error("the failures before the sign-in count still")
	}

	// The clock was wrong and is put right: no wait is longer than it can be.
	d.pass(365 * 24 * time.Hour)
	for range 6 {
		fail("ada@example.org")
	}
	d.pass(-365 * 24 * time.Hour)
	again()
	if many, ok := errors.AsType[access.TooMany](fail("ada@example.org")); !ok || many.Wait > 15*time.Minute {
		t.Errorf("waits %v", many.Wait)
	}
	d.pass(15 * time.Minute)
	_, err = d.signIn("ada@example.org")
	d.must(err)
}
