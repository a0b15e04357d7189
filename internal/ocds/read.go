package ocds

import (
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/go-json-experiment/json/jsontext"
)

// An Item is one release as it stands in an input.
type Item struct {
	Body     []byte // byte for byte as received; the item's own copy
	Kind     ItemKind
	Package  *Package // never nil; see Read
	Document int      // which of the input's JSON documents, from 0
	Pointer  string   // where in that document, as a JSON pointer
	Offset   int64    // where Body begins in the input, in bytes (uncompressed)
}

// ItemKind tells releases from what a record says it merged.
type ItemKind string

const (
	ReleaseItem ItemKind = "release"
	// CompiledItem is the compiledRelease of a record that embeds no releases.
	CompiledItem ItemKind = "compiledRelease"
)

// A Package is what a release package or record package says about itself.
// Fields of another type than OCDS gives them read as empty.
type Package struct {
	Version, URI, License, PublicationPolicy, PublishedDate string
	Publisher                                               Publisher
	Extensions                                              []string
}

// Publisher is who a package says published it.
type Publisher struct{ Name, URI, Scheme, UID string }

// A ReadError says what was wrong with an input, and where.
type ReadError struct {
	Document int
	Pointer  string
	Offset   int64
	Fatal    bool // nothing after it could be read
	Err      error
}

func (e *ReadError) Error() string {
	return fmt.Sprintf("document %d at %q, byte %d: %v", e.Document, e.Pointer, e.Offset, e.Err)
}

func (e *ReadError) Unwrap() error { return e.Err }

// Read yields every release of an input as it comes: from release packages,
// record packages, single records and releases, arrays of any of these, JSON
// lines and concatenated JSON, pretty-printed or not, plain or gzip. Of a
// record it yields the embedded releases, else the compiledRelease; a release
// that is only linked to (url) is not fetched. Whether a release has an ocid
// is for others to check.
//
// Memory does not grow with the input but with the longest release or record:
// a package is never held. So an Item's Package is filled in as its members
// come, and is complete only when the next document begins or Read ends.
//
// Errors are *ReadError. Duplicate keys, bad UTF-8 and nesting past MaxDepth
// are refused. What is not an object where a release belongs is an error after
// which reading goes on, as is a bad line of JSON lines, as long as every
// document so far stood on one line of at most 1 MiB; otherwise bad JSON is fatal.
func Read(r io.Reader) iter.Seq2[*Item, error] {
	return func(yield func(*Item, error) bool) {
		rd := &itemReader{yield: yield}
		in, err := openInput(r)
		if err == nil {
			err = rd.lines(in)
		}
		if err == nil || err == errStop {
			return
		}
		if _, placed := errors.AsType[*ReadError](err); !placed {
			err = &ReadError{Document: rd.document, Fatal: true, Err: err}
		}
		yield(nil, err)
	}
}

// errStop is how a caller's break travels up.
var errStop = errors.New("stop")

type itemReader struct {
	yield    func(*Item, error) bool
	document int
}

func (rd *itemReader) item(item *Item) error {
	item.Document = rd.document
	if err := checkDepth(item.Body); err != nil {
		return rd.skip(item.Pointer, item.Offset, err)
	}
	if !rd.yield(item, nil) {
		return errStop
	}
	return nil
}

// skip reports something wrong that reading can go on after.
func (rd *itemReader) skip(pointer string, offset int64, err error) error {
	if !rd.yield(nil, rd.fault(pointer, offset, err)) {
		return errStop
	}
	return nil
}

// fault places an error; base is the offset at which the text it is about begins.
func (rd *itemReader) fault(pointer string, base int64, err error) *ReadError {
	e := &ReadError{Document: rd.document, Pointer: pointer, Offset: base, Err: err}
	if s, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		e.Pointer, e.Offset, e.Err = pointer+string(s.JSONPointer), base+s.ByteOffset, s.Err
	}
	return e
}
