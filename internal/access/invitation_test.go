package access_test

import (
	"context"
	"sync"
	"testing"
	"time"

	"daylight/internal/access"
)

// T12: used, withdrawn or past, an invitation is gone, also for who has the
// form open.
func TestAnInvitationHoldsOnceForThreeDays(t *testing.T) {
	d := newDesk(t)
	audit := d.organisation("Audit")
	token, err := d.Invite(ctx, operator, "ada@example.org", audit, access.Publisher, "", here)
	d.must(err)
	d.pass(72*time.Hour - time.Second)
	_, err = d.Invited(ctx, token)
	d.must(err)
	open := d.acceptance()
	d.pass(time.Second)
	_, err = d.Invited(ctx, token)
	wants(t, "past", err, access.ErrGone)
	_, _, err = d.Accept(ctx, token, open, "", here)
	wants(t, "accept past", err, access.ErrGone)

	first, err := d.Invite(ctx, operator, "ada@example.org", audit, access.Publisher, "", here)
	d.must(err)
	second, err := d.Invite(ctx, operator, "ada@example.org", audit, access.Publisher, "", here)
	d.must(err)
	_, err = d.Invited(ctx, first)
	wants(t, "withdrawn by a later one", err, access.ErrGone)
	_, _, err = d.Accept(ctx, second, d.acceptance(), "", here)
	d.must(err)
	_, _, err = d.Accept(ctx, second, d.acceptance(), "", here)
	wants(t, "used", err, access.ErrGone)
	_, err = d.Invited(ctx, "made up")
	wants(t, "made up", err, access.ErrNotFound)
}

// T11: an invitation never touches an account that exists.
func TestAnInvitationTouchesNoAccount(t *testing.T) {
	d := newDesk(t)
	audit, other := d.organisation("Audit"), d.organisation("Other")
	session := d.person("ada@example.org", audit, access.Contributor)
	before := d.visit(session).Person
	token, err := d.Invite(ctx, operator, "ADA@example.org", other, access.OversightOfficer, "", here)
	d.must(err)
	_, _, err = d.Accept(ctx, token, d.acceptance(), "", here)
	invalid(t, "accept for an address with an account", err)
	after := d.visit(session)
	if after.Person != before || after.Actor.HasRole(access.OversightOfficer) {
		t.Error("the account was changed")
	}
}

// Two hundred acceptances at once make one account (B33).
func TestParallelAcceptances(t *testing.T) {
	d := newDesk(t)
	token, err := d.Invite(ctx, operator, "ada@example.org", d.organisation("Audit"), access.Publisher, "", here)
	d.must(err)
	a := d.acceptance()
	var mu sync.Mutex
	made := 0
	var all sync.WaitGroup
	for range 200 {
		all.Go(func() {
			if _, _, err := d.Accept(ctx, token, a, "", here); err == nil {
				mu.Lock()
				made++
				mu.Unlock()
			}
		})
	}
	all.Wait()
	people, err := d.Everybody(ctx)
	d.must(err)
	if made != 1 || len(people) != 1 {
		t.Errorf("%d acceptances made %d accounts", made, len(people))
	}
}

func TestAnAdministratorNeedsASecondPerson(t *testing.T) {
	d := newDesk(t)
	audit := d.organisation("Audit")
	one, two := d.visit(d.person("one@example.org", "", access.SiteAdmin)).Actor, d.visit(d.person("two@example.org", "", access.SiteAdmin)).Actor
	token, err := d.Invite(ctx, one, "ada@example.org", audit, access.OrganisationAdmin, d.NewOnce(), here)
	d.must(err)
	_, _, err = d.Accept(ctx, token, d.acceptance(), "", here)
	invalid(t, "not confirmed", err)
	wants(t, "confirmed by the inviter", d.ConfirmInvitation(ctx, one, "ada@example.org", audit, here), access.OwnWork)
	d.must(d.ConfirmInvitation(ctx, two, "ada@example.org", audit, here))
	_, session, err := d.Accept(ctx, token, d.acceptance(), "", here)
	d.must(err)
	if !d.visit(session).Actor.Has(access.OrganisationAdmin, audit) {
		t.Error("no administrator")
	}

	d.person("bea@example.org", audit, access.Contributor)
	d.must(d.GrantRole(ctx, one, "bea@example.org", audit, access.OrganisationAdmin, here))
	bea, err := d.signIn("bea@example.org")
	d.must(err)
	if d.visit(bea).Actor.HasRole(access.OrganisationAdmin) {
		t.Error("an administrator before the second person agreed")
	}
	wants(t, "confirmed by the granter", d.ConfirmRole(ctx, one, "bea@example.org", audit, access.OrganisationAdmin, here), access.OwnWork)
	wants(t, "confirmed by herself", d.ConfirmRole(ctx, d.visit(bea).Actor, "bea@example.org", audit, access.OrganisationAdmin, here), access.Denied)
	d.must(d.ConfirmRole(ctx, two, "bea@example.org", audit, access.OrganisationAdmin, here))
	bea, err = d.signIn("bea@example.org")
	d.must(err)
	if !d.visit(bea).Actor.Has(access.OrganisationAdmin, audit) {
		t.Error("no administrator after the second person agreed")
	}
}

// T14: an administrator of one organisation sees and changes nothing of another.
func TestOrganisationsAreApart(t *testing.T) {
	d := newDesk(t)
	audit, other := d.organisation("Audit"), d.organisation("Other")
	who := d.visit(d.person("ada@example.org", audit, access.OrganisationAdmin)).Actor
	d.person("bea@example.org", other, access.Contributor)
	_, err := d.Invite(ctx, operator, "cem@example.org", other, access.Contributor, "", here)
	d.must(err)
	_, err = d.People(ctx, who, other)
	wants(t, "people", err, access.Hidden)
	_, err = d.Mandates(ctx, who, other)
	wants(t, "mandates", err, access.Hidden)
	_, err = d.Invitations(ctx, who, other)
	wants(t, "invitations", err, access.Hidden)
	_, err = d.Invite(ctx, who, "eve@example.org", other, access.Publisher, d.NewOnce(), here)
	wants(t, "invite", err, access.Hidden)
	_, err = d.Invite(ctx, who, "eve@example.org", "", access.SiteAdmin, d.NewOnce(), here)
	wants(t, "invite to the site", err, access.Hidden)
	wants(t, "grant", d.GrantRole(ctx, who, "bea@example.org", other, access.Publisher, here), access.Hidden)
	wants(t, "take", d.TakeRole(ctx, who, "bea@example.org", other, access.Contributor, here), access.Hidden)
	wants(t, "withdraw", d.WithdrawInvitation(ctx, who, "cem@example.org", other, here), access.Hidden)
	wants(t, "disable", d.Disable(ctx, who, "bea@example.org", here), access.Denied)
	if list, err := d.Organisations(ctx, who); err != nil || len(list) != 1 || list[0].ID != audit {
		t.Errorf("sees %v, error %v", list, err)
	}
}

// A token stays in its organisation, also when its person is read again in the
// transaction of what it does.
func TestTokenStaysInItsOrganisation(t *testing.T) {
	d := newDesk(t)
	audit, other := d.organisation("Audit"), d.organisation("Other")
	who := d.visit(d.person("ada@example.org", audit, access.Publisher)).Actor
	d.must(d.GrantRole(ctx, operator, "ada@example.org", other, access.Publisher, here))
	token, err := d.MakeToken(ctx, who, access.Token{Organisation: audit, Name: "import", Scopes: "import"}, 30, d.NewOnce(), here)
	d.must(err)
	program, err := d.Bearer(ctx, token)
	d.must(err)
	again, err := d.Renew(ctx, program)
	d.must(err)
	for _, a := range []access.Actor{program, again} {
		d.must(access.Can(a, access.ImportBatch, access.Object{Organisation: audit}))
		wants(t, "in another organisation", access.Can(a, access.ImportBatch, access.Object{Organisation: other}), access.Hidden)
		wants(t, "to publish", access.Can(a, access.PublishDecision, access.Object{Any: true}), access.Denied)
		wants(t, "to decide on a ticket", access.Can(a, access.DecideTicket, access.Object{Organisation: audit}), access.NotByToken)
	}
}

func TestMandates(t *testing.T) {
	d := newDesk(t)
	mopac := d.organisation("MOPAC")
	admin := d.visit(d.person("ada@example.org", mopac, access.OrganisationAdmin)).Actor
	site := d.visit(d.person("site@example.org", "", access.SiteAdmin)).Actor
	officer := d.person("cem@example.org", mopac, access.OversightOfficer)
	m := access.Mandate{Organisation: mopac, Buyers: "GB-MPS", FromDay: "2020-01-01", ToDay: "2026-12-31", Source: "https://example.org/law"}
	for what, wrong := range map[string]access.Mandate{
		"no buyer": {Organisation: mopac, FromDay: m.FromDay, Source: m.Source}, "no law": {Organisation: mopac, Buyers: m.Buyers, FromDay: m.FromDay},
		"no such day": {Organisation: mopac, Buyers: m.Buyers, FromDay: "2026-02-30", Source: m.Source},
		"ends early":  {Organisation: mopac, Buyers: m.Buyers, FromDay: "2026-02-01", ToDay: "2026-01-01", Source: m.Source},
	} {
		invalid(t, what, d.RequestMandate(ctx, admin, wrong, d.NewOnce(), here))
	}
	once := d.NewOnce()
	d.must(d.RequestMandate(ctx, admin, m, once, here))
	wants(t, "sent twice", d.RequestMandate(ctx, admin, m, once, here), access.ErrRepeated)
	list, err := d.Mandates(ctx, admin, mopac)
	d.must(err)
	decision := access.Object{Organisation: mopac, Author: "somebody", Buyers: []string{"GB-MPS"}, Day: "2026-11-23"}
	may := func(on access.Object) error { return access.Can(d.visit(officer).Actor, access.PublishDecision, on) }
	wants(t, "before approval", may(decision), access.NoMandate)
	wants(t, "approved by who asked", d.ApproveMandate(ctx, admin, mopac, list[0].ID, here), access.Denied)
	d.must(d.ApproveMandate(ctx, site, mopac, list[0].ID, here))
	d.must(may(decision))
	decision.Day = "2027-01-01"
	wants(t, "after its last day", may(decision), access.NoMandate)
	decision.Day, decision.Buyers = "2026-11-23", []string{"another"}
	wants(t, "another buyer", may(decision), access.NoMandate)
	decision.Buyers = []string{"GB-MPS"}

	// What was opened while it held is checked again when it is written.
	opened := d.visit(officer).Actor
	d.must(d.EndMandate(ctx, admin, mopac, list[0].ID, here))
	d.must(d.Update(ctx, func(ctx context.Context) error {
		now, err := d.Renew(ctx, opened)
		d.must(err)
		wants(t, "after it was ended", access.Can(now, access.PublishDecision, decision), access.NoMandate)
		return nil
	}))
	wants(t, "ended twice", d.EndMandate(ctx, admin, mopac, list[0].ID, here), access.ErrNotFound)

	d.must(d.RequestMandate(ctx, site, m, d.NewOnce(), here))
	list, err = d.Mandates(ctx, site, mopac)
	d.must(err)
	for _, x := range list {
		if x.EndedAt == "" {
			wants(t, "own request", d.ApproveMandate(ctx, site, mopac, x.ID, here), access.OwnWork)
		}
	}
}

func TestTokens(t *testing.T) {
	d := newDesk(t)
	audit, other := d.organisation("Audit"), d.organisation("Other")
	d.person("ada@example.org", audit, access.Publisher)
	d.must(d.GrantRole(ctx, operator, "ada@example.org", other, access.Publisher, here))
	session, err := d.signIn("ada@example.org")
	d.must(err)
	who := d.visit(session).Actor
	ask := access.Token{Organisation: audit, Name: "nightly import", Scopes: "draft import"}
	for what, days := range map[string]int{"no day": 0, "past a year": 366} {
		_, err := d.MakeToken(ctx, who, ask, days, d.NewOnce(), here)
		invalid(t, what, err)
	}
	bad := ask
	bad.Scopes = "publish"
	_, err = d.MakeToken(ctx, who, bad, 30, d.NewOnce(), here)
	invalid(t, "a scope to publish", err)
	token, err := d.MakeToken(ctx, who, ask, 30, d.NewOnce(), here)
	d.must(err)
	program, err := d.Bearer(ctx, token)
	d.must(err)
	mine := access.Object{Organisation: audit, Author: "another"}
	d.must(access.Can(program, access.DraftRelease, mine))
	wants(t, "publishing by token", access.Can(program, access.PublishRelease, mine), access.NotByToken)
	wants(t, "in another organisation", access.Can(program, access.DraftRelease, access.Object{Organisation: other}), access.Hidden)
	d.pass(30 * 24 * time.Hour)
	_, err = d.Bearer(ctx, token)
	wants(t, "past", err, access.ErrNotFound)
	d.pass(-30 * 24 * time.Hour)
	list, err := d.Tokens(ctx, who)
	d.must(err)
	d.must(d.RevokeToken(ctx, who, list[0].ID, here))
	_, err = d.Bearer(ctx, token)
	wants(t, "revoked", err, access.ErrNotFound)
	_, err = d.Bearer(ctx, session)
	wants(t, "a session's token", err, access.ErrNotFound)
	_, err = d.Visit(ctx, token)
	wants(t, "a token as a session", err, access.ErrNotFound)
}
