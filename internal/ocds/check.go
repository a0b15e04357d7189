package ocds

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Problem is why a release cannot be filed: where, what stands there, and the
// rule it breaks.
type Problem struct {
	Code    Reason
	Pointer string // JSON pointer into the release
	Value   string // what stands there, shortened; "" where nothing does
	Rule    string // what to do about it, as a sentence
}

func (p Problem) String() string {
	if p.Value == "" {
		return fmt.Sprintf("%s: %s", p.Pointer, p.Rule)
	}
	return fmt.Sprintf("%s: %s (found %s)", p.Pointer, p.Rule, p.Value)
}

// MaxOCID is the longest ocid filed, in bytes.
const MaxOCID = 256

// Check finds what keeps a release from being filed: no ocid or date to place
// it by, characters that no text holds, or a statement in the oversight
// extension that does not mean anything. What is merely unusual in a
// publisher's data is no problem here.
func Check(release Object) []Problem {
	c := &checker{}
	if isVersioned(release) {
		c.report(VersionedRelease, "", nil, "this is a versioned release, made from others: file the releases it was made from")
		return c.problems
	}
	ocid, ok := release["ocid"].(string)
	switch {
	case !ok || strings.TrimSpace(ocid) == "":
		c.report(NoOCID, "/ocid", release["ocid"], "a release names its contracting process in ocid, a text")
	case len(ocid) > MaxOCID || strings.ContainsFunc(ocid, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		c.report(BadOCID, "/ocid", ocid, fmt.Sprintf("an ocid has no spaces or control characters and at most %d bytes", MaxOCID))
	}
	if text, ok := release["date"].(string); !ok {
		c.report(BadDate, "/date", release["date"], "a release has a date: write it as 2026-06-24T00:00:00Z")
	} else if _, ok := Instant(text); !ok {
		c.report(BadDate, "/date", text, "a date names a day that exists: write it as 2026-06-24T00:00:00Z")
	}
	c.texts("", release)
	c.extension(release)
	return c.problems
}

// isVersioned tells a versioned release, whose fields are lists of the values
// they had, by the fields that every release has.
func isVersioned(release Object) bool {
	for _, name := range []string{"tag", "initiationType"} {
		for _, version := range Children(release, name) {
			if version["releaseDate"] != nil && version["releaseTag"] != nil {
				return true
			}
		}
	}
	return false
}

// maxProblems is how many are reported of one release.
const maxProblems = 50

type checker struct{ problems []Problem }

func (c *checker) report(code Reason, pointer string, value any, rule string) {
	if len(c.problems) >= maxProblems {
		return
	}
	shown := ""
	if value != nil {
		shown = string(Write(value))
		if len(shown) > 120 {
			shown = strings.ToValidUTF8(shown[:120], "") + "…"
		}
	}
	c.problems = append(c.problems, Problem{code, pointer, shown, rule})
}

// texts refuses control characters, which no source's text holds and which
// break feeds and terminals.
func (c *checker) texts(pointer string, v any) {
	switch v := v.(type) {
	case string:
		if strings.ContainsFunc(v, control) || !utf8.ValidString(v) {
			c.report(ControlCharacter, pointer, v, "a text holds no control characters but line breaks and tabs")
		}
	case []any:
		for i, x := range v {
			c.texts(fmt.Sprintf("%s/%d", pointer, i), x)
		}
	case Object:
		for _, k := range sortedKeys(v) {
			c.texts(pointer+"/"+token(k), v[k])
		}
	}
}

func control(r rune) bool {
	return r < ' ' && r != '\n' && r != '\r' && r != '\t'
}

func token(name string) string { return string(jsontext.Pointer("").AppendToken(name))[1:] }
