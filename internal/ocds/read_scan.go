package ocds

import (
	"bytes"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

var (
	errTooLarge  = &Refusal{TooLarge, "longer than a release may be: 8 MiB"}
	errTruncated = &Refusal{Truncated, "the text ends before the JSON does"}
	errBrackets  = &Refusal{BadJSON, "brackets or quotes do not match"}
)

// scanner finds where JSON values begin and end in a text, by its brackets and
// quotes alone, and holds no more of it than it must. Whether a value is valid
// is for a decoder to say.
type scanner struct {
	r     io.Reader // nil where the text is all in buf
	store []byte
	buf   []byte // read and not passed; part of store
	off   int64  // of buf[0] in the text
	err   error  // of r, once it gave one
	holds bool   // the value measured last may hold releases: see extent
}

const firstRead = 64 << 10

// fill reads more; false where there is no more.
func (s *scanner) fill() bool {
	if s.r == nil {
		return false
	}
	if len(s.buf) == cap(s.buf) {
		if 2*len(s.buf) > len(s.store) || s.store == nil {
			s.store = make([]byte, max(firstRead, 2*len(s.store)))
		}
		s.buf = s.store[:copy(s.store, s.buf)]
	}
	for s.err == nil {
		n, err := s.r.Read(s.buf[len(s.buf):cap(s.buf)])
		s.buf, s.err = s.buf[:len(s.buf)+n], err
		if n > 0 {
			return true
		}
	}
	return false
}

func (s *scanner) pass(n int) { s.buf, s.off = s.buf[n:], s.off+int64(n) }

// open passes a byte order mark, and refuses text that is not in UTF-8.
func (s *scanner) open() error {
	for len(s.buf) < 4 && s.fill() {
	}
	b := s.buf
	switch {
	case bytes.HasPrefix(b, []byte("\xef\xbb\xbf")):
		s.pass(3)
	case bytes.HasPrefix(b, []byte("\xff\xfe")), bytes.HasPrefix(b, []byte("\xfe\xff")),
		len(b) >= 2 && (b[0] == 0) != (b[1] == 0), bytes.HasPrefix(b, []byte("\x00\x00\xfe\xff")):
		return Refuse(UTF16, "this is UTF-16 or UTF-32 text: convert it to UTF-8")
	}
	return nil
}

// peek passes white space and gives the next byte, or 0 at the end.
func (s *scanner) peek() byte {
	for {
		for i, c := range s.buf {
			if c != ' ' && c != '\n' && c != '\r' && c != '\t' {
				s.pass(i)
				return c
			}
		}
		s.pass(len(s.buf))
		if !s.fill() {
			return 0
		}
	}
}

// ended is why there is no more to read.
func (s *scanner) ended() error {
	if s.err == io.EOF {
		return errTruncated
	}
	return s.err
}

// end is the length of the value that comes next. It passes nothing.
func (s *scanner) end(limit int) (int, error) {
	var x extent
	for done := 0; ; {
		n, whole := x.feed(s.buf[done:])
		if whole {
			done += n
		} else {
			done = len(s.buf)
		}
		switch {
		case done > limit:
			return 0, errTooLarge
		case whole:
			s.holds = x.holds
			return done, nil
		case !s.fill():
			if x.scalar && (s.r == nil || s.err == io.EOF) {
				return done, nil
			}
			return 0, s.ended()
		}
	}
}

// drop passes the value that comes next, however long.
func (s *scanner) drop() error {
	var x extent
	for {
		n, whole := x.feed(s.buf)
		s.pass(n)
		if whole {
			return nil
		}
		if !s.fill() {
			return s.ended()
		}
	}
}

// line is the text up to and with the next line break, or to the end of the
// text; nil where that is further than the limit. It passes nothing.
func (s *scanner) line(limit int) []byte {
	for done := 0; done <= limit; {
		i := bytes.IndexByte(s.buf[done:], '\n')
		switch {
		case i >= 0 && done+i <= limit:
			return s.buf[:done+i+1]
		case i >= 0:
			return nil
		}
		if done = len(s.buf); !s.fill() {
			return s.buf
		}
	}
	return nil
}

// name reads an object's member name, with its colon.
func (s *scanner) name() (string, error) {
	if s.peek() != '"' {
		return "", s.unexpected("a name in quotes")
	}
	n, err := s.end(firstRead)
	if err != nil {
		return "", err
	}
	name, err := jsontext.AppendUnquote(nil, s.buf[:n])
	if err != nil {
		return "", err
	}
	if s.pass(n); s.peek() != ':' {
		return "", s.unexpected("a colon")
	}
	s.pass(1)
	return string(name), nil
}

// unexpected says what should have come next.
func (s *scanner) unexpected(want string) error {
	if s.peek() == 0 && len(s.buf) == 0 {
		return s.ended()
	}
	return Refuse(BadJSON, "%s is due here, not %q", want, s.buf[0])
}

// part is a scanner of the next n bytes alone, which end as a value does.
func (s *scanner) part(n int) *scanner {
	return &scanner{buf: s.buf[:n:n], off: s.off, err: errBrackets, holds: s.holds}
}

// after is the byte that follows the next n, or 0 at the end.
func (s *scanner) after(n int) byte {
	if len(s.buf) == n && !s.fill() {
		return 0
	}
	return s.buf[n]
}

// valueNext reports whether what comes next can be the beginning of a value.
func (s *scanner) valueNext() bool {
	c := s.peek()
	return c == '{' || c == '[' || c == '"' || len(s.buf) > 0 && !delimits(c)
}

// extent follows a value to its end. On the way it looks whether an object may
// be a package or a record: by the beginnings of its names, for most are not.
type extent struct {
	depth                      int
	begun, text, scalar, plain bool // plain: the next byte of a text is what it is
	holds                      bool
}

// feed goes on with the text that follows what it was fed before. It says how
// much of it belongs to the value, and whether that is all.
func (x *extent) feed(b []byte) (int, bool) {
	if !x.begun && len(b) > 0 {
		x.begun = true
		x.scalar = b[0] != '{' && b[0] != '[' && b[0] != '"'
		if x.scalar && delimits(b[0]) {
			return 1, true
		}
	}
	for i := 0; i < len(b); i++ {
		c := b[i]
		switch {
		case x.plain:
			x.plain = false
		case x.text:
			for c != '"' && c != '\\' && i+1 < len(b) { // most of a release is text
				i++
				c = b[i]
			}
			if c == '\\' {
				x.plain = true
			} else if c == '"' {
				if x.text = false; x.depth == 0 {
					return i + 1, true
				}
			}
		case x.scalar:
			if delimits(c) {
				return i, true
			}
		case c == '"':
			x.text = true
			x.holds = x.holds || x.depth == 1 && mayHold(b[i+1:])
		case c == '{' || c == '[':
			x.depth++
		case c == '}' || c == ']':
			if x.depth--; x.depth == 0 {
				return i + 1, true
			}
		}
	}
	return len(b), false
}

func mayHold(name []byte) bool {
	if len(name) < 4 {
		return true
	}
	n := string(name[:4])
	return n == "rele" || n == "reco" || n == "comp" || n == "vers"
}

func delimits(c byte) bool { return bytes.IndexByte([]byte(" \t\r\n,:{}[]\""), c) >= 0 }
