package ocds

import (
	"bytes"
	"strconv"
)

var (
	errNoRelease = &Refusal{NotAnObject, "not a JSON object: neither a release, a record nor a package"}
	errNoList    = &Refusal{NotAList, "not a list"}
	errLinked    = &Refusal{LinkedRelease, "this release is only linked to, and was not fetched"}
	errEmpty     = &Refusal{NoRelease, "this record holds no release: neither in releases nor as compiledRelease"}
	errVersioned = &Refusal{VersionedRelease, "this record holds only a versioned release, made from others: file the releases it was made from"}
	errTwice     = &Refusal{DuplicateKey, "this key stands twice in its object: the second was not read"}
	errManyNames = &Refusal{TooLarge, "this object has too many members for a package or a record"}
)

// each calls read for each element of the array that comes next.
func (rd *itemReader) each(s *scanner, pointer string, read func(pointer string) error) error {
	s.pass(1)
	if s.peek() == ']' {
		s.pass(1)
		return nil
	}
	for i := 0; ; i++ {
		at := pointer + "/" + strconv.Itoa(i)
		if !s.valueNext() {
			return rd.fault(at, s.off, s.unexpected("a value"))
		}
		if err := read(at); err != nil {
			return err
		}
		switch s.peek() {
		case ',':
			s.pass(1)
		case ']':
			s.pass(1)
			return nil
		default:
			return rd.fault(at, s.off, s.unexpected("a comma or ]"))
		}
	}
}

// element finds the releases in the next value: a package, a record or a
// release. Only one longer than a release may be is read bit by bit.
func (rd *itemReader) element(s *scanner, pointer string, within *Package) error {
	if s.peek() != '{' {
		return rd.refuse(s, pointer, errNoRelease)
	}
	start := s.off
	n, err := s.end(MaxRelease)
	if err == nil {
		err = rd.object(s.part(n), pointer, within)
		s.pass(n)
		return err
	}
	h := rd.holder(s, pointer, within)
	if err := h.read(); err != nil {
		return err
	}
	if !h.holds {
		return rd.skip(pointer, start, nil, errTooLarge)
	}
	return h.finish(nil, start)
}

// object finds the releases in an object that is there whole.
func (rd *itemReader) object(s *scanner, pointer string, within *Package) error {
	v, start := s.buf, s.off
	h := rd.holder(s, pointer, within)
	if s.holds {
		if err := h.read(); err == errStop {
			return err
		} else if err != nil {
			return rd.skip(pointer, start, v, err)
		}
		if h.holds {
			return h.finish(v, start)
		}
	}
	if within != nil {
		return rd.skip(pointer, start, v, errEmpty)
	}
	return rd.release(&Item{Kind: ReleaseItem, Package: h.pkg, Offset: start, Pointer: pointer}, v, nil)
}

// release yields a release, or reports what is wrong with it. One that is only
// a link is counted by its holder.
func (rd *itemReader) release(item *Item, v []byte, h *holder) error {
	if err := rd.check(v); err != nil {
		return rd.skip(item.Pointer, item.Offset, v, err)
	}
	return rd.valid(item, v, h)
}

// valid yields a release that was checked.
func (rd *itemReader) valid(item *Item, v []byte, h *holder) error {
	if h != nil && isLink(v) {
		return h.link(v, item.Offset, item.Pointer)
	}
	if h != nil {
		h.embedded = true
	}
	item.Body = bytes.Clone(v)
	return rd.item(item)
}

// refuse passes over a value and reports it.
func (rd *itemReader) refuse(s *scanner, pointer string, why error) error {
	start := s.off
	n, err := s.end(MaxRelease)
	if err == errTooLarge {
		if err := s.drop(); err != nil {
			return rd.fault(pointer, s.off, err)
		}
		return rd.skip(pointer, start, nil, why)
	}
	if err != nil {
		return rd.fault(pointer, start, err)
	}
	v := s.buf[:n]
	if bad := rd.check(v); bad != nil {
		why = bad
	}
	err = rd.skip(pointer, start, v, why)
	s.pass(n)
	return err
}
