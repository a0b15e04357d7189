package web

import (
	"context"
	"net/http"

	"daylight/internal/access"
)

// resetPage lets somebody set anew what they have lost.
type resetPage struct {
	Page
	Form     *Form
	Factor   *factorSetup // where the authenticator is lost
	Password bool         // the password is lost
	Email    string
	Lost     string
	Wait     bool // a second administrator has to confirm it first
}

func (*resetPage) template() string { return "reset" }

func (s *Server) newReset(ctx context.Context, v *visit) (*resetPage, error) {
	r, person, err := s.Access.ResetOf(ctx, v.Param("token"))
	if err != nil {
		return nil, err
	}
	p := &resetPage{
		Page: Page{Title: "Back into your account", Section: "sign-in", Styles: []string{"desk.css"}},
		Form: s.newForm(v, "reset", v.c.Request().URL.EscapedPath()), Password: r.Password, Email: person.Email, Lost: r.Lost(), Wait: !r.Confirmed(),
	}
	p.Form.Code = false
	if r.Factor {
		p.Factor, err = s.newFactor(v, person.Email)
	}
	return p, err
}

// reset shows the form. Looking at it uses nothing up: mail programs follow
// links on their own.
func (s *Server) reset(ctx context.Context, v *visit) error {
	p, err := s.newReset(ctx, v)
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

func (s *Server) useReset(ctx context.Context, v *visit) error {
	p, err := s.newReset(ctx, v)
	if err != nil {
		return err
	}
	codes, token, err := s.Access.UseReset(ctx, v.Param("token"), access.Renewal{Password: v.form.Get("password"), Seed: v.Field("seed"), Code: v.Field("code")}, v.from)
	if err != nil {
		return s.again(v, p.Form, err, p)
	}
	v.keep(token)
	if v.Visit, err = s.Access.Visit(ctx, token); err != nil {
		return err
	}
	if len(codes) == 0 {
		return v.done("/desk", "reset")
	}
	return s.show(v, http.StatusOK, &codesPage{Desk: s.deskPage(v, "Your new recovery codes"), Codes: codes})
}

// resetMadePage shows the link that somebody sets their password or
// authenticator anew with, once.
type resetMadePage struct {
	Desk
	Link, Email, Lost string
	Wait              bool // a second administrator has to confirm it
	Back              string
}

func (*resetMadePage) template() string { return "reset-made" }

func (s *Server) makeReset(ctx context.Context, v *visit) error {
	p, err := s.newOrganisation(ctx, v)
	if err != nil {
		return err
	}
	r := access.Reset{}
	for _, lost := range v.form["lost"] {
		r.Password, r.Factor = r.Password || lost == "password", r.Factor || lost == "authenticator"
	}
	token, err := s.Access.MakeReset(ctx, v.Actor, v.Field("email"), p.at(), r, v.Field("once"), v.from)
	if err != nil {
		return s.again(v, p.Reset, err, p)
	}
	return s.show(v, http.StatusOK, &resetMadePage{Desk: s.deskPage(v, "Link made"), Link: s.BaseURL + "/resets/" + token,
		Email: v.Field("email"), Lost: r.Lost(), Wait: !r.Confirmed(), Back: p.Address})
}

func (s *Server) confirmReset(ctx context.Context, v *visit) error {
	return s.onOrganisation(ctx, v, "reset-confirmed", func(organisation string) error {
		return s.Access.ConfirmReset(ctx, v.Actor, v.Field("email"), organisation, v.from)
	})
}

func (s *Server) withdrawReset(ctx context.Context, v *visit) error {
	return s.onOrganisation(ctx, v, "reset-withdrawn", func(organisation string) error {
		return s.Access.WithdrawReset(ctx, v.Actor, v.Field("email"), organisation, v.from)
	})
}

// refuseReset ends the link that somebody made to one's own account.
func (s *Server) refuseReset(ctx context.Context, v *visit) error {
	if err := s.Access.RefuseReset(ctx, v.Actor, v.from); err != nil {
		return err
	}
	return v.done("/desk/account", "reset-withdrawn")
}
