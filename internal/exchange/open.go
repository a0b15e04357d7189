package exchange

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"daylight/internal/ocds"
	"daylight/internal/store"
)

// An Opener finds the releases in files, plain, gzip, zstd or zip, in folders
// and on standard input. In folders and archives it reads what looks like OCDS
// and skips the rest; a file that is named is read whatever it looks like. An
// archive in an archive is refused.
type Opener struct {
	Stdin   io.Reader              // what "-" names
	Skipped func(file, why string) // is told what was not read; may be nil
	Limits  Limits                 // the zero value means DefaultLimits

	Begun    func(file string) // is told each file before its items; may be nil
	Ended    func(store.File)  // is told each file after its items, with its hash; may be nil
	Progress func(bytes int)   // is told what was read of files, packed as they are; may be nil
}

// A Text is one JSON text that an Opener found, unpacked. It can be read until
// the next is asked for.
type Text struct {
	File string // its name; that of an archive's member behind its archive's and an exclamation mark
	io.Reader
}

// Texts yields every text of the named files and folders, in order: of folders
// by path, of archives as they list their members. Errors are *ocds.ReadError.
func (o Opener) Texts(names ...string) iter.Seq2[Text, error] {
	return o.texts(func(x *opening) {
		for _, name := range names {
			if !x.named(name) {
				return
			}
		}
	})
}

func (o Opener) texts(open func(*opening)) iter.Seq2[Text, error] {
	if o.Limits == (Limits{}) {
		o.Limits = DefaultLimits
	}
	return func(yield func(Text, error) bool) { open(&opening{o, yield}) }
}

// Items yields every release of the texts. Items and errors (*ocds.ReadError)
// carry the file's name.
func (o Opener) Items(names ...string) iter.Seq2[*ocds.Item, error] { return items(o.Texts(names...)) }

// Stream yields every release of one file that is read already, under a name.
func (o Opener) Stream(name string, r io.Reader) iter.Seq2[*ocds.Item, error] {
	return items(o.texts(func(x *opening) { x.file(name, r, false) }))
}

func items(texts iter.Seq2[Text, error]) iter.Seq2[*ocds.Item, error] {
	return func(yield func(*ocds.Item, error) bool) {
		for text, err := range texts {
			if err == nil {
				if !text.items(yield) {
					return
				}
			} else if !yield(nil, err) {
				return
			}
		}
	}
}

// items gives the releases of a text; false where the caller wants no more.
func (t Text) items(yield func(*ocds.Item, error) bool) bool {
	for item, err := range ocds.Read(t) {
		if e, ok := errors.AsType[*ocds.ReadError](err); ok {
			e.File = t.File
		} else if item != nil {
			item.File = t.File
		}
		if !yield(item, err) {
			return false
		}
	}
	return true
}

// opening is one run of an Opener. Its methods report false where the caller
// wants no more.
type opening struct {
	Opener
	yield func(Text, error) bool
}

func (x *opening) named(name string) bool {
	if name == "-" {
		return x.file(name, x.Stdin, false)
	}
	if info, err := os.Stat(name); err == nil && info.IsDir() {
		return x.folder(name)
	}
	return x.path(name, false)
}

func (x *opening) path(name string, sift bool) bool {
	f, err := os.Open(name)
	if err != nil {
		return x.fail(name, err)
	}
	defer f.Close()
	return x.file(name, f, sift)
}

// folder reads a folder by path. Hidden files, and what is no file at all, are
// no part of a publication.
func (x *opening) folder(root string) bool {
	if target, err := filepath.EvalSymlinks(root); err == nil {
		root = target // a link that is named is followed, those within are not
	}
	err := filepath.WalkDir(root, func(path string, d fs.DirEntry, err error) error {
		hidden := path != root && strings.HasPrefix(d.Name(), ".")
		switch {
		case err != nil:
			if !x.fail(path, err) {
				return fs.SkipAll
			}
		case hidden:
			x.skip(path, "hidden")
			if d.IsDir() {
				return fs.SkipDir
			}
		case d.IsDir():
		case !d.Type().IsRegular():
			x.skip(path, "not a regular file")
		case !x.path(path, true):
			return errStop
		}
		return nil
	})
	return err == nil
}

var errStop = errors.New("stop")

// file reads a file in whatever form it comes; with sift, only where it looks
// like OCDS.
func (x *opening) file(name string, r io.Reader, sift bool) bool {
	if x.Begun != nil {
		x.Begun(shown(name))
	}
	in := x.measure(r)
	b := bufio.NewReaderSize(in, readSize)
	return x.opened(name, r, in, b, sift) && x.end(name, in, b)
}

// readSize is how much of a file is read at a time.
const readSize = 64 << 10

// opened reads what was opened as r, of which b has read ahead.
func (x *opening) opened(name string, r io.Reader, in *measured, b *bufio.Reader, sift bool) bool {
	form := formOf(b)
	if form == zipped {
		return x.zip(name, r, b)
	}
	text, close, err := unpack(form, b)
	if err != nil {
		return x.fail(name, err)
	}
	defer close()
	if form != plain {
		text = &metered{r: text, packed: &in.n, limits: x.Limits}
	}
	return x.text(name, text, sift)
}

// peekSize is how much of a text is looked at to see what it is.
const peekSize = 1 << 20

// text reads JSON.
func (x *opening) text(name string, r io.Reader, sift bool) bool {
	size := 4096
	if sift {
		size = peekSize
	}
	b := bufio.NewReaderSize(r, size)
	if other := otherwise(b); other != "" {
		return x.fail(name, ocds.Refuse(ocds.OtherArchive, "this is %s, which is not opened: unpack it first, or pack it as gzip, zstd or zip", other))
	}
	if sift {
		begin, err := b.Peek(peekSize)
		if !looksOCDS(begin) && (err == nil || err == io.EOF) {
			x.skip(name, "does not look like OCDS")
			return true
		}
	}
	return x.yield(Text{shown(name), b}, nil)
}

// looksOCDS reports whether a text begins as JSON and names what OCDS has.
func looksOCDS(text []byte) bool {
	text = bytes.TrimLeft(bytes.TrimPrefix(text, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(text) == 0 || text[0] != '{' && text[0] != '[' {
		return false
	}
	for _, name := range []string{`"ocid"`, `"releases"`, `"records"`, `"compiledRelease"`} {
		if bytes.Contains(text, []byte(name)) {
			return true
		}
	}
	return false
}

// fail reports a file that cannot be read.
func (x *opening) fail(name string, err error) bool {
	if p, ok := errors.AsType[*fs.PathError](err); ok {
		err = p.Err
	}
	return x.yield(Text{}, &ocds.ReadError{File: shown(name), Fatal: true, Err: err})
}

func (x *opening) skip(name, why string) {
	if x.Skipped != nil {
		x.Skipped(shown(name), why)
	}
}

// shown is a name as it can be printed: archives may hold any.
func shown(name string) string {
	if q := strconv.Quote(name); q[1:len(q)-1] != name && strings.ContainsFunc(name, func(r rune) bool { return !strconv.IsPrint(r) }) {
		return q
	}
	return name
}
