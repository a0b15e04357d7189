package web

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers/gorillamux"

	"daylight/internal/exchange"
	"daylight/internal/store"
)

type apiPackage struct {
	Releases []struct{ OCID, ID string }
	Records  []struct{ OCID string }
	Links    struct{ Next string }
}

// allPages follows links.next to the end.
func allPages(t *testing.T, address string) (list []string) {
	t.Helper()
	for range 1000 {
		w := get(t, address)
		var p apiPackage
		if err := json.Unmarshal(w.Body.Bytes(), &p); err != nil || w.Code != 200 {
			t.Fatalf("%s: %d, %v", address, w.Code, err)
		}
		for _, r := range p.Releases {
			list = append(list, r.OCID+" "+r.ID)
		}
		for _, r := range p.Records {
			list = append(list, r.OCID)
		}
		next, ok := strings.CutPrefix(p.Links.Next, "https://daylight.example")
		if !ok {
			return list
		}
		address = next
	}
	t.Fatal("the pages do not end")
	return nil
}

// However the pages are cut, together they are the same, once each.
func TestAPIPages(t *testing.T) {
	for _, address := range []string{"/api/ocds/releases?", "/api/ocds/records?", "/api/ocds/releases?stages=award&", "/api/ocds/records?stages=planning,tender&",
		"/api/ocds/releases/daylight-met-police-palantir-pilot?"} {
		whole := allPages(t, address+"limit=100")
		parts := allPages(t, address+"limit=7")
		if len(whole) == 0 || !slices.Equal(whole, parts) {
			t.Errorf("%s: %d in pages of 100, %d in pages of 7", address, len(whole), len(parts))
		}
		seen := slices.Clone(whole)
		slices.Sort(seen)
		if len(slices.Compact(seen)) != len(whole) {
			t.Errorf("%s: some come twice", address)
		}
	}
	if all, some := len(allPages(t, "/api/ocds/releases")), len(allPages(t, "/api/ocds/releases?stages=tender")); some == 0 || some >= all {
		t.Errorf("%d of %d releases are of the tender stage", some, all)
	}
}

// Time selects by when a statement was recorded here; a day includes its end.
func TestAPIUpdated(t *testing.T) {
	all := len(allPages(t, "/api/ocds/releases"))
	day := strings.Split(recordedAt(t), "T")[0]
	for query, want := range map[string]int{
		"updatedFrom=1999-01-01": all, "updatedTo=1999-01-01": 0, "updatedFrom=2999-01-01T00:00:00Z": 0, "updatedFrom=" + day + "&updatedTo=" + day: all,
		"updatedFrom=" + recordedAt(t): all, "updatedTo=" + recordedAt(t) + "&updatedFrom=" + day + "T00:00:00": all, "updatedTo=" + day + "T00:00:00Z": 0,
	} {
		if got := len(allPages(t, "/api/ocds/releases?"+query)); got != want {
			t.Errorf("%s: %d releases, want %d", query, got, want)
		}
		if got := len(allPages(t, "/api/ocds/records?"+query)); (got == 0) != (want == 0) {
			t.Errorf("%s: %d records", query, got)
		}
	}
}

func recordedAt(t *testing.T) (at string) {
	t.Helper()
	if err := seeded(t).Reader.Read(t.Context(), func(v store.View) (err error) {
		at, err = v.LastRecorded(t.Context())
		return err
	}); err != nil {
		t.Fatal(err)
	}
	return at
}

// What cannot be read is refused with a sentence that names the parameter.
func TestAPIRefusals(t *testing.T) {
	for _, base := range []string{"/api/ocds/releases", "/api/ocds/records"} {
		for query, names := range map[string]string{
			"limit=0": "limit", "limit=101": "limit", "limit=x": "limit", "cursor=!": "cursor", "cursor=cjAx": "cursor", "cursor=eDE": "cursor",
			"updatedFrom=yesterday": "updatedFrom", "updatedTo=2026-02-30": "updatedTo", "stages=bid": "stages", "stages=award,": "stages",
		} {
			w := fetched(seeded(t), "GET", base+"?"+query)
			var e struct{ Error struct{ Advice string } }
			if err := json.Unmarshal(w.Body.Bytes(), &e); err != nil || w.Code != 400 || !strings.Contains(e.Error.Advice, names) {
				t.Errorf("%s?%s: %d %s", base, query, w.Code, w.Body)
			}
		}
		if w := fetched(seeded(t), "GET", base+"/none"); w.Code != 404 || !json.Valid(w.Body.Bytes()) {
			t.Errorf("%s/none: %d %s", base, w.Code, w.Body)
		}
	}
}

// The API does what its description says.
func TestOpenAPI(t *testing.T) {
	doc, err := openapi3.NewLoader().LoadFromData(get(t, "/data/openapi.json").Body.Bytes())
	if err != nil {
		t.Fatal(err)
	}
	if err := doc.Validate(t.Context()); err != nil {
		t.Fatal(err)
	}
	router, err := gorillamux.NewRouter(doc)
	if err != nil {
		t.Fatal(err)
	}
	const pilot = "daylight-met-police-palantir-pilot"
	for address, want := range map[string]int{
		"/api/ocds/releases?limit=3&stages=award,tender&updatedFrom=2020-01-01": 200, "/api/ocds/records?limit=2": 200, "/api/ocds/releases/" + pilot: 200,
		"/api/ocds/records/" + pilot: 200, "/api/ocds/records/none": 404, "/api/ocds/releases?cursor=x": 400, "/data/files.json": 200,
	} {
		req := httptest.NewRequest(http.MethodGet, "https://daylight.example"+address, nil)
		route, params, err := router.FindRoute(req)
		if err != nil {
			t.Errorf("%s: %v", address, err)
			continue
		}
		in := &openapi3filter.RequestValidationInput{Request: req, PathParams: params, Route: route}
		if err := openapi3filter.ValidateRequest(t.Context(), in); err != nil {
			t.Errorf("%s: %v", address, err)
		}
		w := fetched(seeded(t), "GET", address)
		out := &openapi3filter.ResponseValidationInput{RequestValidationInput: in, Status: w.Code, Header: w.Header(), Body: io.NopCloser(w.Body)}
		if err := openapi3filter.ValidateResponse(t.Context(), out); err != nil || w.Code != want {
			t.Errorf("%s: %d, %v", address, w.Code, err)
		}
	}
}

// withBulk is the site with its bulk files written.
func withBulk(t *testing.T) *Server {
	t.Helper()
	config := seeded(t).Config
	config.Bulk = t.TempDir()
	if err := config.Reader.Read(t.Context(), func(v store.View) error {
		_, err := exchange.WriteBulk(t.Context(), v, config.BaseURL, config.Bulk)
		return err
	}); err != nil {
		t.Fatal(err)
	}
	s, err := New(config)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func fetched(s *Server, method, address string, headers ...string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, address, nil)
	for pair := range slices.Chunk(headers, 2) {
		r.Header.Set(pair[0], pair[1])
	}
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	return w
}

// Files are served whole and in parts, known by their hash; what is no file of
// ours is not there.
func TestBulkDownloads(t *testing.T) {
	s := withBulk(t)
	const name = "/data/bulk/daylight-tables.csv.zip"
	whole := fetched(s, "GET", name)
	kept, err := os.ReadFile(s.Bulk + "/daylight-tables.csv.zip")
	if err != nil || whole.Code != 200 || !bytes.Equal(whole.Body.Bytes(), kept) {
		t.Fatalf("%d, %v", whole.Code, err)
	}
	if w := fetched(s, "HEAD", name); w.Code != 200 || w.Body.Len() != 0 || w.Header().Get("Content-Length") != whole.Header().Get("Content-Length") {
		t.Errorf("HEAD: %d %v", w.Code, w.Header())
	}
	if w := fetched(s, "GET", name, "Range", "bytes=0-1"); w.Code != 206 || w.Body.String() != "PK" {
		t.Errorf("a part: %d %q", w.Code, w.Body)
	}
	if w := fetched(s, "GET", name, "If-None-Match", whole.Header().Get("ETag")); w.Code != 304 {
		t.Errorf("known: %d", w.Code)
	}
	for _, address := range []string{"/data/bulk/SHA256SUM", "/data/bulk/..%2frecord.db", "/data/bulk/daylight-tables-1066.csv.zip.gz", "/data/bulk/daylight-fields.csv"} {
		if w := fetched(s, "GET", address); w.Code != 404 {
			t.Errorf("%s: %d", address, w.Code)
		}
	}
	if w := fetched(s, "GET", "/data/bulk/SHA256SUMS"); w.Code != 200 || !strings.Contains(w.Body.String(), "daylight-tables.csv.zip") {
		t.Errorf("SHA256SUMS: %d", w.Code)
	}
	for _, address := range []string{"/data", "/data/files", "/data/fields"} {
		if w := fetched(s, "GET", address); w.Code != 200 || !strings.Contains(w.Body.String(), "<table") {
			t.Errorf("%s: %d, and no table", address, w.Code)
		}
	}
}

// What the list finds can be taken away by the same query.
func TestSelectedDownloads(t *testing.T) {
	list := get(t, "/contracts?flag=one-supplier-considered").Body.String()
	for _, f := range exchange.Formats {
		address := "/data/bulk/" + exchange.BulkName(f, 0, false) + "?flag=one-supplier-considered"
		if !strings.Contains(list, `href="`+address+`"`) {
			t.Errorf("the list does not offer %s", address)
		}
		w := get(t, address)
		if w.Code != 200 || w.Header().Get("Content-Type") != f.Type || w.Body.Len() == 0 {
			t.Errorf("%s: %d %v", address, w.Code, w.Header())
		}
		if !f.Packed && (!strings.Contains(w.Body.String(), "daylight-met-police-unified-operational-analytics") || strings.Contains(w.Body.String(), `"ocid":"daylight-eu-europol`)) {
			t.Errorf("%s holds others", address)
		}
		if w := fetched(seeded(t), "GET", address, "If-None-Match", w.Header().Get("ETag")); w.Code != 304 {
			t.Errorf("%s, known: %d", address, w.Code)
		}
	}
	if w := fetched(seeded(t), "GET", "/data/bulk/daylight-releases.jsonl?flag=none"); w.Code != 400 {
		t.Errorf("an unknown flag: %d", w.Code)
	}
}

func TestByteSizes(t *testing.T) {
	for n, want := range map[int64]string{0: "0 bytes", 999: "999 bytes", 1500: "2 kB", 2_340_000: "2.3 MB", 8_000_000_000: "8.0 GB"} {
		if got := byteSize(n); got != want {
			t.Errorf("%d: %s, want %s", n, got, want)
		}
	}
}
