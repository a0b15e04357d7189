package exchange

import (
	"context"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

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
