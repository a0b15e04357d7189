package ocds

import (
	"bytes"
	"fmt"
	"slices"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// builder makes the tree of a text that is known to be valid JSON. The strings
// of the tree share one copy of the text.
type builder struct {
	text string
	at   int
}

func build(valid []byte) any {
	b := builder{text: string(valid)}
	return b.value()
}

// next moves to the next byte that is not white space.
func (b *builder) next() byte {
	for {
		switch c := b.text[b.at]; c {
		case ' ', '\t', '\n', '\r':
			b.at++
		default:
			return c
		}
	}
}

func (b *builder) value() any {
	switch b.next() {
	case '{':
		return b.object()
	case '[':
		return b.array()
	case '"':
		return b.string()
	case 't':
		b.at += len("true")
		return true
	case 'f':
		b.at += len("false")
		return false
	case 'n':
		b.at += len("null")
		return nil
	}
	start := b.at
	for b.at < len(b.text) && strings.IndexByte("+-.0123456789Ee", b.text[b.at]) >= 0 {
		b.at++
	}
	return Number(b.text[start:b.at])
}

func (b *builder) object() Object {
	o := Object{}
	for b.at++; b.next() != '}'; {
		name := b.string()
		b.next()
		b.at++ // the colon
		o[name] = b.value()
		if b.next() == ',' {
			b.at++
		}
	}
	b.at++
	return o
}

func (b *builder) array() []any {
	list := []any{}
	for b.at++; b.next() != ']'; {
		list = append(list, b.value())
		if b.next() == ',' {
			b.at++
		}
	}
	b.at++
	return list
}

func (b *builder) string() string {
	start := b.at
	b.at = stringEnd(b.text, start)
	inner := b.text[start+1 : b.at-1]
	if strings.IndexByte(inner, '\\') < 0 {
		return inner
	}
	plain, err := jsontext.AppendUnquote(nil, b.text[start:b.at])
	if err != nil {
		panic(err) // the text was not valid after all
	}
	return string(plain)
}

// stringEnd is where the string that starts at i ends, after its quote.
func stringEnd[T ~string | ~[]byte](text T, i int) int {
	for i++; text[i] != '"'; i++ {
		if text[i] == '\\' {
			i++
		}
	}
	return i + 1
}

// checkText refuses a valid text that nests deeper than MaxDepth or has NUL in
// a key.
func checkText(valid []byte) error {
	if bytes.Contains(valid, []byte(`\u0000`)) && nulInKey(build(valid)) {
		return errNUL
	}
	if bytes.Count(valid, []byte("{"))+bytes.Count(valid, []byte("[")) <= MaxDepth {
		return nil // too few to nest too deep: no need to look closer
	}
	depth := 0
	for i := 0; i < len(valid); i++ {
		switch valid[i] {
		case '"':
			i = stringEnd(valid, i) - 1
		case '{', '[':
			if depth++; depth > MaxDepth {
				return errDeep
			}
		case '}', ']':
			depth--
		}
	}
	return nil
}

var (
	errDeep = &Refusal{TooDeep, fmt.Sprintf("arrays and objects nest deeper than %d", MaxDepth)}
	errNUL  = &Refusal{NULInKey, "a key holds the NUL character"}
)

func nulInKey(v any) bool {
	switch v := v.(type) {
	case []any:
		return slices.ContainsFunc(v, nulInKey)
	case Object:
		for name, x := range v {
			if strings.ContainsRune(name, 0) || nulInKey(x) {
				return true
			}
		}
	}
	return false
}

// member is the value of a valid object's member, or nil. It looks at the
// text alone and builds nothing.
func member(valid []byte, name string) []byte {
	for n, v := range members(valid) {
		if n == name {
			return v
		}
	}
	return nil
}

// members are the names and values of a valid object, in order.
func members(valid []byte) func(func(string, []byte) bool) {
	return func(yield func(string, []byte) bool) {
		var name string
		start, depth := 0, 0
		for i := 0; i < len(valid); i++ {
			switch valid[i] {
			case '"':
				end := stringEnd(valid, i)
				if depth == 1 && start == 0 {
					b := builder{text: string(valid[i:end])}
					name = b.string()
				}
				i = end - 1
			case ':':
				if depth == 1 {
					start = i + 1
				}
			case '{', '[':
				depth++
			case '}', ']', ',':
				if depth == 1 && start > 0 {
					if !yield(name, trimSpace(valid[start:i])) {
						return
					}
					start = 0
				}
				if valid[i] != ',' {
					depth--
				}
			}
		}
	}
}

func trimSpace(text []byte) []byte { return bytes.Trim(text, " \t\r\n") }
