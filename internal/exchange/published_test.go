package exchange

import (
	"cmp"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daylight/internal/ocds"
	"daylight/internal/store"
)

// notOCDS are the published files that hold none: lists and tables that others
// made of some.
var notOCDS = []string{"oracle-contracts.jsonl", "lancashire-councils", ".csv"}

// unfileable are the releases of published files that are held back: the one
// has an amount to a hundredth of a kobo.
var unfileable = map[string]int{"nigeria-budeshi.jsonl": 1}

// Every file of published OCDS is filed, or told of, to the last release; a
// second time it changes nothing. The large ones are left out where time is
// short or the race detector is on.
func TestEveryPublishedFile(t *testing.T) {
	root := filepath.Join(cmp.Or(os.Getenv("DAYLIGHT_SHARED"), filepath.Join("..", "..", "..", "shared")), "data")
	for _, place := range []string{"world", "uk", "canada", "toronto"} {
		t.Run(place, func(t *testing.T) {
			files := publishedOCDS(filepath.Join(root, place))
			if _, err := os.Stat(filepath.Join(root, place)); err != nil {
				t.Skipf("NOT RUN: needs the shared data (DAYLIGHT_SHARED): %v", err)
			}
			d := openDesk(t)
			for _, file := range files {
				if info, err := os.Stat(file); err != nil || (testing.Short() || raced) && info.Size() > 1<<20 {
					continue
				}
				published(d, file)
			}
			d.verify()
		})
	}
}

// publishedOCDS are the files under a folder that hold OCDS.
func publishedOCDS(dir string) (files []string) {
	filepath.WalkDir(dir, func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && !slices.ContainsFunc(notOCDS, func(x string) bool { return strings.Contains(path, x) }) {
			files = append(files, path)
		}
		return nil
	})
	return files
}

func published(d *desk, file string) {
	d.Helper()
	in := 0
	for item, err := range (Opener{}).Items(file) {
		if e, ok := errors.AsType[*ocds.ReadError](err); ok && e.Fatal {
			d.Fatalf("%s: %v", file, err)
		}
		if in++; item == nil && err == nil {
			d.Fatal("neither a release nor an error")
		}
	}
	first := d.load(file)
	versioned := strings.Contains(file, ".versioned.")
	if first.Filed+first.Known+first.Refused != in || in == 0 || versioned != (first.Refused == in) || !versioned && first.Refused != unfileable[filepath.Base(file)] {
		d.Errorf("%s: %d releases in, %v", file, in, first)
	}
	for _, err := range d.refused {
		if r := ocds.ReasonOf(err); r != ocds.VersionedRelease && r != ocds.BadAmount {
			d.Errorf("%v", err)
		}
	}
	leaves := size(d)
	again := d.load(file)
	if again.Filed != 0 || again.Known != first.Filed+first.Known || again.Refused != first.Refused || size(d) != leaves {
		d.Errorf("%s again: %v after %v, %d leaves after %d", file, again, first, size(d), leaves)
	}
}

func size(d *desk) (n int64) {
	d.Helper()
	d.read(func(v store.View) (err error) {
		n, err = v.Size(d.Context())
		return err
	})
	return n
}
