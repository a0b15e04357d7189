package ocds

import (
	"bytes"
	"crypto/sha256"
	"slices"
	"strings"
	"sync"
	"unicode/utf16"
	"unicode/utf8"

	"github.com/go-json-experiment/json/jsontext"
)

// Identity is the SHA-256 of the RFC 8785 form of a release: the same content
// in another layout has the same identity.
func Identity(body []byte) ([sha256.Size]byte, error) {
	v := jsontext.Value(bytes.Clone(body))
	if err := v.Canonicalize(); err != nil {
		return [sha256.Size]byte{}, err
	}
	return sha256.Sum256(v), nil
}

// canonicalTexts are used again; each is dropped once it has grown too large to
// keep.
var canonicalTexts = sync.Pool{New: func() any { return new([]byte) }}

const keptText = 1 << 20

// Identity is that of the text the release was read from, without reading it
// again.
func (r *Release) Identity() ([sha256.Size]byte, error) {
	text := canonicalTexts.Get().(*[]byte)
	b, err := r.n.appendCanonical((*text)[:0])
	sum := sha256.Sum256(b)
	if cap(b) <= keptText {
		*text = b
		canonicalTexts.Put(text)
	}
	return sum, err
}

// appendCanonical writes the value in its RFC 8785 form.
func (n *node) appendCanonical(b []byte) (_ []byte, err error) {
	switch n.kind {
	case '0':
		return appendCanonicalNumber(b, n.text)
	case '[':
		b = append(b, '[')
		for i := range n.list {
			if b, err = n.list[i].appendCanonical(separate(b, i)); err != nil {
				return b, err
			}
		}
		return append(b, ']'), nil
	case '{':
		b = append(b, '{')
		members := inUTF16Order(n.list)
		for i := range members {
			b = appendName(separate(b, i), members[i].name)
			if b, err = members[i].appendCanonical(b); err != nil {
				return b, err
			}
		}
		return append(b, '}'), nil
	}
	return n.append(b), nil
}

// inUTF16Order are sorted members in the order of RFC 8785. It differs only
// where a name goes beyond the basic plane.
func inUTF16Order(members []node) []node {
	beyond := func(m node) bool {
		return strings.ContainsFunc(m.name, func(r rune) bool { return r > 0xFFFF })
	}
	for i := range members {
		if name := members[i].name; len(name) >= utf8.UTFMax && !plain(name) && beyond(members[i]) {
			return slices.SortedFunc(slices.Values(members), func(a, b node) int {
				return slices.Compare(utf16.Encode([]rune(a.name)), utf16.Encode([]rune(b.name)))
			})
		}
	}
	return members
}

// appendCanonicalNumber writes a number as the shortest that is the same float.
func appendCanonicalNumber(b []byte, digits string) ([]byte, error) {
	if shortest(digits) {
		return append(b, digits...), nil
	}
	v := jsontext.Value(digits)
	err := v.Canonicalize()
	return append(b, v...), err
}

// floatDigits are as many as a float always tells apart.
const floatDigits = 15

// shortest quickly tells most numbers that stand as RFC 8785 writes them: no
// more digits than a float holds, no power, no nought at the end of a fraction.
func shortest(digits string) bool {
	whole, fraction, pointed := strings.Cut(strings.TrimPrefix(digits, "-"), ".")
	if len(whole)+len(fraction) > floatDigits || whole == "0" && len(digits) > 1 {
		return false
	}
	if pointed && fraction[len(fraction)-1] == '0' {
		return false
	}
	return !strings.ContainsAny(digits, "eE")
}
