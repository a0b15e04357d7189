package ocds

import (
	"bytes"
	"strings"
)

// holder is an object that may turn out to hold releases.
type holder struct {
	*itemReader
	s           *scanner
	pointer     string
	within      *Package // the package it lies in, if any
	pkg         *Package
	names       map[string]bool
	size        int // of the names
	holds       bool
	listed      bool // it names a release, be it a bad one
	embedded    bool
	versions    bool
	compiled    *Item
	attribution []Attribution // of the releases still to come
	// What is wrong is told at the end: only then is it known whether the
	// object holds releases, and whether a compiledRelease stands for links.
	faults, links []*ReadError
}

// manyLinks is how many linked releases wait for a compiledRelease to stand
// for them; no record has as many.
const manyLinks = 10000

func (rd *itemReader) holder(s *scanner, pointer string, within *Package) *holder {
	h := &holder{itemReader: rd, s: s, pointer: pointer, within: within, pkg: within}
	if within == nil {
		h.pkg = &Package{}
	}
	return h
}

// read goes through the object's members.
func (h *holder) read() error {
	h.names = map[string]bool{}
	h.s.pass(1)
	if h.s.peek() == '}' {
		h.s.pass(1)
		return nil
	}
	for {
		name, err := h.s.name()
		if err != nil {
			return h.fault(h.pointer, h.s.off, err)
		}
		if err := h.member(name); err != nil {
			return err
		}
		switch h.s.peek() {
		case ',':
			h.s.pass(1)
		case '}':
			h.s.pass(1)
			return nil
		default:
			return h.fault(h.pointer+"/"+token(name), h.s.off, h.s.unexpected("a comma or }"))
		}
	}
}

// maxNames is how long a holder's member names may be, all together.
const maxNames = 1 << 20

func (h *holder) member(name string) error {
	at := h.pointer + "/" + token(name)
	if !h.s.valueNext() {
		return h.fault(at, h.s.off, h.s.unexpected("a value"))
	}
	if h.size += 8 + len(name); h.size > maxNames {
		return h.fault(h.pointer, h.s.off, errManyNames)
	}
	switch {
	case h.names[name]:
		return h.other("", at, errTwice)
	case strings.ContainsRune(name, 0):
		return h.other("", at, errNUL)
	}
	h.names[name] = true
	switch {
	case name == "releases":
		return h.list(at, h.one)
	case name == "records":
		return h.list(at, func(pointer string) error { return h.element(h.s, pointer, h.pkg) })
	case name == "compiledRelease":
		return h.compile(at)
	case name == "versionedRelease" && h.s.peek() == '{':
		h.holds, h.versions = true, true
	}
	return h.other(name, at, nil)
}

func (h *holder) list(at string, read func(pointer string) error) error {
	h.holds = true
	switch h.s.peek() {
	case '[':
		return h.each(h.s, at, read)
	case 'n':
		return h.other("", at, nil)
	}
	return h.refuse(h.s, at, errNoList)
}

// one reads an element of releases.
func (h *holder) one(pointer string) error {
	item := &Item{Kind: ReleaseItem, Package: h.pkg, Offset: h.s.off, Pointer: pointer}
	h.attribute(item)
	h.listed = true
	if h.s.peek() != '{' {
		return h.refuse(h.s, pointer, errNoRelease)
	}
	n, err := h.s.end(MaxRelease)
	if err == errTooLarge {
		return h.refuse(h.s, pointer, err)
	}
	if err != nil {
		return h.fault(pointer, h.s.off, err)
	}
	err = h.release(item, h.s.buf[:n], h)
	h.s.pass(n)
	return err
}

func (h *holder) compile(at string) error {
	h.holds = true
	if h.s.peek() != '{' {
		return h.other("", at, nil)
	}
	h.listed = true
	n, err := h.s.end(MaxRelease)
	if err == errTooLarge {
		return h.other("", at, err)
	}
	if err != nil {
		return h.fault(at, h.s.off, err)
	}
	v := h.s.buf[:n]
	if err := h.check(v); err != nil {
		err = h.skip(at, h.s.off, v, err)
		h.s.pass(n)
		return err
	}
	h.compiled = &Item{Body: bytes.Clone(v), Kind: CompiledItem, Package: h.pkg, Offset: h.s.off, Pointer: at}
	h.s.pass(n)
	return nil
}

// other passes a member that holds no release, or that is wrong: of a package
// it is what the package says about itself.
func (h *holder) other(name, at string, wrong error) error {
	start := h.s.off
	n, err := h.s.end(MaxRelease)
	switch {
	case err == errTooLarge:
		if err := h.s.drop(); err != nil {
			return h.fault(at, h.s.off, err)
		}
	case err != nil:
		return h.fault(at, h.s.off, err)
	default:
		v := h.s.buf[:n]
		if bad := h.check(v); bad != nil {
			wrong = bad
		} else if name == "attribution" {
			h.attribution = readAttributions(build(v))
		} else if h.within == nil && isMetadata(name) {
			h.pkg.set(name, build(v))
		}
		h.s.pass(n)
	}
	if wrong != nil {
		h.faults = append(h.faults, h.fault(at, start, wrong))
	}
	return nil
}

// link remembers a release that is only linked to.
func (h *holder) link(v []byte, offset int64, pointer string) error {
	e := h.fault(pointer, offset, errLinked)
	e.Body = bytes.Clone(v)
	if h.links = append(h.links, e); len(h.links) < manyLinks {
		return nil
	}
	return h.tell(&h.links)
}

// finish yields what stands for the releases that are not there, and tells
// what was wrong with the rest. The object is body, where it was held whole.
func (h *holder) finish(body []byte, start int64) error {
	switch {
	case h.embedded:
	case h.compiled != nil:
		h.links = nil
		if err := h.item(h.compiled); err != nil {
			return err
		}
	case h.versions && len(h.links) == 0:
		if err := h.skip(h.pointer, start, body, errVersioned); err != nil {
			return err
		}
	case h.within != nil && !h.listed:
		if err := h.skip(h.pointer, start, body, errEmpty); err != nil {
			return err
		}
	}
	if err := h.tell(&h.links); err != nil {
		return err
	}
	return h.tell(&h.faults)
}

func (h *holder) tell(faults *[]*ReadError) error {
	for _, e := range *faults {
		if !h.yield(nil, e) {
			return errStop
		}
	}
	*faults = nil
	return nil
}

// isLink tells a linked release {url, date, tag} from an embedded one.
func isLink(release []byte) bool {
	linked := false
	for name := range members(release) {
		switch name {
		case "url":
			linked = true
		case "date", "tag":
		default:
			return false
		}
	}
	return linked
}
