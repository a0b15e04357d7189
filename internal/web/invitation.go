package web

import (
	"context"
	"errors"
	"net/http"

	"daylight/internal/access"
)

// invitationPage lets somebody make the account they are invited to.
type invitationPage struct {
	Page
	Form   *Form
	Factor *factorSetup
	Email  string
	Role   string
	Does   string // what the role lets them do
	Where  string // the organisation
	Until  string // it holds
	Wait   bool   // a second administrator has to confirm it first
}

func (*invitationPage) template() string { return "invitation" }

// codesPage shows the recovery codes, once.
type codesPage struct {
	Desk
	Codes []string
	First bool // the account has just been made
}

func (*codesPage) template() string { return "codes" }

// factorSetup is a new second factor, to be taken over by an authenticator.
type factorSetup struct {
	Seed   string
	Groups []string // the seed in parts that can be copied by hand
	Square *square
}

// newFactor makes a factor, or shows again the one a form was about.
func (s *Server) newFactor(v *visit, email string) (*factorSetup, error) {
	f := &factorSetup{Seed: v.Field("seed")}
	if !access.ValidSeed(f.Seed) {
		f.Seed = s.Access.NewSeed()
	}
	for i := 0; i < len(f.Seed); i += 4 {
		f.Groups = append(f.Groups, f.Seed[i:i+4])
	}
	var err error
	f.Square, err = newSquare(s.Access.FactorAddress(email, f.Seed))
	return f, err
}

func (s *Server) newInvitation(ctx context.Context, v *visit) (*invitationPage, error) {
	i, err := s.Access.Invited(ctx, v.Param("token"))
	if err != nil {
		return nil, err
	}
	p := &invitationPage{
		Page:  Page{Title: "Make your account", Section: "sign-in", Styles: []string{"desk.css"}},
		Form:  s.newForm(v, "account", v.c.Request().URL.EscapedPath()),
		Email: i.Email, Role: string(i.Role), Does: roleWords[i.Role], Where: "this site", Until: i.ExpiresAt, Wait: !i.Confirmed(),
	}
	p.Form.Code = false
	if i.Organisation != "" {
		o, err := s.Access.Organisation(ctx, i.Organisation)
		if err != nil {
			return nil, err
		}
		p.Where = o.Name
	}
	p.Factor, err = s.newFactor(v, i.Email)
	return p, err
}

// invitation shows the form. Looking at it uses nothing up: mail programs
// follow links on their own.
func (s *Server) invitation(ctx context.Context, v *visit) error {
	p, err := s.newInvitation(ctx, v)
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

func (s *Server) accept(ctx context.Context, v *visit) error {
	p, err := s.newInvitation(ctx, v)
	if err != nil {
		return err
	}
	codes, token, err := s.Access.Accept(ctx, v.Param("token"),
		access.Acceptance{Name: v.Field("name"), Password: v.form.Get("password"), Seed: v.Field("seed"), Code: v.Field("code")}, v.token(), v.from)
	if err != nil {
		return s.again(v, p.Form, err, p)
	}
	v.keep(token)
	if v.Visit, err = s.Access.Visit(ctx, token); err != nil {
		return err
	}
	return s.show(v, http.StatusOK, &codesPage{Desk: s.deskPage(v, "Your recovery codes"), Codes: codes, First: true})
}

// invite makes an invitation and shows its link, once.
func (s *Server) invite(ctx context.Context, v *visit) error {
	p, err := s.newOrganisation(ctx, v)
	if err != nil {
		return err
	}
	role := access.Role(v.Field("role"))
	token, err := s.Access.Invite(ctx, v.Actor, v.Field("email"), p.at(), role, v.Field("once"), v.from)
	if err != nil {
		return s.again(v, p.Invite, err, p)
	}
	return s.show(v, http.StatusOK, &invitedPage{Desk: s.deskPage(v, "Invitation made"), Link: s.BaseURL + "/invitations/" + token,
		Email: v.Field("email"), Role: string(role), Wait: role.Administers(), Back: p.Address})
}

// invitedPage shows the link of an invitation, once.
type invitedPage struct {
	Desk
	Link, Email, Role string
	Wait              bool // a second administrator has to confirm it
	Back              string
}

func (*invitedPage) template() string { return "invited" }

func (s *Server) confirmInvitation(ctx context.Context, v *visit) error {
	return s.onOrganisation(ctx, v, "confirmed", func(organisation string) error {
		return s.Access.ConfirmInvitation(ctx, v.Actor, v.Field("email"), organisation, v.from)
	})
}

func (s *Server) withdrawInvitation(ctx context.Context, v *visit) error {
	return s.onOrganisation(ctx, v, "withdrawn", func(organisation string) error {
		return s.Access.WithdrawInvitation(ctx, v.Actor, v.Field("email"), organisation, v.from)
	})
}

// onOrganisation does something to an organisation and goes back to its page.
func (s *Server) onOrganisation(ctx context.Context, v *visit, done string, fn func(organisation string) error) error {
	p, err := s.newOrganisation(ctx, v)
	if err != nil {
		return err
	}
	err = fn(p.at())
	if errors.Is(err, access.ErrRepeated) {
		err = nil // it is as asked for
	}
	if err != nil {
		return s.again(v, p.Role, err, p)
	}
	return v.done(p.Address, done)
}
