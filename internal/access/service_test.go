package access_test

import (
	"context"
	"errors"
	"path/filepath"
	"sync"
	"testing"
	"time"

	"daylight/internal/access"
	"daylight/internal/registry"
	"daylight/internal/store"
)

var (
	ctx      = context.Background()
	operator = access.Actor{Kind: access.Operator, Name: "user"}
	here     = access.Client{Address: "192.0.2.1", Agent: "a test"}
)

const password = "seven purple otters argue quietly"

// desk is a service on a real database, with a clock that stands still until
// it is moved.
type desk struct {
	*access.Service
	t     *testing.T
	db    string
	clock time.Time
	close func()
	seeds map[string]string // of people, by address
}

func newDesk(t *testing.T) *desk {
	d := &desk{t: t, db: filepath.Join(t.TempDir(), "desk.db"), clock: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), seeds: map[string]string{}}
	d.open()
	t.Cleanup(func() { d.close() })
	return d
}

// open starts the service, as after a restart of the server.
func (d *desk) open() {
	d.t.Helper()
	now := func() time.Time { return d.clock }
	r, err := registry.Open(ctx, registry.Config{DB: d.db, Origin: "daylight.example/log", Now: now})
	d.must(err)
	reader, err := store.OpenReader(d.db)
	d.must(err)
	rows, err := r.Accounts(ctx, reader)
	d.must(err)
	d.Service = access.New(rows, access.Options{Now: now})
	d.close = func() { reader.Close(); r.Close() }
}

func (d *desk) must(err error) {
	d.t.Helper()
	if err != nil {
		d.t.Fatal(err)
	}
}

// pass moves the clock.
func (d *desk) pass(by time.Duration) { d.clock = d.clock.Add(by) }

func (d *desk) organisation(name string) string {
	d.t.Helper()
	id, err := d.AddOrganisation(ctx, operator, access.Organisation{Name: name, Oversight: true}, here)
	d.must(err)
	return id
}

// code is what a person's authenticator shows; it waits for one not used yet.
func (d *desk) code(email string) string {
	d.t.Helper()
	d.pass(30 * time.Second)
	code, err := access.Code(d.seeds[email], d.clock)
	d.must(err)
	return code
}

func (d *desk) acceptance() access.Acceptance {
	seed := d.NewSeed()
	code, err := access.Code(seed, d.clock)
	d.must(err)
	return access.Acceptance{Name: "A Person", Password: password, Seed: seed, Code: code}
}

// person makes an account with a role and returns its session's token.
func (d *desk) person(email, organisation string, role access.Role) string {
	d.t.Helper()
	invitation, err := d.Invite(ctx, operator, email, organisation, role, "", here)
	d.must(err)
	a := d.acceptance()
	_, session, err := d.Accept(ctx, invitation, a, "", here)
	d.must(err)
	d.seeds[email] = a.Seed
	return session
}

func (d *desk) visit(token string) access.Visit {
	d.t.Helper()
	v, err := d.Visit(ctx, token)
	d.must(err)
	return v
}

func (d *desk) signIn(email string) (string, error) {
	return d.SignIn(ctx, email, password, d.code(email), "", here)
}

func wants(t *testing.T, what string, err, want error) {
	t.Helper()
	if !errors.Is(err, want) {
		t.Errorf("%s: %v, want %v", what, err, want)
	}
}

func invalid(t *testing.T, what string, err error) {
	t.Helper()
	if _, ok := errors.AsType[access.Invalid](err); !ok {
		t.Errorf("%s: %v, want what is wrong with it", what, err)
	}
}

func TestSignInTakesPasswordAndCode(t *testing.T) {
	d := newDesk(t)
	d.person("ada@example.org", d.organisation("Audit"), access.Contributor)
	for what, try := range map[string][3]string{
		"password wrong": {"ada@example.org", password + "x", d.code("ada@example.org")},
		"code wrong":     {"ada@example.org", password, "000000"},
		"no code":        {"ada@example.org", password, ""},
		"unknown":        {"eve@example.org", password, d.code("ada@example.org")},
		"nothing":        {"", "", ""},
	} {
		_, err := d.SignIn(ctx, try[0], try[1], try[2], "", here)
		invalid(t, what, err)
		if err.Error() != "The address, the password or the code is not right. A code works once: wait for the next one." {
			t.Errorf("%s is told apart: %v", what, err)
		}
	}
	token, err := d.SignIn(ctx, " Ada@Example.org", password, d.code("ada@example.org"), "", here)
	d.must(err)
	if v := d.visit(token); v.Person.Email != "ada@example.org" || !v.Actor.HasRole(access.Contributor) {
		t.Errorf("%+v", v)
	}
}

// T19: no code works twice, at once or after a restart, nor an older one.
func TestACodeWorksOnce(t *testing.T) {
	d := newDesk(t)
	d.person("ada@example.org", d.organisation("Audit"), access.Contributor)
	old, code := d.code("ada@example.org"), d.code("ada@example.org")
	enter := func(code string) error {
		_, err := d.SignIn(ctx, "ada@example.org", password, code, "", here)
		return err
	}
	d.must(enter(code))
	invalid(t, "again", enter(code))
	invalid(t, "the code before", enter(old))
	d.close()
	d.open()
	invalid(t, "after a restart", enter(code))
	next := d.code("ada@example.org")
	var mu sync.Mutex
	entered := 0
	var all sync.WaitGroup
	for range 10 {
		all.Go(func() {
			if enter(next) == nil {
				mu.Lock()
				entered++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if entered != 1 {
		t.Errorf("one code let %d in at once", entered)
	}
}

func TestACodeMayBeOneStepOff(t *testing.T) {
	d := newDesk(t)
	d.person("ada@example.org", d.organisation("Audit"), access.Contributor)
	for off, want := range map[time.Duration]bool{-60 * time.Second: false, 60 * time.Second: false, 30 * time.Second: true} {
		d.pass(5 * time.Minute)
		code, err := access.Code(d.seeds["ada@example.org"], d.clock.Add(off))
		d.must(err)
		if _, err := d.SignIn(ctx, "ada@example.org", password, code, "", here); (err == nil) != want {
			t.Errorf("%v off: %v", off, err)
		}
	}
}

func TestARecoveryCodeWorksOnce(t *testing.T) {
	d := newDesk(t)
	invitation, err := d.Invite(ctx, operator, "ada@example.org", d.organisation("Audit"), access.Publisher, "", here)
	d.must(err)
	codes, _, err := d.Accept(ctx, invitation, d.acceptance(), "", here)
	d.must(err)
	if len(codes) != 10 {
		t.Fatalf("%d codes", len(codes))
	}
	_, err = d.SignIn(ctx, "ada@example.org", password, codes[3], "", here)
	d.must(err)
	_, err = d.SignIn(ctx, "ada@example.org", password, codes[3], "", here)
	invalid(t, "again", err)
}

// T10: the token a browser held before is never the one it holds after.
func TestSignInRenewsTheSession(t *testing.T) {
	d := newDesk(t)
	first := d.person("ada@example.org", d.organisation("Audit"), access.Contributor)
	for _, planted := range []string{"", "planted", first} {
		token, err := d.SignIn(ctx, "ada@example.org", password, d.code("ada@example.org"), planted, here)
		d.must(err)
		if token == planted || len(token) < 52 {
			t.Errorf("%q becomes %q", planted, token)
		}
		_, err = d.Visit(ctx, planted)
		wants(t, "the old token", err, access.ErrNotFound)
	}
}

func TestSessionsEnd(t *testing.T) {
	d := newDesk(t)
	token := d.person("ada@example.org", d.organisation("Audit"), access.Contributor)
	d.pass(29 * time.Minute)
	d.visit(token)
	d.pass(29 * time.Minute)
	d.visit(token)
	d.pass(30 * time.Minute)
	_, err := d.Visit(ctx, token)
	wants(t, "idle", err, access.ErrNotFound)

	token, err = d.signIn("ada@example.org")
	d.must(err)
	for range 31 {
		d.pass(15 * time.Minute)
		d.visit(token)
	}
	d.pass(15 * time.Minute)
	_, err = d.Visit(ctx, token)
	wants(t, "after 8 hours", err, access.ErrNotFound)
	d.pass(-24 * time.Hour)
	_, err = d.Visit(ctx, token)
	wants(t, "with the clock back", err, access.ErrNotFound)
}

func TestStepUpRenewsTokenAndRecency(t *testing.T) {
	d := newDesk(t)
	token := d.person("ada@example.org", d.organisation("Audit"), access.Publisher)
	if !d.visit(token).Actor.Fresh {
		t.Error("not fresh just after the code")
	}
	d.pass(5 * time.Minute)
	v := d.visit(token)
	if v.Actor.Fresh {
		t.Error("fresh after five minutes")
	}
	_, err := d.StepUp(ctx, v, "000000", here)
	invalid(t, "a wrong code", err)
	renewed, err := d.StepUp(ctx, v, d.code("ada@example.org"), here)
	d.must(err)
	if !d.visit(renewed).Actor.Fresh {
		t.Error("not fresh after step-up")
	}
	_, err = d.Visit(ctx, token)
	wants(t, "the token before", err, access.ErrNotFound)
	if now := d.visit(renewed).Session; now.BegunAt != v.Session.BegunAt {
		t.Error("step-up made the session younger")
	}
}

// A role or a factor that changes ends the person's other sessions.
func TestChangesEndOtherSessions(t *testing.T) {
	d := newDesk(t)
	audit := d.organisation("Audit")
	first := d.person("ada@example.org", audit, access.Contributor)
	second, err := d.signIn("ada@example.org")
	d.must(err)
	kept, err := d.ChangePassword(ctx, d.visit(second), password, "nine green lamps whisper loudly", here)
	d.must(err)
	for _, old := range []string{first, second} {
		_, err = d.Visit(ctx, old)
		wants(t, "after a new password", err, access.ErrNotFound)
	}
	seed := d.NewSeed()
	code, err := access.Code(seed, d.clock)
	d.must(err)
	_, kept2, err := d.ReplaceFactor(ctx, d.visit(kept), seed, code, here)
	d.must(err)
	_, err = d.Visit(ctx, kept)
	wants(t, "after a new factor", err, access.ErrNotFound)
	d.must(d.GrantRole(ctx, operator, "ada@example.org", audit, access.Publisher, here))
	_, err = d.Visit(ctx, kept2)
	wants(t, "after a new role", err, access.ErrNotFound)
}

func TestADisabledPersonIsOut(t *testing.T) {
	d := newDesk(t)
	token := d.person("ada@example.org", d.organisation("Audit"), access.Contributor)
	d.must(d.Disable(ctx, operator, "ada@example.org", here))
	_, err := d.Visit(ctx, token)
	wants(t, "visit", err, access.ErrNotFound)
	_, err = d.signIn("ada@example.org")
	invalid(t, "sign-in", err)
}
