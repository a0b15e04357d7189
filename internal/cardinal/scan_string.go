package cardinal

import "github.com/go-json-experiment/json/jsontext"

// stops are the bytes at which a string ends, escapes, or is wrong.
var stops = func() (t [256]bool) {
	for c := range ' ' {
		t[c] = true
	}
	t['"'], t['\\'] = true, true
	return t
}()

// pass passes over a string, and reports whether it holds an escape.
func (s *scanner) pass() bool {
	escapes := false
	for i := s.at + 1; i < len(s.text); i++ {
		c := s.text[i]
		if !stops[c] {
			continue
		}
		switch c {
		case '"':
			s.at = i + 1
			return escapes
		case '\\':
			escapes = true
			i += s.escape(i)
		default:
			s.fail()
			return false
		}
	}
	s.fail()
	return false
}

// escape is how many bytes follow the backslash at i: of surrogates, those of
// both.
func (s *scanner) escape(i int) int {
	if i+1 < len(s.text) {
		switch s.text[i+1] {
		case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
			return 1
		case 'u':
			switch r := s.hex(i + 2); {
			case r >= 0 && (r < 0xD800 || r > 0xDFFF):
				return 5
			case r >= 0xD800 && r < 0xDC00 && i+7 < len(s.text) && s.text[i+6] == '\\' && s.text[i+7] == 'u':
				if low := s.hex(i + 8); low >= 0xDC00 && low <= 0xDFFF {
					return 11
				}
			}
		}
	}
	return len(s.text) // past the end: the string never closes
}

// hex is the four hexadecimal digits at i, or -1.
func (s *scanner) hex(i int) rune {
	if i+4 > len(s.text) {
		return -1
	}
	var r rune
	for _, c := range s.text[i : i+4] {
		switch {
		case '0' <= c && c <= '9':
			r = r<<4 | rune(c-'0')
		case 'a' <= c|0x20 && c|0x20 <= 'f':
			r = r<<4 | rune(c|0x20-'a'+10)
		default:
			return -1
		}
	}
	return r
}

// string is the string that comes next.
func (s *scanner) string() text {
	start := s.at
	escapes := s.pass()
	if s.bad {
		return nil
	}
	raw := s.text[start:s.at]
	if !escapes {
		return raw[1 : len(raw)-1]
	}
	plain, err := jsontext.AppendUnquote([]byte{}, raw)
	if err != nil {
		s.fail()
		return nil
	}
	return plain
}
