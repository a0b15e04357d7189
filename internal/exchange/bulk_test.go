package exchange

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"daylight/internal/store"
)

func bulkOf(d *desk, dir string) (list []BulkFile) {
	d.Helper()
	d.read(func(v store.View) (err error) {
		list, err = WriteBulk(d.Context(), v, "https://daylight.example/", dir)
		return err
	})
	return list
}

// The folder holds every format, whole and by year, with the sums of all; the
// same record is the same files; what is no file of ours is left alone.
func TestBulk(t *testing.T) {
	d := openDesk(t)
	d.load(seeds(t)...)
	dir := filepath.Join(t.TempDir(), "bulk")
	files := bulkOf(d, dir)
	years := map[int]int{}
	for _, f := range files {
		years[f.Year]++
		body, err := os.ReadFile(filepath.Join(dir, f.Name))
		if sum := sha256.Sum256(body); err != nil || hex.EncodeToString(sum[:]) != f.SHA256 {
			t.Errorf("%s has another sum: %v", f.Name, err)
		}
		if strings.HasSuffix(f.Name, ".gz") {
			z, err := gzip.NewReader(bytes.NewReader(body))
			if err != nil {
				t.Fatal(err)
			}
			if body, err = io.ReadAll(z); err != nil {
				t.Fatal(err)
			}
		}
		if f.Format.Name == Releases && !strings.Contains(string(body), `"uri":"https://daylight.example/data/bulk/`+f.Name+`"`) {
			t.Errorf("%s does not say where it is", f.Name)
		}
	}
	for year, n := range years {
		if n != len(Formats) || len(years) < 2 {
			t.Errorf("%d files of %d", n, year)
		}
	}
	listed, err := ReadBulk(dir)
	if err != nil || len(listed) != len(files) {
		t.Fatalf("%d files listed of %d: %v", len(listed), len(files), err)
	}
	for i, f := range listed {
		if f.Name != files[i].Name || f.SHA256 != files[i].SHA256 || f.Size == 0 || !f.Recorded.Equal(files[i].Recorded) || f.Year != files[i].Year {
			t.Errorf("listed %+v, written %+v", f, files[i])
		}
	}

	text, _ := os.ReadFile(filepath.Join(dir, sums))
	for _, name := range []string{"mine.txt", "daylight-ocds-releases-1950.json.gz"} {
		os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600)
	}
	gone := strings.Repeat("0", 64) + "  daylight-ocds-releases-1950.json.gz\n"
	os.WriteFile(filepath.Join(dir, sums), append(text, gone...), 0o600)
	bulkOf(d, dir)
	again, _ := os.ReadFile(filepath.Join(dir, sums))
	if string(again) != string(text) {
		t.Error("the same record is other files")
	}
	left, _ := os.ReadDir(dir)
	var names []string
	for _, f := range left {
		names = append(names, f.Name())
	}
	if len(names) != len(files)+3 || !slices.Contains(names, "mine.txt") {
		t.Errorf("the folder holds %q", names)
	}
}

func TestBulkNames(t *testing.T) {
	for _, f := range Formats {
		for _, year := range []int{0, 2024} {
			for _, packed := range []bool{true, false} {
				name := BulkName(f, year, packed)
				g, y, p, ok := ParseBulkName(name)
				if !ok || g.Name != f.Name || y != year || p != (packed && !f.Packed) {
					t.Errorf("%s: %s %d %v %v", name, g.Name, y, p, ok)
				}
			}
		}
	}
	for _, name := range []string{"", "daylight", "daylight-ocds-releases", "daylight-ocds-releases-24.json", "daylight-tables.xlsx.gz", "../daylight-tables.xlsx",
		"daylight-releases-20245.jsonl", "daylight-releases-2024.json", "SHA256SUMS"} {
		if f, _, _, ok := ParseBulkName(name); ok {
			t.Errorf("%q is read as %s", name, f.Name)
		}
	}
}
