package web

import (
	"context"
	"crypto/rand"
	"errors"
	"net/http"
	"strings"

	"github.com/labstack/echo/v4"

	"daylight/internal/ledger"
	"daylight/internal/store"
)

// badRequest is a request that cannot be answered as written. The sentence
// says what to write instead; it never repeats what was written.
type badRequest struct{ sentence string }

func (b badRequest) Error() string { return b.sentence }

func bad(sentence string) error { return badRequest{sentence} }

// failure is a kind of error as readers see it.
type failure struct {
	Status int
	Title  string
	Advice string
}

// failures are all the kinds of error there are.
var failures = []failure{
	{http.StatusBadRequest, "We cannot read that address", "Part of the address is not in the form that this page expects."},
	{http.StatusForbidden, "Not allowed", "Forms are sent from the pages of this site by a person signed in to do so."},
	{http.StatusGone, "No longer valid", "This link has been used, was withdrawn or is past its time. Ask whoever sent it to you for a new one."},
	{http.StatusRequestEntityTooLarge, "Too much at once", "The form holds more than can be read. Shorten what you wrote, or send it in parts."},
	{http.StatusTooManyRequests, "Too many attempts", "Wait a little before you try again."},
	{http.StatusNotFound, "Not in the record", "Nothing is recorded at this address. It may have been mistyped; nothing that was published here has been taken away without a note in its place."},
	{http.StatusMethodNotAllowed, "This page can only be read", "Use GET or HEAD at this address."},
	{http.StatusTooManyRequests, "Too many at once", "Others are being served. Please try again in a minute."},
	{http.StatusServiceUnavailable, "Too slow just now", "The answer took too long to put together. Please try again in a minute, or ask for less at once."},
	{http.StatusInternalServerError, "Something broke on our side", "The fault has been noted. Please try again in a minute."},
}

// apiError is a kind of error that only programs meet, with what is wrong in
// what they sent.
type apiError struct {
	failure
	Problems []jsonProblem
}

func (e *apiError) Error() string { return e.Title }

// failureOf is the kind of a status. Any other fault of the request is told
// like the first, under its own status; all else is our fault.
func failureOf(status int) failure {
	for _, f := range failures {
		if f.Status == status {
			return f
		}
	}
	if status >= 400 && status < 500 {
		f := failures[0]
		f.Status, f.Title, f.Advice = status, "We cannot answer that request", "Ask for the address of a page with GET, and nothing else."
		return f
	}
	return failures[len(failures)-1]
}

// classify finds the kind of an error. Anything not foreseen is our fault.
func classify(err error) failure {
	var badly badRequest
	var routing *echo.HTTPError
	switch {
	case isAPIError(err) != nil:
		return isAPIError(err).failure
	case accessFailure(err) != nil:
		return *accessFailure(err)
	case errors.As(err, &badly):
		f := failureOf(http.StatusBadRequest)
		f.Advice = badly.sentence
		return f
	case errors.Is(err, store.ErrNotFound), errors.Is(err, ledger.ErrOutside):
		return failureOf(http.StatusNotFound)
	case errors.Is(err, context.DeadlineExceeded):
		return failureOf(http.StatusServiceUnavailable)
	case errors.As(err, &routing):
		return failureOf(routing.Code)
	}
	return failureOf(http.StatusInternalServerError)
}

func isAPIError(err error) *apiError {
	e, _ := errors.AsType[*apiError](err)
	return e
}

type errorPage struct {
	Page
	Failure failure
	ID      string // of the request, in our log; only for faults of ours
}

func (*errorPage) template() string { return "error" }

// fail answers a request that went wrong, in the form it asked for. It says
// nothing about the cause that we did not write ourselves.
func (s *Server) fail(err error, c echo.Context) {
	if c.Response().Committed {
		return
	}
	f, id := classify(err), ""
	if f.Status >= http.StatusInternalServerError {
		id = rand.Text()[:12]
		s.Log.Error("request failed", "id", id, "route", c.Path(), "error", err)
	}
	c.Response().Header().Set("Cache-Control", "no-store")
	if f.Status == http.StatusMethodNotAllowed {
		c.Response().Header().Set("Allow", s.allowed(c.Request().URL.Path))
	}
	path := c.Request().URL.Path
	switch {
	case strings.HasSuffix(path, string(asJSON)), strings.HasPrefix(path, "/api/"):
		told := map[string]any{"error": map[string]any{"status": f.Status, "title": f.Title, "advice": f.Advice, "id": id}}
		if e := isAPIError(err); e != nil && len(e.Problems) > 0 {
			told["problems"] = e.Problems
		}
		c.JSON(f.Status, told)
	case strings.HasSuffix(path, string(asCSV)), strings.HasSuffix(path, string(asRSS)), strings.HasSuffix(path, string(asICS)):
		c.String(f.Status, f.Title+". "+f.Advice+"\n")
	default:
		body, err := s.renderPage(&errorPage{Page: Page{Title: f.Title}, Failure: f, ID: id})
		if err != nil {
			s.Log.Error("error page failed", "id", id, "error", err)
			c.String(f.Status, f.Title+". "+f.Advice+"\n")
			return
		}
		c.HTMLBlob(f.Status, body)
	}
}
