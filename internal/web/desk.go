package web

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"github.com/labstack/echo/v4"

	"daylight/internal/access"
	"daylight/internal/procurement"
	"daylight/internal/registry"
)

// deskHandler answers one request at the desk: it writes to the visit, or
// returns an error that is answered by its kind.
type deskHandler func(context.Context, *visit) error

// visit is one request at the desk and who makes it. For the public, Person
// and Session are empty.
type visit struct {
	access.Visit
	c     echo.Context
	from  access.Client
	route *route
	form  url.Values
}

// maxForm is how much a form may hold.
const maxForm = 64 << 10

// everyForm are fields that any form may have.
var everyForm = []string{"once", "confirm"}

// desk serves a page for one person, which nobody keeps. It finds who asks,
// whether they may do what the route is for, and, where the policy wants a
// recent code and there is none, asks for one before anything is done.
func (s *Server) desk(r *route, h deskHandler) echo.HandlerFunc {
	return func(c echo.Context) error {
		header := c.Response().Header()
		header.Set("Cache-Control", "no-store")
		header.Set("Vary", "Cookie")
		ctx, cancel := context.WithTimeout(c.Request().Context(), patience)
		defer cancel()
		v := &visit{c: c, route: r, from: access.Client{Address: c.RealIP(), Agent: c.Request().UserAgent()}}
		if err := v.readForm(); err != nil {
			return err
		}
		if err := s.recognise(ctx, v); err != nil {
			return err
		}
		if err := s.allow(ctx, v); err != nil {
			return err
		}
		if c.Response().Committed {
			return nil
		}
		err := h(ctx, v)
		if _, refused := errors.AsType[access.Refusal](err); refused {
			err = errors.Join(err, s.Access.NoteDenied(ctx, v.Actor, r.needs, v.from))
		}
		return err
	}
}

// readForm takes the fields that the route names and no others: nobody sets
// what no page asks for.
func (v *visit) readForm() error {
	r := v.c.Request()
	if r.Method != http.MethodPost {
		return nil
	}
	if kind, _, _ := strings.Cut(r.Header.Get("Content-Type"), ";"); kind != echo.MIMEApplicationForm || r.Header.Get("Content-Encoding") != "" {
		return echo.NewHTTPError(http.StatusUnsupportedMediaType)
	}
	r.Body = http.MaxBytesReader(v.c.Response(), r.Body, maxForm)
	if err := r.ParseForm(); err != nil {
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			return echo.NewHTTPError(http.StatusRequestEntityTooLarge)
		}
		return bad("The form did not arrive whole. Open the page again and send it from there.")
	}
	v.form = r.PostForm
	for name := range v.form {
		if !slices.Contains(v.route.fields, name) && !slices.Contains(everyForm, name) {
			return bad("The form has a field that this page does not have. Open the page again and send it from there.")
		}
	}
	return nil
}

// recognise finds who holds the cookie; anybody else is the public.
func (s *Server) recognise(ctx context.Context, v *visit) error {
	v.Actor = access.Actor{Kind: access.Public}
	found, err := s.Access.Visit(ctx, v.token())
	if errors.Is(err, access.ErrNotFound) {
		return nil
	}
	if err == nil {
		v.Visit = found
	}
	return err
}

// allow lets a visit through, or answers it: the public is asked to sign in, a
// form that needs a recent code asks for one.
func (s *Server) allow(ctx context.Context, v *visit) error {
	err := access.Can(v.Actor, v.route.needs, access.Object{Any: true})
	switch {
	case err == nil:
		return nil
	case v.Actor.Kind == access.Public:
		if written := v.written(v.route, v.form); len(written) > 0 {
			return s.signInFirst(v, written)
		}
		return v.c.Redirect(http.StatusSeeOther, signInAddress(v.c.Request().URL.EscapedPath(), v.route.method))
	case errors.Is(err, access.StepUp):
		if v.route.method == http.MethodGet {
			return nil // the page can be looked at; its form asks
		}
		return s.confirm(ctx, v)
	}
	return errors.Join(err, s.Access.NoteDenied(ctx, v.Actor, v.route.needs, v.from))
}

// Field is what was written in a field.
func (v *visit) Field(name string) string { return strings.TrimSpace(v.form.Get(name)) }

// Param is a part of the path.
func (v *visit) Param(name string) string {
	value, err := unescaped(v.c, v.c.Param(name))
	if err != nil {
		return ""
	}
	return value
}

// done leads back to a page, which says what was done.
func (v *visit) done(path, what string) error {
	return v.c.Redirect(http.StatusSeeOther, path+"?done="+url.QueryEscape(what))
}

// show renders a page under a status.
func (s *Server) show(v *visit, status int, p page) error {
	body, err := s.renderPage(p)
	if err != nil {
		return err
	}
	return v.c.HTMLBlob(status, body)
}

// again shows a page after a form: as it is, or, where something is wrong with
// what was written, with that. Any other error is returned.
func (s *Server) again(v *visit, f *Form, err error, p page) error {
	if invalid, ok := errors.AsType[access.Invalid](err); ok {
		f.Wrong = invalid
		return s.show(v, http.StatusUnprocessableEntity, p)
	}
	if many, ok := errors.AsType[access.TooMany](err); ok {
		f.Wrong = access.Invalid{{Sentence: "There were too many attempts. Try again in " + procurement.Count(retryAfter(many), "second") + "."}}
		v.c.Response().Header().Set("Retry-After", strconv.Itoa(retryAfter(many)))
		return s.show(v, http.StatusTooManyRequests, p)
	}
	if errors.Is(err, access.ErrBusy) {
		f.Wrong = access.Invalid{{Sentence: "Many people are signing in just now. Try again in a minute."}}
		v.c.Response().Header().Set("Retry-After", "60")
		return s.show(v, http.StatusServiceUnavailable, p)
	}
	return err
}

func retryAfter(e access.TooMany) int { return int((e.Wait + 999_999_999) / 1_000_000_000) }

// accessFailure is how a refusal of access is told; nil for other errors.
// Another organisation's things are told like things that are not there.
func accessFailure(err error) *failure {
	var f failure
	refusal, refused := errors.AsType[access.Refusal](err)
	_, many := errors.AsType[access.TooMany](err)
	switch {
	case refused && refusal != access.Hidden:
		f = failureOf(http.StatusForbidden)
		f.Advice = string(refusal)
	case refused, errors.Is(err, access.ErrNotFound):
		f = failureOf(http.StatusNotFound)
	case errors.Is(err, access.ErrGone):
		f = failureOf(http.StatusGone)
	case errors.Is(err, access.ErrRepeated):
		f = failureOf(http.StatusConflict)
		f.Title, f.Advice = "Done already", "This form was sent before, and was acted upon. Go back to the page to see what it did."
	case errors.Is(err, registry.ErrStale):
		f = failureOf(http.StatusConflict)
		f.Title, f.Advice = "Changed since", "The draft is no longer what this page showed: it was edited, taken back, given back or submitted in the meantime. Open it again to see it as it is."
	case errors.Is(err, access.ErrBusy):
		f = failureOf(http.StatusServiceUnavailable)
	case many:
		f = failureOf(http.StatusTooManyRequests)
	default:
		return nil
	}
	return &f
}

// allowed are the methods that an address takes.
func (s *Server) allowed(path string) string {
	for _, r := range s.table {
		if r.method == http.MethodPost && fits(r.path, path) {
			if slices.ContainsFunc(s.table, func(o *route) bool { return o.method == http.MethodGet && o.path == r.path }) {
				return "GET, HEAD, POST"
			}
			return "POST"
		}
	}
	return "GET, HEAD"
}

// fits reports whether a path is one of a pattern.
func fits(pattern, path string) bool {
	want, got := strings.Split(pattern, "/"), strings.Split(path, "/")
	return slices.EqualFunc(want, got, func(w, g string) bool { return w == g || strings.HasPrefix(w, ":") })
}
