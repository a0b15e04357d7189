package web

import (
	"bytes"
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
	"github.com/labstack/echo/v4"

	"daylight/internal/access"
	"daylight/internal/ocds"
	"daylight/internal/store"
)

// admit finds whose token it is and whether it is good for what is asked.
func (s *Server) admit(ctx context.Context, c echo.Context, r *route, x *sending) error {
	header := c.Request().Header
	x.Actor = access.Actor{Kind: access.Public}
	if token, ok := strings.CutPrefix(header.Get("Authorization"), "Bearer "); ok {
		found, err := s.Access.Bearer(ctx, strings.TrimSpace(token))
		if err == nil {
			x.Actor = found
		} else if !errors.Is(err, access.ErrNotFound) {
			return err
		}
	}
	if err := access.Can(x.Actor, r.needs, access.Object{Any: true}); err != nil {
		if x.Actor.Kind != access.Public {
			return err
		}
		c.Response().Header().Set("WWW-Authenticate", `Bearer realm="Daylight"`)
		return refuse(http.StatusUnauthorized, "A token is needed", "Send “Authorization: Bearer” and a token that holds, made at /desk/account.")
	}
	if kind, params, err := mime.ParseMediaType(header.Get("Content-Type")); err != nil || kind != "application/json" || header.Get("Content-Encoding") != "" ||
		params["charset"] != "" && !strings.EqualFold(params["charset"], "utf-8") {
		return refuse(http.StatusUnsupportedMediaType, "Not JSON", "Send Content-Type: application/json, in UTF-8 and not compressed.")
	}
	key := header.Get("Idempotency-Key")
	if key == "" || len(key) > longestKey || strings.ContainsFunc(key, func(c rune) bool { return c < '!' || c > '~' }) {
		return refuse(http.StatusBadRequest, "A key is needed", "Send an Idempotency-Key of 1 to 255 letters, digits and signs, new for each request: the same request may then be sent again.")
	}
	if x.scope = c.QueryParam("scope"); x.scope == "" {
		x.scope = "draft"
		if slices.Contains(x.Scopes, "import") {
			x.scope = "import"
		}
	}
	if x.scope != "draft" && x.scope != "import" {
		return bad("scope is to be draft or import.")
	}
	if !slices.Contains(x.Scopes, x.scope) {
		return access.NotByToken
	}
	if err := x.readOrigin(c); err != nil {
		return err
	}
	if err := s.sent.Take(x.Organisations()[0], s.Access.Now()); err != nil {
		c.Response().Header().Set("Retry-After", "60")
		return err
	}
	var err error
	if x.organisation, err = s.Access.Organisation(ctx, x.Organisations()[0]); err != nil {
		return err
	}
	if x.scope == "import" {
		return access.Can(x.Actor, access.ImportBatch, access.Object{Organisation: x.organisation.ID})
	}
	return nil
}

// readOrigin takes what is kept with an import. Its publisher is the token's
// organisation and nobody else.
func (x *sending) readOrigin(c echo.Context) error {
	x.origin = store.Origin{URL: c.QueryParam("source-url"), Licence: c.QueryParam("licence")}
	switch u, err := url.Parse(x.origin.URL); {
	case x.origin == store.Origin{}:
		return nil
	case x.scope != "import":
		return bad("source-url and licence are kept with an import: a draft names its sources itself.")
	case x.origin.URL != "" && (err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil || len(x.origin.URL) > longestOrigin):
		return bad("source-url is to be the web address where the releases were taken from, beginning with https:// or http://, of at most 2,000 characters.")
	case len(x.origin.Licence) > longestOrigin || strings.ContainsFunc(x.origin.Licence, unicode.IsControl) || !utf8.ValidString(x.origin.Licence):
		return bad("licence is to be the name or the web address of the licence, in at most 2,000 characters.")
	}
	return nil
}

// asked is all that the answer depends on beside the body.
func (x *sending) asked() string {
	if x.origin == (store.Origin{}) {
		return x.scope
	}
	return x.scope + "\n" + x.origin.URL + "\n" + x.origin.Licence
}

// read takes what was sent, which is to be one JSON text.
func (x *sending) read(c echo.Context) error {
	limit := int64(maxDraft)
	if x.scope == "import" {
		limit = maxImport
	}
	control := http.NewResponseController(c.Response().Writer)
	control.SetReadDeadline(time.Now().Add(sendingTime)) // not known to a recorder
	control.SetWriteDeadline(time.Now().Add(sendingTime + filingTime))
	var err error
	if x.body, err = io.ReadAll(http.MaxBytesReader(c.Response(), c.Request().Body, limit)); err != nil {
		if _, tooLarge := errors.AsType[*http.MaxBytesError](err); tooLarge {
			return refuse(http.StatusRequestEntityTooLarge, "Too much at once", "Send at most "+byteSize(limit)+" at once, in several requests each with its own key.")
		}
		return refuse(http.StatusBadRequest, "Not whole", "What was sent did not arrive whole. Send it again under the same key.")
	}
	d := jsontext.NewDecoder(bytes.NewReader(bytes.TrimPrefix(x.body, []byte("\xef\xbb\xbf"))), jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if _, err = d.ReadValue(); err == nil {
		if _, err = d.ReadToken(); err == io.EOF {
			return nil
		}
		if err == nil {
			err = errors.New("something follows")
		}
	}
	p := jsonProblem{Offset: d.InputOffset(), Reason: string(ocds.BadJSON), Advice: "Here the text is no JSON any more."}
	if e, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		p.Pointer, p.Offset = string(e.JSONPointer), e.ByteOffset
	}
	return &apiError{failure{http.StatusBadRequest, "Not JSON", "Send one JSON text: an OCDS release, a list of them, or a package. Nothing was filed."}, []jsonProblem{p}}
}
