package ocds

import (
	"bytes"
	"fmt"
	"slices"
	"strings"
)

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
