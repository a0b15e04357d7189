package web

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"flag"
	"fmt"
	"maps"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"daylight/internal/access"
	"daylight/internal/registry"
)

var update = flag.Bool("update", false, "rewrite the golden files")

// visitors are who may come: their roles are in "Home". Nobody has any in
// "Away". The last have not given a code for a while.
var visitors = []struct {
	name string
	role access.Role
	old  bool
}{
	{"public", "", false}, {"no role", "none", false}, {"contributor", access.Contributor, false}, {"publisher", access.Publisher, false},
	{"officer", access.OversightOfficer, false}, {"org admin", access.OrganisationAdmin, false}, {"site admin", access.SiteAdmin, false},
	{"org, old", access.OrganisationAdmin, true}, {"site, old", access.SiteAdmin, true},
}

// acting are fields with which a form acts upon what lay prepares; without
// them it is sent empty. In them, :id is the organisation.
var acting = map[string]url.Values{
	"/desk/people/disable":                    {"email": {"target@example.org"}},
	"/desk/organisations/:id/invite/confirm":  {"email": {"invited@example.org"}},
	"/desk/organisations/:id/invite/withdraw": {"email": {"invited@example.org"}},
	"/desk/organisations/:id/role":            {"email": {"target@example.org"}, "role": {"contributor"}},
	"/desk/organisations/:id/role/confirm":    {"email": {"target@example.org"}, "role": {"organisation administrator"}},
	"/desk/organisations/:id/role/take":       {"email": {"target@example.org"}, "role": {"organisation administrator"}},
	"/desk/organisations/:id/reset":           {"once": {"reset-:id"}, "email": {"lost-:id@example.org"}, "lost": {"password"}},
	"/desk/organisations/:id/reset/confirm":   {"email": {"lost-:id@example.org"}},
	"/desk/organisations/:id/reset/withdraw":  {"email": {"lost-:id@example.org"}},
	"/desk/account/tokens":                    {"organisation": {"home"}},
	"/desk/write":                             {"form": {"award"}, "organisation": {"home"}, "ocid": {"daylight-one"}, "once": {"write"}},
	"/desk/corrections/:id":                   {"do": {"refuse"}, "reason": {"No source."}},
	"/desk/corrections/:id/hand":              {"organisation": {"away"}},
}

// lay puts everything that a route may act upon in its place, as it was.
func (o *office) lay(ctx context.Context) error {
	o.t.Helper()
	at := o.clock.UTC().Format(time.RFC3339)
	put := func(added bool, err error) { o.t.Helper(); o.must(err) }
	put(o.store.People.Insert(ctx, access.Person{ID: "target", Email: "target@example.org", Name: "Target"}))
	o.must(o.store.People.Replace(ctx, access.Person{ID: "target", Email: "target@example.org", Name: "Target"}))
	for _, id := range []string{"home", "away"} {
		put(o.store.Organisations.Insert(ctx, access.Organisation{ID: id, Name: id, Oversight: true, CreatedAt: at}))
		o.store.Members.Delete(ctx, "person", "target", "organisation", id)
		o.store.Invitations.Delete(ctx, "hash", "invitation-"+id)
		o.store.Mandates.Delete(ctx, "id", "mandate-"+id)
		put(o.store.Members.Insert(ctx, access.Membership{Organisation: id, Person: "target", Role: access.OrganisationAdmin, GrantedBy: "somebody", GrantedAt: at}))
		put(o.store.Invitations.Insert(ctx, access.Invitation{Hash: "invitation-" + id, Email: "invited@example.org", Organisation: id,
			Role: access.OrganisationAdmin, InvitedBy: "somebody", InvitedAt: at, ExpiresAt: o.clock.Add(time.Hour).UTC().Format(time.RFC3339)}))
		put(o.store.Mandates.Insert(ctx, access.Mandate{ID: "mandate-" + id, Organisation: id, Buyers: metKey, FromDay: "2026-01-01",
			Source: "https://example.org", RequestedBy: "somebody", RequestedAt: at}))
		put(o.store.People.Insert(ctx, access.Person{ID: "lost-" + id, Email: "lost-" + id + "@example.org", Name: "Lost"}))
		put(o.store.Members.Insert(ctx, access.Membership{Organisation: id, Person: "lost-" + id, Role: access.Contributor, GrantedBy: "somebody", GrantedAt: at}))
		o.store.Resets.Delete(ctx, "person", "lost-"+id)
		put(o.store.Resets.Insert(ctx, access.Reset{Hash: "reset-" + id, Person: "lost-" + id, Factor: true, IssuedBy: "somebody", IssuedAt: at,
			ExpiresAt: o.clock.Add(time.Hour).UTC().Format(time.RFC3339)}))
	}
	return o.layTickets(ctx)
}

// layTickets puts a ticket before each organisation.
func (o *office) layTickets(ctx context.Context) error {
	o.t.Helper()
	at := o.clock.UTC().Format(time.RFC3339)
	for _, id := range []string{"home", "away"} {
		t := registry.Ticket{ID: id, Secret: "secret", Digest: id, Organisation: id, Kind: registry.Correction, OCID: "daylight-one", Words: "It is wrong.",
			State: registry.TicketOpen, CreatedAt: at, Seq: -1}
		if _, err := o.tickets.Delete(ctx, "id", id); err != nil {
			return err
		}
		if _, err := o.tickets.Insert(ctx, t); err != nil {
			return err
		}
	}
	return nil
}

// layDraft submits a draft of somebody in an organisation, and returns its id
// and hash. It is the matrix's own again each time.
func (o *office) layDraft(organisation string) (id, hash string) {
	o.t.Helper()
	ctx := context.Background()
	author := access.Actor{Kind: access.Signed, Person: "target"}
	o.must(o.Access.Update(ctx, func(ctx context.Context) error {
		_, err := o.store.Members.Insert(ctx, access.Membership{Organisation: organisation, Person: "target", Role: access.Contributor, GrantedBy: "a"})
		return err
	}))
	d, err := o.Drafts.Begin(ctx, author, registry.Draft{Organisation: organisation, Form: "award", OCID: "daylight-one"}, o.Access.NewOnce())
	o.must(err)
	d.Body = `{"ocid":"daylight-one","id":"` + d.ID + `","date":"2026-02-01T00:00:00Z","tag":["award"]}`
	o.must(o.Drafts.Save(ctx, author, d))
	o.must(o.Drafts.Submit(ctx, author, d.ID, 1))
	d, err = o.Drafts.Draft(ctx, access.Actor{Kind: access.Signed, Roles: []access.Membership{{Organisation: organisation, Role: access.Contributor}}}, d.ID)
	o.must(err)
	return d.ID, d.Hash
}

// arrive is the browser of a visitor who has just signed in.
func (o *office) arrive(i int) *browser {
	o.t.Helper()
	b, who := o.browser(), visitors[i]
	if who.role == "" {
		return b
	}
	ctx := context.Background()
	p := access.Person{ID: fmt.Sprint("visitor", i), Email: fmt.Sprintf("v%d@example.org", i), Name: who.name}
	_, err := o.store.People.Insert(ctx, p)
	o.must(err)
	m := access.Membership{Organisation: "home", Person: p.ID, Role: who.role, GrantedBy: "a", ConfirmedBy: "b"}
	if who.role == access.SiteAdmin {
		m.Organisation = ""
	}
	if who.role != "none" {
		_, err = o.store.Members.Insert(ctx, m)
		o.must(err)
	}
	b.cookie = fmt.Sprint("token ", i, o.clock)
	b.cookie = strings.ReplaceAll(strings.ReplaceAll(b.cookie, " ", "-"), ":", "-")
	sum := sha256.Sum256([]byte(b.cookie))
	at, factor := o.clock.UTC().Format(time.RFC3339), o.clock
	if who.old {
		factor = factor.Add(-time.Hour)
	}
	_, err = o.store.Sessions.Insert(ctx, access.Session{Hash: hex.EncodeToString(sum[:]), ID: b.cookie, Person: p.ID, BegunAt: at, SeenAt: at, FactorAt: factor.UTC().Format(time.RFC3339)})
	o.must(err)
	return b
}

// meets is what visitors meet at a route, in their own organisation and in
// another: one line of the matrix.
func (o *office) meets(r *route) string {
	o.t.Helper()
	var cells []string
	for i := range visitors {
		var cell []string
		for _, id := range []string{"home", "away"} {
			ofDraft := strings.Contains(r.path, "/drafts/:id")
			if id == "away" && !strings.Contains(r.path, "/organisations/:id") && !strings.Contains(r.path, "/corrections/:id") && !ofDraft {
				break
			}
			o.clock = o.clock.Add(time.Minute)
			o.must(o.Access.Update(context.Background(), o.lay))
			fields := url.Values{}
			for name, values := range acting[r.path] {
				fields.Set(name, strings.ReplaceAll(values[0], ":id", id))
			}
			if ofDraft {
				var hash string
				if id, hash = o.layDraft(id); r.method == "POST" {
					fields = url.Values{"hash": {hash}, "version": {"1"}, "note": {"Why?"}}
					maps.DeleteFunc(fields, func(name string, _ []string) bool { return !slices.Contains(r.fields, name) })
					fields.Set("once", o.Access.NewOnce())
				}
			}
			b := o.arrive(i)
			path := strings.NewReplacer(":id", id, ":mandate", "mandate-"+id, ":token", "none").Replace(r.path)
			b.send(r.method, path, fields)
			met := fmt.Sprint(b.status)
			switch {
			case b.status == 303 && strings.HasPrefix(b.header.Get("Location"), "/sign-in") && !strings.Contains(b.header.Get("Location"), "signed-out"),
				b.status == 401 && b.doc.Find(`form[action="/sign-in"]`).Length() == 1:
				met = "in"
			case strings.Contains(b.body, "<h1>Confirm that it is you</h1>"):
				met = "code"
			}
			cell = append(cell, met)
		}
		cells = append(cells, fmt.Sprintf("%-10s", strings.Join(cell, "/")))
	}
	return strings.TrimRight(fmt.Sprintf("%-4s %-49s %-38s %s", r.method, r.path, r.needs, strings.Join(cells, " ")), " ")
}

// atDesk are the routes that are not for everybody to read.
func (o *office) atDesk() []*route {
	return slices.DeleteFunc(slices.Clone(o.table), func(r *route) bool { return r.needs == access.ReadRecord })
}

// T13, B29: every route of the desk, every role, own organisation and another. "in" is
// asked to sign in, "code" is asked for a code, 404 what is another's, 403 what
// is not allowed; all else got past the checks.
func TestGoldenMatrix(t *testing.T) {
	o := newOffice(t)
	var names []string
	for _, v := range visitors {
		names = append(names, fmt.Sprintf("%-10s", v.name))
	}
	lines := []string{strings.TrimRight(fmt.Sprintf("%-93s %s", "", strings.Join(names, " ")), " ")}
	met := map[*route]string{}
	for _, r := range o.atDesk() {
		met[r] = o.meets(r)
		lines = append(lines, met[r])
	}
	const file = "testdata/matrix.golden"
	got := strings.Join(lines, "\n") + "\n"
	if *update {
		o.must(os.MkdirAll("testdata", 0o755))
		o.must(os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	o.must(err)
	if d := cmp.Diff(string(want), got); d != "" {
		t.Error(d)
	}
	// Take away the check of any one route: its line changes, so the table above
	// would not be the committed one.
	for _, r := range o.atDesk() {
		if access.Can(access.Actor{Kind: access.Public}, r.needs, access.Object{Any: true}) == nil {
			continue
		}
		needs := r.needs
		r.needs = access.SignIn
		without := o.meets(r)
		r.needs = needs
		if onlyCells(without) == onlyCells(met[r]) {
			t.Errorf("without its check, nothing changes at %s %s", r.method, r.path)
		}
	}
}

// onlyCells leaves what visitors met.
func onlyCells(line string) string { return line[93:] }

// Nothing is served that the table does not have, and what it calls public is.
func TestEveryRouteIsOnTheTable(t *testing.T) {
	o := newOffice(t)
	listed := map[string]bool{}
	for _, r := range o.table {
		listed[r.method+" "+r.path] = true
		if r.needs == "" {
			t.Errorf("%s %s says of nobody who may come", r.method, r.path)
		}
		if r.needs != access.ReadRecord {
			continue
		}
		for i := range visitors {
			if b := o.arrive(i).send(r.method, r.path, nil); b.status == 303 || b.status == 403 {
				t.Errorf("%s, which is public, answers %s with %d", r.path, visitors[i].name, b.status)
			}
		}
	}
	for _, r := range o.echo.Routes() {
		if !listed[r.Method+" "+r.Path] {
			t.Errorf("%s %s is served and not on the table", r.Method, r.Path)
		}
	}
}
