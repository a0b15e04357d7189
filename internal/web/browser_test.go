package web

import (
	"context"
	"fmt"
	"net/http/httptest"
	"net/url"
	"os/exec"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// A real browser opens the main pages, wide and narrow, light and dark.
func TestPagesInABrowser(t *testing.T) {
	site := httptest.NewServer(seeded(t))
	defer site.Close()
	ctx, seen := browse(t, site.Listener.Addr().String())
	pages := []string{"/", "/contracts", pilot, metCase, "/organisations/daylight.metropolitan-police-service", "/flags/rolling-extensions"}
	for _, width := range []int64{1280, 375} {
		for _, scheme := range []string{"light", "dark"} {
			for _, page := range pages {
				t.Run(fmt.Sprintf("%s %d %s", page, width, scheme), func(t *testing.T) {
					open(ctx, t, site.URL+page, width, scheme)
					for _, line := range seen.take() {
						t.Error(line)
					}
				})
			}
		}
	}
}

// chromium is a browser that can be started; without one the test is skipped.
func chromium(t *testing.T, longest time.Duration) context.Context {
	t.Helper()
	if testing.Short() {
		t.Skip("a browser takes its time")
	}
	path, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("NO BROWSER: chromium is not installed, so no page was opened in one")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path), chromedp.NoSandbox, chromedp.UserDataDir(t.TempDir()),
		chromedp.Flag("disable-quic", true), chromedp.Flag("disable-component-update", true))
	ctx, stop := context.WithTimeout(context.Background(), longest)
	t.Cleanup(stop)
	ctx, closeBrowser := chromedp.NewExecAllocator(ctx, options...)
	t.Cleanup(closeBrowser)
	ctx, closeTab := chromedp.NewContext(ctx)
	t.Cleanup(closeTab)
	return ctx
}

// browse opens a browser, which notes what goes wrong at a site; without one the
// test is skipped.
func browse(t *testing.T, host string) (context.Context, *trouble) {
	t.Helper()
	ctx := chromium(t, time.Minute)
	seen := &trouble{host: host}
	if err := chromedp.Listen(ctx, seen.note); err != nil {
		t.Fatal(err)
	}
	for _, command := range []cdp.Command[cdp.Empty, cdp.Empty]{log.Enable, runtime.Enable} {
		if _, err := chromedp.Call(ctx, command, cdp.Empty{}); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		t.Fatal(err)
	}
	return ctx, seen
}

// open wants a page to be laid out within its width, in its colours, under one
// heading.
func open(ctx context.Context, t *testing.T, address string, width int64, scheme string) {
	t.Helper()
	media := emulation.SetEmulatedMediaParams{Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}}}
	if _, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, media); err != nil {
		t.Fatal(err)
	}
	if err := chromedp.Do(ctx, chromedp.EmulateViewport(width, 900), chromedp.Navigate(address)); err != nil {
		t.Fatal(err)
	}
	page, err := chromedp.Run(ctx, chromedp.Evaluate[struct {
		Wide, Headings int64
		Dark           bool
	}](`({Wide: document.documentElement.scrollWidth, Headings: document.querySelectorAll("h1").length,
		Dark: getComputedStyle(document.body).backgroundColor.match(/[0-9]+/g).slice(0, 3).reduce((a, b) => a + +b, 0) < 384})`))
	if err != nil {
		t.Fatal(err)
	}
	if page.Wide != width { // a page as wide as its window scrolls to no side
		t.Errorf("the page is %d wide", page.Wide)
	}
	if page.Headings != 1 {
		t.Errorf("%d h1", page.Headings)
	}
	if page.Dark != (scheme == "dark") {
		t.Errorf("the page is dark: %t", page.Dark)
	}
}

// trouble is what a browser complains of, and every request to another host.
type trouble struct {
	host  string
	mu    sync.Mutex
	lines []string
}

func (c *trouble) note(event any) {
	line := ""
	switch e := event.(type) {
	case *log.EventEntryAdded: // refusals of the content security policy, failed requests
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			line = "the browser says: " + e.Entry.Text
		}
	case *runtime.EventConsoleAPICalled:
		line = fmt.Sprint("the console says: ", e.Type)
	case *runtime.EventExceptionThrown:
		line = "an exception: " + e.ExceptionDetails.Text
	case *network.EventRequestWillBeSent:
		if u, err := url.Parse(e.Request.URL); err != nil || u.Host != c.host && u.Scheme != "data" {
			line = "a request to " + e.Request.URL
		}
	case *network.EventResponseReceived:
		if e.Response.Status >= 400 {
			line = fmt.Sprint(e.Response.URL, " answers ", e.Response.Status)
		}
	}
	if line != "" {
		c.mu.Lock()
		defer c.mu.Unlock()
		c.lines = append(c.lines, line)
	}
}

func (c *trouble) take() []string {
	c.mu.Lock()
	defer c.mu.Unlock()
	lines := c.lines
	c.lines = nil
	return lines
}
