package web

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// A session ends while somebody writes. What they send then is not lost: it
// goes with the form to sign in, and is offered again after it.

// keptPage offers somebody who has signed in what they had written.
type keptPage struct {
	Desk
	Form   *Form
	Fields []input
}

func (*keptPage) template() string { return "kept" }

// written is what a form holds of the fields of a route, without what is never
// shown again; none where nothing was written, or of an account's secrets.
func (*visit) written(r *route, form url.Values) url.Values {
	if strings.HasPrefix(r.path, "/desk/account") {
		return nil
	}
	some := url.Values{}
	text := false
	for name, list := range form {
		if slices.Contains(append(slices.Clone(r.fields), "once"), name) && !slices.Contains(never, name) {
			some[name] = list
			text = text || name != "once" && strings.Join(list, "") != ""
		}
	}
	if !text {
		return nil
	}
	return some
}

// signInFirst asks who somebody is, and carries what they sent.
func (s *Server) signInFirst(v *visit, written url.Values) error {
	to := v.c.Request().URL.EscapedPath()
	v.form = nil
	p := s.newSignIn(v, "")
	p.Kept, p.To = written.Encode(), to
	return s.show(v, http.StatusUnauthorized, p)
}

// offerKept shows what was carried through the form to sign in, to be sent
// where it was meant for; false where it was meant for no form of the desk.
func (s *Server) offerKept(v *visit, kept, to string) (bool, error) {
	values, err := url.ParseQuery(kept)
	i := slices.IndexFunc(s.table, func(r *route) bool {
		return r.method == http.MethodPost && strings.HasPrefix(r.path, "/desk/") && fits(r.path, to) && !strings.ContainsAny(to, "\\\r\n?#")
	})
	if err != nil || i < 0 {
		return false, nil
	}
	p := &keptPage{Desk: s.deskPage(v, "Signed in again"), Form: &Form{ID: "kept", Action: to}}
	for name, list := range v.written(s.table[i], values) {
		for _, value := range list {
			p.Fields = append(p.Fields, input{Name: name, Value: value})
		}
	}
	if len(p.Fields) == 0 {
		return false, nil
	}
	slices.SortStableFunc(p.Fields, func(a, b input) int { return strings.Compare(a.Name, b.Name) })
	return true, s.show(v, http.StatusOK, p)
}
