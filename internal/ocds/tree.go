package ocds

import (
	"bytes"
	"errors"
	"io"
	"sync"

	"github.com/go-json-experiment/json/jsontext"
)

// Object is a JSON object held as it was published: its values are Object,
// []any, string, Number, bool or nil. Member order is not kept; writing sorts.
type Object = map[string]any

// Number is a JSON number in the digits it was published in, so that no
// amount passes through a float.
type Number string

// MaxDepth is how deep arrays and objects may nest in a release.
const MaxDepth = 64

// Parse reads one JSON value. Duplicate keys and bad UTF-8 are refused.
func Parse(text []byte) (any, error) {
	if err := validate(text); err != nil {
		return nil, err
	}
	return build(text), nil
}

func build(valid []byte) any {
	return withBuilder(func(b *builder) any {
		n := b.read(valid)
		return n.tree()
	})
}

// decoders are used again for what they remember names in.
var decoders = sync.Pool{New: func() any { return new(jsontext.Decoder) }}

func validate(text []byte, opts ...jsontext.Options) error {
	d := decoders.Get().(*jsontext.Decoder)
	defer decoders.Put(d)
	d.Reset(bytes.NewBuffer(text), opts...)
	v, err := d.ReadValue()
	if err != nil {
		return err
	}
	if err := checkText(v); err != nil {
		return err
	}
	if _, err := d.ReadToken(); err != io.EOF {
		return errors.New("more than one JSON value")
	}
	return nil
}

// ParseObject reads one JSON object.
func ParseObject(text []byte) (Object, error) {
	v, err := Parse(text)
	if err != nil {
		return nil, err
	}
	o, ok := v.(Object)
	if !ok {
		return nil, errors.New("not a JSON object")
	}
	return o, nil
}

// Write renders a value with sorted keys and no white space: the same value
// always gives the same bytes. It panics at what Parse could not have made.
func Write(v any) []byte {
	return withBuilder(func(b *builder) []byte {
		n := b.of(v)
		return n.append(nil)
	})
}
