package ocds

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// seen is what Read yields, one line for each item or error.
func seen(r io.Reader) []string {
	out := []string{}
	for item, err := range Read(r) {
		if e, ok := errors.AsType[*ReadError](err); ok {
			end := ""
			if e.Fatal {
				end = ", and no more"
			}
			out = append(out, fmt.Sprintf("%d%s %s%s", e.Document, e.Pointer, e.Reason(), end))
			continue
		}
		line := fmt.Sprintf("%d%s %s", item.Document, item.Pointer, item.Body)
		if item.Kind == CompiledItem {
			line += " compiled"
		}
		out = append(out, line)
	}
	return out
}

var readCases = []struct {
	name, text string
	want       []string
}{
	{"nothing", " \n", []string{}},
	{"a release, spaces and all", `{"ocid": "a",  "x":1.0}`, []string{`0 {"ocid": "a",  "x":1.0}`}},
	{"a pretty-printed release", "{\n  \"ocid\": \"a\"\n}\n", []string{"0 {\n  \"ocid\": \"a\"\n}"}},
	{"a release package", `{"version":"1.1","releases":[{"ocid":"a"}, {"ocid":"b"}],"uri":"u"}`,
		[]string{`0/releases/0 {"ocid":"a"}`, `0/releases/1 {"ocid":"b"}`}},
	{"a pretty-printed package", "{\n\"releases\": [\n{\"ocid\":\"a\"},\n{\"ocid\":\"b\"}\n]\n}\n",
		[]string{`0/releases/0 {"ocid":"a"}`, `0/releases/1 {"ocid":"b"}`}},
	{"a package without releases", `{"releases":[]} {"releases":null}`, []string{}},
	{"a record package", `{"records":[{"ocid":"a","compiledRelease":{"x":1},"releases":[{"ocid":"a"}]},{"ocid":"b","compiledRelease":{"x":2}}]}`,
		[]string{`0/records/0/releases/0 {"ocid":"a"}`, `0/records/1/compiledRelease {"x":2} compiled`}},
	{"linked releases are not fetched", `{"records":[{"releases":[{"url":"u","date":"d","tag":["t"]}],"compiledRelease":{"ocid":"a"}}]}`,
		[]string{`0/records/0/compiledRelease {"ocid":"a"} compiled`}},
	{"a record alone", `{"ocid":"a","releases":[{"ocid":"a"}],"compiledRelease":{}}`, []string{`0/releases/0 {"ocid":"a"}`}},
	{"a record with an empty list", "{\"compiledRelease\":{\"ocid\":\"a\"},\n\"releases\":[]}", []string{`0/compiledRelease {"ocid":"a"} compiled`}},
	{"JSON lines", "{\"ocid\":\"a\"}\r\n\n{\"ocid\":\"b\"}", []string{`0 {"ocid":"a"}`, `1 {"ocid":"b"}`}},
	{"packages as JSON lines", "{\"releases\":[{\"x\":1}]}\n{\"releases\":[{\"x\":2}]}\n", []string{`0/releases/0 {"x":1}`, `1/releases/0 {"x":2}`}},
	{"concatenated", `{"ocid":"a"}{"ocid":"b"}[{"ocid":"c"}]`, []string{`0 {"ocid":"a"}`, `1 {"ocid":"b"}`, `2/0 {"ocid":"c"}`}},
	{"concatenated and pretty-printed", "{\n\"x\":1}{\n\"x\":2}\n{\"x\":3}", []string{"0 {\n\"x\":1}", "1 {\n\"x\":2}", `2 {"x":3}`}},
	{"an array of anything", "[\n{\"ocid\":\"a\"},\n{\"releases\":[{\"ocid\":\"b\"}]},\n{\"ocid\":\"c\"} ]",
		[]string{`0/0 {"ocid":"a"}`, `0/1/releases/0 {"ocid":"b"}`, `0/2 {"ocid":"c"}`}},
	{"an array on a line", `[{"x":1}, {"releases":[{"x":2}]},{"x":3}]`, []string{`0/0 {"x":1}`, `0/1/releases/0 {"x":2}`, `0/2 {"x":3}`}},
	{"one byte order mark", "\xef\xbb\xbf{\"ocid\":\"a\"}", []string{`0 {"ocid":"a"}`}},
	{"two byte order marks", "\xef\xbb\xbf\xef\xbb\xbf{}", []string{`0 bad-json`}},
	{"what is no release is passed over", `{"releases":[1,{"ocid":"a"},null]} 7 [[]] {"ocid":"b"}`,
		[]string{`0/releases/0 not-an-object`, `0/releases/1 {"ocid":"a"}`, `0/releases/2 not-an-object`, `1 not-an-object`, `2/0 not-an-object`, `3 {"ocid":"b"}`}},
	{"a bad line is passed over", "{\"x\":1}\n{\"x\":nope}\nrubbish\n{\"x\":2}\n",
		[]string{`0 {"x":1}`, `1/x bad-json`, `2 bad-json`, `3 {"x":2}`}},
	{"a first line cut short", "{\"x\":{\"y\":1,\n{\"x\":2}\n", []string{`0/x truncated`, `1 {"x":2}`}},
	{"duplicate keys", "{\"x\":1,\"x\":2}\n{\"x\":3}\n", []string{`0/x duplicate-key`, `1 {"x":3}`}},
	{"a NUL in a key", `{"x":{"a\u0000b":1}}` + "\n{\"x\":\"a\\u0000b\"}\n", []string{`0 nul-in-key`, `1 {"x":"a\u0000b"}`}},
	{"bad UTF-8", "{\"x\":\"\xff\"}\n{\"x\":3}\n", []string{`0/x bad-utf8`, `1 {"x":3}`}},
	{"nesting too deep", "{\"x\":" + strings.Repeat("[", 64) + strings.Repeat("]", 64) + "}\n{\"x\":3}\n", []string{`0 too-deep`, `1 {"x":3}`}},
	{"nesting far too deep", `[{"x":` + strings.Repeat("[", 1e5) + strings.Repeat("]", 1e5) + `},{"x":3}]`,
		[]string{`0/0 too-deep`, `0/1 {"x":3}`}},
	{"a package cut short", "{\n\"releases\":[\n{\"ocid\":\"a\"},", []string{`0/releases/0 {"ocid":"a"}`, `0/releases/1 truncated, and no more`}},
	{"a line cut short at the end", "{\"x\":1}\n{\"x\":\"ab", []string{`0 {"x":1}`, `1/x truncated, and no more`}},
	{"a package on a line cut short", `{"releases":[{"x":1},{"x":2},{"x`, []string{`0/releases/0 {"x":1}`, `0/releases/1 {"x":2}`, `0/releases/2 truncated, and no more`}},
	{"bad JSON in a package", "{\n\"releases\":[\n{\"ocid\":\"a\"},{]\n{\"ocid\":\"b\"}]}", []string{`0/releases/0 {"ocid":"a"}`, `0/releases/1 bad-json`, `0/releases/1 bad-json`}},
	{"a bad release in a package", `{"releases":[{"x":1},{"x":nope},{"x":1,"x":2},{"x":2}]}`,
		[]string{`0/releases/0 {"x":1}`, `0/releases/1/x bad-json`, `0/releases/2/x duplicate-key`, `0/releases/3 {"x":2}`}},
	{"a package with a key twice", `{"releases":[{"x":1}],"version":"1.1","releases":[{"x":2}],"version":{"a\u0000":1}}{"x":3}`,
		[]string{`0/releases/0 {"x":1}`, `0/releases duplicate-key`, `0/version nul-in-key`, `1 {"x":3}`}},
	{"a package with a comma too many", `{"releases":[{"x":1},],}`, []string{`0/releases/0 {"x":1}`, `0/releases/1 bad-json`}},
	{"a package without a colon", `{"releases" []}`, []string{`0 bad-json`}},
	{"no JSON at all", "id,title\n1,Road\n", []string{`0 bad-json, and no more`}},
	{"UTF-16", "\xff\xfe{\x00}\x00", []string{`0 utf-16, and no more`}},
	{"UTF-16 without a mark", "\x00{\x00}", []string{`0 utf-16, and no more`}},
	{"linked releases that nothing stands for", `{"records":[{"ocid":"a","releases":[{"url":"u","date":"d","tag":["t"]},{"ocid":"a"},{"url":"v"}]}]}`,
		[]string{`0/records/0/releases/1 {"ocid":"a"}`, `0/records/0/releases/0 linked-release`, `0/records/0/releases/2 linked-release`}},
	{"a record of versions only", `{"records":[{"ocid":"a","versionedRelease":{}},{"releases":[{"x":1}]}]}`,
		[]string{`0/records/0 versioned-release`, `0/records/1/releases/0 {"x":1}`}},
	{"versions beside what they were made from", `{"records":[{"versionedRelease":{},"releases":[{"x":1}]},{"versionedRelease":{},"compiledRelease":{"x":2}}]}`,
		[]string{`0/records/0/releases/0 {"x":1}`, `0/records/1/compiledRelease {"x":2} compiled`}},
	{"versions beside links", `{"records":[{"releases":[{"url":"u"}],"versionedRelease":{}}]}`, []string{`0/records/0/releases/0 linked-release`}},
	{"records of versions as JSON lines", `{"ocid":"a","versionedRelease":{"ocid":"a"}}` + "\n" + `{"ocid":"b","releases":[],"versionedRelease":{"ocid":"b"}}` + "\n",
		[]string{`0 versioned-release`, `1 versioned-release`}},
	{"a record that holds nothing", `{"records":[{"ocid":"a"},{"ocid":"b","releases":[]}]}`, []string{`0/records/0 no-release`, `0/records/1 no-release`}},
	{"a release that has a list called releases further down", `{"ocid":"a","x":{"releases":1}}`, []string{`0 {"ocid":"a","x":{"releases":1}}`}},
	{"releases that are no list", `{"releases":{}}`, []string{`0/releases not-a-list`}},
}

func TestRead(t *testing.T) {
	for _, c := range readCases {
		t.Run(c.name, func(t *testing.T) {
			if got := seen(strings.NewReader(c.text)); !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
			if got := seen(iotest.OneByteReader(strings.NewReader(c.text))); !slices.Equal(got, c.want) {
				t.Errorf("byte by byte: got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestReadPlaces(t *testing.T) {
	for _, c := range readCases {
		for item, err := range Read(strings.NewReader(c.text)) {
			if err == nil && !strings.HasPrefix(c.text[item.Offset:], string(item.Body)) {
				t.Errorf("%s: %s is not at byte %d", c.name, item.Body, item.Offset)
			}
		}
	}
}

func TestReadPackage(t *testing.T) {
	text := `{"version":"1.0","publisher":{"name":"N","uri":"U","scheme":"S","uid":"I"},"records":[{"releases":[{"ocid":"a"}]}],
		"license":"L","publicationPolicy":"P","extensions":["E"],"publishedDate":"D"}`
	var pkg *Package
	for item, err := range Read(strings.NewReader(text)) {
		if err != nil {
			t.Fatal(err)
		}
		pkg = item.Package
		if pkg.Version != "1.0" || pkg.License != "" {
			t.Errorf("want what stood before the releases: %+v", pkg)
		}
	}
	if got := fmt.Sprintf("%+v", *pkg); got != "{Version:1.0 URI: License:L PublicationPolicy:P PublishedDate:D Publisher:{Name:N URI:U Scheme:S UID:I} Extensions:[E]}" {
		t.Error(got)
	}
}

func TestReadStopsWhenTold(t *testing.T) {
	for _, text := range []string{"{}\n{}\n", `{"releases":[{},{}]}`, "[\n{},\n{}]", `[1,2]`} {
		n := 0
		for range Read(strings.NewReader(text)) {
			n++
			break
		}
		if n != 1 {
			t.Errorf("%q: %d", text, n)
		}
	}
}

func TestReadReportsTheReader(t *testing.T) {
	gone := errors.New("gone")
	for _, text := range []string{"", `{"x":1}`, "{\"x\":1}\n{\"x\"", `{"releases":[{"x":1},`, "[1,"} {
		var last error
		for _, err := range Read(io.MultiReader(strings.NewReader(text), iotest.ErrReader(gone))) {
			last = err
		}
		if e, ok := errors.AsType[*ReadError](last); !ok || !e.Fatal || !errors.Is(e, gone) || e.Reason() != Unreadable {
			t.Errorf("%q and then nothing: %v", text, last)
		}
	}
}

// A package larger than any buffer is read one release at a time.
func TestReadStreams(t *testing.T) {
	const n = 20000
	release := `{"ocid":"a","title":"` + strings.Repeat("x", 1000) + `"},`
	text := io.MultiReader(strings.NewReader(`{"releases":[`), strings.NewReader(strings.Repeat(release, n)), iotest.ErrReader(errors.New("gone")))
	got, failed := 0, false
	for _, err := range Read(text) {
		if err != nil {
			failed = true
		} else {
			got++
		}
	}
	if got != n || !failed {
		t.Errorf("%d releases before the reader failed (%v), want %d", got, failed, n)
	}
}

// A release longer than MaxRelease is left out, wherever it stands and whatever
// makes it long, and costs no memory; the others are read.
func TestReadTooLarge(t *testing.T) {
	text := `{"ocid":"big","x":"` + strings.Repeat("x", MaxRelease) + `"}`
	list := `{"ocid":"big","x":[` + strings.Repeat(`{"y":1},`, MaxRelease/8) + `{}]}`
	for _, big := range []string{text, list} {
		for _, form := range []string{"{\"x\":1}\n%s\n{\"x\":2}\n", `[{"x":1},%s,{"x":2}]`, `{"releases":[{"x":1},%s,{"x":2}]}`,
			`{"records":[{"releases":[{"x":1},%s]},{"compiledRelease":{"x":2}}]}`} {
			got := seen(iotest.HalfReader(strings.NewReader(fmt.Sprintf(form, big))))
			if len(got) != 3 || !strings.Contains(got[0], `{"x":1}`) || !strings.HasSuffix(got[1], " too-large") || !strings.Contains(got[2], `{"x":2}`) {
				t.Errorf("%s: %.200q", form, got)
			}
		}
	}
}

// Memory stays the same however long a package, a record or a release is.
func TestReadMemory(t *testing.T) {
	release := strings.NewReader(`{"ocid":"a","title":"` + strings.Repeat("x", 1000) + `"},`)
	for _, head := range []string{`{"releases":[`, `{"records":[{"ocid":"a","releases":[`, `[`, `{"ocid":"a","tender":[`} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		n := 0
		for range Read(io.MultiReader(strings.NewReader(head), &repeated{release, 100000})) {
			n++
		}
		runtime.ReadMemStats(&after)
		if held := int64(after.HeapSys) - int64(before.HeapSys); n == 0 || held > 64<<20 {
			t.Errorf("%s: %d read, %d MiB more held", head, n, held>>20)
		}
	}
}

// repeated is a text n times.
type repeated struct {
	*strings.Reader
	n int
}

func (r *repeated) Read(p []byte) (int, error) {
	n, err := r.Reader.Read(p)
	if err == io.EOF && r.n > 1 {
		r.n--
		r.Reader.Seek(0, io.SeekStart)
		return r.Read(p)
	}
	return n, err
}

func BenchmarkReadForms(b *testing.B) {
	release := `{"ocid":"ocds-213czf-1","id":"1","date":"2024-01-02T03:04:05Z","tag":["award"],"initiationType":"tender",
		"parties":[{"id":"1","name":"Town","roles":["buyer"]}],"tender":{"id":"1","title":"` + strings.Repeat("Roads ", 200) + `"}}`
	line := strings.ReplaceAll(release, "\n", "") + "\n"
	for _, form := range []struct{ name, text string }{
		{"lines", strings.Repeat(line, 10000)},
		{"package", `{"releases":[` + strings.Repeat(line+",", 9999) + line + `]}`},
	} {
		b.Run(form.name, func(b *testing.B) {
			b.SetBytes(int64(len(form.text)))
			for b.Loop() {
				for _, err := range Read(strings.NewReader(form.text)) {
					if err != nil {
						b.Fatal(err)
					}
				}
			}
		})
	}
}

// Whatever comes in, what comes out is valid and where it says it is.
func FuzzRead(f *testing.F) {
	for _, c := range readCases {
		f.Add([]byte(c.text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		for item, err := range Read(bytes.NewReader(text)) {
			if err != nil {
				if ReasonOf(err) == Unreadable {
					t.Errorf("%q: no reason for %v", text, err)
				}
				continue
			}
			if !bytes.HasPrefix(text[item.Offset:], item.Body) {
				t.Errorf("%q is not at byte %d of %q", item.Body, item.Offset, text)
			}
			if _, err := ParseObject(item.Body); err != nil {
				t.Errorf("%q: %v", item.Body, err)
			}
		}
	})
}
