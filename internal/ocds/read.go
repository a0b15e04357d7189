package ocds

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"iter"

	"github.com/go-json-experiment/json/jsontext"
)

// MaxRelease is how long a release may be, in bytes.
const MaxRelease = 8 << 20

// An Item is one release as it stands in an input.
type Item struct {
	Body      []byte // byte for byte as received; the item's own copy
	Kind      ItemKind
	Package   *Package // never nil; see Read
	Publisher string   // who published it, where the package attributes it (see Attribution); else ""
	File      string   // the input's name, where who opened it gives one
	Document  int      // which of the input's JSON documents, from 0
	Pointer   string   // where in that document, as a JSON pointer
	Offset    int64    // where Body begins in the input, in bytes (uncompressed)

	attributed *Attribution // by its package or record; nil where that has none
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
	File     string // as in Item
	Document int
	Pointer  string
	Offset   int64
	Fatal    bool   // nothing after it could be read
	Body     []byte // the refused release, where it was held whole; its own copy
	Err      error
}

func (e *ReadError) Error() string {
	where := fmt.Sprintf("document %d, byte %d", e.Document, e.Offset)
	if e.Pointer != "" {
		where = fmt.Sprintf("document %d at %s, byte %d", e.Document, e.Pointer, e.Offset)
	}
	if e.File != "" {
		where = e.File + ": " + where
	}
	return fmt.Sprintf("%s: %v (%s)", where, e.Err, e.Reason())
}

func (e *ReadError) Unwrap() error { return e.Err }

// Reason is the code of what was wrong.
func (e *ReadError) Reason() Reason { return ReasonOf(e.Err) }

// Read yields every release of a JSON text as it comes: from release packages,
// record packages, single records and releases, arrays of any of these, JSON
// lines and concatenated JSON, pretty-printed or not. Of a record it yields the
// embedded releases, else the compiledRelease; a release that is only linked to
// (url) is not fetched but reported, unless a compiledRelease stands for it.
// Whether a release has an ocid is for others to check.
//
// Memory does not grow with the input: no more of it is held than MaxRelease
// and what was read ahead. So an Item's Package is filled in as its members
// come, and is complete only when the next document begins or Read ends.
//
// Errors are *ReadError. Duplicate keys, bad UTF-8, NUL in keys and nesting
// past MaxDepth are refused. A release that is refused, or is longer than
// MaxRelease, does not keep the others from being read as long as it can be
// seen where it ends; nor does a bad line of JSON lines, as long as every
// document so far stood on one line. Otherwise bad JSON is fatal.
func Read(r io.Reader) iter.Seq2[*Item, error] {
	return func(yield func(*Item, error) bool) {
		rd := &itemReader{yield: yield, lines: true}
		s := &scanner{r: r}
		err := s.open()
		if err == nil {
			err = rd.documents(s)
		}
		if err == nil || err == errStop {
			return
		}
		e := rd.fault("", s.off, err)
		e.Fatal = true
		yield(nil, e)
	}
}

// errStop is how a caller's break travels up.
var errStop = errors.New("stop")

type itemReader struct {
	yield    func(*Item, error) bool
	document int
	lines    bool // every document so far stood on one line
	d        jsontext.Decoder
}

// item yields a release that is valid.
func (rd *itemReader) item(item *Item) error {
	item.Document = rd.document
	if !rd.yield(item, nil) {
		return errStop
	}
	return nil
}

// skip reports something wrong that reading can go on after; body, which may
// be nil, is what is left out.
func (rd *itemReader) skip(pointer string, offset int64, body []byte, err error) error {
	e := rd.fault(pointer, offset, err)
	e.Body = bytes.Clone(body)
	if !rd.yield(nil, e) {
		return errStop
	}
	return nil
}

// maxPointer is how long a pointer into a bad release is at most reported.
const maxPointer = 1000

// fault places an error; base is the offset at which the text it is about
// begins. One that is placed already stays there.
func (rd *itemReader) fault(pointer string, base int64, err error) *ReadError {
	if e, placed := errors.AsType[*ReadError](err); placed {
		return e
	}
	e := &ReadError{Document: rd.document, Pointer: pointer, Offset: base, Err: err}
	if s, ok := errors.AsType[*jsontext.SyntacticError](err); ok {
		e.Offset, e.Err = base+s.ByteOffset, Refuse(ReasonOf(s), "%v", s.Err)
		if len(s.JSONPointer) <= maxPointer {
			e.Pointer += string(s.JSONPointer)
		}
	}
	return e
}

// check reads one value with the decoder that is kept for it.
func (rd *itemReader) check(v []byte) error {
	rd.d.Reset(bytes.NewBuffer(v))
	if _, err := rd.d.ReadValue(); err != nil {
		return err
	}
	return checkText(v)
}
