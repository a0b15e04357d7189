package ocds

import (
	"bytes"
	"fmt"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// builder makes the nodes of texts that are known to be valid JSON. The strings
// of a text's nodes share one copy of it.
type builder struct {
	text string
	at   int
	open []node // members and items of what is not closed yet
	done slab[node]
}

func build(valid []byte) any {
	var b builder
	n := b.build(valid)
	return n.tree()
}

func (b *builder) build(valid []byte) node {
	b.text, b.at = string(valid), 0
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

func (b *builder) value() node {
	switch b.next() {
	case '{':
		return b.object()
	case '[':
		return b.array()
	case '"':
		return node{kind: '"', text: b.string()}
	case 't':
		return b.literal("true")
	case 'f':
		return b.literal("false")
	case 'n':
		return b.literal("null")
	}
	start := b.at
	for b.at < len(b.text) && inNumber(b.text[b.at]) {
		b.at++
	}
	return node{kind: '0', text: b.text[start:b.at]}
}

func inNumber(c byte) bool {
	return '0' <= c && c <= '9' || c == '.' || c == '-' || c == '+' || c == 'e' || c == 'E'
}

func (b *builder) literal(word string) node {
	b.at += len(word)
	return node{kind: jsontext.Kind(word[0]), text: word}
}

func (b *builder) object() node {
	first := len(b.open)
	for b.at++; b.next() != '}'; {
		name := b.string()
		b.next()
		b.at++ // the colon
		member := b.value()
		member.name = name
		b.open = append(b.open, member)
		if b.next() == ',' {
			b.at++
		}
	}
	b.at++
	sortMembers(b.open[first:])
	return node{kind: '{', list: b.close(first)}
}

func (b *builder) array() node {
	first := len(b.open)
	for b.at++; b.next() != ']'; {
		item := b.value()
		b.open = append(b.open, item)
		if b.next() == ',' {
			b.at++
		}
	}
	b.at++
	return node{kind: '[', list: b.close(first)}
}

// close moves what is open from first on to where it stays.
func (b *builder) close(first int) []node {
	list := b.done.take(len(b.open) - first)
	copy(list, b.open[first:])
	b.open = b.open[:first]
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

// checkDepth refuses a valid text that nests deeper than MaxDepth.
func checkDepth(valid []byte) error {
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
				return fmt.Errorf("arrays and objects nest deeper than %d", MaxDepth)
			}
		case '}', ']':
			depth--
		}
	}
	return nil
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
