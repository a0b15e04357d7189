// Package web answers HTTP: one handler a page, one typed struct a template,
// one table of routes (routes.go) and one of errors (errors.go).
//
// What it serves to the public is a view of the public record at one moment of
// the database, and is kept under the data version until the next commit: such
// a page changes nothing, sets no cookie and knows no reader. The pages of the
// desk (desk.go) are for one person at a time, are never kept, and change what
// their forms are for. No page runs a script in the reader's browser or loads
// anything from elsewhere. Absolute links begin with the configured base
// address, never with what a request claims.
//
// A form handler gets a *visit: the person signed in (Person, Actor), already
// known to be allowed the action its line in routes.go names, with a code given
// in the last minutes where the policy asks for that. It reads fields with
// Field, asks access.Can about the very object once it has it, writes in one
// transaction that begins with Access.Renew and Access.Once, and returns an
// error, which is answered by its kind, or shows its page again with what was
// wrong (access.Invalid).
//
// Limits: it speaks plain HTTP, to stand behind a proxy that speaks TLS, and
// believes no forwarding header but X-Forwarded-For from the proxies it is told
// of, which says whose attempts to sign in are slowed.
package web

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/labstack/echo/v4"

	"daylight/internal/access"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// Config is what a server needs from outside.
type Config struct {
	Reader    *store.Reader
	BaseURL   string       // scheme and host of the public address, such as https://daylight.example
	VKey      string       // the ledger's verifier key, shown to readers; "" where not known
	Version   string       // of the program
	Templates fs.FS        // layouts, parts and pages
	Static    fs.FS        // style sheets and icon
	Dev       bool         // read templates and static files anew for every request, keep no pages
	Bulk      string       // folder of bulk files, as exchange.WriteBulk fills it; "" is none
	Log       *slog.Logger // nil is silent

	Access   *access.Service   // the desk's accounts; nil serves the public pages alone
	Drafts   *registry.Desk    // what is written at the desk; set with Access
	Intake   *registry.Intake  // what programs send; set with Access
	Tickets  *registry.Tickets // replies and corrections asked for; set with Access
	Redactor Redactor          // the registry; nil where Access is
	Proxies  []*net.IPNet      // whose X-Forwarded-For is believed; nobody's where empty
}

// Server is the site. It is an http.Handler.
type Server struct {
	Config
	handler   http.Handler
	templates templates
	pages     *cache
	flights   flights
	echo      *echo.Echo
	table     []*route      // all that is served, as routes.go has it
	exports   chan struct{} // as many as may be put together at once
	sends     chan struct{} // as many as may be sent at once
	acting    chan struct{} // one at a time
	sent      access.Quota  // of what programs send
	secret    [32]byte      // seals forms that the public fills in, until the program ends
	asked     access.Quota  // of tickets
	looked    access.Quota  // of looks at tickets
}

// New prepares a server. It fails where a template does not parse.
func New(c Config) (*Server, error) {
	c.BaseURL = strings.TrimRight(c.BaseURL, "/")
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	s := &Server{Config: c, pages: newCache(cacheBytes), exports: make(chan struct{}, maxExports)}
	rand.Read(s.secret[:])
	s.sends, s.acting = make(chan struct{}, sendsAtOnce), make(chan struct{}, 1)
	s.sent = access.Quota{Each: sendsEach, All: sendsAll, Span: time.Minute}
	s.asked = access.Quota{Each: ticketsEach, All: ticketsAll, Span: time.Hour}
	s.looked = access.Quota{Each: 100, All: 5000, Span: time.Hour}
	var err error
	if s.templates, err = parseTemplates(c.Templates, s.functions()); err != nil {
		return nil, err
	}
	e := echo.New()
	e.HideBanner, e.HidePort = true, true
	e.IPExtractor = clientAddress(c.Proxies)
	e.HTTPErrorHandler = s.fail
	e.Pre(readingAndForms, tidied)
	e.Use(recovering)
	s.routes(e)
	s.echo = e
	if s.handler, err = s.sameOrigin(e); err != nil {
		return nil, err
	}
	s.handler = secure(answerHead(s.handler))
	return s, nil
}

// ServeHTTP answers one request.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.handler.ServeHTTP(w, r) }

// drain is how long requests under way may take once the server is told to
// stop.
const drain = 10 * time.Second

// Serve answers requests on a listener until the context ends, then lets those
// under way finish.
func Serve(ctx context.Context, c Config, l net.Listener) error {
	s, err := New(c)
	if err != nil {
		return err
	}
	srv := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: 3 * time.Second,
		ReadTimeout:       15 * time.Second,
		WriteTimeout:      30 * time.Second,
		IdleTimeout:       60 * time.Second,
		MaxHeaderBytes:    16 << 10,
		ErrorLog:          slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug),
	}
	done := make(chan error, 1)
	go func() {
		<-ctx.Done()
		stop, cancel := context.WithTimeout(context.Background(), drain)
		defer cancel()
		done <- srv.Shutdown(stop)
	}()
	if err := srv.Serve(l); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return <-done
}
