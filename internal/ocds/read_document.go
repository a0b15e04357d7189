package ocds

import (
	"bytes"
	"errors"
	"io"

	"github.com/go-json-experiment/json/jsontext"
)

var (
	errNoRelease = errors.New("not a JSON object: neither a release, a record nor a package")
	errNoList    = errors.New("not a list")
)

// walker finds the releases in JSON that a decoder reads.
type walker struct {
	*itemReader
	d      *jsontext.Decoder
	tape   *tape
	base   int64    // the input's offset at the decoder's start
	prefix string   // the pointer to what the decoder reads
	within *Package // the package it lies in, if any
}

// value finds the releases in a value that is whole and valid.
func (rd *itemReader) value(v []byte, offset int64, pointer string, within *Package) error {
	if v[0] == '{' && !holdsOthers(v) {
		if within == nil {
			within = &Package{}
		}
		return rd.item(&Item{Body: bytes.Clone(v), Kind: ReleaseItem, Package: within, Offset: offset, Pointer: pointer})
	}
	t := &tape{whole: v}
	w := walker{rd, jsontext.NewDecoder(bytes.NewBuffer(v)), t, offset, pointer, within}
	return w.value(0)
}

func holdsOthers(object []byte) bool {
	for _, name := range []string{"releases", "records", "compiledRelease"} {
		// Most releases do not have the word at all, which is quickly seen.
		if bytes.Contains(object, []byte(name)) && member(object, name) != nil {
			return true
		}
	}
	return false
}

// value finds the releases in the decoder's next value; depth counts the
// arrays around it.
func (w *walker) value(depth int) error {
	switch kind := w.d.PeekKind(); {
	case kind == '{':
		return w.object()
	case kind == '[' && depth == 0:
		return w.each(func() error { return w.value(depth + 1) })
	default:
		return w.refuse(errNoRelease)
	}
}

// each calls read for each element of the array that comes next.
func (w *walker) each(read func() error) error {
	if _, err := w.d.ReadToken(); err != nil {
		return err
	}
	for w.d.PeekKind() != ']' {
		if err := read(); err != nil {
			return err
		}
	}
	_, err := w.d.ReadToken()
	return err
}

// refuse passes over a value and reports it.
func (w *walker) refuse(why error) error {
	ahead := w.d.UnreadBuffer()
	start := w.base + w.d.InputOffset() + int64(len(ahead)-len(bytes.TrimLeft(ahead, " \t\r\n,:")))
	if err := w.d.SkipValue(); err != nil {
		return err
	}
	return w.skip(w.pointer(), start, why)
}

func (w *walker) pointer() string { return w.prefix + string(w.d.StackPointer()) }

// object finds the releases in a package, a record, or a release, which it
// knows for what it is only at its end: until then the tape runs.
func (w *walker) object() error {
	w.tape.begin(w.d)
	if _, err := w.d.ReadToken(); err != nil {
		return err
	}
	h := holder{walker: w, pkg: w.within}
	if h.pkg == nil {
		h.pkg = &Package{}
	}
	for w.d.PeekKind() != '}' {
		name, err := w.d.ReadToken()
		if err != nil {
			return err
		}
		if err := h.member(name.String()); err != nil {
			return err
		}
	}
	if _, err := w.d.ReadToken(); err != nil {
		return err
	}
	switch {
	case h.compiled != nil && h.embedded == 0:
		return w.item(h.compiled)
	case h.isHolder:
		return nil
	}
	body, start := w.tape.end(w.d)
	return w.item(&Item{Body: bytes.Clone(body), Kind: ReleaseItem, Package: &Package{}, Offset: w.base + start, Pointer: w.pointer()})
}

// holder is an object that may turn out to hold releases.
type holder struct {
	*walker
	pkg      *Package
	isHolder bool
	embedded int
	compiled *Item
}

func (h *holder) member(name string) error {
	switch {
	case name == "releases":
		return h.list(h.release)
	case name == "records":
		return h.list(h.record)
	case name == "compiledRelease":
		if h.isHolder = true; h.d.PeekKind() != '{' {
			return h.d.SkipValue()
		}
		v, offset, err := h.next()
		h.compiled = &Item{Body: bytes.Clone(v), Kind: CompiledItem, Package: h.pkg, Offset: offset, Pointer: h.pointer()}
		return err
	case h.within == nil && isMetadata(name):
		v, _, err := h.next()
		if err == nil && checkDepth(v) == nil {
			h.pkg.set(name, build(v))
		}
		return err
	}
	return h.d.SkipValue()
}

func (h *holder) list(read func() error) error {
	h.isHolder = true
	h.tape.drop()
	switch h.d.PeekKind() {
	case '[':
		return h.each(read)
	case 'n':
		return h.d.SkipValue()
	}
	return h.refuse(errNoList)
}

// next reads a value and where in the input it begins.
func (w *walker) next() ([]byte, int64, error) {
	v, err := w.d.ReadValue()
	return v, w.base + w.d.InputOffset() - int64(len(v)), err
}

func (h *holder) release() error {
	if h.d.PeekKind() != '{' {
		return h.refuse(errNoRelease)
	}
	v, offset, err := h.next()
	if err != nil || isLink(v) {
		return err
	}
	h.embedded++
	return h.item(&Item{Body: bytes.Clone(v), Kind: ReleaseItem, Package: h.pkg, Offset: offset, Pointer: h.pointer()})
}

func (h *holder) record() error {
	if h.d.PeekKind() != '{' {
		return h.refuse(errNoRelease)
	}
	v, offset, err := h.next()
	if err != nil {
		return err
	}
	if !holdsOthers(v) {
		return nil // a record of nothing but its ocid, or of versions
	}
	return h.value(v, offset, h.pointer())
}

func (h *holder) value(v []byte, offset int64, pointer string) error {
	return h.itemReader.value(v, offset, pointer, h.pkg)
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

// tape keeps what a decoder reads of an object, for as long as the object may
// turn out to be a release.
type tape struct {
	from  io.Reader // or whole, where all is there already
	whole []byte
	held  []byte
	start int64 // the decoder's offset of held[0]
	runs  bool
}

func (t *tape) Read(p []byte) (int, error) {
	n, err := t.from.Read(p)
	if t.runs {
		t.held = append(t.held, p[:n]...)
	}
	return n, err
}

// begin starts keeping at the decoder's place.
func (t *tape) begin(d *jsontext.Decoder) {
	t.start = d.InputOffset()
	if t.from == nil {
		t.held = t.whole[t.start:]
		return
	}
	t.held, t.runs = append(t.held[:0], d.UnreadBuffer()...), true
}

func (t *tape) drop() { t.held, t.runs = nil, false }

// end is the object that began last, and the offset it began at.
func (t *tape) end(d *jsontext.Decoder) ([]byte, int64) {
	read := t.held[:d.InputOffset()-t.start]
	object := read[bytes.IndexByte(read, '{'):]
	return object, d.InputOffset() - int64(len(object))
}
