package ocds

import (
	"fmt"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// builder makes the nodes of values, and of texts that are known to be valid
// JSON. The strings of a text's nodes share one copy of it.
type builder struct {
	text string
	at   int
	open []node // members and items of what is not closed yet
	done slab[node]
}

// builders are kept for use again, as their nodes are mostly soon done with.
var builders = sync.Pool{New: func() any { return &builder{} }}

func withBuilder[R any](use func(*builder) R) R {
	b := builders.Get().(*builder)
	defer builders.Put(b)
	defer b.reset()
	return use(b)
}

// reset takes back the nodes made so far.
func (b *builder) reset() {
	b.text, b.open = "", b.open[:0]
	b.done.reset()
}

func (b *builder) read(valid []byte) node {
	b.text, b.at = string(valid), 0
	return b.value()
}

// of is the node of a value that Parse could have made; it panics at others.
func (b *builder) of(v any) node {
	first := len(b.open)
	switch v := v.(type) {
	case nil:
		return node{kind: 'n', text: "null"}
	case bool:
		if v {
			return node{kind: 't', text: "true"}
		}
		return node{kind: 'f', text: "false"}
	case string:
		return node{kind: '"', text: v}
	case Number:
		return node{kind: '0', text: string(v)}
	case []any:
		for _, x := range v {
			item := b.of(x)
			b.open = append(b.open, item)
		}
		return node{kind: '[', list: b.close(first)}
	case Object:
		for name, x := range v {
			member := b.of(x)
			member.name = name
			b.open = append(b.open, member)
		}
		return b.closeObject(first)
	}
	panic(fmt.Sprintf("not a JSON value: %T", v))
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
	return b.closeObject(first)
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

func (b *builder) closeObject(first int) node {
	sortMembers(b.open[first:])
	return node{kind: '{', list: b.close(first)}
}

func (b *builder) string() string {
	start, end := b.at, b.at+1
	for b.text[end] != '"' && b.text[end] != '\\' {
		end++
	}
	if b.text[end] == '"' {
		b.at = end + 1
		return b.text[start+1 : end]
	}
	b.at = stringEnd(b.text, start)
	plain, err := jsontext.AppendUnquote(nil, b.text[start:b.at])
	if err != nil {
		panic(err) // the text was not valid after all
	}
	return string(plain)
}
