package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"testing"
	"time"

	"daylight/internal/ocds"
)

// Who answers nothing useful is given up, with what to do; what was filed
// before stays, and the same call reads on there.
func TestFetchGivesUp(t *testing.T) {
	bomb := gz(linked(packaged("Office", numbered("", 9)), "x") + strings.Repeat(" ", 64<<20))
	for name, c := range map[string]struct {
		wrong http.HandlerFunc
		says  string
		tries int
	}{
		"always 503":         {status(503), "answers 503", maxTries},
		"404":                {status(404), "answers 404", 1},
		"403":                {status(403), "answers 403", 1},
		"come back tomorrow": {status(429, "Retry-After", "86400"), "run the same command then", 1},
		"not JSON":           {func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, "<html>") }, "no JSON object", 1},
		"a text":             {func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, `"hello"`) }, "no JSON object", 1},
		"always cut":         {cut, "EOF", maxTries},
		"a bomb": {func(w http.ResponseWriter, r *http.Request) {
			status(200, "Content-Encoding", "gzip")(w, r)
			io.WriteString(w, bomb)
		}, "times its size", 1},
		"a bomb in a file":    {func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, bomb) }, "times its size", 1},
		"another encoding":    {status(200, "Content-Encoding", "br"), "not asked for", 1},
		"a redirect away":     {status(302, "Location", "https://elsewhere.example/"), "--allow-host elsewhere.example", 1},
		"a redirect in place": {func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/api?"+r.URL.RawQuery, 302) }, "redirected", 1},
		"a link away":         {answer(linked(packaged("Office", numbered("", 2)), "https://elsewhere.example/")), "--allow-host elsewhere.example", 1},
		"a link within":       {answer(linked(packaged("Office", numbered("", 2)), "http://169.254.169.254/latest")), "--allow-host 169.254.169.254", 1},
		"a link to a file":    {answer(linked(packaged("Office", numbered("", 2)), "file:///etc/passwd")), "only https", 1},
		"a link to itself":    {answer(linked(packaged("Office", numbered("", 2)), "/api?cursor=1&stages=")), "go round", 1},
	} {
		t.Run(name, func(t *testing.T) {
			wrong := map[int]http.HandlerFunc{}
			for i := 1; i < 20; i++ {
				wrong[i] = c.wrong
			}
			p := play(t, 2, wrong)
			r := follow(t, p)
			_, err := r.fetch()
			if err == nil || !strings.Contains(err.Error(), c.says) {
				t.Fatalf("%v, want %s", err, c.says)
			}
			if len(r.slept) != c.tries-1 {
				t.Errorf("slept %v", r.slept)
			}
			// What was filed before stays; nothing of a page that was not whole is.
			s := r.state("office")
			if s.Next == "" || len(bodies(r.desk)) < 2 {
				t.Errorf("%+v", s)
			}
			p.wrong = nil
			if strings.HasPrefix(name, "a link") && name != "a link to itself" {
				r.Again = true // the publisher has mended its link
			}
			if _, err := r.fetch(); err != nil || len(bodies(r.desk)) != 4 {
				t.Errorf("mended: %v, %d filed", err, len(bodies(r.desk)))
			}
		})
	}
}

func answer(text string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, text) }
}

// Pages that never end, be it without releases or with the same ones, do.
func TestFetchEndlessCursors(t *testing.T) {
	for name, releases := range map[string][]string{"nothing": nil, "the same": {numbered("", 1)}} {
		p := play(t, 0, nil)
		n := 0
		p.Config.Handler = http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			n++
			io.WriteString(w, linked(packaged("Office", releases...), fmt.Sprint("/api?cursor=", n)))
		})
		r := follow(t, p)
		if _, err := r.fetch(); ocds.ReasonOf(err) != ocds.BadLink || n > maxBarren {
			t.Errorf("%s: %v after %d pages", name, err, n)
		}
	}
	r := follow(t, play(t, 10, nil))
	r.Pages = 3
	if s, err := r.fetch(); err == nil || s.Filed != 6 || !strings.Contains(err.Error(), "run the same command") {
		t.Errorf("%v, %v", s, err)
	}
	r.Pages = 0
	r.must(14)
}

// Killed between any two steps, the same call goes on and repeats one page at
// most.
func TestFetchResumes(t *testing.T) {
	for kill := range 6 {
		p := play(t, 4, nil)
		r := follow(t, p)
		ctx, cancel := context.WithCancel(t.Context())
		steps := 0
		say := r.Say
		r.Say = func(format string, args ...any) { // told between filing a page and recording it
			if say(format, args...); steps == kill {
				cancel()
			}
			steps++
		}
		_, err := r.Fetch(ctx, r.source, since, time.Time{})
		cancel()
		if kill < 4 && !errors.Is(err, context.Canceled) {
			t.Fatalf("killed at %d: %v", kill, err)
		}
		r.Say = say
		if _, err := r.fetch(); err != nil {
			t.Fatal(err)
		}
		if got := bodies(r.desk); len(got) != 8 || len(p.asked) > 5 {
			t.Errorf("killed at %d: %d releases after %d requests", kill, len(got), len(p.asked))
		}
		r.verify()
	}
}

// A cursor that the server no longer knows costs the window, and no more.
func TestFetchExpiredCursor(t *testing.T) {
	p := play(t, 3, map[int]http.HandlerFunc{1: status(404), 2: status(410)})
	r := follow(t, p)
	if _, err := r.fetch(); err == nil {
		t.Fatal("a page that is not there was read")
	}
	r.must(4)
	if !strings.HasPrefix(p.asked[3], "limit=2&updatedFrom=2026-03-01") {
		t.Errorf("asked %q", p.asked)
	}
}

func TestFetchSince(t *testing.T) {
	p := play(t, 1, nil)
	r := follow(t, p)
	if _, err := r.Fetch(t.Context(), r.source, time.Time{}, time.Time{}); err == nil || !strings.Contains(err.Error(), "--since") {
		t.Errorf("without a time: %v", err)
	}
	r.must(2)
	for _, c := range []struct {
		since, until string
		want         string
	}{
		{"2026-03-02", "", "updatedFrom=2026-03-02T10"}, // read since an earlier time already: on from there
		{"", "", "updatedFrom=2026-03-02T11"},           // no time: on from there
		{"2026-02-01", "", "updatedFrom=2026-02-01T00"}, // an earlier time: from then
		{"2026-02-20", "2026-02-25", ""},                // read already
		{"", "", "updatedFrom=2026-03-02T13"},           // still on from there
	} {
		p.asked, r.clock = nil, r.clock.Add(time.Hour)
		at := func(day string) time.Time { t, _ := time.Parse(time.DateOnly, day); return t }
		if _, err := r.Fetch(t.Context(), r.source, at(c.since), at(c.until)); err != nil {
			t.Fatal(err)
		}
		if got := strings.Join(p.asked, " "); c.want == "" && got != "" || !strings.Contains(got, c.want) {
			t.Errorf("since %q until %q asked %q, want %s", c.since, c.until, got, c.want)
		}
	}
}

// Any address is read as it is; what it says twice is known.
func TestFetchAnyAddress(t *testing.T) {
	p := play(t, 2, nil)
	r := follow(t, p)
	var err error
	if r.source, err = SourceOf(p.URL + "/api?x=1"); err != nil {
		t.Fatal(err)
	}
	for _, filed := range []int{4, 0} {
		p.asked = nil
		if s, err := r.Fetch(t.Context(), r.source, time.Time{}, time.Time{}); err != nil || s.Filed != filed || s.Filed+s.Known != 4 || p.asked[0] != "x=1" {
			t.Errorf("%v, %v, asked %q", s, err, p.asked)
		}
	}
	for _, name := range []string{"", "tender", "ftp://x.org", "/etc/passwd", "http://"} {
		if _, err := SourceOf(name); err == nil {
			t.Errorf("%q is a source", name)
		}
	}
	s, err := SourceOf("find-a-tender")
	if first, _ := (stream{s, "award"}).first("2026-01-01T00:00:00", ""); err != nil ||
		first != "https://www.find-tender.service.gov.uk/api/1.0/ocdsReleasePackages?limit=100&stages=award&updatedFrom=2026-01-01T00%3A00%3A00" {
		t.Errorf("%s, %v", first, err)
	}
}

// Only hosts that are configured are asked, and a name that leads inside is
// not, whatever it looked like before.
func TestFetchHosts(t *testing.T) {
	h := hostsOf("www.office.example", []string{"Test.example:8080", "local.example"})
	for address, want := range map[string]ocds.Reason{
		"https://www.office.example/api": "", "https://WWW.office.example/": "", "http://test.example:8080/": "", "http://local.example/": "",
		"http://www.office.example/": ocds.BadLink, "https://www.office.example:8443/": ocds.OtherHost, "https://other.example/": ocds.OtherHost,
		"https://www.office.example@evil.example/": ocds.BadLink, "https://www.office.example.evil.example/": ocds.OtherHost, "file:///etc/passwd": ocds.BadLink,
		"gopher://www.office.example/": ocds.BadLink, "//evil.example": ocds.BadLink, "https:evil": ocds.BadLink, "http://127.0.0.1/": ocds.OtherHost, "": ocds.BadLink, "https://[::1": ocds.BadLink,
	} {
		if err := h.check(address); err == nil && want != "" || err != nil && ocds.ReasonOf(err) != want {
			t.Errorf("%s: %v, want %s", address, err, want)
		}
	}
	for _, inside := range []string{"127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "0.0.0.0", "100.64.0.1", "224.0.0.1",
		"255.255.255.255", "198.18.0.1", "::1", "::", "fe80::1%eth0", "fd00::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "2002:7f00:1::", "ff02::1"} {
		if public(netip.AddrPortFrom(netip.MustParseAddr(inside), 443).String()) == nil {
			t.Errorf("%s is taken for a public address", inside)
		}
	}
	for _, outside := range []string{"51.11.0.1", "2a00:1450:4009::1"} {
		if err := public(netip.AddrPortFrom(netip.MustParseAddr(outside), 443).String()); err != nil {
			t.Error(err)
		}
	}
	p := play(t, 1, nil)
	at, _ := url.Parse(p.URL)
	own := hosts{"localhost:" + at.Port(): false}
	_, err := own.client().Get("http://localhost:" + at.Port())
	if ocds.ReasonOf(err) != ocds.OtherHost || len(p.asked) > 0 {
		t.Errorf("a name that leads inside: %v, asked %v", err, p.asked)
	}
}
