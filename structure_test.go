// Package daylight_test checks the plan of the house: which room may import
// which.
package daylight_test

import (
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

const (
	module = "daylight"
	all    = "*"
)

// mayImport is the import map: every room, and the rooms it may import. A room
// that is needed and that none of these can hold is added here, with its
// reason in the commit.
var mayImport = map[string][]string{
	"internal/procurement": nil,
	"internal/ledger":      nil,
	"internal/outlier":     nil,
	"templates":            nil,
	"static":               nil,
	"seed":                 nil,
	"internal/ocds":        {"internal/procurement"},
	"internal/rules":       {"internal/procurement", "internal/outlier"},
	"internal/cardinal":    {"internal/ocds", "internal/outlier"},
	"internal/history":     {"internal/procurement"},
	"internal/feed":        {"internal/procurement"},
	"internal/access":      {"internal/procurement"},
	"internal/forms":       {"internal/procurement", "internal/ocds"},
	"internal/store":       {"internal/procurement", "internal/ledger"},
	"internal/registry": {"internal/procurement", "internal/ocds", "internal/rules", "internal/history", "internal/ledger",
		"internal/access", "internal/store", "internal/forms"},
	"internal/exchange": {"internal/procurement", "internal/ocds", "internal/registry", "internal/store"},
	"internal/notify":   {"internal/procurement", "internal/feed", "internal/store"},
	"internal/web": {"internal/procurement", "internal/ocds", "internal/rules", "internal/feed", "internal/ledger", "internal/access",
		"internal/exchange", "internal/store", "internal/registry", "internal/forms"},
	"cmd/daylight": {all},
}

// onlyIn are modules whose types stay in one room.
var onlyIn = map[string]string{
	"github.com/labstack/echo":        "internal/web",
	"github.com/mattn/go-sqlite3":     "internal/store",
	"github.com/pressly/goose":        "internal/store",
	"github.com/huandu/go-sqlbuilder": "internal/store",
	"database/sql":                    "internal/store",
	"github.com/alecthomas/kong":      "cmd/daylight",
	"github.com/gorilla/feeds":        "internal/feed",
}

func TestImportMap(t *testing.T) {
	found := imports(t)
	for room, list := range found {
		allowed, known := mayImport[room]
		if !known {
			t.Errorf("%s is not on the import map", room)
		}
		for _, path := range list {
			other, ours := strings.CutPrefix(path, module+"/")
			if ours && !slices.Contains(allowed, other) && !slices.Contains(allowed, all) {
				t.Errorf("%s imports %s, which the map does not allow", room, other)
			}
			for prefix, only := range onlyIn {
				if (path == prefix || strings.HasPrefix(path, prefix+"/")) && room != only {
					t.Errorf("%s imports %s, which is for %s alone", room, path, only)
				}
			}
		}
	}
	for room := range mayImport {
		if _, ok := found[room]; !ok {
			t.Errorf("%s is on the map and not in the tree", room)
		}
	}
}

// The map itself has no circle, and names only rooms that are on it.
func TestTheImportMapIsSound(t *testing.T) {
	var visit func(room string, path []string)
	visit = func(room string, path []string) {
		if slices.Contains(path, room) {
			t.Fatalf("a circle: %v", append(path, room))
		}
		for _, other := range mayImport[room] {
			if _, ok := mayImport[other]; !ok && other != all {
				t.Errorf("%s may import %s, which is no room", room, other)
			}
			visit(other, append(slices.Clone(path), room))
		}
	}
	for room := range mayImport {
		visit(room, nil)
	}
}

// imports are the imports of every package in the tree, without its tests.
func imports(t *testing.T) map[string][]string {
	t.Helper()
	found := map[string][]string{}
	err := filepath.WalkDir(".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		if entry.IsDir() {
			if name := entry.Name(); path != "." && (strings.HasPrefix(name, ".") || strings.HasPrefix(name, "_") || name == "testdata") {
				return filepath.SkipDir
			}
			return nil
		}
		if filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return nil
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, parser.ImportsOnly)
		if err != nil {
			return err
		}
		room := filepath.ToSlash(filepath.Dir(path))
		found[room] = slices.Grow(found[room], 1)
		for _, spec := range file.Imports {
			imported, err := strconv.Unquote(spec.Path.Value)
			if err != nil {
				return err
			}
			found[room] = append(found[room], imported)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}
