package ocds

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"strconv"

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

func validate(text []byte, opts ...jsontext.Options) error {
	d := jsontext.NewDecoder(bytes.NewBuffer(text), opts...)
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
func Write(v any) []byte { return appendValue(nil, v) }

func appendValue(b []byte, v any) []byte {
	switch v := v.(type) {
	case nil:
		return append(b, "null"...)
	case bool:
		return strconv.AppendBool(b, v)
	case string:
		return appendString(b, v)
	case Number:
		return append(b, v...)
	case []any:
		b = append(b, '[')
		for i, x := range v {
			if i > 0 {
				b = append(b, ',')
			}
			b = appendValue(b, x)
		}
		return append(b, ']')
	case Object:
		b = append(b, '{')
		for i, k := range sortedKeys(v) {
			if i > 0 {
				b = append(b, ',')
			}
			b = append(appendString(b, k), ':')
			b = appendValue(b, v[k])
		}
		return append(b, '}')
	}
	panic(fmt.Sprintf("not a JSON value: %T", v))
}

func appendString(b []byte, s string) []byte {
	b, err := jsontext.AppendQuote(b, s)
	if err != nil {
		panic(err)
	}
	return b
}

// Identity is the SHA-256 of the RFC 8785 form of a release: the same content
// in another layout has the same identity.
func Identity(body []byte) ([sha256.Size]byte, error) {
	v := jsontext.Value(bytes.Clone(body))
	if err := v.Canonicalize(); err != nil {
		return [sha256.Size]byte{}, err
	}
	return sha256.Sum256(v), nil
}
