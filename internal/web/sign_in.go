package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"strings"

	"daylight/internal/access"
)

// cookieName begins with a prefix that lets a browser take the cookie only
// with Secure, for this host alone and for every path. Browsers hold 127.0.0.1
// and localhost to be secure, also without TLS.
const cookieName = "__Host-daylight"

// token is what the browser holds; "" where it holds nothing.
func (v *visit) token() string {
	cookie, err := v.c.Request().Cookie(cookieName)
	if err != nil {
		return ""
	}
	return cookie.Value
}

// keep gives the browser a session's token, until it is closed.
func (v *visit) keep(token string) {
	v.c.SetCookie(&http.Cookie{Name: cookieName, Value: token, Path: "/", Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

func (v *visit) forget() {
	v.c.SetCookie(&http.Cookie{Name: cookieName, Path: "/", MaxAge: -1, Secure: true, HttpOnly: true, SameSite: http.SameSiteLaxMode})
}

// signInPage asks who somebody is.
type signInPage struct {
	Page
	Form *Form
	Next string // where to go then
	Out  bool   // the person has just signed out
	Kept string // what was written before the session ended, as a form sends it
	To   string // where that was sent
	TLS  bool   // browsers keep the cookie at this address
}

func (*signInPage) template() string { return "sign-in" }

func (s *Server) newSignIn(v *visit, next string) *signInPage {
	return &signInPage{
		Page: Page{Title: "Sign in", Section: "sign-in", Canonical: s.BaseURL + "/sign-in", Styles: []string{"desk.css"}},
		Form: s.newForm(v, "sign-in", "/sign-in"), Next: s.cameFrom(next), TLS: keepsCookies(s.BaseURL),
	}
}

// keepsCookies reports whether browsers take a secure cookie from the public
// address: with TLS, or from the machine itself.
func keepsCookies(base string) bool {
	u, err := url.Parse(base)
	return err == nil && (u.Scheme == "https" || u.Hostname() == "localhost" || strings.HasPrefix(u.Hostname(), "127.") || u.Hostname() == "::1")
}

func (s *Server) signInPage(ctx context.Context, v *visit) error {
	if v.Actor.Kind == access.Signed {
		return v.c.Redirect(http.StatusSeeOther, "/desk")
	}
	p := s.newSignIn(v, v.c.QueryParam("next"))
	p.Out = v.c.QueryParam("done") == "signed-out"
	return s.show(v, http.StatusOK, p)
}

func (s *Server) signIn(ctx context.Context, v *visit) error {
	p := s.newSignIn(v, v.Field("next"))
	p.Form.Code = false
	p.Kept, p.To = v.form.Get("kept"), v.Field("to")
	token, err := s.Access.SignIn(ctx, v.Field("email"), v.form.Get("password"), v.Field("code"), v.token(), v.from)
	if err != nil {
		return s.again(v, p.Form, err, p)
	}
	v.keep(token)
	if p.Kept != "" {
		if v.Visit, err = s.Access.Visit(ctx, token); err != nil {
			return err
		}
		if offered, err := s.offerKept(v, p.Kept, p.To); offered || err != nil {
			return err
		}
	}
	to := p.Next
	if to == "" {
		to = "/desk"
	}
	return v.c.Redirect(http.StatusSeeOther, to)
}

// cameFrom is a page of the desk to go back to; "" for anything else.
func (s *Server) cameFrom(next string) string {
	for _, r := range s.table {
		if r.method == http.MethodGet && strings.HasPrefix(r.path, "/desk") && fits(r.path, next) && !strings.ContainsAny(next, "\\\r\n?#") {
			return next
		}
	}
	return ""
}

func (s *Server) signOut(ctx context.Context, v *visit) error {
	err := s.Access.SignOut(ctx, v.Visit, v.from)
	if err != nil && !errors.Is(err, access.ErrNotFound) {
		return err
	}
	v.forget()
	return v.c.Redirect(http.StatusSeeOther, "/sign-in?done=signed-out")
}
