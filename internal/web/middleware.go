package web

import (
	"fmt"
	"net"
	"net/http"
	"runtime/debug"
	"strings"

	"github.com/labstack/echo/v4"
)

// policy lets a page load this site's own styles and images and nothing else.
const policy = "default-src 'none'; style-src 'self'; img-src 'self' data:; font-src 'self'; " +
	"form-action 'self'; base-uri 'none'; frame-ancestors 'none'"

// secure sets the headers that every answer carries.
func secure(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		h := w.Header()
		h.Set("Content-Security-Policy", policy)
		h.Set("X-Content-Type-Options", "nosniff")
		h.Set("Referrer-Policy", "strict-origin-when-cross-origin")
		h.Set("Cross-Origin-Opener-Policy", "same-origin")
		h.Set("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
		next.ServeHTTP(w, r)
	})
}

// answerHead serves HEAD as GET without the body, which echo answers with 405.
func answerHead(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodHead {
			get := r.Clone(r.Context())
			get.Method = http.MethodGet
			w, r = headWriter{w}, get
		}
		next.ServeHTTP(w, r)
	})
}

type headWriter struct{ http.ResponseWriter }

func (headWriter) Write(b []byte) (int, error) { return len(b), nil }

// readingAndForms refuses every method but GET and POST; HEAD has become GET by
// now. Which addresses take a POST is for the table of routes.
func readingAndForms(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		if m := c.Request().Method; m != http.MethodGet && m != http.MethodPost {
			return echo.ErrMethodNotAllowed
		}
		return next(c)
	}
}

// sameOrigin refuses what another site makes a browser send, other than
// following a link: by Sec-Fetch-Site, else by Origin. It holds for every
// route, has no exceptions and keeps nothing between requests.
func (s *Server) sameOrigin(e *echo.Echo) (http.Handler, error) {
	guard := http.NewCrossOriginProtection()
	if err := guard.AddTrustedOrigin(s.BaseURL); err != nil { // where a proxy changes Host
		return nil, err
	}
	guard.SetDenyHandler(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.fail(echo.NewHTTPError(http.StatusForbidden, "cross-origin"), e.NewContext(r, w))
	}))
	return guard.Handler(e), nil
}

// tidied sends an address with a slash at its end to the one without. A path
// that begins with two slashes would lead to another host: it is not touched.
func tidied(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) error {
		path := c.Request().URL.EscapedPath()
		tidy := strings.TrimRight(path, "/")
		if tidy == path || tidy == "" || strings.HasPrefix(tidy, "//") {
			return next(c)
		}
		if query := c.Request().URL.RawQuery; query != "" {
			tidy += "?" + query
		}
		return c.Redirect(http.StatusPermanentRedirect, tidy)
	}
}

// clientAddress finds where a request comes from: the connection, or what the
// proxies we know say of theirs.
func clientAddress(proxies []*net.IPNet) echo.IPExtractor {
	if len(proxies) == 0 {
		return echo.ExtractIPDirect()
	}
	trust := []echo.TrustOption{echo.TrustLoopback(false), echo.TrustLinkLocal(false), echo.TrustPrivateNet(false)}
	for _, p := range proxies {
		trust = append(trust, echo.TrustIPRange(p))
	}
	return echo.ExtractIPFromXFFHeader(trust...)
}

// recovering turns a panic in a handler into an error like any other.
func recovering(next echo.HandlerFunc) echo.HandlerFunc {
	return func(c echo.Context) (err error) {
		defer func() {
			if p := recover(); p != nil {
				err = fmt.Errorf("panic: %v\n%s", p, debug.Stack())
			}
		}()
		return next(c)
	}
}
