package web

import (
	"context"
	"net/http"
	"strconv"
	"strings"

	"daylight/internal/access"
)

// accountPage is a person's own sessions, tokens, password and factor.
type accountPage struct {
	Desk
	Email         string
	CodesLeft     int
	Reset         *access.ShownReset // somebody has made a link to this account
	Sessions      []accountSession
	Tokens        []accountToken
	Organisations []access.Organisation // in which tokens can be made
	Password      *Form
	Token         *Form
	Scopes        []scopeChoice
	Made          string // a token just made, shown once
	OpenForm      string // address of the page of the factor
}

type accountSession struct {
	access.Session
	Mine bool // the one this page is looked at in
}

type accountToken struct {
	access.Token
	Organisation string
	Past         bool
}

type scopeChoice struct{ Name, Words string }

var scopeWords = map[string]string{"draft": "Draft releases and decisions", "import": "Bring in batches of releases", "read": "Read what is on the desk"}

func (*accountPage) template() string { return "account" }

func (s *Server) newAccount(ctx context.Context, v *visit) (*accountPage, error) {
	p := &accountPage{Desk: s.deskPage(v, "Your account"), Email: v.Person.Email,
		Password: s.newForm(v, "password", "/desk/account/password"), Token: s.newForm(v, "token", "/desk/account/tokens")}
	var err error
	if p.CodesLeft, err = s.Access.RecoveryCodesLeft(ctx, v.Actor); err != nil {
		return nil, err
	}
	if p.Reset, err = s.Access.OwnReset(ctx, v.Visit); err != nil {
		return nil, err
	}
	sessions, err := s.Access.Sessions(ctx, v.Actor)
	if err != nil {
		return nil, err
	}
	for _, x := range sessions {
		p.Sessions = append(p.Sessions, accountSession{x, x.ID == v.Session.ID})
	}
	names := map[string]string{}
	organisations, err := s.Access.Organisations(ctx, v.Actor)
	if err != nil {
		return nil, err
	}
	for _, o := range organisations {
		names[o.ID] = o.Name
		fresh := v.Actor
		fresh.Fresh = true // the form asks for a code where there was none
		if access.Can(fresh, access.MakeToken, access.Object{Organisation: o.ID}) == nil {
			p.Organisations = append(p.Organisations, o)
		}
	}
	tokens, err := s.Access.Tokens(ctx, v.Actor)
	for _, t := range tokens {
		p.Tokens = append(p.Tokens, accountToken{t, names[t.Organisation], t.DaysLeft(s.Access.Now()) == 0})
	}
	for _, name := range access.ScopeNames() {
		p.Scopes = append(p.Scopes, scopeChoice{name, scopeWords[name]})
	}
	return p, err
}

func (s *Server) account(ctx context.Context, v *visit) error {
	p, err := s.newAccount(ctx, v)
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

func (s *Server) changePassword(ctx context.Context, v *visit) error {
	p, err := s.newAccount(ctx, v)
	if err != nil {
		return err
	}
	token, err := s.Access.ChangePassword(ctx, v.Visit, v.form.Get("current"), v.form.Get("password"), v.from)
	if err != nil {
		return s.again(v, p.Password, err, p)
	}
	v.keep(token)
	return v.done("/desk/account", "password")
}

// factorPage puts a new authenticator in place of the old.
type factorPage struct {
	Desk
	Form   *Form
	Factor *factorSetup
}

func (*factorPage) template() string { return "factor" }

func (s *Server) newFactorPage(v *visit) (*factorPage, error) {
	p := &factorPage{Desk: s.deskPage(v, "A new authenticator"), Form: s.newForm(v, "factor", "/desk/account/factor")}
	var err error
	p.Factor, err = s.newFactor(v, v.Person.Email)
	return p, err
}

func (s *Server) factor(ctx context.Context, v *visit) error {
	p, err := s.newFactorPage(v)
	if err != nil {
		return err
	}
	return s.show(v, http.StatusOK, p)
}

func (s *Server) replaceFactor(ctx context.Context, v *visit) error {
	p, err := s.newFactorPage(v)
	if err != nil {
		return err
	}
	codes, token, err := s.Access.ReplaceFactor(ctx, v.Visit, v.Field("seed"), v.Field("code"), v.from)
	if err != nil {
		return s.again(v, p.Form, err, p)
	}
	v.keep(token)
	return s.show(v, http.StatusOK, &codesPage{Desk: s.deskPage(v, "Your new recovery codes"), Codes: codes})
}

func (s *Server) endSession(ctx context.Context, v *visit) error {
	if err := s.Access.EndSession(ctx, v.Actor, v.Param("id"), v.from); err != nil {
		return err
	}
	return v.done("/desk/account", "session")
}

func (s *Server) makeToken(ctx context.Context, v *visit) error {
	p, err := s.newAccount(ctx, v)
	if err != nil {
		return err
	}
	days, err := strconv.Atoi(v.Field("days"))
	if err != nil {
		days = 0
	}
	asked := access.Token{Organisation: v.Field("organisation"), Name: v.Field("name"), Scopes: strings.Join(v.form["scopes"], " ")}
	token, err := s.Access.MakeToken(ctx, v.Actor, asked, days, v.Field("once"), v.from)
	if err != nil {
		return s.again(v, p.Token, err, p)
	}
	if p, err = s.newAccount(ctx, v); err != nil {
		return err
	}
	p.Made, p.Token = token, &Form{ID: "token", Action: p.Token.Action, Once: s.Access.NewOnce()}
	return s.show(v, http.StatusOK, p)
}

func (s *Server) revokeToken(ctx context.Context, v *visit) error {
	if err := s.Access.RevokeToken(ctx, v.Actor, v.Param("id"), v.from); err != nil {
		return err
	}
	return v.done("/desk/account", "token")
}
