package exchange

import (
	"archive/tar"
	"archive/zip"
	"bytes"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/klauspost/compress/gzip"
	"github.com/klauspost/compress/zstd"

	"daylight/internal/ocds"
)

// found is what an Opener finds, one line for each release, error and skipped
// file, with names as seen from the folder.
func found(o Opener, folder string, names ...string) []string {
	out := []string{}
	o.Skipped = func(file, why string) { out = append(out, file+" skipped: "+why) }
	for i := range names {
		if names[i] != "-" {
			names[i] = filepath.Join(folder, names[i])
		}
	}
	for item, err := range o.Items(names...) {
		if e, ok := errors.AsType[*ocds.ReadError](err); ok {
			out = append(out, fmt.Sprintf("%s %s", e.File, e.Reason()))
			continue
		}
		out = append(out, fmt.Sprintf("%s%s %s", item.File, item.Pointer, item.Body))
	}
	for i := range out {
		out[i] = strings.ReplaceAll(out[i], folder+"/", "")
	}
	return out
}

func fill(t testing.TB, folder string, files map[string]string) {
	t.Helper()
	for name, text := range files {
		path := filepath.Join(folder, name)
		if err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700), os.WriteFile(path, []byte(text), 0o600)); err != nil {
			t.Fatal(err)
		}
	}
}

func gz(text string) string {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, text)
	z.Close()
	return b.String()
}

func zst(text string) string {
	z, _ := zstd.NewWriter(nil)
	return string(z.EncodeAll([]byte(text), nil))
}

// zipOf is an archive of names and texts in turn.
func zipOf(members ...string) string {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for i := 0; i < len(members); i += 2 {
		w, _ := z.Create(members[i])
		io.WriteString(w, members[i+1])
	}
	z.Close()
	return b.String()
}

func tarOf(name, text string) string {
	var b bytes.Buffer
	w := tar.NewWriter(&b)
	w.WriteHeader(&tar.Header{Name: name, Mode: 0o600, Size: int64(len(text))})
	io.WriteString(w, text)
	w.Close()
	return b.String()
}

const (
	lines = "{\"ocid\":\"a\"}\n{\"ocid\":\"b\"}\n"
	pkg   = `{"releases":[{"ocid":"c"}]}`
)

// However a file is packed, and however it comes, the same releases are found.
func TestOpenForms(t *testing.T) {
	plain := []string{`f {"ocid":"a"}`, `f {"ocid":"b"}`}
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"plain", lines, plain},
		{"a byte order mark", "\xef\xbb\xbf" + lines, plain},
		{"gzip", gz(lines), plain},
		{"gzip in parts", gz(lines[:15]) + gz(lines[15:]), plain},
		{"zstd", zst(lines), plain},
		{"zstd after a skippable frame", "\x50\x2a\x4d\x18\x01\x00\x00\x00x" + zst(lines), plain},
		{"nothing", "", []string{}},
		{"zip", zipOf("x/", "", "x/y/lines.jsonl", lines, "package", pkg, "README.txt", "hello", "../up.json", zst(pkg), "list.csv", "id,ocid\n", "other.json", `{"a":1}`),
			[]string{`f!x/y/lines.jsonl {"ocid":"a"}`, `f!x/y/lines.jsonl {"ocid":"b"}`, `f!package/releases/0 {"ocid":"c"}`,
				"f!README.txt skipped: does not look like OCDS", `f!../up.json/releases/0 {"ocid":"c"}`,
				"f!list.csv skipped: does not look like OCDS", "f!other.json skipped: does not look like OCDS"}},
		{"an empty zip", zipOf(), []string{}},
		{"an archive in an archive", zipOf("in.zip", zipOf("x", pkg), "x", pkg), []string{"f!in.zip nested-archive", `f!x/releases/0 {"ocid":"c"}`}},
		{"a name no terminal should see", zipOf("x\n\x1b[31m", pkg), []string{`"f!x\n\x1b[31m"/releases/0 {"ocid":"c"}`}},
		{"a zip cut short", zipOf("x", pkg)[:60], []string{"f bad-archive"}},
		{"a gzip cut short", gz(lines)[:20], []string{"f truncated"}},
		{"gzip in name only", "\x1f\x8bhello, this is none", []string{"f bad-archive"}},
		{"bzip2", "BZh91AY&SY\x1a", []string{"f unsupported-archive"}},
		{"xz", "\xfd7zXZ\x00\x00\x04", []string{"f unsupported-archive"}},
		{"7-Zip", "7z\xbc\xaf\x27\x1c\x00\x04", []string{"f unsupported-archive"}},
		{"tar", tarOf("x", pkg), []string{"f unsupported-archive"}},
		{"tar in gzip", gz(tarOf("x", pkg)), []string{"f unsupported-archive"}},
		{"tar in zip", zipOf("x.tar", tarOf("x", pkg), "y", pkg), []string{"f!x.tar unsupported-archive", `f!y/releases/0 {"ocid":"c"}`}},
		{"UTF-16", "\xff\xfe{\x00}\x00", []string{"f utf-16"}},
		{"what is named is read", "hello", []string{"f bad-json"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			fill(t, folder, map[string]string{"f": c.text})
			if got := found(Opener{}, folder, "f"); !slices.Equal(got, c.want) {
				t.Errorf("a file: got %q\nwant %q", got, c.want)
			}
			got := found(Opener{Stdin: strings.NewReader(c.text)}, folder, "-")
			for i := range got {
				got[i] = strings.Replace(got[i], "-", "f", 1)
			}
			if !slices.Equal(got, c.want) {
				t.Errorf("standard input: got %q\nwant %q", got, c.want)
			}
		})
	}
}

// A folder is read by path, through all its folders; what is no OCDS is named.
func TestOpenFolder(t *testing.T) {
	folder := t.TempDir()
	fill(t, folder, map[string]string{
		"in/b/2.json.gz": gz(pkg), "in/b/1.jsonl": lines, "in/a.zip": zipOf("m", pkg), "in/c/README.md": "hello", "in/c/list.json": "[]",
		"in/.git/config": "x", "in/bad.json": `{"ocid":nope}`, "in/cut.gz": gz(pkg)[:15],
	})
	if err := os.Symlink("b/1.jsonl", filepath.Join(folder, "in/link")); err != nil {
		t.Fatal(err)
	}
	want := []string{
		"in/.git skipped: hidden", `in/a.zip!m/releases/0 {"ocid":"c"}`, `in/b/1.jsonl {"ocid":"a"}`, `in/b/1.jsonl {"ocid":"b"}`,
		`in/b/2.json.gz/releases/0 {"ocid":"c"}`, "in/bad.json bad-json", "in/c/README.md skipped: does not look like OCDS",
		"in/c/list.json skipped: does not look like OCDS", "in/cut.gz truncated", "in/link skipped: not a regular file",
		"nowhere unreadable", `in/b/1.jsonl {"ocid":"a"}`, `in/b/1.jsonl {"ocid":"b"}`,
	}
	if got := found(Opener{}, folder, "in", "nowhere", "in/b/1.jsonl"); !slices.Equal(got, want) {
		t.Errorf("got  %q\nwant %q", got, want)
	}
}

// What grows too large is stopped, at once, with the releases before it read.
func TestOpenLimits(t *testing.T) {
	space := strings.Repeat(" ", 64<<20)
	many := make([]string, 0, 2*1001)
	for i := range 1001 {
		many = append(many, fmt.Sprint(i), "")
	}
	names := make([]string, 0, 2*100)
	for i := range 100 {
		names = append(names, fmt.Sprint(i)+strings.Repeat("x", 60000), "")
	}
	for _, c := range []struct {
		name, text string
		want       []string
	}{
		{"gzip", gz(lines + space), []string{`f {"ocid":"a"}`, `f {"ocid":"b"}`, "f compression-ratio"}},
		{"zstd", zst(lines + space), []string{`f {"ocid":"a"}`, `f {"ocid":"b"}`, "f compression-ratio"}},
		{"zip", zipOf("x", lines+space), []string{`f!x {"ocid":"a"}`, `f!x {"ocid":"b"}`, "f!x compression-ratio"}},
		{"gzip in zip", zipOf("x", gz(lines+space)), []string{`f!x {"ocid":"a"}`, `f!x {"ocid":"b"}`, "f!x compression-ratio"}},
		{"many small in zip", zipOf("x", lines+space[:10<<20], "y", lines+space[:10<<20]),
			[]string{`f!x {"ocid":"a"}`, `f!x {"ocid":"b"}`, `f!y {"ocid":"a"}`, `f!y {"ocid":"b"}`, "f!y compression-ratio"}},
		{"a thousand and one members", zipOf(many...), []string{"f too-many-entries"}},
		{"a table of contents past any use", zipOf(names...), []string{"f too-many-entries"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			folder := t.TempDir()
			fill(t, folder, map[string]string{"f": c.text})
			begin := time.Now()
			if got := found(Opener{}, folder, "f"); !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
			if took := time.Since(begin); took > 2*time.Second {
				t.Errorf("took %v", took)
			}
		})
	}
	o := Opener{Stdin: strings.NewReader(gz(lines)), Limits: Limits{Ratio: 100, Floor: 1 << 20, Total: 20, Entries: 1}}
	if got := found(o, "", "-"); !slices.Equal(got, []string{`- {"ocid":"a"}`, `- {"ocid":"b"}`, "- too-large"}) {
		t.Errorf("a total: %q", got)
	}
}

func TestOpenStopsWhenTold(t *testing.T) {
	folder := t.TempDir()
	fill(t, folder, map[string]string{"1.json": lines, "2.zip": zipOf("a", lines, "b", lines), "bad": "x"})
	for _, names := range [][]string{{folder}, {folder + "/2.zip", folder}, {folder + "/bad", folder}, {folder + "/none", folder}} {
		n := 0
		for range (Opener{}).Items(names...) {
			n++
			break
		}
		if n != 1 {
			t.Errorf("%v: %d", names, n)
		}
	}
}

// Whatever a file holds, opening it ends, and every error has a reason.
func FuzzOpen(f *testing.F) {
	for _, text := range []string{lines, gz(lines), zst(lines), zipOf("x", pkg, "y/z", gz(pkg)), zipOf("x", zipOf("y", pkg)), "\xff\xfe{\x00"} {
		f.Add([]byte(text))
	}
	limits := Limits{Ratio: 100, Floor: 1 << 16, Total: 1 << 24, Entries: 10}
	f.Fuzz(func(t *testing.T, text []byte) {
		for item, err := range (Opener{Stdin: bytes.NewReader(text), Limits: limits}).Items("-") {
			if err != nil {
				if e, ok := errors.AsType[*ocds.ReadError](err); !ok || e.File == "" || e.Reason() == ocds.Unreadable {
					t.Errorf("%v", err)
				}
			} else if _, err := ocds.ParseObject(item.Body); err != nil {
				t.Errorf("%q: %v", item.Body, err)
			}
		}
	})
}
