package web

import (
	"bytes"
	"context"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/labstack/echo/v4"
)

func TestServeStopsWhenToldTo(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- Serve(ctx, seeded(t).Config, l) }()
	for path, want := range map[string]string{"/healthz": "ok\n", "/readyz": "ready\n"} {
		answer, err := http.Get("http://" + l.Addr().String() + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		if answer.StatusCode != 200 || string(body) != want {
			t.Errorf("%s answers %d %q", path, answer.StatusCode, body)
		}
	}
	stop()
	select {
	case err := <-done:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(5 * time.Second):
		t.Error("the server goes on")
	}
	if _, err := http.Get("http://" + l.Addr().String() + "/healthz"); err == nil {
		t.Error("the server still answers")
	}
}

// A fault of ours is answered with a reference, which the log explains.
func TestFaultsAreLoggedAndNotTold(t *testing.T) {
	c := seeded(t).Config
	var log bytes.Buffer
	c.Log = slog.New(slog.NewTextHandler(&log, nil))
	files := fstest.MapFS{
		"layouts/base.html": {Data: []byte(`{{define "base"}}{{template "content" .}}{{end}}`)},
		"parts/none.html":   {Data: []byte(``)},
		"pages/error.html":  {Data: []byte(`{{define "content"}}{{.Failure.Title}} {{.ID}}{{end}}`)},
		"pages/about.html":  {Data: []byte(`{{define "content"}}{{.SecretField}}{{end}}`)},
	}
	c.Templates = files
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	w := askServer(s, "GET", "/about")
	id := w.Body.String()[strings.LastIndex(w.Body.String(), " ")+1:]
	if w.Code != 500 || strings.Contains(w.Body.String(), "SecretField") || len(id) != 12 {
		t.Errorf("answers %d: %s", w.Code, w.Body)
	}
	if !strings.Contains(log.String(), id) || !strings.Contains(log.String(), "SecretField") {
		t.Errorf("the log does not explain %s: %s", id, log.String())
	}
}

func TestAPanicIsAFaultLikeAnyOther(t *testing.T) {
	err := recovering(func(echo.Context) error { panic("oh") })(nil)
	if err == nil || classify(err).Status != 500 {
		t.Errorf("%v", err)
	}
}

func TestDevelopmentReadsFilesAnew(t *testing.T) {
	dir := t.TempDir()
	if err := os.CopyFS(dir, os.DirFS("../../templates")); err != nil {
		t.Fatal(err)
	}
	c := seeded(t).Config
	c.Dev, c.Templates = true, os.DirFS(dir)
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	askServer(s, "GET", "/about")
	page := `{{define "content"}}changed while it runs{{end}}`
	if err := os.WriteFile(dir+"/pages/about.html", []byte(page), 0o600); err != nil {
		t.Fatal(err)
	}
	if w := askServer(s, "GET", "/about"); !strings.Contains(w.Body.String(), "changed while it runs") {
		t.Error("the page is the old one")
	}
}

func TestWhatReadersWriteIsEscaped(t *testing.T) {
	for _, path := range []string{"/contracts?q=%3Cscript%3Ealert(1)%3C/script%3E", "/contracts?buyer=%22%3E%3Cscript%3E",
		"/feeds?q=%3Cscript%3E", "/organisations?q=%3Cscript%3E", "/feeds.opml?q=%3Cscript%3E", "/contracts.rss?q=%3Cscript%3E"} {
		if body := get(t, path).Body.String(); strings.Contains(body, "<script") {
			t.Errorf("%s repeats a tag", path)
		}
	}
}

func TestLinksToSourcesLeadToTheWebOnly(t *testing.T) {
	for address, want := range map[string]string{
		"https://example.org/a": "https://example.org/a", "http://example.org": "http://example.org",
		"javascript:alert(1)": "", "data:text/html,x": "", "//example.org": "", "/here": "", "https://": "", "": "", "https://a b": "",
	} {
		if got := sourceURL(address); got != want {
			t.Errorf("%q becomes %q", address, got)
		}
	}
}
