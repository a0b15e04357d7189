package exchange

import (
	"bufio"
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"slices"
	"time"

	"github.com/go-json-experiment/json/jsontext"

	"daylight/internal/ocds"
)

// page is one answer, whole: nothing of it is filed before all of it is here.
type page struct {
	address string
	status  int
	at      time.Time
	file    *os.File // has no name, or soon none
	size    int64
	sha256  string
	head
}

func (p *page) close() { p.file.Close() }

// head is what a page says of itself.
type head struct {
	next string // links.next, "" on the last page
}

// pageLimits bound what one answer may be.
var pageLimits = Limits{Ratio: 100, Floor: 16 << 20, Total: 1 << 30, Entries: 1}

// wire remembers how reading from the network failed, which readers above it
// would take for a fault of the text.
type wire struct {
	measured
	err error
}

func (w *wire) Read(p []byte) (int, error) {
	n, err := w.measured.Read(p)
	if err != nil && err != io.EOF {
		w.err = err
	}
	return n, err
}

// receive reads an answer to its end.
func receive(r *http.Response, address string, at time.Time) (*page, error) {
	from := &wire{measured: measured{r: r.Body}}
	text, closeText, err := decoded(r, from)
	if err != nil {
		return nil, cmp.Or(from.err, err)
	}
	defer closeText()
	sum := sha256.New()
	f, err := pageLimits.spool(io.TeeReader(text, sum))
	if err != nil {
		return nil, cmp.Or(from.err, err)
	}
	p := &page{address: address, status: r.StatusCode, at: at, file: f, sha256: hex.EncodeToString(sum.Sum(nil))}
	if p.size, err = f.Seek(0, io.SeekCurrent); err == nil {
		err = p.read()
	}
	if err != nil {
		f.Close()
		return nil, err
	}
	return p, nil
}

// decoded undoes the content encoding.
func decoded(r *http.Response, from *wire) (io.Reader, func(), error) {
	switch encoding := r.Header.Get("Content-Encoding"); encoding {
	case "", "identity":
		return from, func() {}, nil
	case "gzip", "x-gzip":
		text, closeText, err := unpack(gzipped, bufio.NewReader(from))
		if err != nil {
			return nil, nil, err
		}
		return &metered{r: text, packed: &from.n, limits: pageLimits}, closeText, nil
	default:
		return nil, nil, ocds.Refuse(ocds.BadArchive, "the answer is encoded as %q, which was not asked for", encoding)
	}
}

// read sees what the page says of itself.
func (p *page) read() error {
	if _, err := p.file.Seek(0, io.SeekStart); err != nil {
		return err
	}
	text, closeText, err := p.text()
	if err != nil {
		return err
	}
	defer closeText()
	if p.head, err = readHead(text); err != nil {
		return fmt.Errorf("the answer is no JSON object: %w", err)
	}
	if _, err = io.Copy(io.Discard, text); err != nil {
		return err
	}
	_, err = p.file.Seek(0, io.SeekStart)
	return err
}

// text is the page's text where it is a file that is packed itself.
func (p *page) text() (io.Reader, func(), error) {
	in := &measured{r: p.file}
	b := bufio.NewReader(in)
	form := formOf(b)
	if form != gzipped && form != zstandard {
		return b, func() {}, nil
	}
	text, closeText, err := unpack(form, b)
	if err != nil {
		return nil, nil, err
	}
	return &metered{r: text, packed: &in.n, limits: pageLimits}, closeText, nil
}

// readHead goes through a JSON document, which must be whole. An array says
// nothing of itself.
func readHead(r io.Reader) (h head, err error) {
	d := jsontext.NewDecoder(r, jsontext.AllowDuplicateNames(true), jsontext.AllowInvalidUTF8(true))
	if d.PeekKind() == '[' {
		return h, d.SkipValue()
	}
	if t, err := d.ReadToken(); err != nil {
		return h, whole(err)
	} else if t.Kind() != '{' {
		return h, ocds.Refuse(ocds.NotAnObject, "it is %v", t.Kind())
	}
	for d.PeekKind() == '"' {
		name, err := d.ReadToken()
		if err != nil {
			return h, whole(err)
		}
		switch name.String() {
		case "links":
			err = member(d, func(v ocds.Object) { h.next = ocds.String(ocds.Child(v, "value"), "next") })
		default:
			err = d.SkipValue()
		}
		if err != nil {
			return h, whole(err)
		}
	}
	_, err = d.ReadToken()
	return h, whole(err)
}

// member reads a value that is the head's, as a member of an object.
func member(d *jsontext.Decoder, use func(ocds.Object)) error {
	v, err := d.ReadValue()
	if err != nil {
		return err
	}
	if o, err := ocds.ParseObject(slices.Concat([]byte(`{"value":`), v, []byte("}"))); err == nil {
		use(o)
	}
	return nil
}

// whole tells a text that ends too soon, which the network may have cut, from
// one that is no JSON.
func whole(err error) error {
	if errors.Is(err, io.EOF) {
		return io.ErrUnexpectedEOF
	}
	return err
}
