package ocds

import (
	"fmt"
	"math"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"

	"daylight/internal/procurement"
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

// What a release may hold, in bytes and items: more than any real one does,
// and little enough that a page of it can be made.
const (
	MaxOCID  = 256
	MaxTitle = 2 << 10 // title and name
	MaxText  = 64 << 10
	MaxItems = 1000 // in one list
)

// Releases are dated within the lifetime of electronic records.
const (
	firstYear = 1970
	lastYear  = 2100
)

// Check finds what keeps a release from being filed: no ocid or date to place
// it by, characters that no text holds, or a statement in the oversight
// extension that does not mean anything. What is merely unusual in a
// publisher's data is no problem here.
func Check(release Object) []Problem {
	return withBuilder(func(b *builder) []Problem {
		n := b.of(release)
		return check(&n)
	})
}

// Check is that of the release that was read.
func (r *Release) Check() []Problem { return check(&r.n) }

func check(release *node) []Problem {
	c := &checker{}
	if isVersioned(release) {
		c.report(VersionedRelease, "", nil, "this is a versioned release, made from others: file the releases it was made from")
		return c.problems
	}
	switch ocid := release.member("ocid"); {
	case ocid == nil || ocid.kind != '"' || strings.TrimSpace(ocid.text) == "":
		c.report(NoOCID, "/ocid", ocid, "a release names its contracting process in ocid, a text")
	case ocid.text == "." || ocid.text == "..":
		c.report(BadOCID, "/ocid", ocid, "an ocid is more than the dots that addresses leave out")
	case len(ocid.text) > MaxOCID || strings.ContainsFunc(ocid.text, func(r rune) bool { return r <= ' ' || r == 0x7f }):
		c.report(BadOCID, "/ocid", ocid, fmt.Sprintf("an ocid has no spaces or control characters and at most %d bytes", MaxOCID))
	}
	if date := release.member("date"); date == nil || date.kind != '"' {
		c.report(BadDate, "/date", date, "a release has a date: write it as 2026-06-24T00:00:00Z")
	} else if at, ok := Instant(date.text); !ok || at.Year() < firstYear || at.Year() > lastYear {
		c.report(BadDate, "/date", date, fmt.Sprintf("a date names a day that exists, from %d to %d: write it as 2026-06-24T00:00:00Z", firstYear, lastYear))
	}
	c.texts("", release)
	schemaChecker{c}.object(extensionShape(), release)
	return c.problems
}

// maxProblems is how many are reported of one release, maxShown how much of a
// value is shown.
const (
	maxProblems = 50
	maxShown    = 120
)

// isVersioned tells a versioned release, whose fields are lists of the values
// they had, by the fields that every release has.
func isVersioned(release *node) bool {
	version := func(n *node) bool { return !n.member("releaseDate").isNull() && !n.member("releaseTag").isNull() }
	for _, name := range []string{"tag", "initiationType"} {
		m := release.member(name)
		if m == nil {
			continue
		}
		if version(m) {
			return true
		}
		for i := range m.list {
			if m.kind == '[' && version(&m.list[i]) {
				return true
			}
		}
	}
	return false
}

type checker struct {
	problems []Problem
	path     []step // to what is looked at
}

// step is a member of an object by its name, or an item of a list by its place.
type step struct {
	name  string
	place int
}

// at is where the checker is, and further.
func (c *checker) at(further string) string {
	var b strings.Builder
	for _, s := range c.path {
		b.WriteByte('/')
		if s.name == "" && s.place >= 0 {
			b.WriteString(strconv.Itoa(s.place))
		} else {
			b.WriteString(token(s.name))
		}
	}
	return b.String() + further
}

// into looks at a part of what is looked at.
func (c *checker) into(s step, name string, v *node) {
	c.path = append(c.path, s)
	c.texts(name, v)
	c.path = c.path[:len(c.path)-1]
}

func (c *checker) report(code Reason, pointer string, value *node, rule string) {
	if len(c.problems) >= maxProblems {
		return
	}
	shown := ""
	if !value.isNull() {
		shown = visible(value.append(nil))
	}
	c.problems = append(c.problems, Problem{code, pointer, shown, rule})
}

// visible is the beginning of a text with what does not show, such as marks
// that turn the direction of writing, spelt out.
func visible(text []byte) string {
	more := ""
	if len(text) > maxShown {
		text, more = text[:maxShown], "…"
	}
	q := strconv.QuoteToGraphic(strings.ToValidUTF8(string(text), ""))
	return strings.ReplaceAll(q[1:len(q)-1], `\"`, `"`) + more
}

// texts refuses control characters, which no source's text holds and which
// break feeds and terminals, and what is too long; name is that of the member.
func (c *checker) texts(name string, v *node) {
	switch v.kind {
	case '"':
		longest := MaxText
		if name == "title" || name == "name" {
			longest = MaxTitle
		}
		if len(v.text) > longest {
			c.report(TooLarge, c.at(""), v, fmt.Sprintf("this text has %d bytes, at most %d are filed", len(v.text), longest))
		}
		if !plain(v.text) && (strings.ContainsFunc(v.text, control) || !utf8.ValidString(v.text)) {
			c.report(ControlCharacter, c.at(""), v, "a text holds no control characters but line breaks and tabs")
		}
	case '[':
		if len(v.list) > MaxItems {
			c.report(TooLarge, c.at(""), nil, fmt.Sprintf("this list has %d items, at most %d are filed", len(v.list), MaxItems))
			return
		}
		for i := range v.list {
			c.into(step{place: i}, name, &v.list[i])
		}
	case '0':
		if shortest(v.text) {
			return
		}
		if f, err := strconv.ParseFloat(v.text, 64); err != nil || math.IsInf(f, 0) {
			c.report(BadNumber, c.at(""), v, "a number is no larger than computers reckon with: about 1.8e308")
		}
	case '{':
		if name != "unit" {
			c.amounts(v)
		}
		for i := range v.list {
			k := v.list[i].name
			at := k
			if name == "unit" && k == "value" {
				at = "unit" // the price of one item may be a fraction of a penny
			}
			c.into(step{k, -1}, at, &v.list[i])
		}
	}
}

// amounts refuses what no figure of money is: what the record would have to
// round, or could not add up.
func (c *checker) amounts(value *node) {
	for _, name := range []string{"amount", "amountGross", "amountNet"} {
		n := value.member(name)
		if n == nil || n.kind != '0' {
			continue
		}
		if _, err := procurement.ExactMoney(n.text, value.string("currency")); err != nil {
			c.report(BadAmount, c.at("/"+name), n, err.Error())
			return
		}
	}
}

func control(r rune) bool {
	return r < ' ' && r != '\n' && r != '\r' && r != '\t'
}

func token(name string) string { return string(jsontext.Pointer("").AppendToken(name))[1:] }
