package ocds

import (
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
)

func TestParseRefuses(t *testing.T) {
	for name, text := range map[string]string{
		"a duplicate key":        `{"a":1,"\u0061":2}`,
		"bad UTF-8":              "\"\xff\"",
		"two values":             `1 2`,
		"nothing":                ``,
		"nesting past MaxDepth":  strings.Repeat("[", MaxDepth+1) + strings.Repeat("]", MaxDepth+1),
		"a lone surrogate":       `"\ud800"`,
		"a control character":    "\"\x01\"",
		"a comma after the last": `[1,]`,
		"brackets never closed":  strings.Repeat("[", 1_000_000),
	} {
		if v, err := Parse([]byte(text)); err == nil {
			t.Errorf("%s: read as %v", name, v)
		}
	}
	if _, err := Parse([]byte(strings.Repeat("[", MaxDepth) + strings.Repeat("]", MaxDepth))); err != nil {
		t.Errorf("nesting of MaxDepth: %v", err)
	}
}

func TestJSONTestSuite(t *testing.T) {
	for _, name := range sharedGlob(t, "suites", "JSONTestSuite", "[yn]_*.json") {
		text, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		must := strings.HasPrefix(filepath.Base(name), "y_") && !strings.Contains(name, "duplicated_key") && !strings.Contains(name, "escaped_null_in_key")
		if _, err := Parse(text); (err == nil) != must {
			t.Errorf("%s: %v", filepath.Base(name), err)
		}
	}
}

// What Parse reads, Write writes: the standard library sees the same value.
func FuzzParse(f *testing.F) {
	for _, seed := range []string{`{"a":[1,-2.5e3,true,null,"\u00e9\n\"\\"],"b":{}}`, ` [ ] `, `"x"`, `{"\"":"\\"}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, text []byte) {
		v, err := Parse(text)
		if err != nil {
			return
		}
		var in, out any
		if decode(text, &in) != nil || decode(Write(v), &out) != nil || !reflect.DeepEqual(in, out) {
			t.Errorf("%q became %q", text, Write(v))
		}
		if o, ok := v.(Object); ok {
			for name, value := range members(text) {
				if got, want := Write(build(value)), Write(o[name]); string(got) != string(want) {
					t.Errorf("member %q of %q: %s, want %s", name, text, got, want)
				}
			}
		}
	})
}

func decode(text []byte, v any) error {
	d := json.NewDecoder(strings.NewReader(string(text)))
	d.UseNumber()
	return d.Decode(v)
}
