package web

import (
	"bytes"
	"context"
	"encoding/json"
	"io/fs"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/PuerkitoBio/goquery"

	"daylight/internal/access"
	"daylight/internal/ocds"
	"daylight/internal/registry"
	"daylight/internal/store"
)

// seeded serves the real cases of the seed, as of 23 November 2026.
func seeded(t *testing.T) *Server {
	t.Helper()
	s, err := seededOnce()
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestMain(m *testing.M) {
	code := m.Run()
	os.RemoveAll(seedDir)
	os.Exit(code)
}

var seedDir string

var seededOnce = sync.OnceValues(func() (*Server, error) {
	dir, err := os.MkdirTemp("", "daylight-web")
	if err != nil {
		return nil, err
	}
	seedDir = dir
	db := filepath.Join(dir, "seed.db")
	if err := fileSeed(db); err != nil {
		return nil, err
	}
	return serving(db)
})

func fileSeed(db string) error {
	cases := os.DirFS("../../seed")
	names, err := fs.Glob(cases, "*.json")
	if err != nil {
		return err
	}
	var list []registry.Submission
	for _, name := range names {
		text, err := fs.ReadFile(cases, name)
		if err != nil {
			return err
		}
		for item, err := range ocds.Read(bytes.NewReader(text)) {
			if err != nil {
				return err
			}
			list = append(list, registry.Submission{Body: item.Body, Publisher: "Daylight"})
		}
	}
	return file(db, list)
}

// file fills a database, as of 23 November 2026.
func file(db string, list []registry.Submission) error {
	ctx, clock := context.Background(), time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC)
	r, err := registry.Open(ctx, registry.Config{DB: db, Origin: "daylight.example/log", Now: func() time.Time { return clock }})
	if err != nil {
		return err
	}
	defer r.Close()
	who := access.Actor{Kind: access.Operator, Name: "seed"}
	if _, err := r.AdvanceDay(ctx, who, "2026-11-23"); err != nil {
		return err
	}
	_, err = r.File(ctx, who, "seed", list)
	return err
}

// holding serves a database that holds the given releases and nothing else.
func holding(t *testing.T, releases ...any) *Server {
	t.Helper()
	var list []registry.Submission
	for _, x := range releases {
		body, err := json.Marshal(x)
		if err != nil {
			t.Fatal(err)
		}
		list = append(list, registry.Submission{Body: body, Publisher: "Town"})
	}
	return filed(t, list)
}

// filed is a site on a database that holds some releases.
func filed(t *testing.T, list []registry.Submission) *Server {
	t.Helper()
	db := filepath.Join(t.TempDir(), "some.db")
	if err := file(db, list); err != nil {
		t.Fatal(err)
	}
	s, err := serving(db)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { s.Reader.Close() })
	return s
}

func serving(db string) (*Server, error) {
	reader, err := store.OpenReader(db)
	if err != nil {
		return nil, err
	}
	return New(Config{Reader: reader, BaseURL: "https://daylight.example",
		Templates: os.DirFS("../../templates"), Static: os.DirFS("../../static")})
}

// get asks for a page and wants it.
func get(t *testing.T, path string) *httptest.ResponseRecorder {
	t.Helper()
	w := httptest.NewRecorder()
	seeded(t).ServeHTTP(w, httptest.NewRequest("GET", path, nil))
	if w.Code != 200 {
		t.Fatalf("%s answers %d: %s", path, w.Code, w.Body)
	}
	return w
}

func document(t *testing.T, path string) *goquery.Document {
	t.Helper()
	return documentOf(t, seeded(t), path)
}

func documentOf(t *testing.T, s *Server, path string) *goquery.Document {
	t.Helper()
	w := askServer(s, "GET", path)
	if w.Code != 200 {
		t.Fatalf("%s answers %d: %s", path, w.Code, w.Body)
	}
	doc, err := goquery.NewDocumentFromReader(w.Body)
	if err != nil {
		t.Fatal(err)
	}
	return doc
}

// plain is the text of a part of a page with its spaces put in order.
func plain(s *goquery.Selection) string { return strings.Join(strings.Fields(s.Text()), " ") }
