package access_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"daylight/internal/access"
)

const another = "nine green lamps whisper loudly"

var (
	lostPassword = access.Reset{Password: true}
	lostFactor   = access.Reset{Factor: true}
	lostBoth     = access.Reset{Password: true, Factor: true}
)

// body is an organisation with two administrators and Ada, who cannot sign in.
func (d *desk) body() (id string, one, two access.Actor) {
	d.t.Helper()
	id = d.organisation("Audit")
	one = d.visit(d.person("one@example.org", id, access.OrganisationAdmin)).Actor
	two = d.visit(d.person("two@example.org", id, access.OrganisationAdmin)).Actor
	d.person("ada@example.org", id, access.Publisher)
	return id, one, two
}

// use opens a link as who has the new password, and the code that is asked for.
func (d *desk) use(token, password, code, seed string) ([]string, string, error) {
	return d.UseReset(ctx, token, access.Renewal{Password: password, Code: code, Seed: seed}, here)
}

// The password is set anew by a link of one administrator and a code; the link
// works once, and ends whatever the person had open.
func TestALostPassword(t *testing.T) {
	d := newDesk(t)
	audit, one, _ := d.body()
	old, err := d.signIn("ada@example.org")
	d.must(err)
	program, err := d.MakeToken(ctx, d.visit(old).Actor, access.Token{Organisation: audit, Name: "import", Scopes: "import"}, 30, d.NewOnce(), here)
	d.must(err)
	link, err := d.MakeReset(ctx, one, "ada@example.org", audit, lostPassword, d.NewOnce(), here)
	d.must(err)

	_, _, err = d.use(link, another, "000000", "")
	invalid(t, "a wrong code", err)
	_, _, err = d.use(link, another, "", "")
	invalid(t, "no code", err)
	_, _, err = d.use(link, "short", d.code("ada@example.org"), "")
	invalid(t, "a weak password", err)
	code := d.code("ada@example.org")
	codes, session, err := d.use(link, another, code, "")
	d.must(err)
	if len(codes) != 0 || !d.visit(session).Actor.Fresh {
		t.Errorf("%d recovery codes, or not signed in", len(codes))
	}
	_, err = d.Visit(ctx, old)
	wants(t, "a session of before", err, access.ErrNotFound)
	_, err = d.Bearer(ctx, program)
	wants(t, "a token of before", err, access.ErrNotFound)
	_, _, err = d.use(link, another, d.code("ada@example.org"), "")
	wants(t, "used again", err, access.ErrGone)
	_, err = d.SignIn(ctx, "ada@example.org", another, code, "", here)
	invalid(t, "the code again", err)
	_, err = d.signIn("ada@example.org")
	invalid(t, "the old password", err)
	_, err = d.SignIn(ctx, "ada@example.org", another, d.code("ada@example.org"), "", here)
	d.must(err)
}

// A recovery code does instead of one from the authenticator, once.
func TestALostPasswordWithARecoveryCode(t *testing.T) {
	d := newDesk(t)
	audit, one, _ := d.body()
	invitation, err := d.Invite(ctx, operator, "bea@example.org", audit, access.Publisher, "", here)
	d.must(err)
	codes, _, err := d.Accept(ctx, invitation, d.acceptance(), "", here)
	d.must(err)
	link, err := d.MakeReset(ctx, one, "bea@example.org", audit, lostPassword, d.NewOnce(), here)
	d.must(err)
	_, _, err = d.use(link, another, codes[0], "")
	d.must(err)
	_, err = d.SignIn(ctx, "bea@example.org", another, codes[0], "", here)
	invalid(t, "the recovery code again", err)
}

// An authenticator is set up anew only where two administrators agree, and by
// who still has the password; where that is lost too, both are set anew.
func TestALostAuthenticatorNeedsTwo(t *testing.T) {
	for what, lost := range map[string]access.Reset{"authenticator": lostFactor, "password and authenticator": lostBoth} {
		t.Run(what, func(t *testing.T) {
			d := newDesk(t)
			audit, one, two := d.body()
			link, err := d.MakeReset(ctx, one, "ada@example.org", audit, lost, d.NewOnce(), here)
			d.must(err)
			seed := d.NewSeed()
			code := func() string { c, err := access.Code(seed, d.clock); d.must(err); return c }
			right := password
			if lost.Password {
				right = another
			}
			_, _, err = d.use(link, right, code(), seed)
			invalid(t, "not confirmed", err)
			wants(t, "confirmed by who made it", d.ConfirmReset(ctx, one, "ada@example.org", audit, here), access.OwnWork)
			d.must(d.ConfirmReset(ctx, two, "ada@example.org", audit, here))
			wants(t, "confirmed twice", d.ConfirmReset(ctx, two, "ada@example.org", audit, here), access.ErrRepeated)
			if !lost.Password {
				_, _, err = d.use(link, another, code(), seed)
				invalid(t, "another password", err)
			}
			_, _, err = d.use(link, right, "000000", seed)
			invalid(t, "a wrong code", err)
			_, _, err = d.use(link, right, code(), "planted")
			invalid(t, "no seed", err)
			codes, _, err := d.use(link, right, code(), seed)
			d.must(err)
			if len(codes) != 10 {
				t.Errorf("%d recovery codes", len(codes))
			}
			_, err = d.SignIn(ctx, "ada@example.org", right, d.code("ada@example.org"), "", here)
			invalid(t, "the old authenticator", err)
			d.seeds["ada@example.org"] = seed
			_, err = d.SignIn(ctx, "ada@example.org", right, d.code("ada@example.org"), "", here)
			d.must(err)
		})
	}
}

// Nobody makes a link for themselves, for somebody who also works elsewhere or
// for an administrator of the site, nor in another organisation.
func TestWhoMayMakeAResetLink(t *testing.T) {
	d := newDesk(t)
	audit, one, _ := d.body()
	other := d.organisation("Other")
	admin := d.visit(d.person("admin@example.org", other, access.OrganisationAdmin)).Actor
	site := d.visit(d.person("site@example.org", "", access.SiteAdmin)).Actor
	second := d.visit(d.person("second@example.org", "", access.SiteAdmin)).Actor
	make := func(who access.Actor, email, organisation string) error {
		_, err := d.MakeReset(ctx, who, email, organisation, lostBoth, d.NewOnce(), here)
		return err
	}
	stale := one
	stale.Fresh = false
	publisher, err := d.signIn("ada@example.org")
	d.must(err)
	for what, c := range map[string]struct{ err, want error }{
		"oneself":                {make(one, "one@example.org", audit), access.OwnWork},
		"oneself, of the site":   {make(site, "site@example.org", ""), access.OwnWork},
		"another organisation's": {make(admin, "ada@example.org", audit), access.Hidden},
		"without a new code":     {make(stale, "ada@example.org", audit), access.StepUp},
		"a publisher":            {make(d.visit(publisher).Actor, "one@example.org", audit), access.Denied},
		"the public":             {make(access.Actor{Kind: access.Public}, "ada@example.org", audit), access.Denied},
		"an administrator":       {make(one, "ada@example.org", audit), nil},
		"a second of the site":   {make(second, "site@example.org", ""), nil},
		"of the site, in a body": {make(site, "ada@example.org", audit), nil},
	} {
		wants(t, what, c.err, c.want)
	}
	invalid(t, "through one's own organisation", make(admin, "ada@example.org", other))
	invalid(t, "nobody", make(one, "nobody@example.org", audit))
	invalid(t, "nothing lost", func() error {
		_, err := d.MakeReset(ctx, one, "ada@example.org", audit, access.Reset{}, d.NewOnce(), here)
		return err
	}())
	d.must(d.GrantRole(ctx, operator, "ada@example.org", other, access.Contributor, here))
	invalid(t, "somebody who works elsewhere too", make(one, "ada@example.org", audit))
	wants(t, "of the site, for who works in two", make(site, "ada@example.org", audit), nil)
	d.must(d.GrantRole(ctx, operator, "two@example.org", "", access.SiteAdmin, here))
	invalid(t, "an administrator of the site", make(one, "two@example.org", audit))
	_, err = d.Resets(ctx, admin, audit)
	wants(t, "another organisation's links", err, access.Hidden)
	wants(t, "to confirm them", d.ConfirmReset(ctx, admin, "ada@example.org", audit, here), access.Hidden)
	wants(t, "to withdraw them", d.WithdrawReset(ctx, admin, "ada@example.org", audit, here), access.Hidden)
}

// Used, withdrawn, replaced, refused or past, a link is gone; and nobody but
// its maker's organisation and its person are told of it.
func TestAResetLinkEnds(t *testing.T) {
	d := newDesk(t)
	audit, one, two := d.body()
	open := func(lost access.Reset) string {
		token, err := d.MakeReset(ctx, one, "ada@example.org", audit, lost, d.NewOnce(), here)
		d.must(err)
		return token
	}
	gone := func(what, token string) {
		t.Helper()
		_, _, err := d.ResetOf(ctx, token)
		wants(t, what, err, access.ErrGone)
		_, _, err = d.use(token, another, d.code("ada@example.org"), "")
		wants(t, what+", used", err, access.ErrGone)
	}
	first, second := open(lostPassword), open(lostPassword)
	gone("replaced", first)
	d.must(d.WithdrawReset(ctx, two, "ada@example.org", audit, here))
	gone("withdrawn", second)
	wants(t, "withdrawn twice", d.WithdrawReset(ctx, two, "ada@example.org", audit, here), access.ErrNotFound)
	token, err := d.signIn("ada@example.org")
	d.must(err)
	refused := open(lostBoth)
	if mine, err := d.OwnReset(ctx, d.visit(token)); err != nil || mine == nil || mine.Issued != "A Person" || !mine.Waits {
		t.Errorf("the person is told %+v %v", mine, err)
	}
	d.must(d.RefuseReset(ctx, d.visit(token).Actor, here))
	gone("refused", refused)

	late := open(lostPassword)
	d.pass(time.Hour)
	gone("after an hour", late)
	waited := open(lostFactor)
	d.pass(24 * time.Hour)
	gone("after a day without confirmation", waited)
	wants(t, "confirmed too late", d.ConfirmReset(ctx, two, "ada@example.org", audit, here), access.ErrNotFound)
	confirmed := open(lostFactor)
	d.must(d.ConfirmReset(ctx, two, "ada@example.org", audit, here))
	d.pass(time.Hour)
	gone("an hour after confirmation", confirmed)
	disabled := open(lostPassword)
	d.must(d.Disable(ctx, operator, "ada@example.org", here))
	gone("of an account that is disabled", disabled)
	_, _, err = d.ResetOf(ctx, "made up")
	wants(t, "made up", err, access.ErrNotFound)

	// The other administrators see every one, and who made it.
	list, err := d.Resets(ctx, two, audit)
	d.must(err)
	states := map[string]int{}
	for _, r := range list {
		states[r.State]++
		if r.Email != "ada@example.org" || r.Issued != "A Person" {
			t.Errorf("%+v", r)
		}
	}
	if len(list) != 7 || states["withdrawn"] != 4 || states["past"] != 3 {
		t.Errorf("%d links, %v", len(list), states)
	}
	d.pass(31 * 24 * time.Hour)
	if list, err = d.Resets(ctx, two, audit); err != nil || len(list) != 0 {
		t.Errorf("after a month: %v %v", list, err)
	}
}

// Two hundred uses of one link at once set one password (B33), and guessing the
// code by a link is slowed like guessing it at sign-in.
func TestAResetLinkUnderAttack(t *testing.T) {
	d := newDesk(t)
	audit, one, two := d.body()
	link, err := d.MakeReset(ctx, one, "ada@example.org", audit, lostBoth, d.NewOnce(), here)
	d.must(err)
	d.must(d.ConfirmReset(ctx, two, "ada@example.org", audit, here))
	seed := d.NewSeed()
	code, err := access.Code(seed, d.clock)
	d.must(err)
	var mu sync.Mutex
	used := 0
	var all sync.WaitGroup
	for range 200 {
		all.Go(func() {
			if _, _, err := d.use(link, another, code, seed); err == nil {
				mu.Lock()
				used++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	if used != 1 {
		t.Errorf("used %d times", used)
	}
	d.pass(time.Hour)
	if link, err = d.MakeReset(ctx, d.again("one@example.org"), "ada@example.org", audit, lostPassword, d.NewOnce(), here); err != nil {
		t.Fatal(err)
	}
	for range 5 {
		_, _, err = d.use(link, password, "000000", "")
		invalid(t, "a free guess", err)
	}
	if _, _, err = d.use(link, password, "000000", ""); !errors.As(err, new(access.TooMany)) {
		t.Errorf("the sixth guess: %v", err)
	}
}

// again signs somebody in again and gives who they are now.
func (d *desk) again(email string) access.Actor {
	d.t.Helper()
	token, err := d.signIn(email)
	d.must(err)
	return d.visit(token).Actor
}
