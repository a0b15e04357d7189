package web

import (
	"net/url"
	"slices"

	"daylight/internal/access"
)

// Form is what a form of a page holds and what is wrong with it. Passwords and
// codes are never given back.
type Form struct {
	ID     string // of the form on its page
	Action string
	Values url.Values
	Wrong  access.Invalid
	Once   string // makes a second submission known
	Code   bool   // ask for a code of the authenticator
}

// never are fields that are not shown again.
var never = []string{"password", "current", "code", "confirm"}

// input is one field, as the template "input" shows it.
type input struct {
	Form, Name, Label, Hint, Type, Autocomplete, Value, Error string
}

// ID is unique on the page.
func (i input) ID() string { return i.Form + "-" + i.Name }

// Input is a field with its value and what is wrong with it.
func (f *Form) Input(name, label, kind, autocomplete, hint string) input {
	i := input{Form: f.ID, Name: name, Label: label, Hint: hint, Type: kind, Autocomplete: autocomplete, Error: f.Error(name)}
	if !slices.Contains(never, name) {
		i.Value = f.Values.Get(name)
	}
	return i
}

// Value is what was written in a field before.
func (f *Form) Value(name string) string { return f.Values.Get(name) }

// Has reports whether a value was chosen.
func (f *Form) Has(name, value string) bool { return slices.Contains(f.Values[name], value) }

// Error is what is wrong with a field; "" where nothing is.
func (f *Form) Error(name string) string {
	for _, w := range f.Wrong {
		if w.Field == name && name != "" {
			return w.Sentence
		}
	}
	return ""
}

// newForm is a form of a page, with what was sent if it was this one.
func (s *Server) newForm(v *visit, id, action string) *Form {
	f := &Form{ID: id, Action: action, Once: s.Access.NewOnce()}
	if v.form != nil && v.c.Request().URL.EscapedPath() == action {
		f.Values = v.form
		if once := v.form.Get("once"); once != "" {
			f.Once = once // the same form still, to be sent again
		}
	}
	f.Code = v.Actor.Kind == access.Signed && !v.Actor.Fresh
	return f
}
