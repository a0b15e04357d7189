package cardinal

import (
	"errors"
	"unicode/utf8"
)

// maxDepth is how deep Cardinal's JSON reader follows arrays and objects.
const maxDepth = 127

var errJSON = errors.New("not valid JSON, or nested deeper than 127")

// A scanner walks along a JSON text, and checks all of it on the way, also what
// it passes over. Once something is wrong it stays bad, and gives nothing more.
type scanner struct {
	text  []byte
	at    int
	depth int
	bad   bool
}

// peek passes white space and gives the next byte, or 0 at the end.
func (s *scanner) peek() byte {
	for ; s.at < len(s.text); s.at++ {
		switch c := s.text[s.at]; c {
		case ' ', '\t', '\n', '\r':
		default:
			return c
		}
	}
	return 0
}

// fail makes the scanner bad, at the end of its text.
func (s *scanner) fail() {
	s.bad = true
	s.at = len(s.text)
}

// take passes the byte that is due.
func (s *scanner) take(c byte) {
	if s.peek() != c {
		s.fail()
		return
	}
	s.at++
}

// open enters an array or object; false where it is empty, and passed.
func (s *scanner) open(close byte) bool {
	s.at++
	if s.depth++; s.depth > maxDepth {
		s.fail()
		return false
	}
	if s.peek() == close {
		s.at++
		s.depth--
		return false
	}
	return true
}

// next passes the comma before another member or element; false where there is
// none, and the array or object is passed.
func (s *scanner) next(close byte) bool {
	switch s.peek() {
	case ',':
		s.at++
		return true
	case close:
		s.at++
		s.depth--
	default:
		s.fail()
	}
	return false
}

// object calls read for each member of the object that comes next; read
// consumes the value. Any other value is passed over, and false returned.
func (s *scanner) object(read func(name text)) bool {
	if s.peek() != '{' {
		s.skip()
		return false
	}
	for more := s.open('}'); more; more = s.next('}') {
		if s.peek() != '"' {
			s.fail()
			return false
		}
		name := s.string()
		if s.take(':'); s.bad {
			return false
		}
		read(name)
	}
	return true
}

// array calls read for each element of the array that comes next, as object
// does for members.
func (s *scanner) array(read func()) bool {
	if s.peek() != '[' {
		s.skip()
		return false
	}
	for more := s.open(']'); more; more = s.next(']') {
		read()
	}
	return true
}

// words is a string, or nil of another value.
func (s *scanner) words() text {
	if s.peek() != '"' {
		s.skip()
		return nil
	}
	return s.string()
}

// digits is a number as written, or nil of another value.
func (s *scanner) digits() text {
	c := s.peek()
	start := s.at
	s.skip()
	if s.bad || c != '-' && (c < '0' || c > '9') {
		return nil
	}
	return s.text[start:s.at]
}

// skip passes over a value.
func (s *scanner) skip() {
	switch c := s.peek(); c {
	case '{':
		for more := s.open('}'); more; more = s.next('}') {
			if s.peek() != '"' {
				s.fail()
				return
			}
			s.pass()
			s.take(':')
			s.skip()
		}
	case '[':
		for more := s.open(']'); more; more = s.next(']') {
			s.skip()
		}
	case '"':
		s.pass()
	case 't':
		s.word("true")
	case 'f':
		s.word("false")
	case 'n':
		s.word("null")
	default:
		s.number()
	}
}

func (s *scanner) word(w string) {
	if len(s.text)-s.at < len(w) || string(s.text[s.at:s.at+len(w)]) != w {
		s.fail()
		return
	}
	s.at += len(w)
}

func (s *scanner) number() {
	if s.now() == '-' {
		s.at++
	}
	if s.now() == '0' {
		s.at++
	} else {
		s.run()
	}
	if s.now() == '.' {
		s.at++
		s.run()
	}
	if c := s.now(); c == 'e' || c == 'E' {
		s.at++
		if c := s.now(); c == '+' || c == '-' {
			s.at++
		}
		s.run()
	}
}

// now is the byte at hand, or 0 at the end.
func (s *scanner) now() byte {
	if s.at < len(s.text) {
		return s.text[s.at]
	}
	return 0
}

// run passes one digit or more.
func (s *scanner) run() {
	start := s.at
	for s.at < len(s.text) && '0' <= s.text[s.at] && s.text[s.at] <= '9' {
		s.at++
	}
	if s.at == start {
		s.fail()
	}
}

// begin sets the scanner to a text, which is bad if it is not in UTF-8.
func (s *scanner) begin(t []byte) {
	*s = scanner{text: t}
	if !utf8.Valid(t) {
		s.fail()
	}
}

// end reports whether one value was all.
func (s *scanner) end() bool {
	s.peek()
	return !s.bad && s.at == len(s.text)
}
