package exchange

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"daylight/internal/ocds"
	"daylight/internal/store"
)

// publisherAPI plays a publisher: pages of two releases, linked by cursors as
// Find a Tender's are.
type publisherAPI struct {
	*httptest.Server
	pages int
	asked []string                 // the query of each request
	wrong map[int]http.HandlerFunc // answers to requests by their number, from 0, instead of a page
}

func play(t *testing.T, pages int, wrong map[int]http.HandlerFunc) *publisherAPI {
	p := &publisherAPI{pages: pages, wrong: wrong}
	p.Server = httptest.NewServer(p)
	t.Cleanup(p.Close)
	return p
}

func (p *publisherAPI) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.asked = append(p.asked, r.URL.RawQuery)
	if wrong := p.wrong[len(p.asked)-1]; wrong != nil {
		wrong(w, r)
		return
	}
	io.WriteString(w, p.page(r.URL.Query()))
}

func (p *publisherAPI) page(q url.Values) string {
	n, _ := strconv.Atoi(q.Get("cursor"))
	stage := q.Get("stages")
	text := strings.TrimSuffix(packaged("Office", numbered(stage, 2*n), numbered(stage, 2*n+1)), "}") + `,"license":"https://office.example/licence"}`
	if n+1 < p.pages {
		text = linked(text, fmt.Sprintf("%s/api?cursor=%d&stages=%s", p.URL, n+1, stage))
	}
	return text
}

// linked is a package that names the page after it.
func linked(text, next string) string {
	return strings.TrimSuffix(text, "}") + `,"links":{"next":"` + next + `"}}`
}

func numbered(stage string, n int) string {
	return fmt.Sprintf(`{"ocid":"ocds-x-%s%d","id":"%06d-2026","date":"2026-03-01T09:00:00Z","tag":["tender"],"initiationType":"tender"}`, stage, n, n)
}

// reading is a Fetcher on a desk of its own, with a clock that only sleeping
// moves.
type reading struct {
	*desk
	Fetcher
	source Source
	clock  time.Time
	slept  []time.Duration
	said   []string
}

func follow(t *testing.T, p *publisherAPI) *reading {
	r := &reading{desk: openDesk(t), clock: time.Date(2026, 3, 2, 12, 0, 0, 0, time.UTC)}
	r.source = Source{Name: "office", Address: p.URL + "/api?limit=2", From: "updatedFrom", To: "updatedTo", Stages: true, Windowed: true}
	host, _ := url.Parse(p.URL)
	r.Fetcher = Fetcher{
		Registry: r.registry, Who: clerk, Allow: []string{host.Host},
		Say:    func(format string, args ...any) { r.said = append(r.said, fmt.Sprintf(format, args...)) },
		Refuse: func(err error) { r.refused = append(r.refused, err) },
		now:    func() time.Time { return r.clock },
		sleep: func(ctx context.Context, d time.Duration) error {
			r.slept, r.clock = append(r.slept, d), r.clock.Add(d)
			return ctx.Err()
		},
	}
	return r
}

var since = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)

func (r *reading) fetch() (Summary, error) {
	return r.Fetch(r.Context(), r.source, since, time.Time{})
}

// must fetches and expects so many new releases.
func (r *reading) must(filed int) {
	r.Helper()
	if s, err := r.fetch(); err != nil || s.Filed != filed {
		r.Fatalf("%v, %v; want %d filed", s, err, filed)
	}
}

func (r *reading) state(key string) (f store.Fetch) {
	r.Helper()
	r.read(func(v store.View) (err error) {
		f, err = v.Fetch(r.Context(), key)
		return err
	})
	return f
}

// All pages are read, each once, and each is recorded with its hash.
func TestFetchPages(t *testing.T) {
	p := play(t, 3, nil)
	r := follow(t, p)
	r.must(6)
	want := []string{"limit=2&updatedFrom=2026-03-01T00%3A00%3A00&updatedTo=2026-03-02T12%3A00%3A00", "cursor=1&stages=", "cursor=2&stages="}
	if !slices.Equal(p.asked, want) {
		t.Errorf("asked %q", p.asked)
	}
	r.read(func(v store.View) error {
		list, err := v.Responses(t.Context(), "office")
		for _, x := range list {
			if !slices.Contains(want, strings.TrimPrefix(x.URL, p.URL+"/api?")) || x.Status != 200 || x.Releases != 2 || len(x.SHA256) != 64 || x.ReceivedAt != "2026-03-02T12:00:00Z" {
				t.Errorf("%+v", x)
			}
		}
		if len(list) != 3 {
			t.Errorf("%d responses", len(list))
		}
		n := 0
		for b, err := range v.Batches(t.Context()) {
			if err != nil {
				return err
			}
			if n++; b.Source != "office" || b.Licence != "https://office.example/licence" || !slices.ContainsFunc(list, func(x store.Response) bool { return x.URL == b.URL }) {
				t.Errorf("%+v", b)
			}
		}
		if n != 3 {
			t.Errorf("%d batches", n)
		}
		return err
	})
	// The same call again asks for what came since, and a little before.
	p.asked, r.clock = nil, r.clock.Add(24*time.Hour)
	r.must(0)
	if p.asked[0] != "limit=2&updatedFrom=2026-03-02T10%3A00%3A00&updatedTo=2026-03-03T12%3A00%3A00" {
		t.Errorf("asked %q", p.asked)
	}
	if s := r.state("office"); s.First != "2026-03-01T00:00:00" || s.Until != "2026-03-03T12:00:00" || s.Next != "" {
		t.Errorf("%+v", s)
	}
}

func TestFetchStagesApart(t *testing.T) {
	p := play(t, 2, nil)
	r := follow(t, p)
	r.Stages = []string{"planning", "award"}
	r.must(8)
	if len(p.asked) != 4 || p.asked[1] != "cursor=1&stages=planning" || p.asked[3] != "cursor=1&stages=award" {
		t.Errorf("asked %q", p.asked)
	}
	if r.state("office award").Until == "" || r.state("office").Until != "" {
		t.Error("stages are not remembered apart")
	}
}

func status(code int, header ...string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for i := 0; i < len(header); i += 2 {
			w.Header().Set(header[i], header[i+1])
		}
		w.WriteHeader(code)
	}
}

// cut answers with the beginning of a page, as a connection that breaks.
func cut(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Length", "5000")
	io.WriteString(w, `{"releases":[`+numbered("", 0)+`,{"ocid":"ocds-x`)
}

// Who is busy is left alone for as long as it asks; what breaks is asked again.
func TestFetchPatience(t *testing.T) {
	later := time.Date(2026, 3, 2, 12, 2, 0, 0, time.UTC).Format(http.TimeFormat)
	for name, c := range map[string]struct {
		wrong http.HandlerFunc
		slept time.Duration
	}{
		"429 with seconds":          {status(429, "Retry-After", "11"), 11 * time.Second},
		"503 with a date":           {status(503, "Retry-After", later), 2 * time.Minute},
		"503 with a date that past": {status(503, "Retry-After", "Mon, 02 Mar 2026 11:00:00 GMT"), time.Second},
		"429 without":               {status(429), time.Second},
		"503 with nonsense":         {status(503, "Retry-After", "soon"), time.Second},
		"502":                       {status(502), time.Second},
		"403 of who means busy":     {status(403), 5 * time.Minute},
		"a cut connection":          {cut, time.Second},
		"a page cut short":          {func(w http.ResponseWriter, r *http.Request) { io.WriteString(w, `{"releases":[`+numbered("", 0)) }, time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			r := follow(t, play(t, 2, map[int]http.HandlerFunc{1: c.wrong}))
			r.source.Busy = 5 * time.Minute
			r.must(4)
			if !slices.Equal(r.slept, []time.Duration{c.slept}) {
				t.Errorf("slept %v, want %v", r.slept, c.slept)
			}
		})
	}
}

// An answer may be packed on the way, or be a packed file.
func TestFetchPacked(t *testing.T) {
	text := packaged("Office", numbered("", 0), numbered("", 1), bad)
	for name, handler := range map[string]http.HandlerFunc{
		"gzip on the way": func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Encoding", "gzip")
			io.WriteString(w, gz(text))
		},
		"a gzip file": answer(gz(text)), "a zstd file": answer(zst(text)), "an array": answer("[" + text + "]"),
	} {
		r := follow(t, play(t, 1, map[int]http.HandlerFunc{0: handler}))
		if s, err := r.fetch(); err != nil || s.Filed != 2 || s.Refused != 1 || len(r.refused) != 1 {
			t.Errorf("%s: %v, %v", name, s, err)
		}
	}
}

func TestFetchPace(t *testing.T) {
	r := follow(t, play(t, 3, nil))
	r.source.Pace = 10 * time.Second
	r.must(6)
	if !slices.Equal(r.slept, []time.Duration{10 * time.Second, 10 * time.Second}) {
		t.Errorf("slept %v", r.slept)
	}
}

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
