package ocds

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"strings"

	"github.com/go-json-experiment/json/jsontext"
)

// A Value is a text, number or truth value of a release, and where it stands.
type Value struct {
	Pointer string // JSON pointer (RFC 6901)
	Text    string // a number as it is spelled
}

// Values are all values of a release but null, in the order of its bytes.
func Values(body []byte) ([]Value, error) {
	var list []Value
	d := jsontext.NewDecoder(bytes.NewReader(body))
	for {
		t, err := d.ReadToken()
		if errors.Is(err, io.EOF) {
			return list, nil
		}
		if err != nil {
			return nil, err
		}
		switch t.Kind() {
		case '{', '}', '[', ']', 'n':
			continue
		}
		// A name of a member stands where its value will.
		if kind, n := d.StackIndex(d.StackDepth()); kind == '{' && n%2 == 1 {
			continue
		}
		list = append(list, Value{string(d.StackPointer()), t.String()})
	}
}

// kept are the members that say which statement a release is: none of them can
// be taken out of it.
var kept = []string{"/ocid", "/id", "/date", "/tag"}

// Removable reports whether a value may go from a release.
func Removable(pointer string) bool {
	return pointer != "" && !slices.ContainsFunc(kept, func(k string) bool { return pointer == k || strings.HasPrefix(pointer, k+"/") })
}

// Without is a release without the values at some JSON pointers; what holds
// nothing else goes with them. All other values keep their spelling. The error
// says which pointer cannot be, and why.
func Without(body []byte, pointers []string) ([]byte, error) {
	c := cutter{gone: map[string]bool{}}
	for _, p := range pointers {
		if !Removable(p) {
			return nil, fmt.Errorf("%q cannot be removed: ocid, id, date and tag say which statement this is", p)
		}
		c.gone[p] = true
	}
	out, _, err := c.cut(bytes.TrimSpace(body), "")
	if err != nil {
		return nil, err
	}
	for _, p := range pointers {
		if c.gone[p] {
			return nil, fmt.Errorf("%q is not in the release", p)
		}
	}
	return out, nil
}

// cutter removes values; gone are the pointers not met yet.
type cutter struct{ gone map[string]bool }

// cut is a value without what is to go from it, and whether anything is left.
func (c *cutter) cut(v jsontext.Value, at string) (jsontext.Value, bool, error) {
	if c.gone[at] {
		c.found(at)
		return nil, false, nil
	}
	kind := v.Kind()
	if kind != '{' && kind != '[' || !c.within(at) {
		return v, true, nil
	}
	d := jsontext.NewDecoder(bytes.NewReader(v))
	if _, err := d.ReadToken(); err != nil {
		return nil, false, err
	}
	out := []byte{byte(kind)}
	left, lostID := 0, false
	for i := 0; d.PeekKind() != '}' && d.PeekKind() != ']'; i++ {
		var name jsontext.Value
		pointer := at + "/" + strconv.Itoa(i)
		if kind == '{' {
			raw, err := d.ReadValue()
			if err != nil {
				return nil, false, err
			}
			name, pointer = raw.Clone(), at+string(d.StackPointer())
		}
		value, err := d.ReadValue()
		if err != nil {
			return nil, false, err
		}
		value, there, err := c.cut(value.Clone(), pointer)
		if err != nil {
			return nil, false, err
		}
		if !there {
			lostID = lostID || pointer == at+"/id"
			continue
		}
		if left > 0 {
			out = append(out, ',')
		}
		if name != nil {
			out = append(append(out, name...), ':')
		}
		out = append(out, value...)
		left++
	}
	if left > 0 && lostID {
		return nil, false, fmt.Errorf("%q cannot be removed alone: later statements find the rest of it by that id; remove all of it", at+"/id")
	}
	close := byte('}')
	if kind == '[' {
		close = ']'
	}
	return append(out, close), left > 0 || at == "", nil
}

// within reports whether something is to go from inside a value.
func (c *cutter) within(at string) bool {
	for p := range c.gone {
		if strings.HasPrefix(p, at+"/") {
			return true
		}
	}
	return false
}

// found strikes a pointer, and those inside what it removes.
func (c *cutter) found(at string) {
	for p := range c.gone {
		if p == at || strings.HasPrefix(p, at+"/") {
			delete(c.gone, p)
		}
	}
}
