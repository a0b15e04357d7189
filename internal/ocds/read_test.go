package ocds

import (
	"bytes"
	"compress/gzip"
	"errors"
	"fmt"
	"io"
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
			out = append(out, fmt.Sprintf("%d%s !fatal=%v", e.Document, e.Pointer, e.Fatal))
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
	{"two byte order marks", "\xef\xbb\xbf\xef\xbb\xbf{}", []string{`0 !fatal=false`}},
	{"what is no release is passed over", `{"releases":[1,{"ocid":"a"},null]} 7 [[]] {"ocid":"b"}`,
		[]string{`0/releases/0 !fatal=false`, `0/releases/1 {"ocid":"a"}`, `0/releases/2 !fatal=false`, `1 !fatal=false`, `2/0 !fatal=false`, `3 {"ocid":"b"}`}},
	{"a bad line is passed over", "{\"x\":1}\n{\"x\":nope}\nrubbish\n{\"x\":2}\n",
		[]string{`0 {"x":1}`, `1/x !fatal=false`, `2 !fatal=false`, `3 {"x":2}`}},
	{"a first line cut short", "{\"x\":{\"y\":1,\n{\"x\":2}\n", []string{`0/x !fatal=false`, `1 {"x":2}`}},
	{"duplicate keys", "{\"x\":1,\"x\":2}\n{\"x\":3}\n", []string{`0/x !fatal=false`, `1 {"x":3}`}},
	{"bad UTF-8", "{\"x\":\"\xff\"}\n{\"x\":3}\n", []string{`0/x !fatal=false`, `1 {"x":3}`}},
	{"nesting too deep", "{\"x\":" + strings.Repeat("[", 64) + strings.Repeat("]", 64) + "}\n{\"x\":3}\n", []string{`0 !fatal=false`, `1 {"x":3}`}},
	{"a package cut short", "{\n\"releases\":[\n{\"ocid\":\"a\"},", []string{`0/releases/0 {"ocid":"a"}`, `0/releases !fatal=true`}},
	{"bad JSON in a package", "{\n\"releases\":[\n{\"ocid\":\"a\"},{]\n{\"ocid\":\"b\"}]}", []string{`0/releases/0 {"ocid":"a"}`, `0/releases/1 !fatal=true`}},
}

func TestRead(t *testing.T) {
	for _, c := range readCases {
		t.Run(c.name, func(t *testing.T) {
			if got := seen(strings.NewReader(c.text)); !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
			if got := seen(iotest.OneByteReader(bytes.NewReader(zipped(c.text)))); !slices.Equal(got, c.want) {
				t.Errorf("gzip, byte by byte: got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func zipped(text string) []byte {
	var b bytes.Buffer
	z := gzip.NewWriter(&b)
	io.WriteString(z, text)
	z.Close()
	return b.Bytes()
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
	cut := zipped(strings.Repeat("{\"x\":1}\n", 100000))
	var last error
	for _, err := range Read(bytes.NewReader(cut[:len(cut)/2])) {
		last = err
	}
	if e, ok := errors.AsType[*ReadError](last); !ok || !e.Fatal || !errors.Is(e, io.ErrUnexpectedEOF) {
		t.Errorf("a gzip cut short: %v", last)
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

// Whatever comes in, what comes out is valid and where it says it is.
func FuzzRead(f *testing.F) {
	for _, c := range readCases {
		f.Add([]byte(c.text))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		if bytes.HasPrefix(text, []byte("\x1f\x8b")) {
			return // offsets count what is inside
		}
		for item, err := range Read(bytes.NewReader(text)) {
			if err != nil {
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
