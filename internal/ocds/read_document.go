package ocds

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

// documents finds the releases in a text of any number of JSON values.
func (rd *itemReader) documents(s *scanner) error {
	for ; s.peek() != 0 || len(s.buf) > 0; rd.document++ {
		read := rd.stream
		if rd.lines {
			read = rd.line
		}
		if err := read(s); err != nil {
			return err
		}
	}
	if s.err != nil && s.err != io.EOF {
		return s.err
	}
	return nil
}

// line reads a document that stands on one line, and passes over a bad one.
// From the first document that runs on, all the rest is a stream.
func (rd *itemReader) line(s *scanner) error {
	line := s.line(MaxRelease)
	var x extent
	n, whole := x.feed(line)
	switch {
	case whole || line != nil && x.scalar:
		if s.holds = x.holds; line[0] != '[' && !x.holds {
			if err := rd.check(line[:n]); err != nil {
				return rd.passLine(s, line, err)
			}
			if line[0] == '{' {
				err := rd.valid(&Item{Kind: ReleaseItem, Package: rd.holder(s, "", nil).pkg, Offset: s.off}, line[:n], nil)
				s.pass(n)
				return err
			}
		}
		err := rd.value(s.part(n), "")
		s.pass(n)
		return err
	case line == nil || line[len(line)-1] != '\n':
		rd.lines = false
		return rd.stream(s)
	}
	err := rd.check(line)
	if next := s.after(len(line)); runsOn(line, next, err) {
		rd.lines = false
		return rd.stream(s)
	}
	return rd.passLine(s, line, err)
}

// passLine reports what is wrong with a line, unless it is the first of what
// does not look like JSON lines at all.
func (rd *itemReader) passLine(s *scanner, line []byte, err error) error {
	if err == errStop {
		return err
	}
	next := s.after(len(line))
	line = s.buf[:len(line)]
	if rd.document == 0 && next != 0 && next != '{' {
		return rd.fault("", s.off, err)
	}
	if err := rd.skip("", s.off, bytes.TrimSpace(line), err); err != nil {
		return err
	}
	s.pass(len(line))
	return nil
}

// runsOn tells a document that goes on after the line from one cut short: an
// object on the next line can follow only where a value is due.
func runsOn(line []byte, next byte, err error) bool {
	if !errors.Is(err, io.ErrUnexpectedEOF) || next == 0 {
		return false
	}
	line = bytes.TrimRight(line, " \t\r\n")
	switch {
	case next != '{':
		return true
	case line[len(line)-1] == ',':
		d := jsontext.NewDecoder(bytes.NewReader(line))
		for err = nil; err == nil; {
			_, err = d.ReadToken()
		}
		kind, _ := d.StackIndex(d.StackDepth())
		return kind == '['
	}
	return bytes.IndexByte([]byte("[:"), line[len(line)-1]) >= 0
}

// stream reads a document that may be of any length.
func (rd *itemReader) stream(s *scanner) error {
	if c := s.peek(); c != '{' && c != '[' {
		n, err := s.end(MaxRelease)
		if err == nil {
			err = rd.check(s.buf[:n])
		}
		if err != nil {
			return rd.fault("", s.off, err)
		}
	}
	return rd.value(s, "")
}

// value finds the releases in the next value of a text, or in the elements of
// the array that it is. An error it returns is about how these are held
// together, so that what follows cannot be told.
func (rd *itemReader) value(s *scanner, pointer string) error {
	if s.peek() == '[' {
		return rd.each(s, pointer, func(pointer string) error { return rd.element(s, pointer, nil) })
	}
	return rd.element(s, pointer, nil)
}
