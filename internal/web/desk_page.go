package web

import (
	"context"
	"net/http"
	"net/url"
	"slices"

	"daylight/internal/access"
)

// Desk is what every page of the desk has beside a Page.
type Desk struct {
	Page
	Name  string // who is signed in
	Links []Link // the desk's own menu: what this person may look at
	Here  string // the address of the page
	Done  string // what the last form did, in words
}

// doneWords say what a form did. An address can name no others.
var doneWords = map[string]string{
	"signed-in": "You are signed in.", "password": "Your password is changed. All your other sessions have ended.",
	"session": "The session has ended.", "token": "The token no longer works.", "organisation": "The organisation is added.",
	"confirmed": "Confirmed.", "withdrawn": "The invitation no longer works.", "role": "The role is changed. The person has to sign in again.",
	"mandate": "The mandate is asked for. A site administrator has to approve it.", "approved": "The mandate holds.", "ended": "The mandate has ended.",
	"disabled":        "The account is disabled.",
	"reset":           "You are back in your account. All sessions from before have ended, and tokens of programs have to be made again.",
	"reset-confirmed": "Confirmed. The link holds for an hour.", "reset-withdrawn": "The link no longer works.",
	"proposed": "It is proposed. An administrator of this site, another person, has to approve it.", "redacted": "It is removed.", "closed": "It will not be removed.",
	"kept": "The draft is kept.", "another": "The draft is kept, and asks once more.", "submitted": "Submitted. A colleague can publish it now.",
	"submitted-alone": "Submitted. It waits until a second person can publish it.",
	"taken-back":      "The draft is yours again.", "discarded": "The draft is thrown away.", "returned": "Given back to its author.",
	"published": "Published. It is in the record, in the feeds and in the ledger.",
	"asked":     "It has arrived.", "ticket-acknowledge": "Acknowledged.", "ticket-accept": "Accepted. The register says so.",
	"ticket-publish": "Published. It is beside what it answers, and in the feeds.", "ticket-refuse": "Refused. The register says so, with the reason.",
	"ticket-corrected": "Closed as corrected.", "ticket-handed": "Handed on.",
}

// deskMenu are the desk's pages and who looks at them.
var deskMenu = []struct {
	Link
	needs access.Action
}{
	{Link{Name: "Desk", Href: "/desk"}, access.UseDesk},
	{Link{Name: "Write", Href: "/desk/write"}, access.WriteDraft},
	{Link{Name: "Replies and corrections", Href: "/desk/corrections"}, access.SeeTickets},
	{Link{Name: "Organisations", Href: "/desk/organisations"}, access.SeeOrganisations},
	{Link{Name: "People", Href: "/desk/people"}, access.SeePeople},
	{Link{Name: "Redactions", Href: "/desk/redactions"}, access.SeeRedactions},
	{Link{Name: "Security log", Href: "/desk/security-log"}, access.ReadSecurityLog},
	{Link{Name: "Your account", Href: "/desk/account"}, access.OwnAccount},
}

func (s *Server) deskPage(v *visit, title string) Desk {
	path := v.c.Request().URL.EscapedPath()
	p := Desk{Page: Page{Title: title, Section: "desk", Canonical: s.BaseURL + path, Styles: []string{"desk.css"}}, Here: path, Name: v.Person.Name}
	p.Done = doneWords[v.c.QueryParam("done")]
	for _, m := range deskMenu {
		if access.Can(v.Actor, m.needs, access.Object{Any: true}) == nil {
			p.Links = append(p.Links, m.Link)
		}
	}
	return p
}

// confirmPage asks for a code before a form is acted upon, and carries what
// was written.
type confirmPage struct {
	Desk
	Form   *Form
	Fields []input
	Lost   bool // a password was written: it has to be written again
}

func (*confirmPage) template() string { return "confirm" }

// confirm takes the code that came with a form, or asks for it. It returns nil
// and has answered where the form is not to be acted upon yet.
func (s *Server) confirm(ctx context.Context, v *visit) error {
	p := &confirmPage{Desk: s.deskPage(v, "Confirm that it is you")}
	p.Form = &Form{ID: "confirm", Action: v.c.Request().URL.EscapedPath(), Once: v.Field("once")}
	for _, name := range v.route.fields {
		if slices.Contains(never, name) && name != "code" {
			p.Lost = true
			continue
		}
		for _, value := range v.form[name] {
			p.Fields = append(p.Fields, input{Name: name, Value: value})
		}
	}
	code := v.Field("confirm")
	if code == "" {
		return s.show(v, http.StatusOK, p)
	}
	token, err := s.Access.StepUp(ctx, v.Visit, code, v.from)
	if err != nil {
		return s.again(v, p.Form, err, p)
	}
	v.keep(token)
	v.Visit, err = s.Access.Visit(ctx, token)
	return err
}

// deskFrontPage is where somebody signed in begins.
type deskFrontPage struct {
	Desk
	Reset    *access.ShownReset // somebody has made a link to the reader's account
	Waits    []deskTask         // for an administrator
	Next     []deskTask         // what an organisation lacks before it can work
	Roles    []deskRole
	Bare     []string // bodies of the reader that no mandate of today lets decide
	Mandates []deskMandate
	Mine     []draftLine // not published yet
	Waiting  []draftLine // for the reader to publish
	Writes   bool
	Overseen
}

func (*deskFrontPage) template() string { return "desk" }

// deskRole is a role of a person, with what it lets them do.
type deskRole struct{ Organisation, Role, Does string }

// roleWords say what a role is for.
var roleWords = map[access.Role]string{
	access.Contributor:       "drafts what is to be published",
	access.Publisher:         "drafts, and publishes what a colleague drafted",
	access.OversightOfficer:  "drafts decisions, and publishes what a colleague drafted, on buyers under a mandate",
	access.OrganisationAdmin: "invites people, gives roles and asks for mandates",
	access.SiteAdmin:         "adds organisations and administrators and approves mandates; writes nothing in the record",
}

func (s *Server) deskFront(ctx context.Context, v *visit) error {
	p := &deskFrontPage{Desk: s.deskPage(v, "Your desk")}
	organisations, err := s.Access.Organisations(ctx, v.Actor)
	if err != nil {
		return err
	}
	names := map[string]string{"": "This site"}
	for _, o := range organisations {
		names[o.ID] = o.Name
	}
	for _, m := range v.Actor.Roles {
		p.Roles = append(p.Roles, deskRole{names[m.Organisation], string(m.Role), roleWords[m.Role]})
	}
	for _, m := range v.Actor.Mandates {
		x, err := s.deskMandate(ctx, m)
		if err != nil {
			return err
		}
		x.Organisation = names[m.Organisation]
		p.Mandates = append(p.Mandates, x)
	}
	for _, m := range v.Actor.Roles {
		if m.Role == access.OversightOfficer && !slices.ContainsFunc(p.Mandates, func(x deskMandate) bool { return x.Mandate.Organisation == m.Organisation && x.State == "holds" }) {
			p.Bare = append(p.Bare, names[m.Organisation])
		}
	}
	if p.Waits, p.Next, err = s.deskTasks(ctx, v, organisations); err != nil {
		return err
	}
	if p.Reset, err = s.Access.OwnReset(ctx, v.Visit); err != nil {
		return err
	}
	p.Writes = access.Can(v.Actor, access.WriteDraft, access.Object{Any: true}) == nil
	if p.Mine, p.Waiting, err = s.draftLines(ctx, v); err != nil {
		return err
	}
	if p.Overseen, err = s.overseen(ctx, v); err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

// signInAddress is where to sign in and come back from. A form's address is
// no page to come back to.
func signInAddress(path, method string) string {
	if method != http.MethodGet || path == "/desk" {
		return "/sign-in"
	}
	return "/sign-in?next=" + url.QueryEscape(path)
}
