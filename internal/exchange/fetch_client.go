package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strconv"
	"strings"
	"time"

	"daylight/internal/ocds"
)

const (
	maxTries = 8
	maxPause = 5 * time.Minute  // between tries, where the server names none
	maxWait  = 30 * time.Minute // that a server may ask for
)

// asker asks one source, patiently.
type asker struct {
	client *http.Client
	agent  string
	busy   time.Duration
	pace   time.Duration
	now    func() time.Time
	sleep  func(context.Context, time.Duration) error
	say    func(format string, args ...any)
	last   time.Time // of the last request
}

// statusError is an answer that is no page.
type statusError struct {
	status int
	after  string // Retry-After
	at     time.Time
}

func (e *statusError) Error() string {
	return strings.TrimSpace(fmt.Sprintf("the server answers %d %s", e.status, http.StatusText(e.status)))
}

// get reads a page, trying again where the server is busy or the network
// fails.
func (a *asker) get(ctx context.Context, address string) (*page, error) {
	for try := 1; ; try++ {
		p, err := a.once(ctx, address)
		if err == nil || ctx.Err() != nil {
			return p, err
		}
		wait, again := a.pause(err, try)
		switch {
		case !again || try == maxTries:
			return nil, fmt.Errorf("%s: %w", address, err)
		case wait > maxWait:
			return nil, fmt.Errorf("%s: %w, and asks to be left alone for %v: run the same command then", address, err, wait.Round(time.Second))
		}
		a.say("%s: %v; trying again in %v", address, err, wait.Round(time.Millisecond))
		if err := a.sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
}

func (a *asker) once(ctx context.Context, address string) (*page, error) {
	if wait := a.pace - a.now().Sub(a.last); !a.last.IsZero() && wait > 0 {
		if err := a.sleep(ctx, wait); err != nil {
			return nil, err
		}
	}
	a.last = a.now()
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, ocds.Refuse(ocds.BadLink, "not an address: %q", address)
	}
	request.Header.Set("Accept", "application/json")
	request.Header.Set("Accept-Encoding", "gzip")
	request.Header.Set("User-Agent", a.agent)
	answer, err := a.client.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		io.CopyN(io.Discard, answer.Body, 64<<10) // so that the connection can be used again
		return nil, &statusError{answer.StatusCode, answer.Header.Get("Retry-After"), a.now()}
	}
	return receive(answer, address, a.now())
}

// pause is how long to wait before another try, and whether one makes sense.
func (a *asker) pause(err error, try int) (time.Duration, bool) {
	backoff := min(time.Second<<(try-1), maxPause)
	if s, ok := errors.AsType[*statusError](err); ok {
		switch s.status {
		case http.StatusTooManyRequests, http.StatusServiceUnavailable:
			if wait, ok := retryAfter(s.after, s.at); ok {
				return wait, true
			}
			return backoff, true
		case http.StatusForbidden:
			return a.busy, a.busy > 0
		case http.StatusRequestTimeout, http.StatusInternalServerError, http.StatusBadGateway, http.StatusGatewayTimeout:
			return backoff, true
		}
		return 0, false
	}
	if _, refused := errors.AsType[*ocds.Refusal](err); refused {
		return 0, false
	}
	return backoff, ocds.ReasonOf(err) == ocds.Unreadable || ocds.ReasonOf(err) == ocds.Truncated
}

// retryAfter reads the header in both its forms, seconds and a date.
func retryAfter(text string, now time.Time) (time.Duration, bool) {
	if n, err := strconv.ParseInt(text, 10, 32); err == nil && n >= 0 {
		return max(time.Second, time.Duration(n)*time.Second), true
	}
	if at, err := http.ParseTime(text); err == nil {
		return max(time.Second, at.Sub(now)), true
	}
	return 0, false
}
