package web

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/labstack/echo/v4"
)

// ask sends a request with headers, given as names and values in turn.
func ask(t *testing.T, method, path string, headers ...string) *httptest.ResponseRecorder {
	t.Helper()
	return askServer(seeded(t), method, path, headers...)
}

func askServer(s *Server, method, path string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, path, nil)
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	if host := r.Header.Get("Host"); host != "" {
		r.Host = host
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

func TestBadRequestsSayWhatToWrite(t *testing.T) {
	for _, test := range []struct {
		path   string
		status int
		says   string
	}{
		{"/contracts?year=abc", 400, "year=2024"},
		{"/contracts?year=99999", 400, "year=2024"},
		{"/contracts?before=x", 400, "top of the list"},
		{"/contracts?limit=-3", 400, "limit=100"},
		{"/contracts?flag=nonsense", 400, "page of flags"},
		{"/extensions?after=1e3", 400, "top of the list"},
		{"/flags/one-bid?state=guilty", 400, "not applicable"},
		{pilot + "?at=2026-13-45", 400, "YYYY-MM-DD"},
		{"/log/leaf/abc", 400, "digits"},
		{"/log/consistency?from=9&to=3", 400, "smaller first"},
		{"/log/leaf/999999999", 404, ""},
		{"/log/proof/999999999", 404, ""},
		{"/log/tile/0/000.p/255", 404, ""},
		{"/log/tile/../../etc/passwd", 404, ""},
		{"/contracts/none", 404, ""},
		{"/organisations/none", 404, ""},
		{"/decisions/none", 404, ""},
		{"/flags/none", 404, ""},
		{"/cases/none", 404, ""},
		{"/static/embed.go", 404, ""},
		{"/static/..%2f..%2fgo.mod", 404, ""},
		{"/data/extension/none.json", 404, ""},
		{"/nowhere", 404, ""},
	} {
		w := ask(t, "GET", test.path)
		if w.Code != test.status || !strings.Contains(w.Body.String(), test.says) {
			t.Errorf("%s answers %d, wanted %d with %q", test.path, w.Code, test.status, test.says)
		}
		if w.Header().Get("Cache-Control") != "no-store" || w.Header().Get("Content-Security-Policy") == "" {
			t.Errorf("%s: headers %v", test.path, w.Header())
		}
	}
}

func TestErrorsRepeatNothingOfTheRequest(t *testing.T) {
	const mark = "zqxjkv"
	for _, path := range []string{"/" + mark, "/contracts?year=" + mark, "/contracts.json?year=" + mark, "/contracts.csv?before=" + mark,
		"/contracts/" + mark + ".json", "/flags/" + mark + ".rss", pilot + "?at=" + mark} {
		w := ask(t, "GET", path, "User-Agent", mark, "Host", mark)
		if w.Code < 400 || strings.Contains(w.Body.String(), mark) {
			t.Errorf("%s answers %d: %s", path, w.Code, w.Body)
		}
	}
}

// All errors of data twins have one shape.
func TestErrorShapes(t *testing.T) {
	w := ask(t, "GET", "/contracts.json?year=abc")
	var got map[string]map[string]any
	if err := json.Unmarshal(w.Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	want := map[string]map[string]any{"error": {"status": 400.0, "title": "We cannot read that address",
		"advice": "Write a year with four digits, such as year=2024.", "id": ""}}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	for _, path := range []string{"/contracts.csv?year=abc", "/contracts.rss?year=abc"} {
		if w := ask(t, "GET", path); w.Code != 400 || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") {
			t.Errorf("%s answers %d as %s", path, w.Code, w.Header().Get("Content-Type"))
		}
	}
}

func TestParametersAreForgiving(t *testing.T) {
	plain := ask(t, "GET", "/contracts.json?year=2026").Body.String()
	for _, path := range []string{"/contracts.json?year=2026&year=abc", "/contracts.json?year=+2026+"} {
		if got := ask(t, "GET", path).Body.String(); got != plain {
			t.Errorf("%s differs: %s", path, got)
		}
	}
	if w := ask(t, "GET", "/contracts?utm_source=x&limit=99999999"); w.Code != 200 {
		t.Errorf("unknown parameter: %d", w.Code)
	}
}

func TestOnlyReading(t *testing.T) {
	for _, method := range []string{"POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT"} {
		for _, path := range []string{"/contracts", pilot + ".json", "/static/site.css", "/healthz"} {
			w := ask(t, method, path)
			if got := w.Header().Get("Allow"); w.Code != http.StatusMethodNotAllowed || got != "GET, HEAD" {
				t.Errorf("%s %s answers %d and allows %q", method, path, w.Code, got)
			}
		}
	}
}

// A fault of the request is never told as one of ours.
func TestEveryFaultOfARequestKeepsItsStatus(t *testing.T) {
	for status := 400; status < 500; status++ {
		f := classify(fmt.Errorf("routing: %w", echo.NewHTTPError(status)))
		if f.Status != status || f.Title == "" || f.Advice == "" {
			t.Errorf("%d is told as %+v", status, f)
		}
	}
	if f := classify(echo.NewHTTPError(502)); f.Status != 500 {
		t.Errorf("502 is told as %+v", f)
	}
}

func TestASlashAtTheEndLeadsToThePage(t *testing.T) {
	for path, want := range map[string]string{
		"/contracts/": "/contracts", "/contracts//": "/contracts", "/contracts/?q=radio&year=2024": "/contracts?q=radio&year=2024", pilot + "/": pilot,
		"/a%2Fb/": "/a%2Fb", `/\evil.example/`: "/%5Cevil.example",
	} {
		w := ask(t, "GET", path)
		if got := w.Header().Get("Location"); w.Code != http.StatusPermanentRedirect || got != want {
			t.Errorf("%s answers %d and leads to %q, want %q", path, w.Code, got, want)
		}
	}
	for _, path := range []string{"//evil.example/", "//evil.example", "///evil.example/", "//", "/%2F/evil.example", "/%2Fevil.example"} {
		r := httptest.NewRequest("GET", "/", nil)
		r.URL = &url.URL{Path: path}
		if u, err := url.Parse("http://x" + path); err == nil {
			r.URL.Path, r.URL.RawPath = u.Path, u.RawPath
		}
		w := httptest.NewRecorder()
		seeded(t).ServeHTTP(w, r)
		if w.Code != 404 || w.Header().Get("Location") != "" {
			t.Errorf("%s answers %d and leads to %q", path, w.Code, w.Header().Get("Location"))
		}
	}
}

func TestHeadIsGetWithoutBody(t *testing.T) {
	for _, path := range []string{"/", "/contracts.csv", "/feed.rss", "/healthz", "/static/site.css", "/nowhere"} {
		head, get := ask(t, "HEAD", path), ask(t, "GET", path)
		if head.Code != get.Code || head.Body.Len() > 0 {
			t.Errorf("HEAD %s answers %d with %d bytes, GET %d", path, head.Code, head.Body.Len(), get.Code)
		}
		if d := cmp.Diff(get.Header(), head.Header()); d != "" {
			t.Errorf("HEAD %s: %s", path, d)
		}
	}
}

func TestAReadersCopyIsStillGood(t *testing.T) {
	first := ask(t, "GET", "/contracts")
	etag := first.Header().Get("ETag")
	if etag == "" {
		t.Fatal("no ETag")
	}
	for _, header := range []string{etag, `"other", ` + etag, strings.TrimPrefix(etag, "W/"), "*"} {
		if w := ask(t, "GET", "/contracts", "If-None-Match", header); w.Code != 304 || w.Body.Len() > 0 {
			t.Errorf("If-None-Match: %s answers %d", header, w.Code)
		}
	}
	if w := ask(t, "GET", "/contracts?year=2026", "If-None-Match", etag); w.Code != 200 {
		t.Errorf("another page answers %d", w.Code)
	}
}

func TestCompressedCopyIsTheSamePage(t *testing.T) {
	plain := ask(t, "GET", "/")
	if got := plain.Header().Get("Content-Length"); got != strconv.Itoa(plain.Body.Len()) {
		t.Errorf("Content-Length %s for %d bytes", got, plain.Body.Len())
	}
	packed := ask(t, "GET", "/", "Accept-Encoding", "br, gzip;q=0.8")
	if packed.Header().Get("Content-Encoding") != "gzip" || packed.Header().Get("Vary") != "Accept-Encoding" {
		t.Fatalf("headers %v", packed.Header())
	}
	z, err := gzip.NewReader(packed.Body)
	if err != nil {
		t.Fatal(err)
	}
	body, err := io.ReadAll(z)
	if err != nil || !bytes.Equal(body, plain.Body.Bytes()) {
		t.Errorf("unpacked differs, error %v", err)
	}
	for _, refused := range []string{"", "identity", "gzip;q=0", "gzip; q=0.0", "deflate"} {
		if w := ask(t, "GET", "/", "Accept-Encoding", refused); w.Header().Get("Content-Encoding") != "" {
			t.Errorf("Accept-Encoding %q is given a compressed page", refused)
		}
	}
}

func TestLinksDoNotBelieveTheRequest(t *testing.T) {
	w := ask(t, "GET", "/contracts.json?limit=1", "Host", "evil.example", "X-Forwarded-Host", "evil.example", "X-Forwarded-Proto", "ftp")
	if strings.Contains(w.Body.String(), "evil") || !strings.Contains(w.Body.String(), `"https://daylight.example/contracts.json?before=`) {
		t.Error(w.Body)
	}
}
